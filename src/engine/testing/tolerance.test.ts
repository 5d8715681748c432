/** The comparison that other tests rely on fails where it should. */
import { expect, test } from 'vitest';
import { expectClose } from './tolerance';

const TIGHT = { rtol: 0.01, atol: 0.1 };

test('accepts what lies within atol + rtol * |expected|', () => {
  expectClose(101.05, 100, TIGHT);
  expectClose(new Float32Array([1, NaN, Infinity]), [1.1, NaN, Infinity], TIGHT);
  expectClose(
    [
      [1, 2],
      [3, 4],
    ],
    { shape: [2, 2], data: [1, 2, 3, 4] },
    TIGHT,
  );
});

test('refuses the rest and names the worst index and both values', () => {
  expect(() => expectClose(101.2, 100, TIGHT)).toThrow(/101\.2 where 100 was wanted/);
  expect(() => expectClose([0, 0.2, 0, 9], { shape: [2, 2], data: [0, 0, 0, 0] }, TIGHT, 'means')).toThrow(
    /means\[1, 1\]: 9 where 0 was wanted .*allowed 0\.1\); 2 of 4 numbers are outside/,
  );
});

test('refuses another length, and numbers that are none', () => {
  expect(() => expectClose([1, 2], [1], TIGHT)).toThrow(/2 numbers where 1 were wanted/);
  for (const wrong of [NaN, Infinity, -Infinity]) expect(() => expectClose([wrong], [1], { rtol: 1e9, atol: 1e9 })).toThrow(/was wanted/);
  expect(() => expectClose([1], [Infinity], TIGHT)).toThrow(/where Infinity was wanted/);
});
