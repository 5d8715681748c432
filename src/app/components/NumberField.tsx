/** A number typed by hand, taken when the field is left; refused in place with the reason. */
import { useId } from 'react';
import { formatCount, formatNumber } from '../../viz/format';
import { useTyped } from './useTyped';

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
  const numberOf = (typed: string) => {
    const text = plainNumber(typed);
    return text === '' && !emptyIsZero ? NaN : Number(text);
  };
  const inWords = whole ? formatCount : formatNumber;
  const { problem, input } = useTyped({
    value,
    refusal(typed) {
      const number = numberOf(typed);
      if (number >= least && number <= most && (!whole || Number.isInteger(number))) return '';
      return `${label} is “${typed}”; it must be a ${whole ? 'whole ' : ''}number from ${inWords(least)} to ${inWords(most)}.`;
    },
    take(typed) {
      if (plainNumber(typed) !== value) onCommit(numberOf(typed));
    },
  });
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="with-unit">
        <input {...input} id={id} inputMode={whole ? 'numeric' : 'decimal'} placeholder={placeholder} disabled={disabled} aria-describedby={problem ? `${id}-problem` : undefined} />
        {unit && <span className="unit">{unit}</span>}
      </span>
      {problem && (
        <p id={`${id}-problem`} className="refusal" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Without the spaces that group digits, and with a point. */
function plainNumber(typed: string): string {
  return typed.replace(/[\s\u202f]/g, '').replace(',', '.');
}
