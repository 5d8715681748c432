/** What a method makes of the selected rows alone. */
import type { QuantizerResult } from '../../engine/records/quantize';
import type { ItemStages } from '../../engine/records/items';
import { rowsIn } from '../runs/rowSet';
import type { RowSet } from '../runs/rowSet';
import { endOf, nodesOfRows } from './prefixTree';
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

/** `tree`: of the same codes. One walk over the rows, without a text or a map. */
export function selectedFigures({ codes, levels, codebooks }: Pick<QuantizerResult, 'codes' | 'levels' | 'codebooks'>, tree: PrefixTree, selected: RowSet, stages: ItemStages | null): SelectedFigures {
  const used = codebooks.map(({ numCodes }) => new Uint8Array(numCodes));
  const whole = tree.depths.length - 1;
  const nodes = whole < 0 ? new Uint32Array(0) : nodesOfRows(tree, whole);
  const seen = new Uint8Array(tree.depths[whole]?.starts.length ?? 0);
  const [first, last] = [stages?.left[0], stages?.left.at(-1)];
  let [distinct, alone, left, total] = [0, 0, 0, 0];
  for (const row of rowsIn(selected)) {
    const node = nodes[row]!;
    if (seen[node] === 0) {
      seen[node] = 1;
      distinct++;
      if (endOf(tree, whole, node) - tree.depths[whole]!.starts[node]! === 1) alone++;
    }
    for (let level = 0; level < levels; level++) used[level]![codes[row * levels + level]!] = 1;
    if (!first || !last || Number.isNaN(last[row])) continue;
    left += last[row]! ** 2;
    total += first[row]! ** 2;
  }
  return { rows: selected.count, codes: used.map((codes) => codes.reduce((sum, has) => sum + has, 0)), distinct, alone, relativeError: total > 0 ? Math.sqrt(left / total) : NaN };
}
