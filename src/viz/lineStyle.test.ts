import { expect, test } from 'vitest';
import { dashOf } from './lineStyle';
import type { Series } from './view';

test('the first line of a hue is whole, each further one has dashes of its own', () => {
  const all: Series[] = [['a', 'rq-reg'], ['m', 'mlp'], ['b', 'rq-reg'], ['c', 'rq-reg']].map(([id, hue]) => ({ id: id!, name: id!, hue: hue as Series['hue'] }));
  const dashes = all.map((series) => dashOf(series, all));
  expect(dashes.slice(0, 2)).toEqual([null, null]);
  expect(new Set([dashes[0], dashes[2], dashes[3]]).size).toBe(3);
});
