/** Runs quantizer cells one after another: pause, resume, one step, stop; a cell whose result still holds is skipped. */
import type { EngineClient, RunControls } from '../../engine/client';
import type { BackendName } from '../../engine/records';
import { runKey } from '../notebook/hash';
import { quantizerCell } from '../notebook/spec';
import type { DataActions } from './data';
import type { NotebookStore } from './notebookStore';
import { toProblem } from './problem';
import { NO_RUN, createEventGate, patchRun } from './runStore';
import type { RunState, RunStore } from './runStore';

export interface QueueActions {
  /** Queues these cells; those with a result that still holds are left out unless `again`. `resume`: the checkpoint to go on from. */
  run(ids: readonly string[], again?: boolean, resume?: string): void;
  pause(): void;
  resume(): void;
  /** One batch or iteration of the running cell, or of the first of these. */
  step(ids: readonly string[]): void;
  /** Ends the running cell with the result as it is, and drops the rest. */
  stop(): void;
  /** Drops everything at once, for an engine that is being replaced. */
  abandon(): void;
  /** Resolves when nothing is left to run. */
  idle(): Promise<void>;
}

/** Hash of each bound file, by data name. */
export function prints(state: RunState): Record<string, string> {
  return Object.fromEntries(Object.entries(state.files).map(([name, bound]) => [name, bound.print]));
}

export function createQueue(client: () => EngineClient, notebook: NotebookStore, runs: RunStore, data: DataActions, backend: () => BackendName | null, nextFrame: (publish: () => void) => void): QueueActions {
  const gate = createEventGate(runs, nextFrame);
  let controls: RunControls | null = null;
  let started = 0;
  let working: Promise<void> | null = null;
  let stepFirst = false;
  const resumes = new Map<string, string>();
  let giveUp: (() => void) | null = null;

  const keyOf = (id: string) => runKey(notebook.getState().notebook, id, prints(runs.getState()));
  const holds = (id: string) => {
    const run = runs.getState().runs[id];
    return run?.status === 'done' && run.result !== null && run.key === keyOf(id);
  };

  async function runOne(id: string): Promise<void> {
    const cell = quantizerCell(notebook.getState().notebook, id);
    if (!cell) return;
    try {
      const loaded = await data.ensure(cell.inputs[0]!);
      if (runs.getState().queue[0] !== id) return;
      const { kind, params, seed } = cell.spec;
      const ranOn = backend();
      const runId = `${id}.${++started}`;
      patchRun(runs, id, { ...NO_RUN, status: 'running', key: keyOf(id), runId, seed, ranOn });
      await new Promise<void>((resolve) => {
        giveUp = resolve;
        const checkpoints = { key: keyOf(id) ?? id, every: 0, best: 'relativeError' };
        const resume = resumes.get(id);
        resumes.delete(id);
        const spec = { runId, datasetId: loaded.datasetId, kind, params, seed, checkpoints, ...(resume !== undefined && { resume }) };
        controls = client().run(spec, (event) => {
          gate.push(id, event);
          if (event.type === 'result' || event.type === 'failed') resolve();
        });
        if (stepFirst) controls.step();
        else if (runs.getState().paused) controls.pause();
        stepFirst = false;
      });
      gate.flush();
    } catch (thrown) {
      patchRun(runs, id, { ...NO_RUN, status: 'failed', seed: cell.spec.seed, key: keyOf(id), problem: toProblem(thrown) });
    } finally {
      controls = null;
      giveUp = null;
    }
  }

  async function work(): Promise<void> {
    for (let id = runs.getState().queue[0]; id !== undefined; id = runs.getState().queue[0]) {
      await runOne(id);
      const finished = id;
      runs.setState((state) => ({ queue: state.queue.filter((queued) => queued !== finished) }));
    }
    runs.setState({ paused: false });
    working = null;
  }

  function enqueue(ids: readonly string[], again: boolean): boolean {
    const queued = new Set(runs.getState().queue);
    const fresh = ids.filter((id) => !queued.has(id) && (again || !holds(id)));
    if (fresh.length === 0) return false;
    // The result shown so far stays in place until the new run begins; only the mark changes.
    for (const id of fresh) patchRun(runs, id, { status: 'waiting', problem: null });
    runs.setState((state) => ({ queue: [...state.queue, ...fresh] }));
    return true;
  }

  const begin = () => void (working ??= work());

  return {
    run(ids, again = false, resume) {
      if (resume !== undefined) for (const id of ids) resumes.set(id, resume);
      if (enqueue(ids, again)) begin();
    },
    pause() {
      if (runs.getState().queue.length === 0) return;
      runs.setState({ paused: true });
      controls?.pause();
    },
    resume() {
      runs.setState({ paused: false });
      controls?.resume();
    },
    step(ids) {
      if (runs.getState().queue.length === 0) {
        stepFirst = enqueue(ids, false);
        if (!stepFirst) return;
        runs.setState({ paused: true });
        begin();
        return;
      }
      runs.setState({ paused: true });
      controls?.step();
    },
    stop() {
      const [first, ...rest] = runs.getState().queue;
      if (first === undefined) return;
      for (const id of controls ? rest : [first, ...rest]) {
        const run = runs.getState().runs[id] ?? NO_RUN;
        patchRun(runs, id, { status: run.result ? (run.result.stopped ? 'stopped' : 'done') : 'idle' });
      }
      runs.setState({ queue: controls ? [first] : [], paused: false });
      controls?.resume();
      controls?.stop();
    },
    abandon() {
      for (const id of runs.getState().queue) {
        const run = runs.getState().runs[id];
        patchRun(runs, id, { status: run?.result ? 'done' : (run?.progress?.step ?? 0) > 0 ? 'interrupted' : 'idle' });
      }
      runs.setState({ queue: [], paused: false });
      giveUp?.();
    },
    async idle() {
      while (working) await working;
    },
  };
}
