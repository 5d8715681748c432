import { describe, expect, it } from 'vitest';
import given from '../testing/fixtures/metrics.json';
import { expectClose } from '../testing/tolerance';
import { watched } from '../testing/watched';
import { auc, groupAuc, logLoss } from './binary';
import { Random } from './random';

const fixture = watched(given, ['binary']);
const tolerance = fixture.meta.tolerance_float64;
const wanted = fixture.binary;
const { labels, probabilities, probabilities_with_0_and_1: sure, clip } = wanted;

describe('AUC', () => {
  it('agrees with the reference values', () => {
    expectClose(auc(labels.data, probabilities.data), wanted.auc, tolerance);
  });

  it('gives the worked example', () => {
    expect(auc([0, 0, 1, 1], [0.1, 0.4, 0.4, 0.8])).toBe(0.875);
  });

  it('is the share of pairs won, ties counting one half, on random ties', () => {
    const random = new Random(1);
    const y = Array.from({ length: 150 }, () => random.integer(2));
    const scores = y.map((label) => random.integer(10) + label);
    let won = 0;
    let pairs = 0;
    for (let i = 0; i < y.length; i++) {
      for (let j = 0; j < y.length; j++) {
        if (y[i] !== 1 || y[j] !== 0) continue;
        pairs++;
        won += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
      }
    }
    expect(auc(y, scores)).toBe(won / pairs);
    expect(auc(y, scores.map((score) => -score))).toBeCloseTo(1 - won / pairs, 15);
    expect(auc(y, scores.map((score) => Math.exp(score)))).toBe(won / pairs);
  });

  it('is one half for a constant score, and takes infinite ones', () => {
    expect(auc([0, 1, 1], [3, 3, 3])).toBe(0.5);
    expect(auc([0, 1, 0, 1], [-Infinity, Infinity, 0, Infinity])).toBe(1);
  });

  it('is undefined for one class, for no rows and beside a NaN', () => {
    expect(auc([1, 1], [0.1, 0.2])).toBeNaN();
    expect(auc([0, 0], [0.1, 0.2])).toBeNaN();
    expect(auc([], [])).toBeNaN();
    expect(auc([0, 1], [0.1, NaN])).toBeNaN();
  });

  it('refuses other labels and lists of different lengths', () => {
    expect(() => auc([0, 2], [0.1, 0.2])).toThrow('Row 1 has label 2');
    expect(() => auc([0, 1], [0.1])).toThrow('2 and 1 entries');
  });
});

describe('AUC under changes', () => {
  const random = new Random(2);
  const y = Array.from({ length: 80 }, () => random.integer(2));
  const scores = y.map((label) => random.integer(12) + label);

  it('stays under maps that keep the order, and becomes 1 - AUC where labels or scores are turned round', () => {
    const area = auc(y, scores);
    for (const map of [(s: number) => 3 * s - 7, (s: number) => s ** 3, (s: number) => -1 / (1 + s)]) expect(auc(y, scores.map(map))).toBe(area);
    expect(auc(y.map((label) => 1 - label), scores)).toBeCloseTo(1 - area, 15);
    expect(auc(y, scores.map((score) => -score))).toBeCloseTo(1 - area, 15);
  });

  it('does not depend on the order of the rows', () => {
    const order = y.map((_, row) => row).sort((a, b) => ((a * 37) % 80) - ((b * 37) % 80));
    expect(auc(order.map((row) => y[row]!), order.map((row) => scores[row]!))).toBe(auc(y, scores));
  });
});

describe('AUC by group', () => {
  it('is the mean over groups with both classes, by their rows', () => {
    // Group 7: 3 rows, AUC 1; group 1: 4 rows, AUC 1/4 + 1/8; group 3: one class.
    const { value, share } = groupAuc([1, 0, 0, 1, 1, 0, 0, 1], [0.9, 0.5, 0.1, 0.2, 0.3, 0.3, 0.6, 0.7], [7, 1, 7, 1, 1, 1, 7, 3]);
    expect(value).toBeCloseTo((3 * 1 + 4 * 0.125) / 7, 15);
    expect(share).toBeCloseTo(2 / 3, 15);
  });

  it('is the same as by plain loops, and knows nothing of what tells groups apart', () => {
    const random = new Random(3);
    const groups = Array.from({ length: 200 }, () => random.integer(9));
    const y = groups.map(() => random.integer(2));
    const scores = y.map((label) => random.integer(6) + label);
    let [top, bottom] = [0, 0];
    for (const group of new Set(groups)) {
      const rows = groups.flatMap((other, row) => (other === group ? [row] : []));
      const area = auc(rows.map((row) => y[row]!), rows.map((row) => scores[row]!));
      if (!Number.isNaN(area)) [top, bottom] = [top + rows.length * area, bottom + rows.length];
    }
    expect(groupAuc(y, scores, groups).value).toBeCloseTo(top / bottom, 14);
    expect(groupAuc(y, scores.map((score, row) => score + 100 * groups[row]!), groups).value).toBe(groupAuc(y, scores, groups).value);
  });

  it('is undefined where no group has both classes, and without rows', () => {
    expect(groupAuc([0, 1], [0.1, 0.2], [0, 1])).toEqual({ value: NaN, share: 0 });
    expect(groupAuc([], [], [])).toEqual({ value: NaN, share: NaN });
    expect(groupAuc([0, 1], [NaN, 0.2], [0, 0]).value).toBeNaN();
  });
});

describe('LogLoss', () => {
  it('agrees with the reference values, clipped ones too', () => {
    expectClose(logLoss(labels.data, probabilities.data), wanted.log_loss, tolerance);
    expectClose(logLoss(labels.data, sure.data), wanted.log_loss_clipped, tolerance);
    expectClose(logLoss(labels.data, sure.data, clip), wanted.log_loss_clipped, tolerance);
  });

  it('gives the worked example', () => {
    expect(logLoss([0, 0, 1, 1], [0.1, 0.4, 0.4, 0.8])).toBeCloseTo(0.4389, 4);
  });

  it('costs a sure mistake the same on either side', () => {
    expect(logLoss([1], [0])).toBeCloseTo(-Math.log(1e-7), 12);
    expect(logLoss([0], [1])).toBeCloseTo(-Math.log(1e-7), 8); // 1 - 1e-7 is itself rounded
    expect(logLoss([1, 0], [1, 0])).toBeCloseTo(1e-7, 12);
  });

  it('reaches the entropy of the positive share with a constant', () => {
    expect(logLoss([1, 0, 0, 0], [0.25, 0.25, 0.25, 0.25])).toBeCloseTo(-0.25 * Math.log(0.25) - 0.75 * Math.log(0.75), 15);
  });

  it('is undefined without rows and beside a NaN', () => {
    expect(logLoss([], [])).toBeNaN();
    expect(logLoss([1, 0], [0.5, NaN])).toBeNaN();
  });
});
