/** A predictor of labels as a task of a run: each epoch is scored on the validation part, the weights of the best one are kept, and the test part is scored once at the end. */
import { Random } from '../../../math/random';
import { scoresOf } from '../../../metrics/scores';
import type { ClickResult } from '../../../records/click';
import type { Params } from '../../../records/params';
import type { RunSpec, Tell } from '../../../records/run';
import type { Identity } from '../../../checkpoints/checkpointing';
import { diverged } from '../../../runs/losses';
import type { Ending, Report, TaskKind } from '../../../runs/task';
import { EpochTask } from '../../training/epochTask';
import { evenly } from '../../training/groups';
import type { ClickDeclaration, ClickPredictor } from '../clickPredictor';
import { fingerprint } from '../fingerprint';
import type { LogInputs } from '../inputs';
import type { PreparedLog } from '../preparedLog';
import { clickResult } from './result';
import { clickSnapshot } from './snapshot';

/** Validation events looked at while it trains. */
const PROBE_EVENTS = 2048;

export class ClickTask extends EpochTask<ClickPredictor> {
  private readonly probe: Uint32Array;

  private constructor(
    predictor: ClickPredictor,
    readonly events: PreparedLog,
    identity: Identity,
  ) {
    super(predictor, identity);
    const { validation } = events;
    this.probe = Uint32Array.from(evenly(validation.length, PROBE_EVENTS), (i) => validation[i]!);
  }

  static async create({ create }: Pick<ClickDeclaration, 'create'>, inputs: LogInputs, { kind, params, seed }: { kind: RunSpec['kind']; params: Params; seed: number }): Promise<ClickTask> {
    const { events } = inputs;
    const identity = { kind, params, seed, rows: events.train.length, dim: events.fields.length, total: fingerprint(inputs) };
    return new ClickTask(await create(inputs, params, new Random(seed)), events, identity);
  }

  /** Weights, two moments of each, and those of the best epoch. */
  get size(): number {
    return 4 * this.predictor.parameters;
  }

  async endEpoch(step: number): Promise<{ metrics: Record<string, number>; over: boolean }> {
    const { predictor, events: { labels, validation } } = this;
    const { auc, logLoss, calibrationError } = scoresOf('probabilities', { labels: Uint8Array.from(validation, (event) => labels[event]!), probabilities: await predictor.predict(validation) });
    const metrics = { auc: auc!, logLoss: logLoss!, calibrationError: calibrationError! };
    if (!Number.isFinite(metrics.logLoss)) throw diverged(`the validation LogLoss is ${logLoss}`, step, this.identity.params);
    return { metrics, over: await this.scored(metrics[predictor.selectBy]) };
  }

  async report({ step }: { step: number }, snapshotWanted: boolean): Promise<Report> {
    const moment = { step, epoch: this.place.epochs, part: 'validation', exact: false } as const;
    return { snapshot: snapshotWanted ? await clickSnapshot(this.predictor, this.events, this.probe, moment) : null, value: () => null };
  }

  async end(ending: Ending, tell?: Tell): Promise<ClickResult> {
    const { predictor, events } = this;
    return clickResult({ predictor, events, ...this.keepBest() }, ending, tell);
  }
}

/** How the registry gives a predictor of labels to a run. */
export function clickTask(declared: Pick<ClickDeclaration, 'params' | 'create'>): TaskKind {
  return { family: 'click', params: declared.params, create: (inputs, order) => ClickTask.create(declared, inputs as unknown as LogInputs, order) };
}
