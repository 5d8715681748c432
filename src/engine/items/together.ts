/** Items that share an ID: which are copies of each other, how far apart the others lie, and what other codes would leave of them. Exact, in float64. */
import { InputError } from '../errors';
import { groupEqualRows } from '../math/counting';
import type { ApartItems, EqualItems, LeftByCodes } from '../records/items';
import { STRIP, distance } from '../quantizers/training/stages';
import type { CodedItems } from './codedItems';
import type { PlainItems } from './facts';

/** Groups items with equal vectors; an item without a vector is a group of its own. Linear in the entries. */
export function equalItems({ rows, dim, data, known }: PlainItems): EqualItems {
  const { groupOf, firstRows } = groupEqualRows(data, rows, dim);
  let groups = firstRows.length;
  known?.forEach((has, row) => has === 0 && (groupOf[row] = groups++));
  return { groupOf };
}

/**
 * Of the first `told` of `members`: the distance to the mean of all of them, and the nearest other one. Time is told x members x dim. Members without
 * a vector have NaN and no nearest.
 * @throws InputError where there is no such row.
 */
export function itemsApart({ rows, dim, data, known }: PlainItems, members: Uint32Array, told: number): ApartItems {
  requireRows(rows, members);
  const has = (row: number) => known?.[row] !== 0;
  const mean = new Float64Array(dim);
  const placed = members.filter(has);
  for (const row of placed) for (let d = 0; d < dim; d++) mean[d]! += data[row * dim + d]! / placed.length;
  const count = Math.min(told, members.length);
  const toMean = new Float64Array(count).fill(NaN);
  const nearest = new Int32Array(count).fill(-1);
  const toNearest = new Float64Array(count).fill(NaN);
  for (let i = 0; i < count; i++) {
    const row = members[i]!;
    if (!has(row)) continue;
    toMean[i] = distance(data, row * dim, mean, 0, dim);
    let least = Infinity;
    for (const other of placed) {
      if (other === row) continue;
      const away = distance(data, row * dim, data, other * dim, dim);
      if (away < least) [least, nearest[i], toNearest[i]] = [away, other, away];
    }
  }
  return { toMean, nearest, toNearest };
}

/**
 * What is left of items after their own codes, and after others. `codes`: int32 [members, levels], row-major; levels beyond those of the run (a suffix)
 * stand for nothing.
 * @throws InputError where there is no such row, or codes are not one ID a member.
 */
export async function leftByCodes(items: CodedItems, members: Uint32Array, codes: Int32Array, levels: number): Promise<LeftByCodes> {
  const { rows, dim, data } = items;
  requireRows(rows, members);
  if (codes.length !== members.length * levels || levels < items.levels) throw new InputError(`There are ${codes.length} codes for ${members.length} items of ${items.levels} levels.`, 'Give each item one code a level.');
  const own = Int32Array.from({ length: members.length * items.levels }, (_, at) => items.codes[members[Math.floor(at / items.levels)]! * items.levels + (at % items.levels)]!);
  const other = Int32Array.from({ length: members.length * items.levels }, (_, at) => codes[Math.floor(at / items.levels) * levels + (at % items.levels)]!);
  const left = async (ids: Int32Array) => {
    const norms = new Float64Array(members.length);
    for (let start = 0; start < members.length; start += STRIP) {
      const count = Math.min(STRIP, members.length - start);
      const made = await items.decoded(ids.subarray(start * items.levels, (start + count) * items.levels), count);
      for (let i = 0; i < count; i++) norms[start + i] = distance(data, members[start + i]! * dim, made, i * dim, dim);
    }
    return norms;
  };
  return { before: await left(own), after: await left(other) };
}

function requireRows(rows: number, members: Uint32Array): void {
  const wrong = members.find((row) => row >= rows);
  if (wrong !== undefined) throw new InputError(`There is no row ${wrong}: there are ${rows}.`, 'Choose rows of the data.');
}
