/** What a recommender is asked: which one, and after which history; items of one's own are found by title or id. */
import { useId, useState } from 'react';
import { formatCount } from '../../viz/format';
import type { ViewOptions } from '../notebook/spec';
import type { Catalogue } from '../output/catalogue';
import { NAME_BREAK, itemsOf, questionOf, titleOf } from './beamData';
import type { RunOfRetrieval } from './drawing';

/** Items offered for what is typed. */
const OFFERED = 6;

interface Props {
  readonly id: string;
  readonly runs: readonly RunOfRetrieval[];
  readonly item: RunOfRetrieval | undefined;
  readonly options: ViewOptions;
  set(patch: ViewOptions): void;
}

export function AskControls({ id, runs, item, options, set }: Props) {
  const field = useId();
  const result = item?.run?.result ?? null;
  const catalogue = item?.catalogue ?? null;
  const cases = result?.targets.length ?? 0;
  const question = questionOf(options, catalogue, cases);
  const history = itemsOf(options, catalogue);
  const testCase = 'testCase' in question ? question.testCase : -1;
  const write = (items: readonly number[]) => set({ history: items.map((number) => catalogue?.names[number] ?? '').join(NAME_BREAK) });
  /** The next case from here on with this outcome. */
  const seek = (found: boolean) => {
    const order = Array.from({ length: cases }, (_, at) => (testCase + 1 + at) % cases);
    const next = order.find((at) => result !== null && (result.ranks[at]! >= 0) === found);
    if (next !== undefined) set({ testCase: next, history: '' });
  };
  return (
    <div className="ask-controls">
      <p>
        <label htmlFor={`${field}-run`}>Ask</label>{' '}
        <select id={`${field}-run`} value={item?.cell.id ?? ''} onChange={(event) => set({ run: event.target.value })}>
          {runs.map(({ cell }) => (
            <option key={cell.id} value={cell.id}>
              {cell.name}
            </option>
          ))}
        </select>{' '}
        <label htmlFor={`${field}-case`}>about test case</label>{' '}
        <input
          id={`${field}-case`} className="ask-case" type="number" min={1} max={Math.max(1, cases)} disabled={cases === 0} value={testCase >= 0 ? testCase + 1 : ''}
          onChange={(event) => {
            const number = Number(event.target.value);
            if (Number.isInteger(number) && number >= 1 && number <= cases) set({ testCase: number - 1, history: '' });
          }}
        />{' '}
        <span className="muted">of {formatCount(cases)}</span>{' '}
        <button type="button" className="button small" disabled={cases === 0} onClick={() => seek(true)}>
          Next one found
        </button>{' '}
        <button type="button" className="button small" disabled={cases === 0} onClick={() => seek(false)}>
          Next one lost
        </button>
      </p>
      <ItemSearch id={`${id}-search`} catalogue={catalogue} disabled={result === null} add={(number) => write([...history, number])} />
      {history.length > 0 && (
        <ol className="ask-history" aria-label="History of your own, oldest first">
          {history.map((number, at) => (
            <li key={`${at} ${number}`}>
              {titleOf(catalogue, number)}{' '}
              <button type="button" className="button small" aria-label={`Remove ${titleOf(catalogue, number)}`} onClick={() => write(history.filter((_, other) => other !== at))}>
                Remove
              </button>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function ItemSearch({ id, catalogue, disabled, add }: { readonly id: string; readonly catalogue: Catalogue | null; readonly disabled: boolean; add(item: number): void }) {
  const [typed, setTyped] = useState('');
  const offered = matches(catalogue, typed);
  const take = (number: number) => {
    setTyped('');
    add(number);
  };
  return (
    <div className="ask-search">
      <label htmlFor={id}>or after items of your own, oldest first</label>{' '}
      <input
        id={id} type="search" autoComplete="off" placeholder="title or id" disabled={disabled} value={typed} onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || offered[0] === undefined) return;
          event.preventDefault();
          take(offered[0]);
        }}
      />
      {typed.trim() !== '' && (
        <ul className="ask-offers" aria-label="Items that fit">
          {offered.map((number) => (
            <li key={number}>
              <button type="button" className="button small" onClick={() => take(number)}>
                {titleOf(catalogue, number)}
                {catalogue?.titles?.[number] ? <span className="muted"> {catalogue.names[number]}</span> : null}
              </button>
            </li>
          ))}
          {offered.length === 0 && <li className="muted">No item has this in its title or id.</li>}
        </ul>
      )}
    </div>
  );
}

/** An item of exactly this id first, then those whose id or title holds what is typed. */
export function matches(catalogue: Catalogue | null, typed: string): number[] {
  const wanted = typed.trim().toLowerCase();
  if (!catalogue || wanted === '') return [];
  const exact = catalogue.names.findIndex((name) => name.toLowerCase() === wanted);
  const found = exact >= 0 ? [exact] : [];
  for (let item = 0; item < catalogue.names.length && found.length < OFFERED; item++) {
    if (item !== exact && (catalogue.names[item]!.toLowerCase().includes(wanted) || catalogue.titles?.[item]?.toLowerCase().includes(wanted))) found.push(item);
  }
  return found;
}
