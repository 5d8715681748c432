/** The loop around whatever is trained, with pausing, reporting, budget, checkpoints and the exact end. Knows no method. */
import { breathe } from './breathe';
import { BudgetWatch, type Verdict } from './budget';
import { TrainingClock } from './clock';
import { doingTeller } from './doing';
import { checkLosses, disposeLosses, readLosses } from './losses';
import { RunOrders } from './orders';
import { Pace } from './pace';
import type { Surroundings } from './surroundings';
import type { Ending, Inputs, Step, Task, TaskKind } from './task';
import { Checkpointing, pastNotes, readResume } from '../checkpoints/checkpointing';
import type { Checkpoint } from '../checkpoints/format';
import { toProblem } from '../errors';
import { completeParams } from '../params';
import type { RunEvent } from '../records/event';
import type { CheckpointInfo, MetricPoint, RunSpec, Tell } from '../records/run';

/** What a run in training is made of. */
interface Training {
  readonly task: Task;
  readonly watch: BudgetWatch;
  readonly checkpointing: Checkpointing | null;
  readonly clock: TrainingClock;
}

/** A report: its step, and the live value of the metric that `best` goes by. */
interface Reported {
  readonly step: number;
  readonly value: number | null;
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
    if (spec.waits) this.orders.pause();
    this.tell = doingTeller(emit);
  }

  acknowledge(): void {
    this.snapshotTaken = true;
  }

  /** Trains to the end; every outcome, failure too, leaves as an event. */
  async train(kind: TaskKind, inputs: Inputs, surroundings: Surroundings = {}): Promise<void> {
    let task: Task | null = null;
    let checkpointing: Checkpointing | null = null;
    try {
      const params = completeParams(kind.params, this.spec.params);
      this.emit({ type: 'status', status: 'running' });
      this.tell('preparing the rows', 0);
      await breathe();
      const store = surroundings.checkpoints;
      // Where one cannot be gone on from, the others still can.
      if (store && this.spec.resume !== undefined && this.spec.checkpoints) this.emit({ type: 'checkpoints', checkpoints: await store.list(this.spec.checkpoints.key) });
      task = await kind.create(inputs, { kind: this.spec.kind, params, seed: this.spec.seed, ...(this.spec.holdOut && { holdOut: this.spec.holdOut }), ...(this.spec.places && { places: true }) }, this.tell);
      const from = await readResume(store, this.spec, task.identity);
      const past = from ? pastNotes(from, task.identity) : [];
      if (from) await this.resumeFrom(task, from);
      if (store) {
        const tellAll = (checkpoints: readonly CheckpointInfo[]) => this.emit({ type: 'checkpoints', checkpoints });
        checkpointing = await Checkpointing.open({ store, spec: this.spec, identity: task.identity, direction: (key) => task!.direction(key), from, past, tell: tellAll, healthy: surroundings.healthy ?? (() => true) });
      }
      this.tell('first step', 0);
      const watch = new BudgetWatch(this.spec.budget, from?.head.level);
      const ending = await this.loop({ task, watch, checkpointing, clock: new TrainingClock(from?.head.seconds) }, from?.head.done ?? false);
      if (this.points.length > 0) this.emit({ type: 'points', points: this.points });
      const result = await task.end({ ...ending, past: checkpointing?.notes() ?? past }, this.tell);
      if (surroundings.keep) {
        surroundings.keep(task);
        task = null;
      }
      this.emit({ type: 'result', result });
      this.emit({ type: 'status', status: ending.stopped ? 'stopped' : 'done' });
    } catch (thrown) {
      this.emit({ type: 'failed', problem: toProblem(thrown) });
    } finally {
      checkpointing?.close();
      task?.dispose();
    }
  }

  /** Takes up what a checkpoint holds; the page gets the curves again. */
  private async resumeFrom(task: Task, { head, points, state }: Checkpoint): Promise<void> {
    await task.restore(state);
    this.steps = head.step;
    this.items = head.items;
    this.emit({ type: 'points', points });
  }

  private async loop(training: Training, done: boolean): Promise<Omit<Ending, 'past'>> {
    const { task, watch, checkpointing, clock } = training;
    const every = this.spec.reportEvery ?? 0;
    const pace = new Pace();
    let byLevel = watch.state().index >= 0;
    let reported: Reported | null = null;
    const place = () => ({ index: byLevel ? task.levels.ready : -1, count: task.levels.count });
    const check = (): Verdict => watch.check({ steps: this.steps, seconds: clock.seconds() }, place());
    // A state is kept only right after a report, which found the losses finite.
    const keep = async (finished: boolean) => {
      clock.stop();
      const standing = { step: this.steps, items: this.items, seconds: clock.seconds(), done: finished, level: watch.state() };
      if (reported?.step === this.steps) await checkpointing?.keep(() => task.state(), standing, reported.value);
      clock.go();
    };
    let stopped = false;
    let verdict: Verdict = this.steps > 0 ? check() : 'go';
    while (!done) {
      await this.orders.gate(clock);
      if (this.orders.now() === 'stop' || verdict === 'end') {
        await keep(false);
        stopped = this.orders.now() === 'stop';
        await task.settle(stopped ? 'stopped' : 'budget');
        break;
      }
      if (verdict === 'close') {
        await task.settle('budget');
        verdict = check();
        if (task.levels.ready === task.levels.count) break;
      }
      const stepping = this.orders.now() === 'step';
      const step = await task.step();
      this.steps++;
      this.items += step.items;
      byLevel = step.level >= 0;
      done = step.done;
      if (stepping) this.orders.stepped();
      // Messages are let in before the look at the clock, so that a pause is reported at the step it stands at.
      await pace.breathe();
      const now = performance.now();
      try {
        if (step.known) this.points.push({ step: this.steps, seconds: clock.seconds(), ...placeOf(step), losses: step.known });
        if (step.epochEnded && (await this.endEpoch(training, step))) done = true;
        verdict = check();
        const due = checkpointing?.isDue(this.steps) ?? false;
        const order = this.orders.now();
        const ends = done || verdict !== 'go' || order === 'pause' || order === 'stop';
        if (stepping || ends || due || (every > 0 && this.steps % every === 0) || pace.isDue(now)) {
          // Reading a loss waits for the device: until then the clock runs. What reporting takes is not training.
          const losses = await readLosses(step);
          clock.stop();
          reported = await this.report(training, step, losses);
          clock.go();
          pace.reported(now);
          if (ends || due) await keep(done);
        }
      } finally {
        disposeLosses(step);
      }
    }
    return { steps: this.steps, seconds: clock.seconds(), stopped, notes: this.endNotes(training, stopped) };
  }

  private endNotes({ task, watch }: Training, stopped: boolean): string[] {
    if (stopped) return [`Stopped by hand after ${this.steps} of ${task.plannedSteps} planned steps.`];
    return watch.used ? [watch.note(this.steps, task.plannedSteps)] : [];
  }

  /** True: no further epoch is worth it. */
  private async endEpoch({ task, clock }: Training, step: Step): Promise<boolean> {
    const losses = await readLosses(step);
    clock.stop();
    const { metrics, over } = await task.endEpoch!(this.steps);
    this.points.push({ step: this.steps, seconds: clock.seconds(), ...placeOf(step), losses, metrics });
    clock.go();
    return over;
  }

  /** @throws EngineError where a loss is not finite, or the task finds that it diverged. */
  private async report({ task, watch, checkpointing, clock }: Training, step: Step, losses: Readonly<Record<string, number>>): Promise<Reported> {
    const at = this.steps;
    const seconds = clock.seconds();
    checkLosses(losses, at, task.identity.params);
    const { snapshot, value, ...told } = await task.report({ step: at, level: step.level }, this.snapshotTaken);
    // A step that made its own point knows better: its error is over all rows.
    const own = this.points.at(-1)?.step === at ? this.points.pop()! : null;
    // A report's point carries the live metrics too.
    const metrics = told.metrics ?? own?.metrics;
    this.points.push({ step: at, seconds: own?.seconds ?? seconds, ...placeOf(step), losses: { ...losses, ...told.losses, ...own?.losses }, ...(metrics && { metrics }) });
    const planned = watch.plannedSteps(task.plannedSteps, { steps: at, seconds });
    const eta = at > 1 ? (seconds / at) * Math.max(0, planned - at) : null;
    this.emit({ type: 'points', points: this.points });
    checkpointing?.add(this.points);
    this.points = [];
    this.emit({ type: 'progress', progress: { step: at, steps: planned, phase: step.phase, itemsPerSecond: this.items / Math.max(seconds, 1e-3), eta, seconds } });
    if (snapshot && this.snapshotTaken) {
      this.snapshotTaken = false;
      this.emit({ type: 'snapshot', snapshot });
    }
    return { step: at, value: this.spec.checkpoints ? value(this.spec.checkpoints.best) : null };
  }
}

function placeOf({ level, stage }: Step): Pick<MetricPoint, 'level' | 'stage'> {
  return { level, ...(stage !== undefined && { stage }) };
}
