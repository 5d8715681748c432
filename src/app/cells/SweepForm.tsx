/** What a sweep varies: up to three parameters with their values as a list, the metric it draws, its seeds. */
import { useId } from 'react';
import type { Catalog } from '../../engine/records/engine';
import type { ParamSpec } from '../../engine/records/params';
import { Icon } from '../components/Icon';
import { SeedsField } from '../components/SeedsField';
import { Tooltip } from '../components/Tooltip';
import { useApp } from '../components/context';
import { useTyped } from '../components/useTyped';
import { seedsOf } from '../notebook/spec';
import type { QuantizerCell, SweepCell, SweptParam } from '../notebook/spec';
import { firstValues, parseValues, printValues } from '../notebook/sweepValues';
import { MOST_SWEPT, sweptProblem } from '../notebook/toSweep';
import { editCell } from '../state/notebookStore';
import { SECONDS } from './secondsMetric';

const PLACES = ['along the axis', 'one line each', 'one panel each'] as const;

export function SweepForm({ cell, base, catalog }: { readonly cell: SweepCell; readonly base: QuantizerCell; readonly catalog: Catalog }) {
  const { session } = useApp();
  const metricId = useId();
  const specs = catalog.quantizers.find((entry) => entry.kind === base.spec.kind)?.params ?? [];
  const { parameters, metric, seeds } = cell.spec;
  const set = (patch: Partial<SweepCell['spec']>) => editCell(session.notebook, cell.id, 'sweep', (now) => ({ ...now, spec: { ...now.spec, ...patch } }));
  const swept = (name: string): SweptParam => {
    const spec = specs.find((candidate) => candidate.name === name)!;
    return { name, values: firstValues(spec, base.spec.params[name] ?? spec.default) };
  };
  const free = specs.filter((spec) => !parameters.some(({ name }) => name === spec.name));
  const replace = (index: number, next: SweptParam) => set({ parameters: parameters.map((old, at) => (at === index ? next : old)) });
  const metrics = [...catalog.metrics, ...(catalog.metrics.some((entry) => entry.key === 'seconds') ? [] : [SECONDS])];
  return (
    <div className="sweep-form" role="group" aria-label={`Settings of ${cell.name}`}>
      {parameters.map((entry, index) => (
        <SweptRow
          key={index} place={PLACES[index] ?? ''} entry={entry} specs={specs} free={free} check={(next) => sweptProblem(next, specs, base.spec.params)}
          onName={(name) => replace(index, swept(name))} onValues={(next) => replace(index, next)} onRemove={() => set({ parameters: parameters.filter((_, at) => at !== index) })}
        />
      ))}
      <div className="sweep-more">
        {parameters.length < MOST_SWEPT && free.length > 0 && (
          <button type="button" className="button small" onClick={() => set({ parameters: [...parameters, swept(firstChoice(free).name)] })}>
            <Icon name="plus" size={13} /> {parameters.length === 0 ? 'Vary a parameter' : 'Vary another'}
          </button>
        )}
        <span className="field">
          <label htmlFor={metricId}>Metric drawn</label>
          <select id={metricId} value={metric} onChange={(event) => set({ metric: event.target.value })}>
            {metrics.map((candidate) => (
              <option key={candidate.key} value={candidate.key}>
                {candidate.title}
              </option>
            ))}
          </select>
        </span>
        <SeedsField seeds={seeds} otherwise={seedsOf(base).join(', ')} onCommit={(next) => set({ seeds: next })} />
      </div>
    </div>
  );
}

interface RowProps {
  readonly place: string;
  readonly entry: SweptParam;
  readonly specs: readonly ParamSpec[];
  /** Parameters that no other row varies. */
  readonly free: readonly ParamSpec[];
  check(next: SweptParam): string;
  onName(name: string): void;
  onValues(next: SweptParam): void;
  onRemove(): void;
}

function SweptRow({ place, entry, specs, free, check, onName, onValues, onRemove }: RowProps) {
  const id = useId();
  const spec = specs.find((candidate) => candidate.name === entry.name);
  const next = (typed: string) => (spec ? { name: entry.name, values: parseValues(spec, typed) } : entry);
  const { typed, problem: refused, input } = useTyped({ value: printValues(entry.values), refusal: (typed) => check(next(typed)), take: (typed) => onValues(next(typed)) });
  const problem = spec ? refused : `There is no parameter "${entry.name}" any more.`;
  // A change of the quantizer can make a value impossible that was typed before; its points fail with the same words.
  const standing = typed === null && spec ? check(entry) : '';
  return (
    <div className="swept">
      <select aria-label={`Parameter ${place}`} value={entry.name} onChange={(event) => onName(event.target.value)}>
        {(spec ? [spec, ...free] : free).map((candidate) => (
          <option key={candidate.name} value={candidate.name}>
            {candidate.title}
          </option>
        ))}
      </select>
      <Tooltip tip={<ValuesTip spec={spec} />}>
        <input {...input} id={id} aria-label={`Values of ${spec?.title ?? entry.name}`} aria-invalid={problem !== '' || standing !== ''} aria-describedby={problem ? `${id}-problem` : undefined} />
      </Tooltip>
      <span className="muted swept-place">{place}</span>
      <button type="button" className="button quiet icon-only small" aria-label={`Do not vary ${spec?.title ?? entry.name}`} onClick={onRemove}>
        <Icon name="close" size={13} />
      </button>
      {(problem || standing) && (
        <p id={`${id}-problem`} className="refusal" role="alert">
          {problem ? `${problem} Still in use: ${printValues(entry.values)}.` : standing}
        </p>
      )}
    </div>
  );
}

function ValuesTip({ spec }: { readonly spec: ParamSpec | undefined }) {
  if (!spec) return null;
  const how = spec.type === 'integers' || spec.type === 'numbers' ? 'Each number is a value; separate lists of several numbers with semicolons: 256, 128; 64.'
    : spec.type === 'boolean' ? 'on, off' : spec.type === 'choice' ? `Any of ${spec.choices?.map((choice) => choice.value).join(', ')}.` : 'Numbers separated by commas.';
  return (
    <>
      {spec.help}
      <span className="tip-note">{how}</span>
    </>
  );
}

/** Codes per level are what most people vary first. */
function firstChoice(free: readonly ParamSpec[]): ParamSpec {
  return free.find((spec) => spec.name === 'numCodes') ?? free.find((spec) => spec.name === 'numLevels') ?? free[0]!;
}
