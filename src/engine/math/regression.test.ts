import { describe, expect, it } from 'vitest';
import given from '../testing/fixtures/metrics.json';
import { expectClose } from '../testing/tolerance';
import { watched } from '../testing/watched';
import { Random } from './random';

const fixture = watched(given, ['regression']);
import {
  gainGini, gainGiniByRowOrder, meanAbsoluteError, normalisedGini, normalisedGiniAboveChance, normalisedGiniByRowOrder, rootMeanSquareError,
  spearman, xauc, xaucSortedByLabel, xaucSortedByPrediction,
} from './regression';

const tolerance = fixture.meta.tolerance_float64;
/** The worked example: labels and predictions. */
const Y = [[1, 2, 2, 3, 0], [1, 3, 2, 3, 0]] as const;
const all = {
  meanAbsoluteError, rootMeanSquareError, spearman, gainGini, gainGiniByRowOrder, normalisedGini, normalisedGiniAboveChance,
  normalisedGiniByRowOrder, xauc, xaucSortedByLabel, xaucSortedByPrediction,
};

describe.each(Object.entries(fixture.regression))('reference values, %s', (_, wanted) => {
  const { labels, predictions } = wanted;
  const [y, p] = [labels.data, predictions.data];

  it('agrees on errors and correlation', () => {
    expectClose(meanAbsoluteError(y, p), wanted.mae, tolerance);
    expectClose(rootMeanSquareError(y, p), wanted.rmse, tolerance);
    expectClose(spearman(y, p), wanted.spearman ?? NaN, tolerance);
  });

  it('agrees on the Gini by row order', () => {
    expectClose(gainGiniByRowOrder(y, p), wanted.gini_model, tolerance);
    expectClose(gainGiniByRowOrder(y, y), wanted.gini_perfect, tolerance);
    expectClose(gainGini(y, y), wanted.gini_perfect, tolerance);
    expectClose(normalisedGiniByRowOrder(y, p), wanted.gini_normalised, tolerance);
  });

  it('agrees on XAUC in its three conventions', () => {
    expectClose(xaucSortedByPrediction(y, p), wanted.xauc_sorted_by_prediction, tolerance);
    expectClose(xaucSortedByLabel(y, p), wanted.xauc_sorted_by_label, tolerance);
    expectClose(xauc(y, p), wanted.xauc_no_label_ties, tolerance);
  });
});

describe('errors and correlation', () => {
  it('gives the worked example', () => {
    expect(meanAbsoluteError(...Y)).toBe(0.2);
    expect(rootMeanSquareError(...Y)).toBeCloseTo(0.4472, 4);
    expect(spearman(...Y)).toBeCloseTo(0.9211, 4);
  });

  it('correlates any increasing map at 1 and its reverse at -1', () => {
    expect(spearman([1, 5, 2], [0.1, 1e9, 0.2])).toBe(1);
    expect(spearman([1, 5, 2], [3, -3, 2])).toBe(-1);
  });
});

describe('normalised Gini', () => {
  it('gives the worked example in its three forms', () => {
    expect(gainGini(...Y)).toBeCloseTo(0.525, 15);
    expect(normalisedGini(...Y)).toBeCloseTo(0.525 / 0.55, 14);
    expect(normalisedGiniByRowOrder(...Y)).toBeCloseTo(0.5 / 0.55, 14);
    expect(normalisedGiniAboveChance(...Y)).toBeCloseTo(0.325 / 0.35, 14);
  });

  it('counts ties as the average over all their orders', () => {
    const labels = [4, 1, 0, 7];
    const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    const average = orders.reduce((total, places) => total + gainGiniByRowOrder(labels, [...places, -1]), 0) / orders.length;
    expect(gainGini(labels, [5, 5, 5, 2])).toBeCloseTo(average, 15);
  });

  it('is the same in any row order; the other form is not', () => {
    const random = new Random(2);
    const labels = Array.from({ length: 60 }, () => random.integer(5));
    const predictions = labels.map((label) => Math.floor((label + 3 * random.uniform()) / 2));
    const order = [...random.permutation(60)];
    const [y, p] = [labels, predictions].map((column) => order.map((row) => column[row]!)) as [number[], number[]];
    expect(normalisedGini(y, p)).toBeCloseTo(normalisedGini(labels, predictions), 14);
    expect(Math.abs(normalisedGiniByRowOrder(y, p) - normalisedGiniByRowOrder(labels, predictions))).toBeGreaterThan(1e-6);
  });

  it('is 1 for the perfect order; above chance it is 0 for a constant', () => {
    expect([normalisedGini, normalisedGiniByRowOrder, normalisedGiniAboveChance].map((gini) => gini([3, 1, 2], [30, 10, 20]))).toEqual([1, 1, 1]);
    expect(normalisedGiniAboveChance([3, 1, 2], [5, 5, 5])).toBeCloseTo(0, 15);
    expect(normalisedGiniAboveChance([3, 1, 2], [-3, -1, -2])).toBeCloseTo(-1, 14);
    expect(normalisedGini([9, 0, 0, 0, 0], [-9, 1, 2, 3, 4])).toBeLessThan(0);
  });

  it('is undefined for labels below 0, all 0 or all equal', () => {
    for (const labels of [[-1, 2], [0, 0], [3, 3], [5]]) {
      for (const gini of [normalisedGini, normalisedGiniByRowOrder, normalisedGiniAboveChance]) {
        expect(gini(labels, labels.map((_, row) => row)), `labels ${labels.join()}`).toBeNaN();
      }
    }
  });
});

describe('XAUC', () => {
  it('gives the worked example in its three conventions', () => {
    expect(xauc(...Y)).toBe(8.5 / 9);
    expect(xaucSortedByPrediction(...Y)).toBe(0.8);
    expect(xaucSortedByLabel(...Y)).toBe(0.9);
  });

  it('agrees with the double loop on random ties of every density', () => {
    const random = new Random(5);
    for (let round = 0; round < 40; round++) {
      const length = 2 + random.integer(60);
      const [labelKinds, predictionKinds] = [1 + random.integer(1 + round), 1 + random.integer(1 + round)];
      const labels = Array.from({ length }, () => random.integer(labelKinds));
      const predictions = Array.from({ length }, () => random.integer(predictionKinds));
      const counted = countedPairByPair(labels, predictions);
      expect([xauc(labels, predictions), xaucSortedByPrediction(labels, predictions), xaucSortedByLabel(labels, predictions)]).toEqual(counted);
    }
  });

  it('is one figure in all conventions without ties', () => {
    const random = new Random(6);
    const labels = Array.from({ length: 300 }, () => random.normal());
    const predictions = labels.map((label) => label + random.normal());
    const value = xauc(labels, predictions);
    expect(value).toBeGreaterThan(0.6);
    expect(xaucSortedByPrediction(labels, predictions)).toBe(value);
    expect(xaucSortedByLabel(labels, predictions)).toBe(value);
    expect(xauc(labels, predictions.map((prediction) => -prediction))).toBeCloseTo(1 - value, 14);
  });

  it('parts at a constant prediction', () => {
    expect([xauc([1, 2, 3], [0, 0, 0]), xaucSortedByLabel([1, 2, 3], [0, 0, 0])]).toEqual([0.5, 0]);
    expect([xaucSortedByPrediction([1, 2, 3], [0, 0, 0]), xaucSortedByPrediction([3, 2, 1], [0, 0, 0])]).toEqual([0, 1]);
  });

  it('is undefined where no two labels differ; the other conventions are 0 or by row order there', () => {
    expect(xauc([2, 2], [1, 3])).toBeNaN();
    expect(xaucSortedByPrediction([2, 2], [1, 3])).toBe(0);
    expect(xaucSortedByLabel([2, 2], [3, 1])).toBe(1);
  });

  it('takes a quarter of a million rows in seconds', () => {
    const random = new Random(7);
    const labels = Float64Array.from({ length: 250_000 }, () => Math.round(10 * random.normal()));
    const predictions = labels.map((label) => label + random.normal());
    const start = performance.now();
    expect(xauc(labels, predictions)).toBeGreaterThan(0.9);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

describe.each(Object.entries(all))('%s', (name, metric) => {
  it('is undefined without rows and beside a NaN on either side', () => {
    expect(metric([], [])).toBeNaN();
    expect(metric([1, 2, NaN], [1, 2, 3])).toBeNaN();
    expect(metric([1, 2, 3], [1, NaN, 3])).toBeNaN();
  });

  it('refuses lists of different lengths and leaves its inputs as they were', () => {
    expect(() => metric([1, 2], [1])).toThrow(RangeError);
    const [labels, predictions] = [Float64Array.of(3, 1, 2), Float64Array.of(1, 3, 2)];
    metric(labels, predictions);
    expect([name, [...labels], [...predictions]]).toEqual([name, [3, 1, 2], [1, 3, 2]]);
  });
});

/** Headline, by prediction, by label: literally as the conventions are worded, on stable sorts of their own. */
function countedPairByPair(labels: readonly number[], predictions: readonly number[]): number[] {
  const rows = labels.map((_, row) => row);
  const falls = (sortedBy: readonly number[], counted: readonly number[]): number => {
    const sorted = [...rows].sort((a, b) => sortedBy[b]! - sortedBy[a]!).map((row) => counted[row]!);
    let count = 0;
    for (let i = 0; i < sorted.length; i++) for (let j = i + 1; j < sorted.length; j++) if (sorted[i]! > sorted[j]!) count++;
    return count / ((rows.length * (rows.length - 1)) / 2);
  };
  let [right, kept] = [0, 0];
  for (const i of rows) {
    for (const j of rows) {
      if (labels[i]! <= labels[j]!) continue;
      kept++;
      right += predictions[i]! > predictions[j]! ? 1 : predictions[i] === predictions[j] ? 0.5 : 0;
    }
  }
  return [right / kept, falls(predictions, labels), falls(labels, predictions)];
}
