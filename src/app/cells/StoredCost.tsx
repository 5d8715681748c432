/** What distinct IDs cost under a method that stores them: the items whose stored ID is not the one its rule gives, by the error that adds. */
import { useMemo, useState } from 'react';
import type { LeftByCodes } from '../../engine/records/items';
import type { QuantizerResult } from '../../engine/records/quantize';
import type { Repair } from '../../engine/records/repair';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { IdChips } from '../components/IdChips';
import { ProblemBox } from '../components/ProblemBox';
import { ScrollRegion } from '../components/ScrollRegion';
import { useApp } from '../components/context';
import { useAnswer } from '../components/useAnswer';
import { codesOfRows, movedRows } from '../output/collisions';
import { ItemButton } from './ItemButton';
import { changeWords } from './RepairedId';
import { dataCellOf } from './drawing';
import type { RunOfCell } from './drawing';
import { useItems } from './useItems';
import { setOfRows } from '../runs/rowSet';

interface Props {
  readonly item: RunOfCell;
  readonly result: QuantizerResult;
}

interface Cost {
  readonly repair: Repair;
  /** Rows whose stored ID differs, the largest added error first. */
  readonly rows: Uint32Array;
  readonly left: LeftByCodes;
  /** Mean over these rows. */
  readonly added: number;
}

const PAGE = 10;
const NEIGHBOURS = 3;

export function StoredCost({ item, result }: Props) {
  const { session } = useApp();
  const [asked, setAsked] = useState(false);
  const { id } = item.cell;
  const { value, problem, waiting } = useAnswer(asked ? count : null, [session, id, result, asked]);

  async function count(): Promise<Cost | null> {
    const repair = await session.identifiers.preview(id, { method: 'stored' });
    if (!repair) return null;
    const moved = movedRows(result.codes, result.levels, repair.codes, repair.levels);
    const left = await session.items.leftBy(id, moved, codesOfRows(repair.codes, repair.levels, moved), repair.levels);
    const order = Array.from(moved, (_, i) => i).sort((a, b) => left.after[b]! - left.before[b]! - (left.after[a]! - left.before[a]!));
    const sorted = { before: Float64Array.from(order, (i) => left.before[i]!), after: Float64Array.from(order, (i) => left.after[i]!) };
    return { repair, rows: Uint32Array.from(order, (i) => moved[i]!), left: sorted, added: sorted.after.reduce((sum, after, i) => sum + after - sorted.before[i]!, 0) / moved.length };
  }

  return (
    <section className="collision-list" aria-label="What distinct IDs cost">
      <h4>What distinct IDs cost</h4>
      <p className="item-note">The method stores an ID for each row it was trained on. Some of these are not the nearest ones: they were given so that fewer items share one.</p>
      {!asked && (
        <p className="buttons">
          <button type="button" className="button small" onClick={() => setAsked(true)}>
            Compare stored IDs with those of the rule
          </button>
        </p>
      )}
      {asked && waiting && <p className="item-note" role="status">Both IDs of every item are compared.</p>}
      {problem && <ProblemBox problem={problem} />}
      {value && <Moved item={item} result={result} cost={value} />}
    </section>
  );
}

function Moved({ item, result, cost: { repair, rows: moved, left, added } }: Props & { readonly cost: Cost }) {
  const { session } = useApp();
  const items = useItems(true);
  const [shown, setShown] = useState(PAGE);
  const { cell } = item;
  const data = dataCellOf(cell);
  const rows = items?.rowsOf(cell.id) ?? null;
  const listed = useMemo(() => moved.subarray(0, shown), [moved, shown]);
  const near = useAnswer(() => Promise.all(Array.from(listed, (row) => session.items.facts(data, row, NEIGHBOURS))), [session, data, listed]);
  const idOf = (codes: Int32Array, levels: number, row: number) => codes.subarray(row * levels, (row + 1) * levels);
  if (moved.length === 0) return <p className="item-note">Every stored ID is the one that the rule gives: distinct IDs cost nothing.</p>;
  return (
    <>
      <p className="collision-words" role="status">
        {`${formatCount(moved.length)} of ${formatCount(result.rows)} items, ${formatShare(moved.length / result.rows)}, have a stored ID that differs from that of the rule. It leaves ${formatNumber(Math.abs(added))} ${added < 0 ? 'less' : 'more'} of such an item on average.`}
      </p>
      <ScrollRegion label="Items whose stored ID differs">
        <table className="preview members">
          <thead>
            <tr>
              <th scope="col">item</th>
              <th scope="col">by rule</th>
              <th scope="col">stored</th>
              <th scope="col">error</th>
              <th scope="col">nearest items</th>
            </tr>
          </thead>
          <tbody>
            {Array.from(listed, (row, i) => (
              <tr key={row}>
                <th scope="row">
                  <ItemButton rows={rows} row={row} />
                </th>
                <td>
                  <IdChips run={cell.id} kind={cell.spec.kind} codes={idOf(result.codes, result.levels, row)} still />
                </td>
                <td>
                  <IdChips run={cell.id} kind={cell.spec.kind} codes={idOf(repair.codes, repair.levels, row)} still />
                </td>
                <td>{changeWords(left.after[i]! - left.before[i]!)}</td>
                <td>{near.value && !near.waiting ? Array.from(near.value[i]?.before.rows ?? [], (other) => <ItemButton key={other} rows={rows} row={other} />) : '…'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p className="buttons">
        {shown < moved.length && (
          <button type="button" className="button small" onClick={() => setShown(shown + PAGE)}>
            {`Show ${formatCount(Math.min(PAGE, moved.length - shown))} more`}
          </button>
        )}
        <button type="button" className="button small" onClick={() => items?.chooseRows({ data, rows: setOfRows(result.rows, moved), chosen: { by: 'list', words: `stored IDs of ${cell.name} that differ from those of the rule` } })}>
          Select all of them
        </button>
      </p>
    </>
  );
}
