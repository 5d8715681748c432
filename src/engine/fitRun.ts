/** One predictor's training: epochs, the score on the validation part that decides which of them is kept, and the test part once at the end. */
import { breathe } from './breathe';
import { InputError, toProblem } from './errors';
import { fitResult } from './fitResult';
import { fitSnapshot, type Part } from './fitSnapshot';
import type { PreparedTable } from './preparedTable';
import { Random } from './math/random';
import { rowsOf } from './math/rows';
import { computeScores } from './metrics/scores';
import { checkParams, defaultParams } from './params';
import type { FitStep, Predictor, PredictorFactory } from './predictors/predictor';
import type { MetricPoint, Params, ParamSpec, RunEvent } from './records';
import type { FitSpec } from './recordsPredict';
import { RunOrders } from './runOrders';
import { checkLosses, diverged, disposeLosses, readLosses } from './stepLosses';
import { TrainingClock } from './trainingClock';

/** Milliseconds between reports at least; share of the time that reports may take; milliseconds of work between two looks at messages. */
const REPORT_EVERY = 100;
const REPORT_SHARE = 0.15;
const YIELD_EVERY = 24;

/** How a kind of predictor is built. */
export interface FitKind {
  readonly params: readonly ParamSpec[];
  readonly create: PredictorFactory;
}

/** The best epoch so far. */
interface Best {
  readonly epoch: number;
  readonly score: number;
  readonly weights: Readonly<Record<string, Float32Array>>;
}

/** How training ended. */
export interface FitEnding {
  readonly steps: number;
  readonly seconds: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly stopped: boolean;
  readonly notes: readonly string[];
}

export class FitRun {
  readonly orders = new RunOrders();
  private points: MetricPoint[] = [];
  private snapshotTaken = true;
  private steps = 0;
  private items = 0;
  private epochs = 0;
  private best: Best | null = null;

  constructor(
    readonly spec: FitSpec,
    private readonly emit: (event: RunEvent) => void,
  ) {}

  acknowledge(): void {
    this.snapshotTaken = true;
  }

  /** Trains to the end; every outcome, failure too, leaves as an event. `keep` takes the predictor over where there is a result. */
  async fit(kind: FitKind, table: PreparedTable, keep?: (predictor: Predictor) => void): Promise<void> {
    let predictor: Predictor | null = null;
    try {
      const params = this.checkedParams(kind.params);
      this.emit({ type: 'status', status: 'running' });
      predictor = await kind.create({ shape: table.encoder.shape, train: table.train, validation: table.validation }, params, new Random(this.spec.seed));
      const ending = await this.loop(predictor, table, params);
      if (this.points.length > 0) this.emit({ type: 'points', points: this.points });
      const result = await fitResult(predictor, table, ending);
      if (keep) {
        keep(predictor);
        predictor = null;
      }
      this.emit({ type: 'fitResult', result });
      this.emit({ type: 'status', status: ending.stopped ? 'stopped' : 'done' });
    } catch (thrown) {
      this.emit({ type: 'failed', problem: toProblem(thrown) });
    } finally {
      predictor?.dispose();
    }
  }

  private checkedParams(specs: readonly ParamSpec[]): Params {
    const params = { ...defaultParams(specs), ...this.spec.params };
    const problems = checkParams(specs, params);
    if (problems.length > 0) throw new InputError(problems.map((problem) => problem.message).join(' '), 'Correct the settings of this cell.');
    return params;
  }

  private async loop(predictor: Predictor, table: PreparedTable, params: Params): Promise<FitEnding> {
    const clock = new TrainingClock();
    const probe = probeOf(table.validation);
    let lastYield = performance.now();
    let nextReport = 0;
    let done = false;
    let early = false;
    while (!done && !early) {
      await this.orders.gate(clock, this.emit);
      if (this.orders.now() === 'stop') break;
      const stepping = this.orders.now() === 'step';
      const step = await predictor.trainStep();
      this.steps++;
      this.items += step.items;
      done = step.done;
      if (stepping) this.orders.stepped();
      try {
        const now = performance.now();
        if (now - lastYield > YIELD_EVERY) {
          await breathe();
          lastYield = performance.now();
        }
        if (step.epochEnded) early = await this.endEpoch(predictor, step, table.validation, clock, params);
        if (stepping || done || early || this.paused() || now >= nextReport) {
          await this.report(predictor, step, probe, clock, params);
          nextReport = performance.now() + Math.max(REPORT_EVERY, (performance.now() - now) / REPORT_SHARE);
        }
      } finally {
        disposeLosses(step);
      }
    }
    return { steps: this.steps, seconds: clock.seconds(), epochs: predictor.plannedEpochs === 0 ? 0 : this.epochs, ...this.keepBest(predictor, early), stopped: !done && !early };
  }

  private paused(): boolean {
    return this.orders.now() === 'pause' || this.orders.now() === 'stop';
  }

  /** Scores the validation part, keeps the weights where they are the best so far. True: time to stop early. */
  private async endEpoch(predictor: Predictor, step: FitStep, validation: Part, clock: TrainingClock, params: Params): Promise<boolean> {
    this.epochs++;
    const losses = await readLosses(step);
    clock.stop();
    const { values } = await predictor.predict(validation.features);
    const { mae, rmse, spearman, xauc, normGini } = computeScores(validation.targets, values);
    const metrics = { mae: mae!, rmse: rmse!, spearman: spearman!, xauc: xauc!, normGini: normGini! };
    const score = metrics[predictor.selectBy];
    if (!Number.isFinite(score)) throw diverged(`the validation ${predictor.selectBy.toUpperCase()} is ${score}`, this.steps, params);
    this.points.push({ step: this.steps, seconds: clock.seconds(), level: -1, losses, metrics });
    if (!this.best || score < this.best.score) this.best = { epoch: this.epochs, score, weights: await predictor.weights() };
    clock.go();
    return predictor.patience > 0 && this.epochs - this.best.epoch >= predictor.patience;
  }

  /** The weights of the best epoch are put in place. */
  private keepBest(predictor: Predictor, early: boolean): { bestEpoch: number; notes: string[] } {
    if (!this.best || predictor.plannedEpochs === 0) return { bestEpoch: 0, notes: [] };
    predictor.setWeights(this.best.weights);
    const { epoch } = this.best;
    const why = early ? `Training ended after epoch ${this.epochs} of ${predictor.plannedEpochs}, ${predictor.patience} epochs without a better score on the validation part. ` : '';
    const last = epoch === predictor.plannedEpochs ? ' It was the last one: more epochs may do better.' : '';
    return { bestEpoch: epoch, notes: [`${why}The weights of epoch ${epoch} are kept, those with the least validation ${predictor.selectBy.toUpperCase()}.${last}`] };
  }

  private async report(predictor: Predictor, step: FitStep, probe: Part, clock: TrainingClock, params: Params): Promise<void> {
    const losses = await readLosses(step);
    clock.stop();
    const seconds = clock.seconds();
    checkLosses(losses, this.steps, params);
    if (this.points.at(-1)?.step !== this.steps) this.points.push({ step: this.steps, seconds, level: -1, losses });
    this.emit({ type: 'points', points: this.points });
    this.points = [];
    const left = Math.max(0, predictor.plannedSteps - this.steps);
    const progress = { step: this.steps, steps: predictor.plannedSteps, phase: step.phase, itemsPerSecond: this.items / Math.max(seconds, 1e-3), eta: this.steps > 1 ? (seconds / this.steps) * left : null, seconds };
    this.emit({ type: 'progress', progress });
    if (this.snapshotTaken) {
      this.snapshotTaken = false;
      this.emit({ type: 'fitSnapshot', snapshot: await fitSnapshot(predictor, probe, { step: this.steps, epoch: this.epochs, part: 'validation', exact: false }) });
    }
    clock.go();
  }
}

/** Rows of the validation part that are looked at while training. */
const PROBE_ROWS = 512;

/** At most PROBE_ROWS of the part's rows, evenly through it. */
function probeOf(part: Part): Part {
  const count = Math.min(PROBE_ROWS, part.targets.length);
  const rows = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * part.targets.length) / count));
  const { numbers, missing, categories, lists } = part.features;
  const n = part.features.rows;
  const take = <A extends Float32Array | Uint8Array | Int32Array>(array: A): A => rowsOf(array, n === 0 ? 0 : array.length / n, rows);
  const takeList = ({ offsets, values }: { readonly offsets: Uint32Array; readonly values: Int32Array }) => {
    const kept = Array.from(rows, (row) => values.subarray(offsets[row]!, offsets[row + 1]!));
    const starts = new Uint32Array(count + 1);
    kept.forEach((entries, i) => (starts[i + 1] = starts[i]! + entries.length));
    const all = new Int32Array(starts[count]!);
    kept.forEach((entries, i) => all.set(entries, starts[i]!));
    return { offsets: starts, values: all };
  };
  return {
    features: { rows: count, numbers: take(numbers), missing: take(missing), categories: take(categories), lists: lists.map(takeList) },
    targets: Float64Array.from(rows, (row) => part.targets[row]!),
    rowNumbers: rows.map((row) => part.rowNumbers[row]!),
  };
}
