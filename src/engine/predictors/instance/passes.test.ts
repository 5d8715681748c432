/** Epochs of one or two passes: everything once, then in reverse, and going on from a state. */
import { expect, it } from 'vitest';
import { Random } from '../../math/random';
import { Passes } from './passes';

it('one pass takes everything once an epoch, in a new order each time', () => {
  const passes = new Passes(10, 5, 1, new Random(1));
  const epochs = Array.from({ length: 3 }, () => [...passes.next(), ...passes.next()]);
  expect(passes.stepsPerEpoch).toBe(2);
  for (const epoch of epochs) expect(epoch.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(epochs[0]).not.toEqual(epochs[1]);
});

it('the second pass is the first in reverse', () => {
  const passes = new Passes(7, 3, 2, new Random(2));
  expect(passes.stepsPerEpoch).toBe(4);
  const first = [...passes.next(), ...passes.next()];
  const second = [...passes.next(), ...passes.next()];
  expect(second.slice(1).toReversed()).toEqual(first.slice(1));
});

it('takes fewer than a batch as one', () => {
  expect(new Passes(3, 256, 1, new Random(3)).next().length).toBe(3);
});

it('goes on from a state', () => {
  const one = new Passes(20, 4, 2, new Random(4));
  for (let i = 0; i < 7; i++) one.next();
  const state = one.state();
  const wanted = Array.from({ length: 15 }, () => [...one.next()]);
  const other = new Passes(20, 4, 2, new Random(5));
  other.restore(state);
  expect(Array.from({ length: 15 }, () => [...other.next()])).toEqual(wanted);
});
