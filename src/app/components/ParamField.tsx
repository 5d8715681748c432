/** One parameter as a control: title, unit, help on focus and hover, and the reason in place when a value is refused. */
import { useId, useState } from 'react';
import type { ParamSpec, ParamValue } from '../../engine/records';
import { Tooltip } from './Tooltip';

interface Props {
  readonly spec: ParamSpec;
  readonly value: ParamValue;
  /** Why this value is refused; empty where it is not. */
  check(value: ParamValue): string;
  onCommit(value: ParamValue): void;
}

export function ParamField({ spec, value, check, onCommit }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? textOf(value);
  const problem = typed === null ? '' : check(parse(spec, typed));
  const help = (
    <>
      {spec.help}
      <span className="tip-note">
        {spec.name}
        {spec.min !== undefined && spec.max !== undefined ? ` · ${spec.min} to ${spec.max}` : ''} · default {textOf(spec.default)}
      </span>
    </>
  );
  const commit = () => {
    if (typed === null || problem) return;
    const next = parse(spec, typed);
    setTyped(null);
    if (JSON.stringify(next) !== JSON.stringify(value)) onCommit(next);
  };

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
          <input
            id={id} type="text" inputMode={isList(spec) ? 'text' : 'decimal'} autoComplete="off" spellCheck={false} value={shown}
            aria-invalid={problem !== ''} aria-describedby={problem ? `${id}-problem` : `${id}-help`}
            onChange={(event) => setTyped(event.target.value)} onBlur={commit}
            onKeyDown={(event) => {
              if (event.key === 'Enter') commit();
              if (event.key === 'Escape' && typed !== null) {
                event.stopPropagation();
                setTyped(null);
              }
            }}
          />
          {spec.unit && <span className="unit">{spec.unit}</span>}
        </span>
      )}
      <span id={`${id}-help`} className="visually-hidden">
        {spec.help}
      </span>
      {problem && (
        <p id={`${id}-problem`} className="refusal" role="alert">
          {problem} Still {textOf(value)}.
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
