/** One ID that several items share: a line that opens its items, how far apart they lie, and what repairs would change. */
import { useId, useState } from 'react';
import { formatCount, formatNumber } from '../../viz/format';
import { IdChips } from '../components/IdChips';
import { ProblemBox } from '../components/ProblemBox';
import { ScrollRegion } from '../components/ScrollRegion';
import { useApp } from '../components/context';
import { useAnswer } from '../components/useAnswer';
import { repairMethodsOf } from '../notebook/toRepair';
import { codesOfRows } from '../output/collisions';
import type { Bucket } from '../output/collisions';
import { itemName } from '../output/itemRows';
import type { ItemRows } from '../output/itemRows';
import { ItemButton } from './ItemButton';
import { RepairHeads, RepairedId } from './RepairedId';
import type { RepairedRows } from './RepairedId';
import { kindWords } from './collisionView';
import { dataCellOf } from './drawing';
import type { RunOfCell } from './drawing';
import { select } from '../state/selection';

interface Props {
  readonly item: RunOfCell;
  readonly bucket: Bucket;
  readonly rows: ItemRows | null;
}

/** Items of an ID that are listed at first, and with each press for more. */
const PAGE = 20;

export function CollisionBucket({ item, bucket, rows }: Props) {
  const { cell } = item;
  const [open, setOpen] = useState(false);
  const id = useId();
  const { length } = bucket.rows;
  const names = rows ? Array.from(bucket.rows.subarray(0, 2), (row) => itemName(rows, row)) : [];
  return (
    <li>
      <div className="collision-line">
        <button type="button" className="collision-fold" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          <IdChips run={cell.id} kind={cell.spec.kind} codes={bucket.id} still />
          <strong className="collision-count">{`${formatCount(length)} items`}</strong>
          <span className="muted">{kindWords(bucket)}</span>
          <span className="collision-names" dir="auto">{names.join(' · ')}</span>
        </button>
      </div>
      <div id={id} hidden={!open}>
        {open && <Members item={item} bucket={bucket} rows={rows} />}
      </div>
    </li>
  );
}

function Members({ item, bucket, rows }: Props) {
  const { session } = useApp();
  const { cell, run } = item;
  const [shown, setShown] = useState(PAGE);
  const [asked, setAsked] = useState(false);
  const result = run!.result!;
  const listed = bucket.rows.subarray(0, shown);
  const of = cell.mode === 'codes' ? cell.id : dataCellOf(cell);
  const apart = useAnswer(result.dim > 0 ? () => session.items.apart(of, bucket.rows, shown) : null, [session, of, bucket, shown]);
  const distances = apart.waiting ? null : apart.value;
  const methods = cell.mode === 'codes' ? [] : repairMethodsOf(result.traits);
  const repaired = useAnswer(asked ? repairs : null, [session, cell.id, result, bucket, shown, asked]);

  async function repairs(): Promise<readonly RepairedRows[]> {
    const made: RepairedRows[] = [];
    for (const method of methods) {
      const repair = await session.identifiers.preview(cell.id, { method });
      if (!repair) continue;
      const codes = codesOfRows(repair.codes, repair.levels, listed);
      made.push({ method, codes, levels: repair.levels, left: await session.items.leftBy(cell.id, listed, codes, repair.levels) });
    }
    return made;
  }

  const columns = repaired.waiting ? [] : (repaired.value ?? []);
  return (
    <div className="collision-members">
      <ScrollRegion label={`Items of ID ${bucket.id.join(' ')}`}>
        <table className="preview members">
          <thead>
            <tr>
              <th scope="col">item</th>
              <th scope="col">to their mean</th>
              <th scope="col">nearest of them</th>
              <RepairHeads columns={columns} />
            </tr>
          </thead>
          <tbody>
            {Array.from(listed, (row, i) => (
              <tr key={row}>
                <th scope="row">
                  <ItemButton rows={rows} row={row} />
                </th>
                <td>{distances ? formatNumber(distances.toMean[i] ?? NaN) : '…'}</td>
                <td>{distances ? <Nearest rows={rows} row={distances.nearest[i] ?? -1} away={distances.toNearest[i] ?? NaN} /> : '…'}</td>
                {columns.map((column) => (
                  <RepairedId key={column.method} column={column} at={i} own={bucket.id} run={cell.id} kind={cell.spec.kind} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {apart.problem && <ProblemBox problem={apart.problem} />}
      {repaired.problem && <ProblemBox problem={repaired.problem} />}
      <p className="buttons">
        {shown < bucket.rows.length && (
          <button type="button" className="button small" onClick={() => setShown(shown + PAGE)}>
            {`Show ${formatCount(Math.min(PAGE, bucket.rows.length - shown))} more of ${formatCount(bucket.rows.length)}`}
          </button>
        )}
        <button type="button" className="button small" onClick={() => choose()}>
          Select these items
        </button>
        {methods.length > 0 && !asked && (
          <button type="button" className="button small" onClick={() => setAsked(true)}>
            What would repairs change?
          </button>
        )}
        {asked && repaired.waiting && <span className="item-note" role="status">Each repair is tried on all items.</span>}
        {asked && columns.length > 0 && <span className="item-note">Below each new ID stands how much more is left of the item than before, or less. Nothing is applied here.</span>}
      </p>
    </div>
  );

  function choose(): void {
    const selection = session.items.having({ by: 'prefix', run: cell.id, codes: [...bucket.id] });
    if (selection) select(session.selection, selection);
  }
}

function Nearest({ rows, row, away }: { readonly rows: ItemRows | null; readonly row: number; readonly away: number }) {
  if (row < 0) return <>no other vector</>;
  return (
    <span className="nearest">
      {away === 0 ? 'a copy' : formatNumber(away)} <ItemButton rows={rows} row={row} />
    </span>
  );
}
