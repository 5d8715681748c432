import { expect, it } from 'vitest';
import { Random } from '../../../math/random';
import { fitTargetQuantizer } from './targetQuantizer';
import { targetQuantization } from './targetQuantizerRecord';
import { tryLevelsAndCodes } from './targetQuantizerTrials';

const options = { thresholds: 'one', zerosInFit: false, clipQuantile: 1, medianFirst: false } as const;
const random = new Random(3);
const targets = Float64Array.from({ length: 1500 }, () => Math.exp(1.5 + 1.2 * random.normal()));

it('more levels and more codes leave less, as much as such a quantizer leaves', () => {
  const { numCodes, errors, rows } = tryLevelsAndCodes(targets, options, new Random(1));
  expect(rows).toBe(1500);
  errors.forEach((after, i) => {
    after.slice(1).forEach((error, level) => expect(error).toBeLessThanOrEqual(after[level]!));
    if (i > 0) expect(after[0]!).toBeLessThan(errors[i - 1]![0]!);
  });
  // Another seed of k-means, the same codes by and large.
  const own = targetQuantization(fitTargetQuantizer(targets, { ...options, numCodes: [16, 16, 16] }, new Random(2)), targets).errors;
  const sixteen = errors[numCodes.indexOf(16)]!;
  [0, 1, 2].forEach((level) => expect(Math.abs(Math.log(sixteen[level]! / own[level + 1]!))).toBeLessThan(Math.log(1.5)));
});

it('counts on 5,000 rows where there are more, the same ones for a seed, and survives targets without values', () => {
  const many = Float64Array.from({ length: 6000 }, (_, i) => i % 97);
  const once = tryLevelsAndCodes(many, options, new Random(5));
  expect(once.rows).toBe(5000);
  expect(tryLevelsAndCodes(many, options, new Random(5))).toEqual(once);
  // 97 values: 128 codes name each of them.
  expect(once.errors.at(-1)).toEqual([0, 0, 0, 0]);
  expect(tryLevelsAndCodes(new Float64Array(20), options, new Random(1)).errors.flat().every((error) => error === 0)).toBe(true);
});
