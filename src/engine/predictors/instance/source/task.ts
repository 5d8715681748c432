/** A source model of instances as a task of a run: each epoch is scored on users held out, the best one is kept, frozen, and encodes every event. */
import type { Identity } from '../../../checkpoints/checkpointing';
import type { StateArrays } from '../../../checkpoints/format';
import { Random } from '../../../math/random';
import { scoreEntries } from '../../../metrics/scores';
import type { SourceResult } from '../../../records/click';
import type { KindEntry, Params } from '../../../records/params';
import type { Tell } from '../../../records/run';
import { diverged } from '../../../runs/losses';
import type { Ending, Report, Step, Task, TaskKind } from '../../../runs/task';
import { fingerprint } from '../../log/fingerprint';
import type { LogInputs } from '../../log/inputs';
import { afterEpoch, BEGINNING, bestKept, placeOf, withPlace } from '../../training/epochs';
import { SourceModel } from './model';
import { sourceSettings } from './params';
import { sourceResult } from './result';
import { shownOf, sourceScores, sourceSnapshot, type Shown } from './snapshot';
import { sourceData } from './sourceData';

/** Rows of the users held out that a report scores. */
const PROBE_EVENTS = 2048;

/** A kind of source model as its folder declares it. */
export interface SourceDeclaration extends KindEntry {
  /** Settings that train a few hundred rows in a moment. */
  readonly small: Params;
}

export class SourceTask implements Task {
  readonly levels = { ready: 0, count: 0 };
  private readonly shown: Shown;
  private readonly probe: Uint32Array;
  private place = BEGINNING;

  /** @throws InputError where settings and log do not fit together. */
  constructor(
    readonly model: SourceModel,
    readonly identity: Identity,
  ) {
    this.shown = shownOf(model.data.events);
    this.probe = model.data.chosenOn.subarray(0, PROBE_EVENTS);
  }

  static create({ events }: LogInputs, { kind, params, seed }: { readonly kind: string; readonly params: Params; readonly seed: number }): SourceTask {
    const settings = sourceSettings(params);
    const random = new Random(seed);
    const data = sourceData(events, settings, random.split('held out'));
    const identity = { kind, params, seed, rows: data.learned.length, dim: data.fields.count, total: fingerprint({ events }) };
    return new SourceTask(new SourceModel(data, settings, random.split('model')), identity);
  }

  get plannedSteps(): number {
    return this.model.plannedSteps;
  }

  /** Weights, two moments of each, and those of the best epoch. */
  get size(): number {
    return 4 * this.model.parameters;
  }

  async step(): Promise<Step> {
    return { level: -1, ...this.model.trainStep() };
  }

  async endEpoch(step: number): Promise<{ metrics: Record<string, number>; over: boolean }> {
    const { model, model: { data: { events, chosenOn } } } = this;
    const scores = sourceScores(events, chosenOn, await model.predict(chosenOn));
    const metrics = { auc: scores.auc!, logLoss: scores.logLoss!, calibrationError: scores.calibrationError! };
    if (!Number.isFinite(metrics.logLoss)) throw diverged(`the LogLoss on the users held out is ${metrics.logLoss}`, step, this.identity.params);
    const { place, over } = await afterEpoch(model, this.place, metrics[model.selectBy], this.direction(model.selectBy));
    this.place = place;
    return { metrics, over };
  }

  async report({ step }: { readonly step: number }, snapshotWanted: boolean): Promise<Report> {
    return { snapshot: snapshotWanted ? await this.snapshot(step) : null, value: () => null };
  }

  direction(key: string): 'up' | 'down' {
    return scoreEntries.find((entry) => entry.key === key)?.direction === 'up' ? 'up' : 'down';
  }

  /** The weights of the best epoch stand whenever it ends. */
  settle(): Promise<void> {
    return Promise.resolve();
  }

  async end(ending: Ending, tell?: Tell): Promise<SourceResult> {
    const bestEpoch = bestKept(this.model, this.place);
    return sourceResult(this.model, this.shown, { epochs: this.place.epochs, bestEpoch }, ending, tell);
  }

  async state(): Promise<StateArrays> {
    return withPlace(await this.model.state(), this.place);
  }

  async restore(state: StateArrays): Promise<void> {
    this.model.restore(state);
    this.place = placeOf(state);
  }

  async takeUp(state: StateArrays): Promise<void> {
    await this.restore(state);
    bestKept(this.model, this.place);
  }

  dispose(): void {
    this.model.dispose();
  }

  private async snapshot(step: number) {
    const { model, shown, probe, model: { data: { events }, vectorDim } } = this;
    const scores = sourceScores(events, probe, await model.predict(probe));
    return sourceSnapshot(events, shown, await model.encode(shown.events), vectorDim, { step, epoch: this.place.epochs, exact: false, scores });
  }
}

/** How the registry gives a source model to a run. */
export function sourceTask({ params }: Pick<SourceDeclaration, 'params'>): TaskKind {
  return { family: 'source', params, create: async (inputs, order) => SourceTask.create(inputs as unknown as LogInputs, order) };
}
