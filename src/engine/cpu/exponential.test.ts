/** The kernels' exponential and logarithm against those of JavaScript. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Random } from '../math/random';
import { KeptMemory } from './memory';
import { Pool } from './pool';

const memory = new KeptMemory();
const pool = new Pool(new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url))), memory);

/** Units in the last place, of the smallest numbers for those below the normal ones. */
function unitsApart(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  const unit = Math.max(2 ** (Math.floor(Math.log2(Math.abs(b))) - 52), Number.MIN_VALUE);
  return Math.abs(a - b) / unit;
}

function results(values: readonly number[]) {
  const even = [...values, ...(values.length % 2 === 1 ? [0] : [])];
  const [at, powers, logarithms] = [0, 0, 0].map(() => memory.allocate(even.length * 8)) as [number, number, number];
  memory.doubles(at, even.length).set(even);
  pool.run('exponentials', 1, [at, even.length, powers, logarithms]);
  return { powers: memory.doubles(powers, values.length), logarithms: memory.doubles(logarithms, values.length) };
}

function worst(values: readonly number[], seen: Float64Array, wanted: (value: number) => number): number {
  return values.reduce((most, value, i) => Math.max(most, unitsApart(seen[i]!, wanted(value))), 0);
}

it('exp errs by two units at most, from where it is 0 to where it is infinite', () => {
  const random = new Random(1);
  const values = [
    ...Array.from({ length: 20_000 }, () => -746 + 1456 * random.uniform()),
    ...Array.from({ length: 20_000 }, () => -62 * random.uniform()),
    ...Array.from({ length: 5000 }, () => 0.4 * random.normal()),
    ...Array.from({ length: 400 }, (_, i) => (i - 200) * Math.LN2 * 0.5),
  ];
  expect(worst(values, results(values).powers, Math.exp)).toBeLessThanOrEqual(2);
});

it('log errs by two units at most, from the smallest number to the largest', () => {
  const random = new Random(2);
  const values = [
    ...Array.from({ length: 20_000 }, () => 2 ** (-1074 + 2097 * random.uniform())),
    ...Array.from({ length: 20_000 }, () => 1 + 300 * random.uniform()),
    ...Array.from({ length: 5000 }, (_, i) => 1 + (i - 2500) * 2 ** -45),
    ...Array.from({ length: 5000 }, () => 0.5 + random.uniform()),
  ];
  expect(worst(values, results(values).logarithms, Math.log)).toBeLessThanOrEqual(2);
});

it('both have the limits of JavaScript', () => {
  const values = [0, -0, 1, -1, Infinity, -Infinity, NaN, 709.782712893384, 709.7827128933841, 710, -745.1332191019411, -745.1332191019412, -746, 1e300, -1e300, Number.MIN_VALUE, Number.MAX_VALUE, 2 ** -1022];
  const { powers, logarithms } = results(values);
  const close = (seen: Float64Array, wanted: number[]): void => wanted.forEach((value, i) => expect(unitsApart(seen[i]!, value), `of ${values[i]}: ${seen[i]}, not ${value}`).toBeLessThanOrEqual(1));
  close(powers, values.map(Math.exp));
  close(logarithms, values.map(Math.log));
});
