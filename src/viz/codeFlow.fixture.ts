/** Codes of two runs: mostly the same groups, many codes, nothing in common, and odd ones. */
import { randomLcg } from 'd3';
import { seriesAt } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { CodeFlowData, Flow } from './flowLayout';

/** Each code mostly goes to one other, the rest anywhere. */
function flowsOf(seed: number, codes: number, items: number, kept: number): Flow[] {
  const chance = randomLcg(seed / 1000);
  const partner = (code: number) => (code * 5 + 3) % codes;
  const counts = new Map<string, Flow>();
  for (let i = 0; i < items; i++) {
    const from = Math.floor(codes * chance() ** 1.5);
    const to = chance() < kept ? partner(from) : Math.floor(codes * chance());
    const key = `${from} ${to}`;
    counts.set(key, { from, to, items: (counts.get(key)?.items ?? 0) + 1, matched: kept > 0 && to === partner(from) });
  }
  return [...counts.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

const base = { first: seriesAt(0), second: { ...seriesAt(0), id: 'second', name: 'RQ-KMeans seed 2' }, level: 0, best: true };

export const codeFlowFixtures: readonly Fixture<CodeFlowData>[] = [
  { name: 'two seeds', data: { ...base, items: 2000, flows: flowsOf(3, 16, 2000, 0.8) } },
  { name: 'many codes', data: { ...base, second: seriesAt(1), level: 1, items: 20_000, best: false, flows: flowsOf(5, 256, 20_000, 0.5) } },
  { name: 'nothing in common', data: { ...base, second: seriesAt(3), items: 1000, flows: flowsOf(8, 8, 1000, 0) } },
  { name: 'one code', data: { ...base, items: 12, flows: [{ from: 4, to: 0, items: 12, matched: true }] } },
  { name: 'nothing yet', data: { ...base, items: 0, flows: [] } },
];
