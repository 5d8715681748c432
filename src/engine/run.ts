/** One training run: the loop around a quantizer's steps, with pausing, reporting and the exact end. Knows no method. */
import type * as tf from '@tensorflow/tfjs-core';
import { EngineError, InputError, toProblem } from './errors';
import type { FinishedRun } from './finishedRuns';
import { fullPass } from './fullPass';
import { Random } from './math/random';
import { curveMetrics } from './metrics/metrics';
import { checkParams, defaultParams } from './params';
import type { Quantizer, QuantizerFactory, StepResult } from './quantizers/quantizer';
import { totalSquares, type Vectors } from './quantizers/vectors';
import type { MetricPoint, Params, ParamSpec, RunEvent, RunResult, RunSpec } from './records';
import { Probe } from './report';

/** Milliseconds between reports at least; a report may also take no more than this share of the time. */
const REPORT_EVERY = 100;
const REPORT_SHARE = 0.15;
/** Milliseconds of work after which messages of the page are let in. */
const YIELD_EVERY = 24;

export interface RunKind {
  readonly params: readonly ParamSpec[];
  readonly create: QuantizerFactory;
}

type Order = 'run' | 'pause' | 'step' | 'stop';

export class Run {
  private order: Order = 'run';
  private wake: (() => void) | null = null;
  /** Points of the curve since the last report. */
  private points: MetricPoint[] = [];
  /** False while the page has not taken the last snapshot. */
  private snapshotTaken = true;

  constructor(
    readonly spec: RunSpec,
    private readonly emit: (event: RunEvent) => void,
  ) {}

  pause(): void {
    if (this.order === 'run') this.order = 'pause';
  }

  resume(): void {
    this.give('run');
  }

  step(): void {
    this.give('step');
  }

  stop(): void {
    this.give('stop');
  }

  acknowledge(): void {
    this.snapshotTaken = true;
  }

  /**
   * Trains to the end; every outcome, failure too, leaves as an event. `keep` takes the quantizer over where there is a result; it is
   * disposed otherwise.
   */
  async train(kind: RunKind, rows: Vectors, keep?: (run: FinishedRun) => void): Promise<void> {
    let quantizer: Quantizer | null = null;
    let probe: Probe | null = null;
    try {
      const params = this.checkedParams(kind.params);
      this.emit({ type: 'status', status: 'running' });
      const random = new Random(this.spec.seed);
      quantizer = await kind.create(rows, params, random);
      probe = new Probe(quantizer, rows, random.split('probe'));
      const total = totalSquares(rows.data, rows.rows, rows.dim);
      const loop = await this.loop(quantizer, probe, total);
      if (this.points.length > 0) this.emit({ type: 'points', points: this.points });
      const result = await this.finish(quantizer, probe, rows, total, loop);
      if (keep) {
        // The result's arrays move to the page.
        keep({ spec: this.spec, quantizer, rows, codes: result.codes.slice() });
        quantizer = null;
      }
      this.emit({ type: 'result', result });
      this.emit({ type: 'status', status: loop.stopped ? 'stopped' : 'done' });
    } catch (thrown) {
      this.emit({ type: 'failed', problem: toProblem(thrown) });
    } finally {
      probe?.dispose();
      quantizer?.dispose();
    }
  }

  private checkedParams(specs: readonly ParamSpec[]): Params {
    const params = { ...defaultParams(specs), ...this.spec.params };
    const problems = checkParams(specs, params);
    if (problems.length > 0) throw new InputError(problems.map((problem) => problem.message).join(' '), 'Correct the settings of this cell.');
    return params;
  }

  private async loop(quantizer: Quantizer, probe: Probe, total: number): Promise<{ steps: number; seconds: number; stopped: boolean }> {
    const clock = new TrainingClock();
    let steps = 0;
    let items = 0;
    let lastYield = performance.now();
    let nextReport = 0;
    const every = this.spec.reportEvery ?? 0;
    for (;;) {
      await this.gate(clock);
      if (this.order === 'stop') return { steps, seconds: clock.seconds(), stopped: true };
      const stepping = this.order === 'step';
      const result = await quantizer.trainStep();
      steps++;
      items += result.items;
      if (stepping && this.order === 'step') this.order = 'pause';
      // Messages are let in before the look at the clock, so that a pause is reported at the step it stands at.
      if (performance.now() - lastYield > YIELD_EVERY) {
        await breathe();
        lastYield = performance.now();
      }
      const now = performance.now();
      if (result.squaredError !== undefined && total > 0) {
        const losses = { ...(await readLosses(result)), relativeError: Math.sqrt(result.squaredError / total) };
        this.points.push({ step: steps, seconds: clock.seconds(), level: result.level, losses });
      }
      try {
        const wanted = every > 0 && steps % every === 0;
        if (stepping || wanted || this.order === 'pause' || result.done || now >= nextReport) {
          // Reading a loss waits for the device: until then the clock runs. What reporting takes is not training.
          const losses = await readLosses(result);
          clock.stop();
          await this.report(quantizer, probe, result, losses, steps, clock.seconds(), items);
          clock.go();
          const spent = performance.now() - now;
          nextReport = performance.now() + Math.max(REPORT_EVERY, spent / REPORT_SHARE);
        }
      } finally {
        disposeLosses(result);
      }
      if (result.done) return { steps, seconds: clock.seconds(), stopped: false };
    }
  }

  /** Waits while paused; the clock stands. */
  private async gate(clock: TrainingClock): Promise<void> {
    if (this.order !== 'pause') return;
    clock.stop();
    this.emit({ type: 'status', status: 'paused' });
    while (this.order === 'pause') await new Promise<void>((resolve) => (this.wake = resolve));
    if (this.order === 'run') this.emit({ type: 'status', status: 'running' });
    clock.go();
  }

  private give(order: Order): void {
    this.order = order;
    this.wake?.();
    this.wake = null;
  }

  private async report(
    quantizer: Quantizer,
    probe: Probe,
    result: StepResult,
    losses: Readonly<Record<string, number>>,
    step: number,
    seconds: number,
    items: number,
  ): Promise<void> {
    const bad = Object.entries(losses).find(([, value]) => !Number.isFinite(value));
    if (bad) {
      throw new EngineError(`Training diverged: at step ${step} the ${bad[0]} loss is ${bad[1]}.`, 'Lower the learning rate, or centre and scale the data, and run again.');
    }
    const snapshot = await probe.snapshot(step);
    if (this.points.at(-1)?.step !== step) {
      const relativeError = Math.sqrt(snapshot.residualEnergy.at(-1) ?? 1);
      this.points.push({ step, seconds, level: result.level, losses: { ...losses, relativeError } });
    }
    // A report's point carries the live metrics too, that of a step which made its own point as well.
    this.points[this.points.length - 1] = { ...this.points.at(-1)!, metrics: curveMetrics(snapshot.metrics ?? {}) };
    const planned = quantizer.plannedSteps;
    const eta = step > 1 ? (seconds / step) * Math.max(0, planned - step) : null;
    this.emit({ type: 'points', points: this.points });
    this.points = [];
    this.emit({ type: 'progress', progress: { step, steps: planned, phase: result.phase, itemsPerSecond: items / Math.max(seconds, 1e-3), eta, seconds } });
    if (!this.snapshotTaken) return;
    this.snapshotTaken = false;
    this.emit({ type: 'snapshot', snapshot });
  }

  /** The full pass: codes, exact metrics, codebooks. */
  private async finish(quantizer: Quantizer, probe: Probe, rows: Vectors, total: number, loop: { steps: number; seconds: number; stopped: boolean }): Promise<RunResult> {
    if (loop.stopped) await quantizer.settle();
    if (quantizer.levelsReady === 0) throw new InputError('The run was stopped before its first step.', 'Run it again and stop later.');
    const { pass, metrics } = await fullPass(quantizer, rows, total);
    const levels = pass.levels;
    const codes = new Int32Array(rows.rows * levels);
    pass.codes.forEach((column, level) => column.forEach((code, row) => (codes[row * levels + level] = code)));
    const codebooks = await quantizer.codebooks();
    return {
      metrics,
      seconds: loop.seconds,
      steps: loop.steps,
      stopped: loop.stopped,
      codes,
      rows: rows.rows,
      dim: rows.dim,
      levels,
      codebooks: codebooks.slice(0, levels).map((data, level) => ({ data, numCodes: quantizer.numCodes[level]!, dim: quantizer.latentDim })),
      reconstruction: pass.reconstruction!,
      snapshot: await probe.finalSnapshot(loop.steps, pass, total, metrics),
      traits: quantizer.traits,
      notes: loop.stopped ? [`Stopped by hand after ${loop.steps} of ${quantizer.plannedSteps} planned steps.`, ...quantizer.notes()] : quantizer.notes(),
    };
  }
}

/** Seconds of training, pauses left out. */
class TrainingClock {
  private before = 0;
  private since: number | null = performance.now();

  seconds(): number {
    return (this.before + (this.since === null ? 0 : performance.now() - this.since)) / 1000;
  }

  stop(): void {
    this.before = this.seconds() * 1000;
    this.since = null;
  }

  go(): void {
    this.since = performance.now();
  }
}

/** Lets waiting messages in. A message channel, because timers are held back to 4 ms and more. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

async function readLosses(result: StepResult): Promise<Record<string, number>> {
  const losses: Record<string, number> = {};
  for (const [name, loss] of Object.entries(result.losses)) losses[name] = typeof loss === 'number' ? loss : (await loss.data())[0]!;
  return losses;
}

function disposeLosses(result: StepResult): void {
  for (const loss of Object.values(result.losses)) if (typeof loss !== 'number') (loss as tf.Scalar).dispose();
}
