/** How a run ended that did not end as meant, in the few words that stand beside its numbers wherever they are shown or written. */
import type { CellRun } from '../runs/cellRun';

/** What of a run its ending is told by. */
export interface EndedRun extends Pick<CellRun, 'status' | 'progress'> {
  readonly result: Ended | null;
}

interface Ended {
  readonly stopped: boolean;
  readonly steps: number;
  readonly plannedSteps?: number;
}

/** "stopped at 39 %"; '' where the run came to its end. */
export function stoppedWords({ stopped, steps, plannedSteps }: Ended): string {
  return stopped ? `stopped at ${shareWords(steps, plannedSteps)}` : '';
}

/** As `stoppedWords`, and "interrupted at 39 %" of a run that a reload or a lost engine cut short before it had a result. */
export function endingWords(run: EndedRun | undefined): string {
  if (!run) return '';
  const end = run.result;
  if (end) return stoppedWords(end);
  const { step = 0, steps = 0 } = run.progress ?? {};
  return (run.status === 'interrupted' || run.status === 'failed') && step > 0 ? `${run.status} at ${shareWords(step, steps)}` : '';
}

/** Of several seeds: "1 of 3 seeds stopped"; '' where all came to their end. */
export function seedsStopped(results: readonly Ended[]): string {
  const [only, ...more] = results;
  if (only && more.length === 0) return stoppedWords(only);
  const stopped = results.filter((result) => result.stopped).length;
  return stopped === 0 ? '' : `${stopped} of ${results.length} seeds stopped`;
}

function shareWords(steps: number, planned: number | undefined): string {
  return planned ? `${Math.min(99, Math.floor((100 * steps) / planned))} %` : `step ${steps}`;
}
