/** One parameter as a control: title, unit, help on focus and hover, and the reason in place when a value is refused. */
import { useId } from 'react';
import type { ParamSpec, ParamValue } from '../../engine/records/params';
import { Tooltip } from './Tooltip';
import { useTyped } from './useTyped';

interface Props {
  readonly spec: ParamSpec;
  readonly value: ParamValue;
  /** Why this value is refused; empty where it is not. */
  check(value: ParamValue): string;
  onCommit(value: ParamValue): void;
}

export function ParamField({ spec, value, check, onCommit }: Props) {
  const id = useId();
  const { problem, input } = useTyped({
    value: textOf(value),
    refusal: (typed) => check(parse(spec, typed)),
    take(typed) {
      const next = parse(spec, typed);
      if (JSON.stringify(next) !== JSON.stringify(value)) onCommit(next);
    },
  });
  const help = (
    <>
      {spec.help}
      <span className="tip-note">
        {spec.name}
        {spec.min !== undefined && spec.max !== undefined ? ` · ${spec.min} to ${spec.max}` : ''} · default {textOf(spec.default)}
      </span>
    </>
  );

  if (spec.type === 'boolean') {
    return (
      <div className="field">
        <Tooltip tip={help}>
          <label className="check">
            <input type="checkbox" checked={value === true} onChange={(event) => onCommit(event.target.checked)} /> {spec.title}
          </label>
        </Tooltip>
      </div>
    );
  }
  return (
    <div className="field">
      <Tooltip tip={help}>
        <label htmlFor={id}>{spec.title}</label>
      </Tooltip>
      {spec.type === 'choice' ? (
        <select id={id} value={String(value)} onChange={(event) => onCommit(event.target.value)}>
          {spec.choices?.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.title}
            </option>
          ))}
        </select>
      ) : (
        <span className="with-unit">
          <input {...input} id={id} inputMode={isList(spec) ? 'text' : 'decimal'} aria-describedby={problem ? `${id}-problem` : `${id}-help`} />
          {spec.unit && <span className="unit">{spec.unit}</span>}
        </span>
      )}
      <span id={`${id}-help`} className="visually-hidden">
        {spec.help}
      </span>
      {problem && (
        <p id={`${id}-problem`} className="refusal" role="alert">
          {problem} Still in use: {textOf(value)}.
        </p>
      )}
    </div>
  );
}

function textOf(value: ParamValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function isList(spec: ParamSpec): boolean {
  return spec.type === 'integers' || spec.type === 'numbers';
}

/** What was typed, as the parameter's type wants it; anything else stays as it was typed and is refused with a reason. */
function parse(spec: ParamSpec, text: string): ParamValue {
  const trimmed = text.trim();
  if (isList(spec)) return trimmed === '' ? [] : trimmed.split(/[\s,;·]+/).filter(Boolean).map(Number);
  return trimmed === '' || Number.isNaN(Number(trimmed)) ? trimmed : Number(trimmed);
}
