import { describe, expect, it } from 'vitest';
import { fairSample } from './fairSample';

describe('fairSample', () => {
  it('has as many distinct rows as asked for, ascending, the same for a seed', () => {
    const sample = fairSample(1000, 300, 1);
    expect(sample.length).toBe(300);
    expect([...new Set(sample)].sort((a, b) => a - b)).toEqual([...sample]);
    expect(sample.at(-1)!).toBeLessThan(1000);
    expect(fairSample(1000, 300, 1)).toEqual(sample);
    expect(fairSample(1000, 300, 2)).not.toEqual(sample);
  });
  it('gives every row the same chance', () => {
    const counts = new Uint32Array(20);
    for (let seed = 0; seed < 4000; seed++) for (const row of fairSample(20, 5, seed)) counts[row]!++;
    // Binomial with 4000 draws at 1/4: a standard deviation of 27.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(110);
  });
  it('is all rows where there are no more', () => expect([[...fairSample(3, 9, 1)], [...fairSample(0, 9, 1)]]).toEqual([[0, 1, 2], []]));
});
