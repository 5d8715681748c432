/** Beside a method's name in a table: how many seeds, that it was stopped, and that its numbers are worth little. */
import type { Finding } from '../../engine/records/basics';
import { Tooltip } from '../components/Tooltip';
import { seedsStopped } from '../output/endings';

interface Props {
  readonly results: readonly { readonly stopped: boolean; readonly steps: number; readonly plannedSteps?: number }[];
  readonly findings: readonly Finding[];
}

export function RowMarks({ results, findings }: Props) {
  const stopped = seedsStopped(results);
  return (
    <>
      {results.length > 1 && <small className="seeds-note">{results.length} seeds</small>}
      {stopped !== '' && <small className="seeds-note stopped-note">{stopped}</small>}
      {findings.length > 0 && (
        <Tooltip tip={<FindingLines findings={findings} />}>
          <button type="button" className="finding-mark" aria-label={findings.map(({ text }) => text).join(' ')}>
            {findings.some(({ severity }) => severity === 'fault') ? 'no good' : 'uneven'}
          </button>
        </Tooltip>
      )}
    </>
  );
}

/** What is wrong and what to try, a line each. */
export function FindingLines({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <>
      {findings.map(({ text, remedy }) => (
        <span key={text} className="finding-line">
          {text} {remedy}
        </span>
      ))}
    </>
  );
}
