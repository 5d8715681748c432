/** What is near one item, before and after its codes, and what the vector of a code means. Exact, in float64. */
import { InputError } from '../errors';
import type { CodeMeaning, ItemFacts, NearItems } from '../records/items';
import { STRIP, distance } from '../quantizers/training/stages';
import type { CodedItems } from './codedItems';

/** Vectors alone, before any run. */
export type PlainItems = Pick<CodedItems, 'rows' | 'dim' | 'data' | 'known'>;

/** @throws InputError where there is no such row. */
export async function itemFacts(items: PlainItems | CodedItems, row: number, count: number): Promise<ItemFacts> {
  const { rows, dim, data, known } = items;
  if (!(row >= 0 && row < rows)) throw new InputError(`There is no row ${row}: there are ${rows}.`, 'Choose a row of the data.');
  if (known?.[row] === 0) return { vector: new Float32Array(0), left: [], steps: [], before: NONE, after: null };
  const vector = data.slice(row * dim, (row + 1) * dim);
  const before = nearest(rows, count, row, known, (other) => distance(data, row * dim, data, other * dim, dim));
  if (!('levels' in items)) return { vector, left: [], steps: [], before, after: null };
  const stages = await Promise.all(Array.from({ length: items.levels + 1 }, (_, depth) => items.rebuilt(depth, row, 1)));
  const left = stages.map((made) => distance(vector, 0, made, 0, dim));
  const steps = stages.slice(1).map((made, level) => distance(made, 0, stages[level]!, 0, dim));
  const own = stages.at(-1)!;
  const distances = await overRows(items, async (start, size) => {
    const made = await items.rebuilt(items.levels, start, size);
    return (i) => distance(own, 0, made, i * dim, dim);
  });
  return { vector, left, steps, before, after: nearest(rows, count, row, known, (other) => distances[other]!) };
}

/** Nearest rests before `level` (from 0) to what the code adds: its mean over the items that have it. */
export async function codeMeaning(items: CodedItems, level: number, code: number, count: number): Promise<CodeMeaning> {
  const { dim, levels, codes, rows, data, known } = items;
  const added = new Float64Array(dim);
  let users = 0;
  await overRows(items, async (start, size) => {
    const [first, second] = [await items.rebuilt(level, start, size), await items.rebuilt(level + 1, start, size)];
    for (let i = 0; i < size; i++) {
      if (codes[(start + i) * levels + level] !== code) continue;
      users++;
      for (let d = 0; d < dim; d++) added[d]! += second[i * dim + d]! - first[i * dim + d]!;
    }
    return () => 0;
  });
  if (users === 0) return { nearest: NONE, norm: NaN };
  for (let d = 0; d < dim; d++) added[d]! /= users;
  const distances = await overRows(items, async (start, size) => {
    const made = await items.rebuilt(level, start, size);
    return (i) => {
      let sum = 0;
      for (let d = 0; d < dim; d++) sum += (data[(start + i) * dim + d]! - made[i * dim + d]! - added[d]!) ** 2;
      return Math.sqrt(sum);
    };
  });
  return { nearest: nearest(rows, count, -1, known, (row) => distances[row]!), norm: Math.sqrt(added.reduce((sum, value) => sum + value * value, 0)) };
}

const NONE: NearItems = { rows: new Uint32Array(0), distances: new Float64Array(0) };

/** One number a row, strip by strip. */
async function overRows({ rows }: PlainItems, work: (start: number, size: number) => Promise<(i: number) => number>): Promise<Float64Array> {
  const values = new Float64Array(rows);
  for (let start = 0; start < rows; start += STRIP) {
    const size = Math.min(STRIP, rows - start);
    const value = await work(start, size);
    for (let i = 0; i < size; i++) values[start + i] = value(i);
  }
  return values;
}

/** The `count` nearest rows but `self`, in order. */
function nearest(rows: number, count: number, self: number, known: Uint8Array | null, distanceTo: (row: number) => number): NearItems {
  const found: { row: number; away: number }[] = [];
  for (let row = 0; row < rows; row++) {
    if (row === self || known?.[row] === 0) continue;
    const away = distanceTo(row);
    if (found.length === count && away >= found[count - 1]!.away) continue;
    let at = found.length;
    while (at > 0 && found[at - 1]!.away > away) at--;
    found.splice(at, 0, { row, away });
    if (found.length > count) found.pop();
  }
  return { rows: Uint32Array.from(found, ({ row }) => row), distances: Float64Array.from(found, ({ away }) => away) };
}
