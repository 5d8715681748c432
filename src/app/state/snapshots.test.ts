import { describe, expect, it } from 'vitest';
import { NO_HISTORY, bytesOf, snapshotAt, withSnapshot } from '../runs/snapshotHistory';
import { fakeSnapshot } from '../testing/fakeRun';
import { createRunStore, patchRun } from './runStore';
import { MOST_SNAPSHOTS, createSnapshots } from './snapshots';

const SHAPE = { levels: 2, codes: 8, rows: 100, dim: 4 };
const snapshot = (step: number) => fakeSnapshot('rq-kmeans', step, 1, SHAPE);
const after = (count: number, most: number) => Array.from({ length: count }, (_, i) => snapshot(10 * (i + 1))).reduce((history, one) => withSnapshot(history, 'run', one, most), NO_HISTORY);

describe('snapshots of a run', () => {
  it('are never more than allowed, evenly spread, with the first and the latest', () => {
    for (const count of [1, 5, 8, 9, 50, 1000]) {
      const { kept, every } = after(count, 8);
      expect(kept.length).toBeLessThanOrEqual(8);
      expect(kept.length).toBeGreaterThanOrEqual(Math.min(count, 4));
      expect([kept[0]!.snapshot.step, kept.at(-1)!.snapshot.step]).toEqual([10, 10 * count]);
      const gaps = kept.slice(1, -1).map(({ at }, i) => at - kept[i]!.at);
      expect(new Set(gaps).size).toBeLessThanOrEqual(1);
      if (gaps.length > 0) expect(gaps[0]).toBe(every);
    }
  });
  it('are found by the share of the steps', () => {
    const history = after(10, 48);
    expect([0, 0.05, 0.1, 0.34, 0.999, 1].map((place) => snapshotAt(history, place, 100)!.step)).toEqual([10, 10, 10, 30, 100, 100]);
    expect(snapshotAt(NO_HISTORY, 0.5, 100)).toBeNull();
  });
  it('of a run that began anew or went back are given up', () => {
    const history = after(10, 48);
    expect(withSnapshot(history, 'other', snapshot(3), 48).kept.map(({ snapshot: { step } }) => step)).toEqual([3]);
    expect(withSnapshot(history, 'run', snapshot(35), 48).kept.map(({ snapshot: { step } }) => step)).toEqual([10, 20, 30, 35]);
    expect(withSnapshot(history, 'run', history.kept.at(-1)!.snapshot, 48)).toBe(history);
  });
  it('are counted in bytes', () => {
    const one = bytesOf(after(1, 48));
    const { usage, residualNorms } = snapshot(10);
    expect(one).toBeGreaterThan([...usage, residualNorms.edges, ...residualNorms.counts].reduce((sum, array) => sum + array.byteLength, 0));
    expect(bytesOf(after(3, 48))).toBe(3 * one);
  });
});

describe('the store of snapshots', () => {
  it('follows the runs of the page', () => {
    const runs = createRunStore();
    const store = createSnapshots(runs);
    const steps = (id: string) => store.getState().runs[id]?.kept.map(({ snapshot: { step } }) => step);
    for (let step = 1; step <= 100; step++) patchRun(runs, 'a', { runId: 'r1', snapshot: snapshot(step) });
    expect(steps('a')!.length).toBeLessThanOrEqual(MOST_SNAPSHOTS);
    expect([steps('a')![0], steps('a')!.at(-1)]).toEqual([1, 100]);
    const before = store.getState().runs;
    patchRun(runs, 'a', { status: 'done' });
    expect(store.getState().runs).toBe(before);
    patchRun(runs, 'a', { runId: 'r2', snapshot: null });
    expect(steps('a')).toBeUndefined();
    patchRun(runs, 'a', { snapshot: snapshot(4) });
    runs.setState({ runs: {} });
    expect(store.getState().runs).toEqual({});
  });
});
