/** Vectors of a fair sample of the items that have one. */
import { fairSample } from '../math/fairSample';
import { rowsOf } from '../math/rows';
import type { SampledVectors } from '../records/items';
import type { CodedItems } from './codedItems';

/** At most `most` of them, ascending; of fewer all. */
export function sampledVectors({ rows, dim, data, known }: Pick<CodedItems, 'rows' | 'dim' | 'data' | 'known'>, most: number, seed: number): SampledVectors {
  const all = known ? Uint32Array.from(known.keys()).filter((row) => known[row] === 1) : null;
  const sample = fairSample(all?.length ?? rows, most, seed);
  const chosen = all ? sample.map((at) => all[at]!) : sample;
  return { rows: chosen, dim, total: rows, data: rowsOf(data, dim, chosen) };
}
