/** The whole order of a run whose result a cell shows: what every question to a finished run carries. Its rows are loaded, since after a reload its model is made anew. */
import type { RunSpec } from '../../engine/records/run';
import type { JobInputs } from './jobInputs';
import type { NotebookStore } from './notebookStore';
import type { RunStore } from './runStore';
import { shownRun } from './shownRun';

/** @throws Error where the cell has no result of a quantizer, or of codes made elsewhere. */
export async function runOrderOf(notebook: NotebookStore, runs: RunStore, inputs: JobInputs, cellId: string): Promise<RunSpec> {
  const before = shownRun(notebook, runs, cellId)?.job;
  if (!before) throw new Error('There is no result: run the cell.');
  const ids = await inputs.ensure(before);
  const kept = shownRun(notebook, runs, cellId);
  if (kept?.job.task !== 'train') throw new Error('There is no result: run the cell.');
  const { job: { kind, params, seed, holdOut }, ...run } = kept;
  return { inputs: ids, kind, params, seed, ...(holdOut && { holdOut }), ...run };
}
