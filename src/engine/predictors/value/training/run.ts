/** One predictor's training: epochs, the score on the validation part that decides which of them is kept, and the test part once at the end. */
import { breathe } from '../../../runs/breathe';
import { Checkpointing, pastNotes, readResume, type Standing } from '../../../checkpoints/checkpointing';
import type { Checkpoint } from '../../../checkpoints/format';
import { doingTeller } from '../../../runs/doing';
import { toProblem } from '../../../errors';
import { probeOf } from './probe';
import { type FitEnding, fitResult } from './result';
import { fitSnapshot, type Part } from './snapshot';
import { createPredictor, fitIdentity, type FitPlace, keepBest, readFit, writeFit } from './state';
import { Pace } from '../../../runs/pace';
import type { PreparedTable } from './preparedTable';
import { computeScores } from '../../../metrics/scores';
import { completeParams } from '../../../params';
import type { FitKind, FitStep, Predictor } from '../predictor';
import type { RunEvent } from '../../../records/event';
import type { Params } from '../../../records/params';
import type { FitSpec, MetricPoint, Tell } from '../../../records/run';
import { RunOrders } from '../../../runs/orders';
import { checkLosses, disposeLosses, diverged, readLosses } from '../../../runs/losses';
import type { Surroundings } from '../../../runs/surroundings';
import { TrainingClock } from '../../../runs/clock';

/** What a fit in training is made of. */
interface Fitting {
  readonly predictor: Predictor;
  readonly table: PreparedTable;
  readonly probe: Part;
  readonly params: Params;
  readonly checkpointing: Checkpointing | null;
  readonly clock: TrainingClock;
}

export class FitRun {
  readonly orders: RunOrders;
  private points: MetricPoint[] = [];
  private snapshotTaken = true;
  private steps = 0;
  /** The step of the last report. */
  private reported = 0;
  private items = 0;
  private place: FitPlace = { epochs: 0, best: null };
  private readonly tell: Tell;

  constructor(
    readonly spec: FitSpec,
    private readonly emit: (event: RunEvent) => void,
  ) {
    this.orders = new RunOrders(emit);
    this.tell = doingTeller(emit);
  }

  acknowledge(): void {
    this.snapshotTaken = true;
  }

  /** Trains to the end; every outcome, failure too, leaves as an event. */
  async fit(kind: FitKind, table: PreparedTable, surroundings: Surroundings<Predictor> = {}): Promise<void> {
    let predictor: Predictor | null = null;
    let checkpointing: Checkpointing | null = null;
    try {
      const params = completeParams(kind.params, this.spec.params);
      this.emit({ type: 'status', status: 'running' });
      this.tell('preparing the rows', 0);
      await breathe();
      const { checkpoints: store, healthy = () => true } = surroundings;
      const identity = fitIdentity(this.spec, params, table);
      const from = await readResume(store, this.spec, identity);
      const past = from ? pastNotes(from, identity) : [];
      predictor = await createPredictor(kind, table, params, this.spec.seed);
      if (from) this.goOn(predictor, from);
      if (store) checkpointing = await Checkpointing.open(store, this.spec, identity, from, past, (checkpoints) => this.emit({ type: 'checkpoints', checkpoints }), healthy);
      this.tell('first step', 0);
      const fitting = { predictor, table, probe: probeOf(table.validation), params, checkpointing, clock: new TrainingClock(from?.head.seconds) };
      const ending = await this.loop(fitting, from?.head.done ?? false);
      if (this.points.length > 0) this.emit({ type: 'points', points: this.points });
      const result = await fitResult(predictor, table, { ...ending, notes: [...ending.notes, ...(checkpointing?.notes() ?? past)] }, this.tell);
      if (surroundings.keep) {
        surroundings.keep(predictor);
        predictor = null;
      }
      this.emit({ type: 'fitResult', result });
      this.emit({ type: 'status', status: ending.stopped ? 'stopped' : 'done' });
    } catch (thrown) {
      this.emit({ type: 'failed', problem: toProblem(thrown) });
    } finally {
      checkpointing?.close();
      predictor?.dispose();
    }
  }

  /** Takes up what a checkpoint holds; the page gets the curves again. */
  private goOn(predictor: Predictor, { head, points, state }: Checkpoint): void {
    this.place = writeFit(predictor, state);
    this.steps = head.step;
    this.items = head.items;
    this.emit({ type: 'points', points });
  }

  private async loop(fitting: Fitting, done: boolean): Promise<FitEnding> {
    const { predictor, checkpointing, clock } = fitting;
    const pace = new Pace();
    while (!done) {
      await this.orders.gate(clock);
      if (this.orders.now() === 'stop') {
        await this.keep(fitting, false);
        break;
      }
      const stepping = this.orders.now() === 'step';
      const step = await predictor.trainStep();
      this.steps++;
      this.items += step.items;
      done = step.done;
      if (stepping) this.orders.stepped();
      try {
        const now = performance.now();
        await pace.breathe();
        if (step.epochEnded && (await this.endEpoch(fitting, step))) done = true;
        const due = checkpointing?.isDue(this.steps) ?? false;
        const ends = done || this.paused();
        if (stepping || ends || due || pace.isDue(now)) {
          await this.report(fitting, step);
          pace.reported(now);
          if (ends || due) await this.keep(fitting, done);
        }
      } finally {
        disposeLosses(step);
      }
    }
    const { epochs, best } = this.place;
    const bestEpoch = keepBest(predictor, best);
    return { steps: this.steps, seconds: clock.seconds(), epochs: predictor.plannedEpochs === 0 ? 0 : epochs, bestEpoch, stopped: !done, notes: bestEpoch > 0 ? [epochNote(predictor, epochs, bestEpoch, done)] : [] };
  }

  /** A state is kept only right after a report, which found the losses finite. */
  private async keep({ predictor, checkpointing, clock }: Fitting, done: boolean): Promise<void> {
    if (this.reported !== this.steps) return;
    clock.stop();
    const standing: Standing = { step: this.steps, items: this.items, seconds: clock.seconds(), done, level: { index: -1, steps: 0, seconds: 0 } };
    await checkpointing?.keep(() => readFit(predictor, this.place), standing, null);
    clock.go();
  }

  private paused(): boolean {
    return this.orders.now() === 'pause' || this.orders.now() === 'stop';
  }

  /** Scores the validation part, keeps the weights where they are the best so far. True: time to stop early. */
  private async endEpoch({ predictor, table, params, clock }: Fitting, step: FitStep): Promise<boolean> {
    const { validation } = table;
    const losses = await readLosses(step);
    clock.stop();
    const { values } = await predictor.predict(validation.features);
    const { mae, rmse, spearman, xauc, normGini } = computeScores(validation.targets, values);
    const metrics = { mae: mae!, rmse: rmse!, spearman: spearman!, xauc: xauc!, normGini: normGini! };
    const score = metrics[predictor.selectBy];
    if (!Number.isFinite(score)) throw diverged(`the validation ${predictor.selectBy.toUpperCase()} is ${score}`, this.steps, params);
    this.points.push({ step: this.steps, seconds: clock.seconds(), level: -1, losses, metrics });
    const epoch = this.place.epochs + 1;
    const better = !this.place.best || score < this.place.best.score;
    const best = better ? { epoch, score, weights: await predictor.weights() } : this.place.best!;
    this.place = { epochs: epoch, best };
    clock.go();
    return predictor.patience > 0 && epoch - best.epoch >= predictor.patience;
  }

  private async report({ predictor, probe, params, checkpointing, clock }: Fitting, step: FitStep): Promise<void> {
    const losses = await readLosses(step);
    clock.stop();
    const seconds = clock.seconds();
    checkLosses(losses, this.steps, params);
    this.reported = this.steps;
    if (this.points.at(-1)?.step !== this.steps) this.points.push({ step: this.steps, seconds, level: -1, losses });
    this.emit({ type: 'points', points: this.points });
    checkpointing?.add(this.points);
    this.points = [];
    const left = Math.max(0, predictor.plannedSteps - this.steps);
    const progress = { step: this.steps, steps: predictor.plannedSteps, phase: step.phase, itemsPerSecond: this.items / Math.max(seconds, 1e-3), eta: this.steps > 1 ? (seconds / this.steps) * left : null, seconds };
    this.emit({ type: 'progress', progress });
    if (this.snapshotTaken) {
      this.snapshotTaken = false;
      this.emit({ type: 'fitSnapshot', snapshot: await fitSnapshot(predictor, probe, { step: this.steps, epoch: this.place.epochs, part: 'validation', exact: false }) });
    }
    clock.go();
  }
}

function epochNote({ plannedEpochs, patience, selectBy }: Predictor, epochs: number, best: number, done: boolean): string {
  const why = done && epochs < plannedEpochs ? `Training ended after epoch ${epochs} of ${plannedEpochs}, ${patience} epochs without a better score on the validation part. ` : '';
  const last = best === plannedEpochs ? ' It was the last one: more epochs may do better.' : '';
  return `${why}The weights of epoch ${best} are kept, those with the least validation ${selectBy.toUpperCase()}.${last}`;
}
