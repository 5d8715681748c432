/** A predictor of a value as a task of a run: each epoch is scored on the validation part, the weights of the best one are kept, and the test part is scored once at the end. */
import { Random } from '../../../math/random';
import { mean } from '../../../math/statistics';
import { computeScores } from '../../../metrics/scores';
import type { Params } from '../../../records/params';
import type { ValueResult } from '../../../records/predict';
import type { RunSpec, Tell } from '../../../records/run';
import type { Identity } from '../../../checkpoints/checkpointing';
import { diverged } from '../../../runs/losses';
import type { Ending, Report, TaskKind } from '../../../runs/task';
import { EpochTask } from '../../training/epochTask';
import type { Predictor, PredictorDeclaration } from '../predictor';
import type { PreparedTable } from './preparedTable';
import { probeOf } from './probe';
import { valueResult } from './result';
import { valueSnapshot, type Part } from './snapshot';

export class ValueTask extends EpochTask<Predictor> {
  readonly size = 0;
  private readonly probe: Part;

  private constructor(
    predictor: Predictor,
    readonly table: PreparedTable,
    identity: Identity,
  ) {
    super(predictor, identity);
    this.probe = probeOf(table.validation);
  }

  static async create({ create }: PredictorDeclaration, table: PreparedTable, { kind, params, seed }: { kind: RunSpec['kind']; params: Params; seed: number }): Promise<ValueTask> {
    const { encoder: { shape }, train, validation } = table;
    const centre = mean(train.targets);
    const total = train.targets.reduce((sum, target) => sum + (target - centre) ** 2, 0);
    const identity = { kind, params, seed, rows: train.targets.length, dim: shape.numbers.length + shape.categories.length + shape.lists.length, total };
    return new ValueTask(await create({ shape, train, validation }, params, new Random(seed)), table, identity);
  }

  async endEpoch(step: number): Promise<{ metrics: Record<string, number>; over: boolean }> {
    const { predictor, table: { validation } } = this;
    const { values } = await predictor.predict(validation.features);
    const { mae, rmse, spearman, xauc, normGini } = computeScores(validation.targets, values);
    const metrics = { mae: mae!, rmse: rmse!, spearman: spearman!, xauc: xauc!, normGini: normGini! };
    const score = metrics[predictor.selectBy];
    if (!Number.isFinite(score)) throw diverged(`the validation ${predictor.selectBy.toUpperCase()} is ${score}`, step, this.identity.params);
    return { metrics, over: await this.scored(score) };
  }

  async report({ step }: { step: number }, snapshotWanted: boolean): Promise<Report> {
    const moment = { step, epoch: this.place.epochs, part: 'validation', exact: false } as const;
    return { snapshot: snapshotWanted ? await valueSnapshot(this.predictor, this.probe, moment) : null, value: () => null };
  }

  async end(ending: Ending, tell?: Tell): Promise<ValueResult> {
    const { predictor, table } = this;
    return valueResult({ predictor, table, ...this.keepBest() }, ending, tell);
  }
}

/** How the registry gives a predictor to a run. */
export function valueTask(declared: PredictorDeclaration): TaskKind {
  return { family: 'value', params: declared.params, create: ({ rows }, order) => ValueTask.create(declared, rows as PreparedTable, order) };
}
