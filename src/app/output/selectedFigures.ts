/** What a method makes of the selected rows alone. */
import type { QuantizerResult } from '../../engine/records/quantize';
import type { ItemStages } from '../../engine/records/items';
import type { RowSet } from '../runs/rowSet';

export interface SelectedFigures {
  readonly rows: number;
  /** [levels]: different codes that the rows use. */
  readonly codes: readonly number[];
  /** Different whole IDs among them. */
  readonly distinct: number;
  /** Rows whose ID no other row of all has. */
  readonly alone: number;
  /** sqrt(sum |x - xhat|^2 / sum |x - mean|^2) over these rows, with the mean of all; NaN while unknown. */
  readonly relativeError: number;
}

export function selectedFigures({ codes, levels, rows }: Pick<QuantizerResult, 'codes' | 'levels' | 'rows'>, selected: RowSet, stages: ItemStages | null): SelectedFigures {
  const used = Array.from({ length: levels }, () => new Set<number>());
  const all = new Map<string, number>();
  const own = new Map<string, number>();
  let [left, total] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const id = codes.subarray(row * levels, (row + 1) * levels).join('-');
    all.set(id, (all.get(id) ?? 0) + 1);
    if (selected.bits[row] !== 1) continue;
    own.set(id, (own.get(id) ?? 0) + 1);
    for (let level = 0; level < levels; level++) used[level]!.add(codes[row * levels + level]!);
    const [first, last] = [stages?.left[0]?.[row] ?? NaN, stages?.left.at(-1)?.[row] ?? NaN];
    if (Number.isNaN(last)) continue;
    left += last * last;
    total += first * first;
  }
  let alone = 0;
  for (const id of own.keys()) if (all.get(id) === 1) alone++;
  return { rows: selected.count, codes: used.map(({ size }) => size), distinct: own.size, alone, relativeError: total > 0 ? Math.sqrt(left / total) : NaN };
}
