/** Trees of semantic IDs: a usual one, one with a focus, one with more prefixes than pixels, and odd ones. */
import { randomLcg } from 'd3';
import { seriesAt } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { IdTreeData } from './idTreeData';

/** Items with codes drawn by a power law, sorted by their IDs. */
export function treeOf(seed: number, items: number, numCodes: readonly number[]): Pick<IdTreeData, 'items' | 'depths'> {
  const chance = randomLcg(seed / 1000);
  const ids = Array.from({ length: items }, () => numCodes.map((size) => Math.floor(size * chance() ** 1.6)));
  ids.sort((a, b) => a.map((code, level) => code - b[level]!).find((difference) => difference !== 0) ?? 0);
  const begins = new Uint8Array(items);
  const depths = numCodes.map((_, depth) => {
    ids.forEach((id, place) => (place === 0 || id[depth] !== ids[place - 1]![depth]) && (begins[place] = 1));
    const starts = Uint32Array.from(ids.flatMap((__, place) => (begins[place] === 1 ? [place] : [])));
    return { starts, codes: Int32Array.from(starts, (place) => ids[place]![depth]!), values: Float64Array.from(starts, (__, node) => 0.35 + 0.2 * depth + 0.25 * Math.sin(node * 1.7)) };
  });
  return { items, depths };
}

/** Every third item of the first fifth. */
const some = (items: number) => Uint32Array.from({ length: items + 1 }, (_, place) => Math.ceil(Math.min(place, items / 5) / 3));
const measure = { title: 'purity of category', low: 0, high: 1, format: 'share' } as const;
const none = { focus: [], measure: null, selected: null, inspected: null, words: new Map<string, string>() };
const usual = treeOf(7, 3000, [16, 16, 16]);
const words = new Map([['0/0', 'filament · pla'], ['0/1', 'nozzle'], ['0/2', 'screws <b>steel</b>'], ['0/3', '不锈 钢螺'], ['0/4', 'مسمار'], ['1/0', 'a very long word that does not fit its prefix']]);

export const idTreeFixtures: readonly Fixture<IdTreeData>[] = [
  { name: 'purity, some items selected, one inspected', data: { ...none, series: seriesAt(0), ...usual, measure, selected: some(3000), inspected: 321, words } },
  { name: 'a prefix in focus', data: { ...none, series: seriesAt(1), ...usual, focus: [0], measure: { title: 'left over after the prefix', low: 0, high: 1, format: 'number' }, selected: some(3000), inspected: 20, words } },
  { name: 'no measure', data: { ...none, series: seriesAt(2), ...usual } },
  { name: 'more prefixes than pixels', data: { ...none, series: seriesAt(3), ...treeOf(9, 20_000, [64, 64, 64]), measure } },
  { name: 'one item', data: { ...none, series: seriesAt(0), ...treeOf(1, 1, [4, 4]), inspected: 0 } },
  { name: 'a value that is unknown', data: { ...none, series: seriesAt(0), items: 10, measure, depths: [{ starts: Uint32Array.of(0, 6), codes: Int32Array.of(2, 7), values: Float64Array.of(NaN, 0.4) }] } },
  { name: 'nothing yet', data: { ...none, series: seriesAt(0), items: 0, depths: [] } },
];
