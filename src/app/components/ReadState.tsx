/** What is being done with the file of a panel, and how far it is. */
import type { ReadProgress } from '../../engine/records/data';
import { readWords } from '../state/readWords';

interface Props {
  readonly busy: 'looking' | 'loading' | null;
  readonly progress: ReadProgress | null;
}

export function ReadState({ busy, progress }: Props) {
  if (busy === null) return <span />;
  return (
    <span className="read-state muted">
      <span>{readWords(busy === 'looking' ? 'Looking into the file' : 'Reading', progress)}</span>
      {progress && <progress aria-label="Read so far" max={1} value={(progress.bytes % Math.max(1, progress.size)) / Math.max(1, progress.size)} />}
    </span>
  );
}
