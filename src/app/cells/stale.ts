/** Whether numbers still are of the settings and the data that the notebook names. */
import { runKey } from '../notebook/hash';
import type { Prints } from '../notebook/hash';
import type { Notebook } from '../notebook/spec';
import type { RunState } from '../runs/runState';
import type { CellRun } from '../runs/cellRun';

/** True where a run ended, but with other settings or other data than the cell has now. */
export function isStale(run: CellRun | undefined, now: string | null): boolean {
  return (run?.status === 'done' || run?.status === 'stopped') && run.key !== now;
}

/** Names of those of these cells, quantizers or predictors, that show numbers of other settings or data than the notebook's. */
export function staleNames(notebook: Notebook, runs: RunState['runs'], files: Prints, ids: readonly string[]): readonly string[] {
  return ids.flatMap((id) => {
    const cell = notebook.cells.find((candidate) => candidate.id === id);
    const run = runs[id];
    return cell && run && run?.result != null && run.key !== runKey(notebook, id, files) ? [cell.name] : [];
  });
}
