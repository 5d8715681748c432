/** How a cell stands, as a shape with a word for screen readers: never by colour alone. */
import type { CellStatus } from '../runs/cellRun';

const SHAPES: Record<CellStatus | 'stale', string> = {
  idle: 'M8 4 A4 4 0 1 0 8 12 A4 4 0 1 0 8 4',
  waiting: 'M8 3 A5 5 0 1 0 8 13 A5 5 0 1 0 8 3 M8 5.5 V8 L10 9.5',
  running: 'M5 3.5 L12 8 L5 12.5 Z',
  paused: 'M5.5 4 V12 M10.5 4 V12',
  done: 'M3 8.5 L6.5 12 L13 4.5',
  stopped: 'M4.5 4.5 H11.5 V11.5 H4.5 Z',
  failed: 'M8 3 V9 M8 12.4 V12.5',
  interrupted: 'M2 8 H6 M10 8 H14 M6.8 11.5 L9.2 4.5',
  stale: 'M12.5 6 A5 5 0 1 0 13 9 M12.8 2.8 V6.2 H9.4',
};
const WORDS: Record<CellStatus | 'stale', string> = {
  idle: 'not run', waiting: 'waiting', running: 'running', paused: 'paused', done: 'done', stopped: 'stopped', failed: 'failed', interrupted: 'interrupted', stale: 'settings changed since it ran',
};

export function StatusMark({ status }: { readonly status: CellStatus | 'stale' }) {
  return (
    <span className={`status-mark ${status}`} role="img" aria-label={WORDS[status]} title={WORDS[status]}>
      <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
        <path d={SHAPES[status]} fill={status === 'running' || status === 'stopped' ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
    </span>
  );
}
