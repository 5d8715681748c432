/** Runs jobs one after another: pause, resume, one step, stop, reorder, cancel; a job whose result still holds is skipped. */
import type { EngineClient, RunControls } from '../../engine/client';
import type { BackendName } from '../../engine/records/engine';
import type { RunResult } from '../../engine/records/event';
import type { CheckpointPlan, RunSpec } from '../../engine/records/run';
import { keysOf } from '../notebook/hash';
import { inputsOf } from '../notebook/inputs';
import { inReadOrder, jobOf, jobsOf, neededJobs, ownerOf } from '../notebook/jobs';
import type { Job } from '../notebook/jobs';
import type { Notebook } from '../notebook/spec';
import type { JobInputs } from './jobInputs';
import type { NotebookStore } from './notebookStore';
import { toProblem } from './problem';
import { createEventGate, patchRun, type RunStore } from './runStore';
import { NO_RUN, numbersOnly, statusAsLeft } from '../runs/cellRun';
import type { KeptQueue } from './storage';
import { prints } from '../runs/runState';

export interface QueueActions {
  /**
   * Queues every job of these quantizer, predictor and sweep cells, first seeds before second ones; those with a result that still holds are left out unless
   * `again`. What one reads and has no such result is queued before it. `resume`: the checkpoint to go on from, of the first seed alone.
   */
  run(ids: readonly string[], again?: boolean, resume?: string): void;
  pause(): void;
  resume(): void;
  /** One batch or iteration of the running cell, or of the first of these; `again`: of one whose result is valid, from its start. */
  step(ids: readonly string[], again?: boolean): void;
  /** Ends the running cell with the result as it is, and drops the rest. */
  stop(): void;
  /** Takes one job out of the queue; the running one ends with the result as it is. */
  cancel(job: string): void;
  /** Moves a waiting job so many places towards the end (negative: towards the start); the running one stays first, and none gets before what it reads. */
  move(job: string, by: number): void;
  /** Drops everything at once, for an engine that is being replaced. */
  abandon(): void;
  /** Queues again what was cut short, in its order; a run that left a checkpoint goes on from there. */
  takeUp(kept: KeptQueue): void;
  /** Resolves when nothing is left to run. */
  idle(): Promise<void>;
}

/** How a state is kept that is no metric's best: only the last one. Of a fit that holds its best epoch too. */
export const LAST_ONLY = { every: 0, best: '' } as const;

/** What a queue works with. */
export interface QueueParts {
  client(): EngineClient;
  readonly notebook: NotebookStore;
  readonly runs: RunStore;
  readonly inputs: JobInputs;
  backend(): BackendName | null;
  nextFrame(publish: () => void): void;
  /** How checkpoints are kept; null: none are. */
  plan(): Omit<CheckpointPlan, 'key'> | null;
  /** Steps after which metrics are counted at the latest; 0: as often as time allows. */
  reportEvery(): number;
}

export function createQueue({ client, notebook, runs, inputs, backend, nextFrame, plan, reportEvery }: QueueParts): QueueActions {
  const gate = createEventGate(runs, nextFrame);
  let controls: RunControls | null = null;
  let started = 0;
  let working: Promise<void> | null = null;
  /** The job that begins with one step; any other order before it has started takes its place. */
  let stepFirst: string | null = null;
  /** Asked for again while they run, with other settings than they run with. */
  const followUps = new Set<string>();
  /** One a place in the queue: a job cancelled and queued again is another one, though its id is the same. */
  const places = new Map<string, object>();
  const resumes = new Map<string, string>();
  let giveUp: (() => void) | null = null;

  const document = () => notebook.getState().notebook;
  const keys = (job: Job) => keysOf(document(), job, prints(runs.getState()));
  const holds = (job: Job) => {
    const run = runs.getState().runs[job.id];
    return run?.status === 'done' && run.result !== null && run.key === keys(job)?.key && (job.keeps === 'numbers' || hasRows(run.result));
  };

  async function runOne(id: string): Promise<void> {
    const job = jobOf(document(), id);
    // Undone or edited away while it waited.
    if (!job) return letGo(id);
    const place = places.get(id);
    try {
      const ids = await inputs.ensure(job);
      if (runs.getState().queue[0] !== id || places.get(id) !== place) return;
      const { key = null, family = null } = keys(job) ?? {};
      const runId = `${id}.${++started}`;
      patchRun(runs, id, { ...NO_RUN, status: 'running', key, family, runId, seed: job.seed, ranOn: backend() });
      await new Promise<void>((resolve) => {
        giveUp = resolve;
        controls = client().run(orderOf(job, ids, runId, key ?? id), (event) => {
          const kept = job.keeps === 'all' ? event : numbersOnly(event);
          if (kept) gate.push(id, kept);
          if (event.type === 'result' || event.type === 'failed') resolve();
        });
        if (stepFirst === id) {
          runs.setState({ paused: true });
          controls.step();
        }
        else if (runs.getState().paused) controls.pause();
        if (stepFirst === id) stepFirst = null;
      });
      gate.flush();
      if (job.keeps === 'numbers') client().forget(runId);
    } catch (thrown) {
      // Taken out meanwhile, as with an engine that is being replaced: that is no failure of the job.
      if (runs.getState().queue[0] === id) patchRun(runs, id, { ...NO_RUN, status: 'failed', seed: job.seed, key: keys(job)?.key ?? null, problem: toProblem(thrown) });
    } finally {
      controls = null;
      giveUp = null;
      if (stepFirst === id) stepFirst = null;
    }
  }

  /** The order of a job's run, under a run id and the key that its checkpoints are kept by. */
  const orderOf = (job: Job, ids: Readonly<Record<string, string>>, runId: string, key: string): RunSpec => ({
    runId, inputs: ids, kind: job.kind, params: job.params, seed: job.seed, ...(job.task === 'train' && job.budget && { budget: job.budget }), ...(job.task === 'train' && job.holdOut && { holdOut: job.holdOut }),
    ...(isMapped(document(), job.id) && { places: true }), ...((stepFirst === job.id || runs.getState().paused) && { waits: true }), ...keeping(job.id, key, job.keeps, job.task === 'fit' ? LAST_ONLY : {}), ...(job.keeps === 'all' && reportEvery() > 0 && { reportEvery: reportEvery() }),
  });

  /** What the engine keeps of a run under this key, and from where the run goes on. */
  function keeping(id: string, key: string, keeps: Job['keeps'], only: Partial<CheckpointPlan>): Pick<RunSpec, 'checkpoints' | 'resume'> {
    const resume = resumes.get(id);
    const how = plan();
    resumes.delete(id);
    return { ...(resume !== undefined && { resume }), ...(keeps === 'all' && how && { checkpoints: { key, ...how, ...only } }) };
  }

  async function work(): Promise<void> {
    for (let id = runs.getState().queue[0]; id !== undefined; id = runs.getState().queue[0]) {
      const [finished, place] = [id, places.get(id)];
      await runOne(id);
      if (places.get(finished) === place) runs.setState((state) => ({ queue: state.queue.filter((queued) => queued !== finished) }));
      if (followUps.delete(finished)) enqueue(jobsOf(document(), ownerOf(finished)).filter((job) => job.id === finished && !holds(job)));
    }
    runs.setState({ paused: false, queued: 0 });
    working = null;
  }

  /** The jobs of these cells that are not queued yet, first seeds first, each behind what it reads. */
  function jobsFor(ids: readonly string[], again: boolean, firstOnly: boolean): Job[] {
    const queued = new Set(runs.getState().queue);
    const all = ids.flatMap((id) => (firstOnly ? jobsOf(document(), id).slice(0, 1) : jobsOf(document(), id)));
    const missing = all.filter((job) => !queued.has(job.id) && (again || !holds(job))).sort((a, b) => a.round - b.round);
    return neededJobs(document(), missing, (job) => queued.has(job.id) || holds(job));
  }

  function enqueue(jobs: readonly Job[]): boolean {
    if (jobs.length === 0) return false;
    // The result shown so far stays in place until the new run begins; only the mark changes.
    for (const { id } of jobs) places.set(id, {});
    const waiting = jobs.map(({ id, seed }) => [id, { ...(runs.getState().runs[id] ?? { ...NO_RUN, seed }), status: 'waiting' as const, problem: null }] as const);
    runs.setState((state) => ({
      runs: { ...state.runs, ...Object.fromEntries(waiting) }, queue: [...state.queue, ...jobs.map((job) => job.id)], queued: state.queued + jobs.length,
    }));
    return true;
  }

  /** The mark of a job that will not run after all: what it was before. */
  function letGo(id: string): void {
    resumes.delete(id);
    const run = runs.getState().runs[id];
    if (run?.status === 'waiting') patchRun(runs, id, { status: statusAsLeft(run) });
  }

  const begin = () => void (working ??= work());

  return {
    run(ids, again = false, resume) {
      if (resume !== undefined) for (const id of ids) resumes.set(id, resume);
      const [running] = runs.getState().queue;
      const job = controls && running !== undefined && ids.includes(ownerOf(running)) ? jobOf(document(), running) : undefined;
      if (job && keys(job)?.key !== runs.getState().runs[job.id]?.key) followUps.add(job.id);
      if (enqueue(jobsFor(ids, again, resume !== undefined))) begin();
    },
    pause() {
      if (runs.getState().queue.length === 0) return;
      runs.setState({ paused: true });
      controls?.pause();
    },
    resume() {
      stepFirst = null;
      runs.setState({ paused: false });
      controls?.resume();
    },
    step(ids, again = false) {
      const [running] = runs.getState().queue;
      if (running !== undefined && ids.includes(ownerOf(running))) {
        if (controls) controls.step();
        else stepFirst = running;
        runs.setState({ paused: true });
        return;
      }
      // What runs is none of these: it goes on, and the first of these begins with its step when its turn has come.
      const jobs = jobsFor(ids, again, false);
      if (!enqueue(jobs)) return;
      stepFirst = jobs[0]!.id;
      if (running === undefined) runs.setState({ paused: true });
      begin();
    },
    stop() {
      const [first, ...rest] = runs.getState().queue;
      if (first === undefined) return;
      followUps.clear();
      stepFirst = null;
      for (const id of controls ? rest : [first, ...rest]) letGo(id);
      runs.setState({ queue: controls ? [first] : [], paused: false });
      controls?.resume();
      controls?.stop();
    },
    cancel(job) {
      const { queue } = runs.getState();
      if (!queue.includes(job)) return;
      followUps.delete(job);
      if (job === queue[0] && controls) {
        // A paused run hears of its end only once it goes on; what follows is paused again by the queue.
        controls.resume();
        controls.stop();
        return;
      }
      if (job === stepFirst) stepFirst = null;
      letGo(job);
      places.delete(job);
      runs.setState({ queue: queue.filter((id) => id !== job) });
    },
    move(job, by) {
      const { queue } = runs.getState();
      const from = queue.indexOf(job);
      if (from < 1) return;
      const others = queue.filter((id) => id !== job);
      const to = Math.max(1, Math.min(others.length, from + by));
      const [first, ...waiting] = [...others.slice(0, to), job, ...others.slice(to)];
      runs.setState({ queue: [first!, ...inReadOrder(document(), waiting)] });
    },
    abandon() {
      stepFirst = null;
      for (const id of runs.getState().queue) {
        patchRun(runs, id, { status: statusAsLeft(runs.getState().runs[id]) });
      }
      runs.setState({ queue: [], queued: 0, paused: false });
      followUps.clear();
      giveUp?.();
    },
    takeUp({ jobs, paused }) {
      const known = jobs.flatMap((id) => jobOf(document(), id) ?? []).filter(({ id }) => !runs.getState().queue.includes(id));
      for (const job of known) {
        const run = runs.getState().runs[job.id];
        const last = run?.status === 'interrupted' && run.key !== null && run.key === keys(job)?.key && run.checkpoints.some(({ name }) => name === 'last');
        if (last) resumes.set(job.id, 'last');
      }
      if (!enqueue(known)) return;
      runs.setState({ paused });
      begin();
    },
    async idle() {
      while (working) await working;
    },
  };
}

/** False for a run of which the numbers alone were kept: it ran before another job read it. */
function hasRows(result: RunResult): boolean {
  return (result.family === 'quantizer' ? result.codes : result.family === 'source' ? result.vectors : result.rowIndex).length > 0;
}

/** A map shows the runs of this cell. */
function isMapped({ cells }: Notebook, id: string): boolean {
  return cells.some((cell) => cell.mode === 'view' && cell.spec.view === 'itemMap' && inputsOf(cell, 'runs').includes(id));
}
