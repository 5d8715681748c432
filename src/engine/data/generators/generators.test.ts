/** What each generator promises, measured on what it makes. */
import { describe, expect, it } from 'vitest';
import { pick, type Generated } from './generated';
import { nestedClusters } from './nestedClusters';
import { shopItems } from './shopItems';
import { skewedMixture } from './skewedMixture';
import { spiralSheet } from './spiralSheet';

/** Squared distances from the mean of each label, over those from the mean of all. */
function withinShare({ data, dim }: Generated, values: readonly string[]): number {
  const energy = (rowsOf: readonly number[][]): number =>
    rowsOf.reduce((sum, rows) => {
      for (let j = 0; j < dim; j++) {
        const mean = rows.reduce((total, i) => total + data[i * dim + j]!, 0) / rows.length;
        sum += rows.reduce((total, i) => total + (data[i * dim + j]! - mean) ** 2, 0);
      }
      return sum;
    }, 0);
  const all = [...values.keys()];
  const byLabel = [...new Set(values)].map((label) => all.filter((i) => values[i] === label));
  return energy(byLabel) / energy([all]);
}

function sizes(values: readonly string[]): number[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].sort((a, b) => b - a);
}

describe.each([
  ['nestedClusters', nestedClusters, [2000, 32]],
  ['spiralSheet', spiralSheet, [1500, 3]],
  ['shopItems', shopItems, [2400, 24]],
  ['skewedMixture', skewedMixture, [3000, 16]],
] as const)('%s', (_, make, [rows, dim]) => {
  it('has its shape, finite numbers, a label a row, and depends on the seed alone', () => {
    const one = make(7);
    expect([one.rows, one.dim, one.data.length]).toEqual([rows, dim, rows * dim]);
    expect(one.data.every(Number.isFinite)).toBe(true);
    for (const label of one.labels) expect(label.values.length).toBe(rows);
    expect(make(7)).toEqual(one);
    expect(make(8).data).not.toEqual(one.data);
  });
});

describe('the truth', () => {
  it('nestedClusters: groups hold most of the energy, subgroups most of the rest, and sizes are skewed', () => {
    const made = nestedClusters(1);
    const [group, subgroup] = made.labels;
    expect(sizes(group!.values).length).toBe(8);
    expect(sizes(subgroup!.values).length).toBe(64);
    expect(sizes(group!.values)[0]! / sizes(group!.values)[7]!).toBeGreaterThan(3);
    expect(sizes(subgroup!.values)[0]! / sizes(subgroup!.values)[63]!).toBeGreaterThan(8);
    const afterGroups = withinShare(made, group!.values);
    const afterSubgroups = withinShare(made, subgroup!.values);
    expect(afterGroups).toBeGreaterThan(0.25);
    expect(afterGroups).toBeLessThan(0.4);
    expect(afterSubgroups / afterGroups).toBeGreaterThan(0.2);
    expect(afterSubgroups / afterGroups).toBeLessThan(0.4);
  });

  it('shopItems: families hold most of the energy, types half of the rest, and the title says which', () => {
    const made = shopItems(7);
    const [title, family, type, brand] = made.labels;
    expect(sizes(family!.values).length).toBe(10);
    expect(sizes(type!.values).length).toBe(40);
    title!.values.forEach((words, i) => expect(words.startsWith(`${brand!.values[i]} ${type!.values[i]}, `)).toBe(true));
    const [afterFamilies, afterTypes] = [withinShare(made, family!.values), withinShare(made, type!.values)];
    expect([afterFamilies > 0.25, afterFamilies < 0.45, afterTypes / afterFamilies > 0.25, afterTypes / afterFamilies < 0.55]).toEqual([true, true, true, true]);
  });

  it('spiralSheet: the distance from the axis grows along the sheet, the height does not depend on it', () => {
    const { data, rows, labels } = spiralSheet(2);
    for (let part = 1; part <= 6; part++) {
      const chosen = Array.from({ length: rows }, (_, i) => i).filter((i) => labels[0]!.values[i] === `part ${part}`);
      expect(chosen.length).toBeGreaterThan(200);
      for (const i of chosen) {
        const t = 10 * Math.hypot(data[i * 3]!, data[i * 3 + 2]!);
        expect(t / (1.5 * Math.PI)).toBeGreaterThan(1 + (part - 1) / 3 - 0.3);
        expect(t / (1.5 * Math.PI)).toBeLessThan(1 + part / 3 + 0.3);
      }
      expect(Math.abs(chosen.reduce((sum, i) => sum + data[i * 3 + 1]!, 0) / chosen.length - 1)).toBeLessThan(0.15);
    }
  });

  it('skewedMixture: weights as stated, and every component far from round', () => {
    const made = skewedMixture(3);
    const { data, dim, labels } = made;
    const counts = sizes(labels[0]!.values);
    expect(counts.length).toBe(10);
    expect(counts[0]! / 3000).toBeGreaterThan(0.32);
    expect(counts[9]! / 3000).toBeLessThan(0.015);
    for (const component of ['1', '2', '3', '4']) {
      const rows = [...labels[0]!.values.keys()].filter((i) => labels[0]!.values[i] === component);
      const deviations = Array.from({ length: dim }, (_, j) => {
        const mean = rows.reduce((sum, i) => sum + data[i * dim + j]!, 0) / rows.length;
        return Math.sqrt(rows.reduce((sum, i) => sum + (data[i * dim + j]! - mean) ** 2, 0) / rows.length);
      });
      expect(Math.max(...deviations) / Math.min(...deviations)).toBeGreaterThan(5);
    }
  });

  it('pick follows the weights', () => {
    expect([0, 0.24, 0.26, 0.99].map((uniform) => pick([1, 2, 1], uniform))).toEqual([0, 0, 1, 2]);
    expect(pick([1, 1], 1)).toBe(1);
  });
});
