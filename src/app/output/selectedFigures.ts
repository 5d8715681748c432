/** What a method makes of the selected rows alone. */
import type { QuantizerResult } from '../../engine/records/quantize';
import type { ItemStages } from '../../engine/records/items';
import type { RowSet } from '../runs/rowSet';
import type { PrefixTree } from './prefixTree';

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

/** `tree`: of the same codes. Linear in items and levels, without a text or a map. */
export function selectedFigures({ codes, levels, codebooks }: Pick<QuantizerResult, 'codes' | 'levels' | 'codebooks'>, tree: PrefixTree, selected: RowSet, stages: ItemStages | null): SelectedFigures {
  const used = codebooks.map(({ numCodes }) => new Uint8Array(numCodes));
  const { starts } = tree.depths.at(-1) ?? { starts: new Uint32Array(0) };
  const [first, last] = [stages?.left[0], stages?.left.at(-1)];
  let [distinct, alone, left, total] = [0, 0, 0, 0];
  for (let node = 0; node < starts.length; node++) {
    const end = starts[node + 1] ?? tree.items;
    let own = 0;
    for (let place = starts[node]!; place < end; place++) {
      const row = tree.order[place]!;
      if (selected.bits[row] !== 1) continue;
      own++;
      for (let level = 0; level < levels; level++) used[level]![codes[row * levels + level]!] = 1;
      if (!first || !last || Number.isNaN(last[row])) continue;
      left += last[row]! ** 2;
      total += first[row]! ** 2;
    }
    if (own > 0) distinct++;
    if (own > 0 && end - starts[node]! === 1) alone++;
  }
  return { rows: selected.count, codes: used.map((codes) => codes.reduce((sum, has) => sum + has, 0)), distinct, alone, relativeError: total > 0 ? Math.sqrt(left / total) : NaN };
}
