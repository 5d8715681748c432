/** Collisions of a run as the card words and lists them. */
import { describe, expect, it } from 'vitest';
import type { QuantizerResult } from '../../engine/records/quantize';
import { NO_RUN } from '../runs/cellRun';
import { changeWords } from './RepairedId';
import { collisionDrawing, collisionWords, collisionsOfRun, kindWords, listedBuckets } from './collisionView';
import type { RunOfCell } from './drawing';

const CODES = [[0, 1], [0, 1], [0, 1], [2, 0], [2, 0], [1, 1]];
const result = { codes: Int32Array.from(CODES.flat()), rows: 6, levels: 2 } as unknown as QuantizerResult;
const run: RunOfCell = { cell: { id: 'km', name: 'RQ-KMeans', mode: 'quantizer', inputs: { rows: 'data' }, spec: { kind: 'rq-kmeans', params: {}, seed: 1 } }, run: { ...NO_RUN, snapshot: null, result } };

describe('collisions of a run', () => {
  it('are worded with copies where vectors are known', () => {
    expect(collisionWords(collisionsOfRun(run, null)!)).toBe('5 of 6 items share 2 IDs.');
    expect(collisionWords(collisionsOfRun(run, Uint32Array.of(0, 1, 2, 3, 4, 5))!)).toBe('5 of 6 items share 2 IDs. None of them is a copy of another one.');
    expect(collisionWords(collisionsOfRun(run, Uint32Array.of(0, 1, 0, 3, 3, 5))!)).toMatch(/^5 of 6 items share 2 IDs\. 4 of them are copies/);
    // Copies counted for other rows are not believed.
    expect(collisionsOfRun(run, Uint32Array.of(0, 0))!.copies).toBeNull();
    expect(collisionsOfRun({ ...run, run: undefined }, null)).toBeNull();
  });
  it('are listed by size and by whether their items differ', () => {
    const found = collisionsOfRun(run, Uint32Array.of(0, 1, 0, 3, 3, 5))!;
    const ids = (list: ReturnType<typeof listedBuckets>) => list.map(({ id }) => id.join(' '));
    expect(ids(listedBuckets(found, null, 'all'))).toEqual(['0 1', '2 0']);
    expect(ids(listedBuckets(found, [2, 2], 'all'))).toEqual(['2 0']);
    expect([ids(listedBuckets(found, null, 'apart')), ids(listedBuckets(found, null, 'copies'))]).toEqual([['0 1'], ['2 0']]);
    expect(found.buckets.map(kindWords)).toEqual(['2 different vectors', 'all copies of each other']);
  });
  it('are drawn without an answer of the engine too', () => {
    expect(collisionDrawing([run], {}).toCsv()).toBe('method,ID,items,different vectors\nRQ-KMeans,0 1,3,\nRQ-KMeans,2 0,2,\n');
    expect(collisionDrawing([], {}).describe()).toBe('Collisions: no codes yet.');
  });
  it('say what a repair changes', () => {
    expect([changeWords(0.0213), changeWords(-0.5), changeWords(1e-9), changeWords(NaN)]).toEqual(['+0.0213', '−0.500', 'the same error', '']);
  });
});
