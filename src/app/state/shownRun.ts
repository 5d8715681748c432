/** The order of a run whose result a cell shows, for what is asked of its trained model afterwards. */
import { keysOf } from '../notebook/hash';
import { jobOf } from '../notebook/jobs';
import type { FitJob, TrainJob } from '../notebook/jobs';
import type { CheckpointPlan } from '../../engine/records/run';
import type { NotebookStore } from './notebookStore';
import { LAST_ONLY } from './queue';
import { prints } from '../runs/runState';
import type { RunStore } from './runStore';

export interface ShownRun {
  readonly job: TrainJob | FitJob;
  readonly runId: string;
  /** Where the engine keeps it, so that it can be taken up after a reload; absent where settings or data have changed since. */
  readonly checkpoints?: CheckpointPlan;
}

/** Null where nothing ran. */
export function shownRun(notebook: NotebookStore, runs: RunStore, cellId: string): ShownRun | null {
  const document = notebook.getState().notebook;
  const state = runs.getState();
  const job = jobOf(document, cellId);
  const run = state.runs[cellId];
  if (!job || !run?.runId) return null;
  const same = run.key !== null && keysOf(document, job, prints(state))?.key === run.key;
  return { job, runId: run.runId, ...(same && { checkpoints: { key: run.key, ...LAST_ONLY } }) };
}
