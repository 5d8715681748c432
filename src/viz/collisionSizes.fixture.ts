/** Shared IDs: a usual mix, one with large buckets, one without vectors, and odd ones. */
import { seriesAt } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { CollisionSizesData, SharedId } from './collisionSizes';

const many = (count: number, items: number, distinct: number | null, from: number): SharedId[] => Array.from({ length: count }, (_, i) => ({ id: [from + i, i % 16, (i * 7) % 16], items, distinct }));
const usual = [...many(210, 2, 2, 0), ...many(40, 2, 1, 300), ...many(80, 3, 3, 400), ...many(31, 4, 3, 500), ...many(9, 5, 5, 600), ...many(3, 7, 1, 700), ...many(1, 14, 12, 800)];
const base = { series: seriesAt(0), items: 3000, chosen: null };

export const collisionSizesFixtures: readonly Fixture<CollisionSizesData>[] = [
  { name: 'usual', data: { ...base, shared: usual } },
  { name: 'a size is listed', data: { ...base, series: seriesAt(1), shared: usual, chosen: [3, 3] } },
  { name: 'collapsed', data: { ...base, series: seriesAt(2), items: 100_000, shared: [...many(2, 2, 2, 0), ...many(1, 99_000, 98_000, 9), ...many(1, 650, 1, 4)] } },
  { name: 'vectors unknown', data: { ...base, series: seriesAt(3), shared: usual.map((one) => ({ ...one, distinct: null })) } },
  { name: 'one pair', data: { ...base, items: 2, shared: many(1, 2, 1, 0) } },
  { name: 'none', data: { ...base, shared: [] } },
  { name: 'nothing yet', data: { ...base, items: 0, shared: [] } },
];
