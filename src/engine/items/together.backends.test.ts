/** Items that share an ID: copies, distances and what other codes leave, against what is counted naively. */
import { expect, it } from 'vitest';
import { PublishedTask } from '../quantizers/published/task';
import type { QuantizerTask } from '../quantizers/training/task';
import { describeBackends } from '../testing/backends';
import { smallRows, trainSmall } from '../testing/training';
import { codedItems } from './codedItems';
import { equalItems, itemsApart, leftByCodes } from './together';

describeBackends('items that share an ID', () => {
  it('are copies where their vectors are equal; one without a vector is a copy of none', () => {
    const data = Float32Array.of(1, 2, 0, 0, 1, 2, -0, 0, 0, 0);
    const { groupOf } = equalItems({ rows: 5, dim: 2, data, known: Uint8Array.of(1, 1, 1, 1, 0) });
    expect([groupOf[0] === groupOf[2], groupOf[1] === groupOf[3], groupOf[0] === groupOf[1], new Set(groupOf).size]).toEqual([true, true, false, 3]);
  });

  it('lie so far from their mean and from the nearest other', () => {
    const items = { rows: 4, dim: 2, data: Float32Array.of(0, 0, 3, 4, 0, 1, 50, 50), known: null };
    const { toMean, nearest, toNearest } = itemsApart(items, Uint32Array.of(0, 1, 2), 2);
    expect([...nearest]).toEqual([2, 2]);
    expect([...toNearest]).toEqual([1, Math.sqrt(18)]);
    expect(toMean[0]).toBeCloseTo(Math.hypot(1, 5 / 3), 12);
    expect(itemsApart(items, Uint32Array.of(3), 9)).toEqual({ toMean: Float64Array.of(0), nearest: Int32Array.of(-1), toNearest: Float64Array.of(NaN) });
    expect(() => itemsApart(items, Uint32Array.of(0, 4), 2)).toThrow('There is no row 4');
    expect([...itemsApart({ ...items, known: Uint8Array.of(1, 1, 0, 1) }, Uint32Array.of(0, 1, 2), 3).nearest]).toEqual([1, 0, -1]);
  });

  for (const kind of ['rq-kmeans', 'rq-vae'] as const) {
    it(`of ${kind}: own codes leave what the result says, others what they decode to, and a suffix changes nothing`, async () => {
      const rows = smallRows();
      let task: QuantizerTask | null = null;
      const { result } = await trainSmall({ kind }, rows, { keep: (made) => void (task = made as QuantizerTask) });
      const items = codedItems(task!);
      const { levels, codes, reconstruction } = result!;
      const members = Uint32Array.of(3, 40, 7);
      const norm = (row: number, rebuilt: number) => Math.sqrt(rows.data.subarray(row * rows.dim, (row + 1) * rows.dim).reduce((sum, value, d) => sum + (value - reconstruction[rebuilt * rows.dim + d]!) ** 2, 0));
      // The codes of other items stand for what was rebuilt for those.
      const others = [11, 12, 13];
      const suffixed = Int32Array.from(others.flatMap((row) => [...codes.subarray(row * levels, (row + 1) * levels), 9]));
      const left = await leftByCodes(items, members, suffixed, levels + 1);
      members.forEach((row, i) => {
        expect(left.before[i]).toBeCloseTo(norm(row, row), 4);
        expect(left.after[i]).toBeCloseTo(norm(row, others[i]!), 4);
      });
      await expect(leftByCodes(items, members, suffixed, levels)).rejects.toThrow('codes for 3 items');
      await expect(leftByCodes(items, Uint32Array.of(rows.rows), suffixed.subarray(0, levels + 1), levels + 1)).rejects.toThrow('There is no row');
      task!.dispose();
      rows.dispose();
    });
  }

  it('of published codes: by the vectors that are fitted to them', async () => {
    const codes = Int32Array.of(0, 0, 1, 1);
    const task = new PublishedTask({ codes: { codes, numCodes: [2] }, rows: { data: Float32Array.of(0, 0, 0, 2, 9, 9, 9, 9), dim: 2, known: Uint8Array.of(1, 1, 1, 1) } }, { kind: 'published', params: {}, seed: 1 });
    const { before, after } = await leftByCodes(codedItems(task), Uint32Array.of(0, 2), Int32Array.of(0, 0), 1);
    expect([before[0], before[1], after[0]].map((left) => Math.round(left! * 1e5) / 1e5)).toEqual([1, 0, 1]);
    expect(after[1]).toBeCloseTo(Math.hypot(9, 8), 4);
  });
});
