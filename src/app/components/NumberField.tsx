/** A number typed by hand, taken when the field is left; refused in place with the reason. */
import { useId, useState } from 'react';
import { formatNumber } from '../../viz/format';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
  readonly unit?: string;
  readonly placeholder?: string;
  /** An empty field stands for 0. */
  readonly emptyIsZero?: boolean;
  readonly disabled?: boolean;
  onCommit(value: number): void;
}

export function NumberField({ label, value, least, most, whole = false, unit, placeholder, emptyIsZero = false, disabled, onCommit }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const text = (typed ?? value).replace(/[\s\u202f]/g, '').replace(',', '.');
  const number = text === '' && emptyIsZero ? 0 : text === '' ? NaN : Number(text);
  const refused = typed !== null && !(number >= least && number <= most && (!whole || Number.isInteger(number)));
  const commit = () => {
    if (typed === null || refused) return;
    setTyped(null);
    if (text !== value) onCommit(number);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="with-unit">
        <input
          id={id} type="text" inputMode={whole ? 'numeric' : 'decimal'} autoComplete="off" value={typed ?? value} placeholder={placeholder} disabled={disabled}
          aria-invalid={refused} aria-describedby={refused ? `${id}-problem` : undefined}
          onChange={(event) => setTyped(event.target.value)} onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape' && typed !== null) {
              event.stopPropagation();
              event.preventDefault();
              setTyped(null);
            }
          }}
        />
        {unit && <span className="unit">{unit}</span>}
      </span>
      {refused && (
        <p id={`${id}-problem`} className="refusal" role="alert">
          {label} is “{typed}”; it must be a {whole ? 'whole ' : ''}number from {formatNumber(least)} to {formatNumber(most)}.
        </p>
      )}
    </div>
  );
}
