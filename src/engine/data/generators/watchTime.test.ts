/** The watch-time table is what its description says, and its law's median and mean are those of its draws. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random';
import { mean, quantiles } from '../../math/statistics';
import { watchLaws, watchTime, type View } from './watchTime';
import { drawWatch, lawMean, lawMedian, type WatchLaw } from './watchTimeLaw';

const made = watchTime(4);
const texts = (name: string) => made.columns.find((column) => column.name === name)!.values;
const numbers = (name: string) => Float64Array.from(texts(name), Number);
const watch = numbers('watch_s');
const view: View = {
  user_activity: 0.5, user_age_days: 200, item_duration_s: 30, day: 3, is_weekend: 0, hour: 21, position: 5, device: 'phone', category: 'food', author: 'a1', tags: ['new', 'quiz'],
};
const typical = watchLaws(4)(view);

describe('the law', () => {
  const far: WatchLaw = { zero: 0.02, long: 0.7, skip: { mu: 2, sigma: 0.7 }, stay: { mu: 6.5, sigma: 0.9 } };
  it.each([
    ['a typical view', typical],
    ['one of unknown duration', watchLaws(4)({ ...view, item_duration_s: null })],
    ['one that often meets the limit', far],
    ['one mostly skipped', { ...typical, long: 0.1, zero: 0.3 }],
  ])('has the median and mean of 2,000 draws: %s', (_, law) => {
    const random = new Random(1);
    const draws = Float64Array.from({ length: 2000 }, () => drawWatch(law, random));
    const average = mean(draws);
    const deviation = Math.sqrt(mean(draws.map((value) => (value - average) ** 2)));
    expect(Math.abs(average - lawMean(law))).toBeLessThan((3.5 * deviation) / Math.sqrt(2000));
    const below = mean(draws.map((value) => (value < lawMedian(law) ? 1 : 0)));
    expect(Math.abs(below - 0.5)).toBeLessThan((3.5 * 0.5) / Math.sqrt(2000));
  });

  it('has the median 0 where zeros are the half, and is a plain lognormal where nothing else is', () => {
    expect(lawMedian({ ...typical, zero: 0.5 })).toBe(0);
    const plain = { zero: 0, long: 1, skip: typical.skip, stay: { mu: 1, sigma: 0.5 } };
    expect(lawMedian(plain)).toBeCloseTo(Math.E, 12);
    expect(lawMean(plain)).toBeCloseTo(Math.exp(1.125), 9);
  });
});

describe('the table', () => {
  it('follows from the seed alone', () => {
    expect(watchTime(4)).toEqual(made);
    expect(watchTime(5).columns.at(-1)!.values).not.toEqual(made.columns.at(-1)!.values);
  });

  it('has zeros, a long tail, missing durations, labels of very different counts and lists', () => {
    expect(made.columns.every(({ values }) => values.length === 12_000)).toBe(true);
    const zeros = mean(watch.map((value) => (value === 0 ? 1 : 0)));
    expect(zeros).toBeGreaterThan(0.05);
    expect(zeros).toBeLessThan(0.12);
    const [median, p99] = quantiles(watch, [0.5, 0.99]) as [number, number];
    expect(p99 / median).toBeGreaterThan(6);
    expect(texts('item_duration_s').filter((value) => value === '').length / 12_000).toBeCloseTo(0.08, 2);
    const authors = texts('author');
    expect(new Set(authors).size).toBeGreaterThan(280);
    expect(authors.filter((name) => name === 'a1').length).toBeGreaterThan(40 * authors.filter((name) => name === 'a100').length);
    expect(Math.max(...texts('tags').map((tags) => String(tags).split('|').length))).toBe(3);
  });

  it('is drawn from the law it names', () => {
    const [medians, means] = [numbers('law_median'), numbers('law_mean')];
    const below = mean(watch.map((value, row) => (value < medians[row]! ? 1 : value === medians[row]! ? 0.5 : 0)));
    expect(Math.abs(below - 0.5)).toBeLessThan((3.5 * 0.5) / Math.sqrt(watch.length));
    const errors = watch.map((value, row) => value - means[row]!);
    expect(Math.abs(mean(errors))).toBeLessThan(3.5 * Math.sqrt(mean(errors.map((error) => error * error)) / errors.length));
  });

  it('leaves the law far ahead of a constant', () => {
    const errorOf = (predictions: ArrayLike<number>) => mean(watch.map((value, row) => Math.abs(value - predictions[row]!)));
    const constant = errorOf(new Float64Array(12_000).fill(quantiles(watch, [0.5])[0]!));
    expect(errorOf(numbers('law_median'))).toBeLessThan(0.8 * constant);
    expect(errorOf(numbers('law_median'))).toBeLessThan(errorOf(numbers('law_mean')));
  });
});
