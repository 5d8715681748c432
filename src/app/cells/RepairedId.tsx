/** What a repair makes of an item's ID: the new one, and how much more is left of the item. */
import type { LeftByCodes } from '../../engine/records/items';
import type { RepairMethod } from '../../engine/records/repair';
import { formatNumber } from '../../viz/format';
import { IdChips } from '../components/IdChips';
import { REPAIR_WORDS } from '../components/repairWords';

/** The items of a list under one repair: codes [items, levels], row-major. */
export interface RepairedRows {
  readonly method: RepairMethod;
  readonly codes: Int32Array;
  readonly levels: number;
  readonly left: LeftByCodes;
}

export function RepairHeads({ columns }: { readonly columns: readonly RepairedRows[] }) {
  return columns.map(({ method }) => (
    <th scope="col" key={method} title={REPAIR_WORDS[method].tip}>
      {REPAIR_WORDS[method].title.toLowerCase()}
    </th>
  ));
}

interface Props {
  readonly column: RepairedRows;
  readonly at: number;
  readonly own: readonly number[];
  readonly run: string;
  readonly kind: string;
}

export function RepairedId({ column: { codes, levels, left }, at, own, run, kind }: Props) {
  const id = [...codes.subarray(at * levels, (at + 1) * levels)];
  const kept = id.length === own.length && id.every((code, level) => code === own[level]);
  if (kept) return <td className="muted">keeps its ID</td>;
  return (
    <td>
      <IdChips run={run} kind={kind} codes={id} still />
      <span className="error-change">{changeWords((left.after[at] ?? NaN) - (left.before[at] ?? NaN))}</span>
    </td>
  );
}

/** "+0.021", "−0.003" or "the same error". */
export function changeWords(change: number): string {
  if (!Number.isFinite(change)) return '';
  if (Math.abs(change) < 1e-6) return 'the same error';
  return `${change > 0 ? '+' : ''}${formatNumber(change)}`;
}
