/** A predictor of a value as a task of a run: each epoch is scored on the validation part, the weights of the best one are kept, and the test part is scored once at the end. */
import { Random } from '../../../math/random';
import { mean } from '../../../math/statistics';
import { computeScores, scoreEntries } from '../../../metrics/scores';
import type { Params } from '../../../records/params';
import type { ValueResult } from '../../../records/predict';
import type { RunSpec, Tell } from '../../../records/run';
import type { Identity } from '../../../checkpoints/checkpointing';
import type { StateArrays } from '../../../checkpoints/format';
import { diverged } from '../../../runs/losses';
import type { Ending, Report, Step, Task, TaskKind } from '../../../runs/task';
import { afterEpoch, BEGINNING, bestKept, placeOf, withPlace } from '../../training/epochs';
import type { Predictor, PredictorDeclaration } from '../predictor';
import type { PreparedTable } from './preparedTable';
import { probeOf } from './probe';
import { valueResult } from './result';
import { valueSnapshot, type Part } from './snapshot';

export class ValueTask implements Task {
  readonly levels = { ready: 0, count: 0 };
  readonly size = 0;
  private readonly probe: Part;
  private place = BEGINNING;

  private constructor(
    readonly predictor: Predictor,
    readonly table: PreparedTable,
    readonly identity: Identity,
  ) {
    this.probe = probeOf(table.validation);
  }

  static async create({ create }: PredictorDeclaration, table: PreparedTable, { kind, params, seed }: { kind: RunSpec['kind']; params: Params; seed: number }): Promise<ValueTask> {
    const { encoder: { shape }, train, validation } = table;
    const centre = mean(train.targets);
    const total = train.targets.reduce((sum, target) => sum + (target - centre) ** 2, 0);
    const identity = { kind, params, seed, rows: train.targets.length, dim: shape.numbers.length + shape.categories.length + shape.lists.length, total };
    return new ValueTask(await create({ shape, train, validation }, params, new Random(seed)), table, identity);
  }

  get plannedSteps(): number {
    return this.predictor.plannedSteps;
  }

  async step(): Promise<Step> {
    return { level: -1, ...(await this.predictor.trainStep()) };
  }

  async endEpoch(step: number): Promise<{ metrics: Record<string, number>; over: boolean }> {
    const { predictor, table: { validation } } = this;
    const { values } = await predictor.predict(validation.features);
    const { mae, rmse, spearman, xauc, normGini } = computeScores(validation.targets, values);
    const metrics = { mae: mae!, rmse: rmse!, spearman: spearman!, xauc: xauc!, normGini: normGini! };
    const score = metrics[predictor.selectBy];
    if (!Number.isFinite(score)) throw diverged(`the validation ${predictor.selectBy.toUpperCase()} is ${score}`, step, this.identity.params);
    const { place, over } = await afterEpoch(predictor, this.place, score, this.direction(predictor.selectBy));
    this.place = place;
    return { metrics, over };
  }

  async report({ step }: { step: number }, snapshotWanted: boolean): Promise<Report> {
    const moment = { step, epoch: this.place.epochs, part: 'validation', exact: false } as const;
    return { snapshot: snapshotWanted ? await valueSnapshot(this.predictor, this.probe, moment) : null, value: () => null };
  }

  direction(key: string): 'up' | 'down' {
    return scoreEntries.find((entry) => entry.key === key)?.direction === 'up' ? 'up' : 'down';
  }

  /** The weights of the best epoch stand whenever it ends. */
  settle(): Promise<void> {
    return Promise.resolve();
  }

  async end(ending: Ending, tell?: Tell): Promise<ValueResult> {
    const { predictor, place, table } = this;
    const bestEpoch = bestKept(predictor, place);
    const epochs = predictor.plannedEpochs === 0 ? 0 : place.epochs;
    return valueResult({ predictor, table, epochs, bestEpoch }, ending, tell);
  }

  async state(): Promise<StateArrays> {
    return withPlace(await this.predictor.state(), this.place);
  }

  async restore(state: StateArrays): Promise<void> {
    this.predictor.restore(state);
    this.place = placeOf(state);
  }

  async takeUp(state: StateArrays): Promise<void> {
    await this.restore(state);
    bestKept(this.predictor, this.place);
  }

  dispose(): void {
    this.predictor.dispose();
  }
}

/** How the registry gives a predictor to a run. */
export function valueTask(declared: PredictorDeclaration): TaskKind {
  return { family: 'value', params: declared.params, create: ({ rows }, order) => ValueTask.create(declared, rows as PreparedTable, order) };
}
