/** How many numbers make a row of an array that has one axis: those that fit, or one number per item. */
import { useId } from 'react';
import { formatCount } from '../../viz/format';

interface Props {
  /** Lengths that fit, the likely ones first. */
  readonly lengths: readonly number[];
  readonly value: number | undefined;
  onChange(next: number | undefined): void;
}

export function RowLength({ lengths, value, onChange }: Props) {
  const id = useId();
  const offered = value === undefined || value === 1 || lengths.includes(value) ? lengths : [value, ...lengths];
  return (
    <div className="field">
      <label htmlFor={id}>Numbers a row</label>
      <select
        id={id} value={value ?? ''} title="The array has one axis: it may be a matrix that lost its shape."
        onChange={(event) => onChange(event.target.value === '' ? undefined : Number(event.target.value))}
      >
        {value === undefined && <option value="">choose …</option>}
        {offered.map((length) => (
          <option key={length} value={length}>
            {formatCount(length)}
          </option>
        ))}
        <option value={1}>1: one number per item</option>
      </select>
    </div>
  );
}
