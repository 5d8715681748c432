/** One training run: the loop around a quantizer's steps, with pausing, reporting, checkpoints and the exact end. Knows no method. */
import { BudgetWatch, type Verdict } from './budget';
import { breathe } from './breathe';
import { Checkpointing, pastNotes, readResume, runIdentity } from '../checkpoints/checkpointing';
import type { Checkpoint } from '../checkpoints/format';
import { doingTeller } from './doing';
import { toProblem } from '../errors';
import type { FinishedRun } from '../quantizers/training/finished';
import { Random } from '../math/random';
import { findingsOf } from '../metrics/findings';
import { curveMetrics } from '../metrics/metrics';
import { Pace } from './pace';
import { completeParams } from '../params';
import type { Quantizer, RunKind, StepResult } from '../quantizers/quantizer';
import type { Vectors } from '../quantizers/vectors';
import type { Remedies } from '../records/basics';
import type { RunEvent } from '../records/event';
import type { Params } from '../records/params';
import type { Snapshot } from '../records/quantize';
import type { MetricPoint, RunSpec, Tell } from '../records/run';
import { Probe } from '../quantizers/training/probe';
import { RunOrders } from './orders';
import { runResult, type Ending } from '../quantizers/training/result';
import { checkLosses, disposeLosses, diverged, readLosses } from './losses';
import type { Surroundings } from './surroundings';
import { TrainingClock } from './clock';

/** Share of the planned steps after which a run is judged while it trains. */
const SETTLED_SHARE = 0.25;

/** What a run in training is made of. */
interface Training {
  readonly quantizer: Quantizer;
  readonly probe: Probe;
  readonly params: Params;
  /** Sum of squared distances of the rows to their mean. */
  readonly total: number;
  readonly watch: BudgetWatch;
  readonly checkpointing: Checkpointing | null;
  readonly clock: TrainingClock;
  readonly remedies: Remedies | undefined;
}

export class Run {
  readonly orders: RunOrders;
  /** Points of the curve since the last report. */
  private points: MetricPoint[] = [];
  /** False while the page has not taken the last snapshot. */
  private snapshotTaken = true;
  private steps = 0;
  private items = 0;
  private readonly tell: Tell;

  constructor(
    readonly spec: RunSpec,
    private readonly emit: (event: RunEvent) => void,
  ) {
    this.orders = new RunOrders(emit);
    this.tell = doingTeller(emit);
  }

  acknowledge(): void {
    this.snapshotTaken = true;
  }

  /** Trains to the end; every outcome, failure too, leaves as an event. */
  async train(kind: RunKind, rows: Vectors, surroundings: Surroundings<FinishedRun> = {}): Promise<void> {
    let quantizer: Quantizer | null = null;
    let probe: Probe | null = null;
    let checkpointing: Checkpointing | null = null;
    try {
      const params = completeParams(kind.params, this.spec.params);
      this.emit({ type: 'status', status: 'running' });
      this.tell('preparing the rows', 0);
      await breathe();
      const identity = runIdentity(this.spec, params, rows);
      const { total } = identity;
      const store = surroundings.checkpoints;
      // Where one cannot be gone on from, the others still can.
      if (store && this.spec.resume !== undefined && this.spec.checkpoints) this.emit({ type: 'checkpoints', checkpoints: await store.list(this.spec.checkpoints.key) });
      const from = await readResume(store, this.spec, identity);
      const past = from ? pastNotes(from, identity) : [];
      const random = new Random(this.spec.seed);
      quantizer = await kind.create(rows, params, random, this.tell);
      if (from) await this.goOn(quantizer, from);
      probe = new Probe(quantizer, rows, random.split('probe'));
      if (store) {
        checkpointing = await Checkpointing.open(store, this.spec, identity, from, past, (checkpoints) => this.emit({ type: 'checkpoints', checkpoints }), surroundings.healthy ?? (() => true));
      }
      this.tell('first step', 0);
      const watch = new BudgetWatch(this.spec.budget, from?.head.level);
      const ending = await this.loop({ quantizer, probe, params, total, watch, checkpointing, clock: new TrainingClock(from?.head.seconds), remedies: kind.remedies }, from?.head.done ?? false);
      if (this.points.length > 0) this.emit({ type: 'points', points: this.points });
      const result = await runResult(quantizer, probe, rows, total, { ...ending, notes: [...ending.notes, ...(checkpointing?.notes() ?? past)] }, kind.remedies, this.tell);
      if (surroundings.keep) {
        // The result's arrays move to the page.
        surroundings.keep({ spec: this.spec, quantizer, rows, codes: result.codes.slice() });
        quantizer = null;
      }
      this.emit({ type: 'result', result });
      this.emit({ type: 'status', status: ending.stopped ? 'stopped' : 'done' });
    } catch (thrown) {
      this.emit({ type: 'failed', problem: toProblem(thrown) });
    } finally {
      checkpointing?.close();
      probe?.dispose();
      quantizer?.dispose();
    }
  }

  /** Takes up what a checkpoint holds; the page gets the curves again. */
  private async goOn(quantizer: Quantizer, { head, points, state }: Checkpoint): Promise<void> {
    await quantizer.restore(state);
    this.steps = head.step;
    this.items = head.items;
    this.emit({ type: 'points', points });
  }

  private async loop(training: Training, done: boolean): Promise<Ending> {
    const { quantizer, total, watch, checkpointing, clock } = training;
    const every = this.spec.reportEvery ?? 0;
    const pace = new Pace();
    let byLevel = watch.state().index >= 0;
    let snapshot: Snapshot | null = null;
    const place = () => ({ index: byLevel ? quantizer.levelsReady : -1, count: quantizer.numCodes.length });
    const check = (): Verdict => watch.check({ steps: this.steps, seconds: clock.seconds() }, place());
    const keep = async (finished: boolean) => {
      clock.stop();
      const standing = { step: this.steps, items: this.items, seconds: clock.seconds(), done: finished, level: watch.state() };
      if (snapshot?.step === this.steps) await checkpointing?.keep(() => quantizer.state(), standing, checkpointing.valueOf(snapshot));
      clock.go();
    };
    let stopped = false;
    let verdict: Verdict = this.steps > 0 ? check() : 'go';
    while (!done) {
      await this.orders.gate(clock);
      if (this.orders.now() === 'stop' || verdict === 'end') {
        await keep(false);
        stopped = this.orders.now() === 'stop';
        await quantizer.settle(stopped ? 'stopped by hand' : 'ended by the budget');
        break;
      }
      if (verdict === 'close') {
        await quantizer.settle('ended by the budget');
        verdict = check();
        if (quantizer.levelsReady === quantizer.numCodes.length) break;
      }
      const stepping = this.orders.now() === 'step';
      const result = await quantizer.trainStep();
      this.steps++;
      this.items += result.items;
      byLevel = result.level >= 0;
      done = result.done;
      if (stepping) this.orders.stepped();
      // Messages are let in before the look at the clock, so that a pause is reported at the step it stands at.
      await pace.breathe();
      const now = performance.now();
      if (result.squaredError !== undefined && total > 0) {
        const losses = { ...(await readLosses(result)), relativeError: Math.sqrt(result.squaredError / total) };
        this.points.push({ step: this.steps, seconds: clock.seconds(), level: result.level, losses });
      } else if (losesNumbers(result)) {
        // An EM pass knows its likelihood: no pass is missing from that curve, though only reports know the error.
        this.points.push({ step: this.steps, seconds: clock.seconds(), level: result.level, losses: result.losses });
      }
      try {
        verdict = check();
        const due = checkpointing?.isDue(this.steps) ?? false;
        const order = this.orders.now();
        const ends = done || verdict !== 'go' || order === 'pause' || order === 'stop';
        if (stepping || ends || due || (every > 0 && this.steps % every === 0) || pace.isDue(now)) {
          // Reading a loss waits for the device: until then the clock runs. What reporting takes is not training.
          const losses = await readLosses(result);
          clock.stop();
          snapshot = await this.report(training, result, losses);
          clock.go();
          pace.reported(now);
          if (ends || due) await keep(done);
        }
      } finally {
        disposeLosses(result);
      }
    }
    return { steps: this.steps, seconds: clock.seconds(), stopped, notes: this.endNotes(training, stopped) };
  }

  private endNotes({ quantizer, watch }: Training, stopped: boolean): string[] {
    if (stopped) return [`Stopped by hand after ${this.steps} of ${quantizer.plannedSteps} planned steps.`];
    return watch.used ? [watch.note(this.steps, quantizer.plannedSteps)] : [];
  }

  /** @throws EngineError where a loss, or the error of the codes, is not finite. */
  private async report({ quantizer, probe, params, watch, checkpointing, clock, remedies }: Training, result: StepResult, losses: Readonly<Record<string, number>>): Promise<Snapshot> {
    const step = this.steps;
    const seconds = clock.seconds();
    checkLosses(losses, step, params);
    const seen = await probe.snapshot(step);
    // Early on every method is no better than the mean.
    const early = step < SETTLED_SHARE * quantizer.plannedSteps && !(quantizer.levelsReady > 0 && result.level >= 0);
    const snapshot: Snapshot = early ? seen : { ...seen, findings: findingsOf({ relativeError: Math.sqrt(seen.residualEnergy.at(-1) ?? NaN), usage: seen.usage, rows: seen.rows }, remedies) };
    const relativeError = Math.sqrt(snapshot.residualEnergy.at(-1) ?? 1);
    if (!Number.isFinite(relativeError) && !probe.constant) throw diverged(`the relative error of its codes is ${relativeError}`, step, params);
    // A step that made its own point knows better: its error is over all rows.
    const own = this.points.at(-1)?.step === step ? this.points.pop()! : null;
    // A report's point carries the live metrics too.
    this.points.push({ step, seconds: own?.seconds ?? seconds, level: result.level, losses: { ...losses, relativeError, ...own?.losses }, metrics: curveMetrics(snapshot.metrics ?? {}) });
    const planned = watch.plannedSteps(quantizer.plannedSteps, { steps: step, seconds });
    const eta = step > 1 ? (seconds / step) * Math.max(0, planned - step) : null;
    this.emit({ type: 'points', points: this.points });
    checkpointing?.add(this.points);
    this.points = [];
    const progress = { step, steps: planned, phase: result.phase, itemsPerSecond: this.items / Math.max(seconds, 1e-3), eta, seconds };
    this.emit({ type: 'progress', progress });
    if (this.snapshotTaken) {
      this.snapshotTaken = false;
      this.emit({ type: 'snapshot', snapshot });
    }
    return snapshot;
  }
}

/** True where every loss is known without waiting for the device. */
function losesNumbers(result: StepResult): result is StepResult & { readonly losses: Readonly<Record<string, number>> } {
  const losses = Object.values(result.losses);
  return losses.length > 0 && losses.every((loss) => typeof loss === 'number');
}
