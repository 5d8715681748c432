/** Calibration and errors by group: every row in one group, equal targets together, means as worked out by hand. */
import { describe, expect, it } from 'vitest';
import { calibration, errorsByTarget } from './snapshot';
import { Random } from '../../../math/random';

describe('groups of rows', () => {
  it('by prediction: ten of equal size, with the means of both sides', () => {
    const predictions = Float64Array.from({ length: 40 }, (_, row) => (row * 7) % 40);
    const targets = predictions.map((value) => 2 * value + 1);
    const { predicted, actual, rows } = calibration(targets, predictions);
    expect([...rows]).toEqual(new Array<number>(10).fill(4));
    expect([...predicted]).toEqual([1.5, 5.5, 9.5, 13.5, 17.5, 21.5, 25.5, 29.5, 33.5, 37.5]);
    expect([...actual]).toEqual([...predicted].map((value) => 2 * value + 1));
  });

  it('by target: equal targets in one group, errors with and without their sign', () => {
    const targets = [...new Array<number>(35).fill(0), 1, 2, 3, 4, 5];
    const predictions = targets.map((target, row) => (row % 2 === 0 ? target + 2 : target - 1));
    const { upTo, mae, bias, rows } = errorsByTarget(targets, predictions);
    expect(upTo[0]).toBe(0);
    expect(rows[0]).toBe(35);
    expect(mae[0]).toBeCloseTo((18 * 2 + 17) / 35, 6);
    expect(bias[0]).toBeCloseTo((18 * 2 - 17) / 35, 6);
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(40);
    expect([...upTo]).toEqual([...upTo].sort((a, b) => a - b));
  });

  it('leave no row out and hold at any size', () => {
    const random = new Random(1);
    for (const size of [1, 2, 9, 10, 11, 137]) {
      const targets = Float64Array.from({ length: size }, () => Math.floor(6 * random.uniform()));
      const predictions = targets.map(() => random.normal());
      const { mae, rows } = errorsByTarget(targets, predictions);
      const all = mae.reduce((sum, value, group) => sum + value * rows[group]!, 0) / size;
      const direct = targets.reduce((sum, value, row) => sum + Math.abs(predictions[row]! - value), 0) / size;
      expect(all).toBeCloseTo(direct, 5);
      expect(calibration(targets, predictions).rows.reduce((sum, count) => sum + count, 0)).toBe(size);
    }
  });
});
