import { describe, expect, it } from 'vitest';
import { Random } from './random';
import { countInversions, countTiedPairs, hasNaN, midRanks, requireSameLength, rowNumbers, stableOrder } from './ranks';

describe('orders', () => {
  it('keeps equal values in row order, both ways', () => {
    expect([...stableOrder([2, 1, 2, 1, 3])]).toEqual([1, 3, 0, 2, 4]);
    expect([...stableOrder([2, 1, 2, 1, 3], -1)]).toEqual([4, 0, 2, 1, 3]);
  });

  it('places infinities, equal ones in row order', () => {
    expect([...stableOrder([Infinity, 0, -Infinity, Infinity, -Infinity])]).toEqual([2, 4, 1, 0, 3]);
  });

  it('takes -0 and 0 as equal', () => {
    expect([...midRanks([0, -0])]).toEqual([1.5, 1.5]);
  });
});

describe('mid-ranks', () => {
  it('shares the mean rank among equal values', () => {
    expect([...midRanks([10, 30, 20, 20, 5])]).toEqual([2, 5, 3.5, 3.5, 1]);
    expect([...midRanks([7, 7, 7])]).toEqual([2, 2, 2]);
    expect(midRanks([]).length).toBe(0);
  });

  it('is the number of smaller values plus half the equal ones, on random ties', () => {
    const random = new Random(3);
    const values = Array.from({ length: 200 }, () => random.integer(20));
    const counted = values.map((value) => 0.5 + values.reduce((total, other) => total + (other < value ? 1 : other === value ? 0.5 : 0), 0));
    expect([...midRanks(values)]).toEqual(counted);
  });

  it('is undefined beside a NaN', () => {
    expect([...midRanks([1, NaN])]).toEqual([NaN, NaN]);
    expect([hasNaN([1, NaN]), hasNaN([1, Infinity])]).toEqual([true, false]);
  });
});

describe('pairs', () => {
  it('counts inversions as the double loop does, at every length', () => {
    const random = new Random(4);
    for (let length = 0; length < 70; length++) {
      const sequence = Array.from({ length }, () => random.integer(12) - 5);
      let counted = 0;
      for (let i = 0; i < length; i++) for (let j = i + 1; j < length; j++) if (sequence[i]! > sequence[j]!) counted++;
      expect(countInversions(sequence), `length ${length}`).toBe(counted);
    }
    expect(countInversions([3, 2, 1, 0])).toBe(6);
  });

  it('leaves the sequence as it was', () => {
    const sequence = Float64Array.of(3, 1, 2);
    countInversions(sequence);
    expect([...sequence]).toEqual([3, 1, 2]);
  });

  it('counts a reversed million exactly', () => {
    expect(countInversions(rowNumbers(1_000_000).reverse())).toBe((1_000_000 * 999_999) / 2);
  });

  it('counts pairs of equal rows', () => {
    const values = [1, 2, 1, 1, 2];
    expect(countTiedPairs(stableOrder(values), (a, b) => values[a] === values[b])).toBe(4);
    expect(countTiedPairs(new Uint32Array(0), () => true)).toBe(0);
  });

  it('refuses lists of different lengths', () => {
    expect(() => requireSameLength([1], [1, 2], 'AUC')).toThrow('AUC: 1 and 2 entries');
  });
});
