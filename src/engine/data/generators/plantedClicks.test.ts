/** The planted clicks follow the law they name, and cold items come when they should. */
import { describe, expect, it } from 'vitest';
import { auc, logLoss } from '../../math/binary';
import { mean } from '../../math/statistics';
import { CLICK_CLUSTERS, CLICK_ITEMS, CLICK_USERS, clickEvents, clickItems, drawClicks } from './plantedClicks';

const made = drawClicks(2);
const { rows, user, item, time, hour, label, law, cluster, subcluster, cold, vectors } = made;
const rowsFrom = (first: number): number[] => Array.from({ length: rows - first }, (_, i) => first + i);

describe('planted clicks', () => {
  it('follow from the seed alone', () => {
    expect(drawClicks(2)).toEqual(made);
    expect(drawClicks(7).label).not.toEqual(label);
    expect(clickItems(2)).toEqual(clickItems(2));
  });

  it('have their sizes, and times that ascend', () => {
    expect([rows, vectors.length, cold.reduce((sum, each) => sum + each, 0)]).toEqual([24_000, CLICK_ITEMS * 16, CLICK_ITEMS / 4]);
    expect([Math.max(...user), Math.max(...cluster), Math.max(...subcluster)]).toEqual([CLICK_USERS - 1, CLICK_CLUSTERS - 1, 7]);
    expect(time.every((each, row) => row === 0 || each > time[row - 1]!)).toBe(true);
    expect(new Set(hour).size).toBe(24);
    expect(vectors.every(Number.isFinite)).toBe(true);
  });

  it('show cold items in half of the last fifth of the rows, and never before', () => {
    const share = (of: readonly number[]): number => mean(of.map((row) => cold[item[row]!]!));
    expect(share(rowsFrom(0).slice(0, 19_200))).toBe(0);
    expect(Math.abs(share(rowsFrom(19_200)) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 4800));
  });

  it('have labels of the law within four standard errors, in all, by cluster, by hour and on cold rows', () => {
    for (const cell of [() => 0, (row: number) => cluster[item[row]!]!, (row: number) => hour[row]!, (row: number) => cold[item[row]!]!, (row: number) => Math.floor(20 * law[row]!)]) {
      const sums = new Map<number, { error: number; variance: number }>();
      for (let row = 0; row < rows; row++) {
        const { error, variance } = sums.get(cell(row)) ?? { error: 0, variance: 0 };
        sums.set(cell(row), { error: error + label[row]! - law[row]!, variance: variance + law[row]! * (1 - law[row]!) });
      }
      for (const { error, variance } of sums.values()) expect(Math.abs(error)).toBeLessThan(4 * Math.sqrt(variance));
    }
  });

  it.each([1, 2, 3, 4])('have a law whose AUC on the last tenth is near the stated one, seed %i', (seed) => {
    const drawn = drawClicks(seed);
    const test = (belongs: (row: number) => boolean): [number[], number[]] => {
      const chosen = rowsFrom(21_600).filter(belongs);
      return [chosen.map((row) => drawn.label[row]!), chosen.map((row) => drawn.law[row]!)];
    };
    expect(Math.abs(auc(...test(() => true)) - 0.797)).toBeLessThan(0.03);
    for (const part of [0, 1]) expect(Math.abs(auc(...test((row) => drawn.cold[drawn.item[row]!] === part)) - 0.797)).toBeLessThan(0.045);
    expect(Math.abs(logLoss(...test(() => true)) - 0.538)).toBeLessThan(0.03);
  });

  it('name their items as the vectors do', () => {
    const { ids, labels } = clickItems(2);
    const { columns } = clickEvents(2);
    const named = columns.find(({ name }) => name === 'item')!.values;
    expect(new Set(ids).size).toBe(CLICK_ITEMS);
    for (const row of [0, 999, 23_999]) expect(ids![item[row]!]).toBe(named[row]);
    expect(labels.map(({ name, values }) => [name, new Set(values).size])).toEqual([['cluster', CLICK_CLUSTERS], ['subcluster', 8], ['seen', 2]]);
  });

  it('have vectors whose nearest cluster mean is nearly always their own', () => {
    const distance = (row: number, other: number): number => vectors.subarray(row * 16, row * 16 + 16).reduce((sum, value, j) => sum + (value - means[other * 16 + j]!) ** 2, 0);
    const means = new Float64Array(CLICK_CLUSTERS * 16);
    vectors.forEach((value, at) => (means[cluster[Math.floor(at / 16)]! * 16 + (at % 16)]! += value / 75));
    const own = Array.from(cluster, (mine, row) => (Array.from({ length: CLICK_CLUSTERS }, (_, other) => distance(row, other)).every((each) => each >= distance(row, mine)) ? 1 : 0));
    expect(mean(own)).toBeGreaterThan(0.97);
  });
});
