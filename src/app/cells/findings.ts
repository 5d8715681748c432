/** What is wrong with a cell's run: for good once it has a result, so far while it trains. */
import type { Finding } from '../../engine/records/basics';
import type { CellRun } from '../runs/cellRun';

export function findingsOfRun(run: CellRun | undefined): readonly Finding[] {
  // What a waiting run shows is of the run before it.
  if (!run || run.status === 'waiting' || run.status === 'idle') return [];
  const { result, snapshot } = run;
  if (result) return (result.family === 'quantizer' ? result.snapshot.findings : result.findings) ?? [];
  return (snapshot?.family === 'quantizer' && snapshot.findings) || [];
}
