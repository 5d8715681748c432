/** Calibration against plain loops over bins, worked examples, ties and empty bins. */
import { describe, expect, it } from 'vitest';
import { calibrationError, calibrationErrorByMass, predictedOverObserved } from './calibration';
import { Random } from './random';

const P = [0.1, 0.1, 0.3, 0.8, 0.9, 0.9];
const Y = [0, 0, 1, 1, 1, 0];

describe('expected calibration error', () => {
  it('gives the worked example', () => {
    expect(calibrationError(Y, P, 2)).toBeCloseTo(0.1833, 4);
    expect(calibrationErrorByMass(Y, P, 2)).toBeCloseTo(0.1833, 4);
  });

  it('is what a loop over the bins gives', () => {
    const random = new Random(5);
    const p = Float64Array.from({ length: 500 }, () => Math.floor(random.uniform() * 50) / 50);
    const y = Array.from(p, (value) => (random.uniform() < value ** 2 ? 1 : 0));
    let error = 0;
    for (let bin = 0; bin < 10; bin++) {
      const rows = [...p.keys()].filter((row) => p[row]! * 10 >= bin && (p[row]! * 10 < bin + 1 || bin === 9));
      if (rows.length === 0) continue;
      const [said, seen] = [p, y].map((column) => rows.reduce((total, row) => total + column[row]!, 0) / rows.length) as [number, number];
      error += (rows.length / p.length) * Math.abs(said - seen);
    }
    expect(calibrationError(y, p)).toBeCloseTo(error, 12);
    expect(error).toBeGreaterThan(0.1);
  });

  it('holds a probability of 1 in the last bin, and is 0 for probabilities that come true and 1 for sure mistakes', () => {
    expect(calibrationError([1, 0, 1], [1, 0, 1])).toBe(0);
    expect(calibrationError([0, 1], [1, 0])).toBe(1);
    expect(calibrationErrorByMass([0, 1], [1, 0])).toBe(1);
    expect(calibrationError([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5])).toBe(0);
  });

  it('by mass has equal bins of different probabilities, and equal ones in one bin whatever the order of the rows', () => {
    // Two bins of two: |0.1 + 0.2 - 1| and |0.6 + 0.7 - 1|.
    expect(calibrationErrorByMass([0, 1, 0, 1], [0.1, 0.2, 0.6, 0.7], 2)).toBeCloseTo((0.7 + 0.3) / 4, 15);
    expect(calibrationErrorByMass([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5], 4)).toBe(0);
    const random = new Random(6);
    const p = Array.from({ length: 120 }, () => random.integer(20) / 20);
    const y = p.map(() => random.integer(2));
    const order = p.map((_, row) => (row * 49) % 120);
    const turned = calibrationErrorByMass(order.map((row) => y[row]!), order.map((row) => p[row]!));
    expect(turned).toBeCloseTo(calibrationErrorByMass(y, p), 14);
  });

  it('is undefined without rows and beside a NaN, and refuses what is no probability or no label', () => {
    expect([calibrationError([], []), calibrationErrorByMass([], []), calibrationError([0, 1], [NaN, 0.5]), calibrationErrorByMass([0, 1], [0.5, NaN])]).toEqual([NaN, NaN, NaN, NaN]);
    expect(() => calibrationError([0, 1], [0.5, 1.5])).toThrow('Row 1 has probability 1.5');
    expect(() => calibrationErrorByMass([2], [0.5])).toThrow('Row 0 has label 2');
    expect(() => calibrationError([0, 1], [0.5])).toThrow('2 and 1 entries');
  });
});

describe('predicted over observed', () => {
  it('is the sum of probabilities over the positives', () => {
    expect(predictedOverObserved(Y, P)).toBeCloseTo(3.1 / 3, 15);
    expect(predictedOverObserved([1, 0, 0, 0], [0.25, 0.25, 0.25, 0.25])).toBe(1);
  });

  it('is undefined without positives, without rows and beside a NaN', () => {
    expect([predictedOverObserved([0], [0.2]), predictedOverObserved([], []), predictedOverObserved([1], [NaN])]).toEqual([NaN, NaN, NaN]);
  });
});
