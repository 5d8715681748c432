import { expect, it } from 'vitest';
import { rankCorrelation, spearman } from './rankCorrelation';

it('is the correlation of ranks, ties at their mean', () => {
  expect(spearman([1, 2, 3, 4], [10, 20, 30, 40])).toBeCloseTo(1, 12);
  expect(spearman([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
  // scipy.stats.spearmanr([1, 2, 2, 4], [1, 3, 2, 4]) = 0.9486832980505138
  expect(spearman([1, 2, 2, 4], [1, 3, 2, 4])).toBeCloseTo(0.9486832980505138, 12);
  expect(spearman([1, 1, 1], [1, 2, 3])).toBeNaN();
});

it('has an interval that repeats, and none where there are too few pairs or one side is constant', () => {
  const [xs, ys] = [[1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 4, 3, 6, 5, 8, 7]];
  const found = rankCorrelation(xs, ys)!;
  expect(found.rho).toBeCloseTo(0.9047619, 6);
  expect(found.low).toBeLessThan(found.rho);
  expect(found.high).toBeLessThanOrEqual(1);
  expect(found.low).toBeGreaterThan(0.2);
  expect(rankCorrelation(xs, ys)).toEqual(found);
  expect(rankCorrelation([1, 2, 3, 4], [1, 2, 3, 4])).toBeNull();
  expect(rankCorrelation([0, 0, 0, 0, 0], [1, 2, 3, 4, 5])).toBeNull();
});
