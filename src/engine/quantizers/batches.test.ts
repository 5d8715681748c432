/** Batches: an epoch sees every row at most once and as many as fill whole batches, whatever the border. */
import { expect, it } from 'vitest';
import { Random } from '../math/random';
import { Batches } from './batches';

it('an epoch is as many whole batches as the rows fill, of rows that differ; all rows where the size divides them', () => {
  for (let rows = 1; rows <= 24; rows++) {
    for (let size = 1; size <= rows + 2; size++) {
      const batches = new Batches(rows, size, new Random(rows * 31 + size));
      expect(batches.size).toBe(Math.min(size, rows));
      const perEpoch = Math.floor(rows / batches.size);
      const orders = Array.from({ length: 3 }, () => Array.from({ length: perEpoch }, () => Array.from(batches.next())));
      for (const epoch of orders) {
        expect(epoch.every((batch) => batch.length === batches.size)).toBe(true);
        const seen = new Set(epoch.flat());
        expect(seen.size, `${rows} rows by ${size}`).toBe(perEpoch * batches.size);
        expect([...seen].every((row) => row >= 0 && row < rows)).toBe(true);
      }
    }
  }
});

it('every epoch has an order of its own, every row comes as often as any other, and the state goes on in the middle of an epoch', () => {
  const [batches, twin] = [new Batches(40, 8, new Random(1)), new Batches(40, 8, new Random(2))];
  const epochs = Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => Array.from(batches.next())).flat());
  expect(new Set(epochs.map((epoch) => epoch.join())).size).toBe(4);
  for (const epoch of epochs) expect(epoch.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, row) => row));
  for (let past = 0; past < 6; past++) {
    twin.restore(batches.state());
    const next = Array.from({ length: 7 }, () => Array.from(batches.next()));
    expect(Array.from({ length: 7 }, () => Array.from(twin.next()))).toEqual(next);
  }
});

it('where a batch is left over, another part of the rows is left out each epoch', () => {
  const batches = new Batches(10, 4, new Random(3));
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 2 * 500; i++) for (const row of batches.next()) counts[row]!++;
  for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(60);
});
