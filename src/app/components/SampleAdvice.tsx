/** From many rows on: what they need, and the offer of a sample. */
import { formatCount } from '../../viz/format';
import { bytes } from './DataFacts';

/** Rows from which a sample is advised, and the sample. */
const MANY = 200_000;
const ADVISED = 50_000;

interface Props {
  readonly rows: number;
  /** Of one row as the engine keeps it. */
  readonly bytesPerRow: number;
  /** That the look at all of them took. */
  readonly seconds: number;
  readonly disabled: boolean;
  take(rows: number): void;
}

export function SampleAdvice({ rows, bytesPerRow, seconds, disabled, take }: Props) {
  if (rows < MANY) return null;
  return (
    <div className="decide" role="group" aria-label="Many rows">
      <p>
        <strong>{formatCount(rows)} rows</strong> need about {bytes(rows * bytesPerRow)} of memory, and as much on the GPU; reading them takes about {duration(seconds)}. With a sample of {formatCount(ADVISED)} rows, memory is{' '}
        {bytes(ADVISED * bytesPerRow)}, and each pass of training takes 1/{Math.round(rows / ADVISED)} of the time.
      </p>
      <div className="buttons">
        <button type="button" className="button" disabled={disabled} onClick={() => take(ADVISED)}>
          Take {formatCount(ADVISED)} rows
        </button>
      </div>
    </div>
  );
}

function duration(seconds: number): string {
  return seconds < 1 ? 'a second' : seconds < 90 ? `${Math.round(seconds)}\u202fs` : `${Math.round(seconds / 60)}\u202fmin`;
}
