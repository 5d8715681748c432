/** Agreement of groupings against values of scikit-learn 1.9 (adjusted_mutual_info_score, expected_mutual_information) and SciPy's linear_sum_assignment. */
import { describe, expect, it } from 'vitest';
import { matchGroups } from './matching';
import { agreement, contingency } from './mutualInformation';

const numbers = (n: number, rule: (i: number) => number) => Uint32Array.from({ length: n }, (_, i) => rule(i));
const mixed = (i: number, shift: number) => Math.floor((((i + shift) * 2654435761) % 2 ** 32) / 65536);
const a = numbers(3000, (i) => mixed(i, 7) % 13);
const b = numbers(3000, (i) => (mixed(i, 11) % 4 === 0 ? mixed(i, 99) % 17 : (a[i]! * 5) % 13));
const many = numbers(3000, (i) => mixed(i, 3) % 1500);
const others = numbers(3000, (i) => (mixed(i, 5) % 2 === 0 ? many[i]! : mixed(i, 21) % 1400));
const sum = (values: Uint32Array) => values.reduce((total, value) => total + value, 0);

describe('adjusted mutual information', () => {
  it.each([
    [[0, 0, 1, 1, 2, 2], [0, 0, 1, 2, 2, 2], 0.7803552045207032, 0.503096332296725, 0.5023607027202738],
    [[0, 0, 0, 0], [0, 1, 2, 3], 0, 0, 0],
    [[1, 1, 0, 0], [0, 0, 1, 1], 0.6931471805599453, 0.23104906018664825, 1],
  ])('of %j and %j', (first, second, mutual, expected, adjusted) => {
    const told = agreement(contingency(first, second));
    expect(told.mutual).toBeCloseTo(mutual, 12);
    expect(told.expected).toBeCloseTo(expected, 12);
    expect(told.adjusted).toBeCloseTo(adjusted, 12);
  });
  it('of 3,000 items in a few groups and in more than a thousand', () => {
    expect([sum(a), sum(b), sum(many), sum(others)]).toEqual([17949, 19264, 2238804, 2164102]);
    const few = agreement(contingency(a, b));
    expect([few.mutual, few.expected, few.adjusted].map((value) => value.toFixed(10))).toEqual(['1.5374609516', '0.0329991719', '0.5774488941']);
    const more = agreement(contingency(many, others));
    expect([more.mutual, more.expected, more.adjusted].map((value) => value.toFixed(9))).toEqual(['6.466655833', '6.124666084', '0.363621846']);
  });
  it('does not depend on numbers, is 1 for the same groups and near 0 for groups drawn apart', () => {
    const renamed = a.map((group) => (group * 7 + 3) % 13);
    expect(agreement(contingency(a, renamed)).adjusted).toBeCloseTo(1, 12);
    expect(agreement(contingency(b, renamed)).adjusted).toBeCloseTo(agreement(contingency(b, a)).adjusted, 12);
    expect(Math.abs(agreement(contingency(a, numbers(3000, (i) => mixed(i, 12345) % 9))).adjusted)).toBeLessThan(0.01);
    expect([agreement(contingency([0, 0], [4, 4])).adjusted, agreement(contingency([0, 1], [1, 0])).adjusted, agreement(contingency([], [])).adjusted]).toEqual([1, 1, NaN]);
    expect(() => contingency([0], [0, 1])).toThrow('Groupings of 1 and 2 items');
  });
  it('of 100,000 items whose IDs are mostly their own takes less than two seconds', () => {
    const ids = numbers(100_000, (i) => Math.floor(i / (1 + (i % 3))));
    const started = performance.now();
    expect(agreement(contingency(ids, numbers(100_000, (i) => Math.floor(i / (1 + (i % 5)))))).adjusted).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('matching of groups', () => {
  it('keeps as many items as the best assignment', () => {
    expect(matchGroups(contingency(a, b))).toMatchObject({ kept: 2296, best: true });
    expect(matchGroups(contingency([0, 0, 1, 1, 2, 2], [0, 0, 1, 2, 2, 2])).kept).toBe(5);
    expect(matchGroups(contingency([0, 0, 0, 0], [0, 1, 2, 3])).kept).toBe(1);
    const { of, kept } = matchGroups(contingency([0, 0, 1, 1, 1], [5, 5, 2, 2, 2]));
    expect([[...of], kept]).toEqual([[5, 2], 5]);
  });
  it('of very many groups keeps half of the best at least, and says that it may not be the best', () => {
    const { kept, best } = matchGroups(contingency(many, others));
    expect(best).toBe(false);
    expect(kept).toBeGreaterThanOrEqual(1791 / 2);
    expect(kept).toBeLessThanOrEqual(1791);
  });
});
