/** A quantizer as a task of a run: reports from a probe of the rows, an exact end over all of them, and what repairs and new items ask for afterwards. */
import { findingsOf } from '../../metrics/findings';
import { curveMetrics, quantizerMetrics } from '../../metrics/metrics';
import { Random } from '../../math/random';
import { rowMajor } from '../../math/rows';
import type { Remedies } from '../../records/basics';
import type { Params } from '../../records/params';
import type { QuantizerResult, QuantizerSnapshot } from '../../records/quantize';
import type { IdentifierFigures } from '../../records/repair';
import type { RunSpec, SettleReason, Tell } from '../../records/run';
import type { Identity } from '../../checkpoints/checkpointing';
import type { StateArrays } from '../../checkpoints/format';
import { diverged } from '../../runs/losses';
import type { Ending, Report, Step, Task, TaskKind } from '../../runs/task';
import type { Quantizer, QuantizerDeclaration, StepResult } from '../quantizer';
import { totalSquares } from '../rowSums';
import type { Vectors } from '../vectors';
import { partRows, withHeldOut, type PartedRows } from './heldOut';
import { Probe, type Placing } from './probe';
import { quantizerResult } from './result';
import { planeOfVectors } from './stages';
import { sweep } from './sweep';

/** Share of the planned steps after which a run is judged while it trains. */
const SETTLED_SHARE = 0.25;

/** A quantizer trained on rows, as repairs and new items use it. */
export interface TrainedQuantizer {
  readonly quantizer: Quantizer;
  /** The dataset's, shared with other runs: never disposed by a run. */
  readonly rows: Vectors;
  /** int32 [rows, levels], row-major, as the page got them; written by nobody. */
  readonly codes: Int32Array;
  /** Figures of these codes before any repair, once a preview has counted them: every further one shows the same. */
  before?: Promise<IdentifierFigures>;
}

export class QuantizerTask implements Task, TrainedQuantizer {
  before?: Promise<IdentifierFigures>;
  readonly size: number;
  codes: Int32Array = new Int32Array(0);

  private constructor(
    readonly quantizer: Quantizer,
    /** All of them; `parted`: of which some are held out. */
    readonly rows: Vectors,
    private readonly parted: PartedRows | null,
    private readonly probe: Probe,
    readonly identity: Identity,
    private readonly remedies: Remedies | undefined,
  ) {
    this.size = rows.rows * rows.dim;
  }

  static async create({ create, remedies }: QuantizerDeclaration, all: Vectors, { kind, params, seed, holdOut = 0, places = false }: { kind: RunSpec['kind']; params: Params; seed: number; holdOut?: number; places?: boolean }, tell?: Tell): Promise<QuantizerTask> {
    all.keep();
    const parted = holdOut > 0 ? partRows(all, holdOut, seed) : null;
    const rows = parted?.training ?? all;
    rows.keep();
    const random = new Random(seed);
    const identity = { kind, params, seed, rows: rows.rows, dim: rows.dim, total: totalSquares(rows.data, rows.rows, rows.dim) };
    try {
      const quantizer = await create(rows, params, random, tell);
      return new QuantizerTask(quantizer, all, parted, new Probe(quantizer, rows, random.split('probe'), places ? placingOf(all, parted) : null), identity, remedies);
    } catch (thrown) {
      letGo(parted);
      throw thrown;
    }
  }

  get plannedSteps(): number {
    return this.quantizer.plannedSteps;
  }

  get levels(): { ready: number; count: number } {
    return { ready: this.quantizer.levelsReady, count: this.quantizer.numCodes.length };
  }

  async step(): Promise<Step> {
    const { squaredError, ...step } = await this.quantizer.trainStep();
    const known = knownLosses(step, squaredError, this.identity.total);
    return { ...step, ...(known && { known }) };
  }

  async report({ step, level }: { step: number; level: number }): Promise<Report> {
    const { quantizer, probe, identity, remedies } = this;
    const seen = await probe.snapshot(step);
    // Early on every method is no better than the mean.
    const early = step < SETTLED_SHARE * quantizer.plannedSteps && !(quantizer.levelsReady > 0 && level >= 0);
    const snapshot: QuantizerSnapshot = early ? seen : { ...seen, findings: findingsOf({ relativeError: Math.sqrt(seen.residualEnergy.at(-1) ?? NaN), usage: seen.usage, rows: seen.rows }, remedies) };
    const relativeError = Math.sqrt(snapshot.residualEnergy.at(-1) ?? 1);
    if (!Number.isFinite(relativeError) && !probe.constant) throw diverged(`the relative error of its codes is ${relativeError}`, step, identity.params);
    return { snapshot, losses: { relativeError }, metrics: curveMetrics(snapshot.metrics ?? {}), value: (key) => valueOf(snapshot, key) };
  }

  direction(key: string): 'up' | 'down' {
    return quantizerMetrics.find(({ entry }) => entry.key === key)?.entry.direction === 'up' ? 'up' : 'down';
  }

  settle(why: SettleReason): Promise<void> {
    return this.quantizer.settle(why);
  }

  async end(ending: Ending, tell?: Tell): Promise<QuantizerResult> {
    const { quantizer, probe, rows, parted, identity, remedies } = this;
    const own = await quantizerResult({ quantizer, probe, rows: parted?.training ?? rows, total: identity.total, remedies }, ending, tell);
    const result = parted ? await withHeldOut(quantizer, parted, own, tell) : own;
    // The result's arrays move to the page.
    this.codes = result.codes.slice();
    this.probe.dispose();
    return result;
  }

  state(): Promise<StateArrays> {
    return this.quantizer.state();
  }

  restore(state: StateArrays): Promise<void> {
    return this.quantizer.restore(state);
  }

  async takeUp(state: StateArrays, done: boolean): Promise<void> {
    const { quantizer, rows, parted } = this;
    this.probe.dispose();
    await quantizer.restore(state);
    // As at its end: a run stopped by hand is settled after its last checkpoint.
    if (!done) await quantizer.settle('stopped');
    await quantizer.gatherConstants?.((parted?.training ?? rows).chunks);
    this.codes = rowMajor((await sweep(quantizer, rows.chunks)).codes);
  }

  dispose(): void {
    this.probe.dispose();
    this.quantizer.dispose();
    letGo(this.parted);
  }
}

function placingOf(all: Vectors, parted: PartedRows | null): Placing {
  return { plane: planeOfVectors(all), numberOf: (row) => parted?.trainingRows[row] ?? row };
}

function letGo(parted: PartedRows | null): void {
  parted?.training.dispose();
  parted?.heldOut.dispose();
}

/** How the registry gives a quantizer to a run. */
export function quantizerTask(declared: QuantizerDeclaration): TaskKind {
  return { family: 'quantizer', params: declared.params, create: ({ rows }, order, tell) => QuantizerTask.create(declared, rows as Vectors, order, tell) };
}

/** The error over all rows where the step knows it anyway; or its losses, where none lies on the device: an EM pass knows its likelihood, though only reports know the error. */
function knownLosses({ losses }: Pick<StepResult, 'losses'>, squaredError: number | undefined, total: number): Record<string, number> | null {
  const plain = Object.entries(losses).every(([, loss]) => typeof loss === 'number');
  if (!plain) return null;
  const numbers = losses as Readonly<Record<string, number>>;
  if (squaredError !== undefined && total > 0) return { ...numbers, relativeError: Math.sqrt(squaredError / total) };
  return Object.keys(numbers).length > 0 ? { ...numbers } : null;
}

/** Of a list, that of the last level; the relative error where the snapshot has no such metric. */
function valueOf(snapshot: QuantizerSnapshot, key: string): number | null {
  const named = (snapshot.metrics as Readonly<Record<string, number | readonly number[]>> | undefined)?.[key];
  const value = typeof named === 'number' ? named : (named?.at(-1) ?? Math.sqrt(snapshot.residualEnergy.at(-1) ?? NaN));
  return Number.isFinite(value) ? value : null;
}
