/** One code of a level: its items, nearest first; what its vector means; its neighbours. */
import { useMemo, useState } from 'react';
import { formatCount, formatNumber, formatShare } from '../../../viz/format';
import { IdChips } from '../../components/IdChips';
import { ProblemBox } from '../../components/ProblemBox';
import { useApp } from '../../components/context';
import { useAnswer } from '../../components/useAnswer';
import { nearCodes } from '../../output/nearCodes';
import { baseCounts, topValues } from '../../output/topValues';
import { rowsIn } from '../../runs/rowSet';
import type { RowSet } from '../../runs/rowSet';
import { select } from '../../state/selection';
import { ItemLines } from './ItemLines';
import { UseOverTraining } from './UseOverTraining';
import { useCodesShown } from './useCodesShown';
import type { CodesShown } from './useCodesShown';

const LISTED = 8;
const NEIGHBOURS = 5;

interface Props {
  readonly run: string;
  readonly level: number;
  readonly code: number;
}

export function CodePanel({ run, level, code }: Props) {
  const shown = useCodesShown(run);
  if (!shown) return <p className="muted inspector-empty">This code has no result to show: run its method.</p>;
  return <Code shown={shown} level={level} code={code} />;
}

function Code({ shown, level, code }: Omit<Props, 'run'> & { readonly shown: CodesShown }) {
  const { session } = useApp();
  const { cell, result, items } = shown;
  // The panel stays from code to code, so that focus does: only the list is short again.
  const [shownAll, setShownAll] = useState<RowSet | null>(null);
  const chosen = useMemo(() => session.items.having({ by: 'code', run: shown.cell.id, level, code }), [session, shown, level, code]);
  const rows = useMemo(() => (chosen ? rowsIn(chosen.rows) : new Uint32Array(0)), [chosen]);
  const hasVectors = result.dim > 0;
  const all = chosen !== null && shownAll === chosen.rows;
  const stages = useAnswer(hasVectors ? () => session.items.stages(cell.id) : null, [session, cell.id, result]);
  const meaning = useAnswer(hasVectors && rows.length > 0 ? () => session.items.meaning(cell.id, level, code) : null, [session, cell.id, level, code, result]);
  const left = stages.waiting ? undefined : stages.value?.left[level + 1];
  const ordered = useMemo(() => (left ? [...rows].sort((a, b) => left[a]! - left[b]! || a - b) : [...rows]), [rows, left]);
  const base = useMemo(() => baseCounts(items), [items]);
  const words = useMemo(() => topValues(items, base, rows, 4), [items, base, rows]);
  const near = useMemo(() => nearCodes(result, level, code, NEIGHBOURS), [result, level, code]);
  const listed = ordered.slice(0, all ? 200 : LISTED);
  return (
    <>
      <header className="inspector-head">
        <h2>
          Code {code}, level {level + 1}
        </h2>
        <p className="muted">
          {cell.name} · {formatCount(rows.length)} items · {formatShare(rows.length / Math.max(1, result.rows))} of all
        </p>
      </header>
      {rows.length === 0 && <p>No item has this code: it is dead.</p>}
      {words.length > 0 && (
        <section aria-label="What its items have in common">
          <h3>What its items have in common</h3>
          <ul className="top-values">
            {words.map(({ value, column, count, baseShare }) => (
              <li key={`${column} ${value}`}>
                <strong dir="auto">{value}</strong> <span className="muted">{column !== '' && `${column}, `}{formatCount(count)} of {formatCount(rows.length)}, {formatShare(baseShare)} of all</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {rows.length > 0 && (
        <section aria-label="Its items">
          <h3>{left ? 'Its items, nearest first' : 'Its items'}</h3>
          <ItemLines items={items} rows={listed} shown={shown} {...(left && { distances: listed.map((row) => left[row]!) })} />
          <p className="inspector-foot">
            {ordered.length > listed.length && !all && <button type="button" className="link" onClick={() => setShownAll(chosen!.rows)}>Show more of {formatCount(ordered.length)}</button>}
            {all && ordered.length > 200 && <span className="muted">The 200 nearest of {formatCount(ordered.length)}. Select them to save all. </span>}
            {chosen && <button type="button" className="link" onClick={() => select(session.selection, chosen)}>Select them</button>}
          </p>
          {left && <p className="muted inspector-note">At the right: the length of what is left of the item after this level.</p>}
        </section>
      )}
      {!meaning.waiting && (meaning.value ?? meaning.problem) && (
        <section aria-label="What its vector means">
          <h3>What its vector means</h3>
          {meaning.problem ? <ProblemBox problem={meaning.problem} /> : (
            <>
              <p className="muted inspector-note">Items nearest to what this code adds (length {formatNumber(meaning.value!.norm)}), whether they have it or not; those that have it in bold.</p>
              <ItemLines items={items} rows={meaning.value!.nearest.rows} distances={meaning.value!.nearest.distances} shown={null} strong={(row) => shown.of(row)[level] === code} />
            </>
          )}
        </section>
      )}
      <UseOverTraining shown={shown} level={level} code={code} />
      {near.length > 0 && (
        <section aria-label="Nearest codes">
          <h3>Nearest codes of level {level + 1}</h3>
          <p className="near-codes">
            {near.map(({ code: other, distance }) => (
              <span key={other}>
                <IdChips run={cell.id} kind={cell.spec.kind} codes={[other]} from={level} levels={result.levels} /> <span className="muted">{formatNumber(distance)}</span>
              </span>
            ))}
          </p>
        </section>
      )}
    </>
  );
}
