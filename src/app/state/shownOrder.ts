/** The order of a job's present run with its inputs held again, for what is asked of the model that it trained: after a reload that is made anew from its checkpoint. */
import type { RunSpec } from '../../engine/records/run';
import type { JobInputs } from './jobInputs';
import type { NotebookStore } from './notebookStore';
import type { RunStore } from './runStore';
import { shownRun } from './shownRun';

/** `id`: of a job; a cell's is that of its first seed. Rejects where nothing ran, or where its inputs are missing. */
export async function shownOrder(notebook: NotebookStore, runs: RunStore, inputs: Pick<JobInputs, 'ensure'>, id: string): Promise<RunSpec> {
  const before = shownRun(notebook, runs, id)?.job;
  if (!before) throw new Error('There is no result: run the cell.');
  const ids = await inputs.ensure(before);
  const kept = shownRun(notebook, runs, id);
  if (!kept) throw new Error('There is no result: run the cell.');
  const { job: { kind, params, seed }, ...run } = kept;
  const holdOut = kept.job.task === 'train' ? kept.job.holdOut : undefined;
  return { inputs: ids, kind, params, seed, ...(holdOut && { holdOut }), runId: run.runId, ...(run.checkpoints && { checkpoints: run.checkpoints }) };
}
