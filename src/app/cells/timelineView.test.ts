/** Runs as they stood at an earlier time, and what the line of time shows of them. */
import { describe, expect, it } from 'vitest';
import { NO_HISTORY, withSnapshot } from '../runs/snapshotHistory';
import { NO_RUN } from '../runs/cellRun';
import { fakeSnapshot } from '../testing/fakeRun';
import type { SampledStages } from '../../engine/records/items';
import type { QuantizerResult } from '../../engine/records/quantize';
import type { RunOfCell } from './drawing';
import { atPlace, placeOfStep, placeWords, stepsInAll, timelineDrawing } from './timelineView';
import { momentOf } from './useMoment';
import { VIEWS } from './views';

const snapshots = [10, 20, 30, 40].map((step) => fakeSnapshot('rq-vae', step, step / 40, { levels: 3, codes: 8, rows: 200, dim: 4 }));
const history = snapshots.reduce((before, snapshot) => withSnapshot(before, 'run', snapshot, 48), NO_HISTORY);
const item: RunOfCell = {
  cell: { id: 'vae', name: 'RQ-VAE', mode: 'quantizer', inputs: { rows: 'data' }, spec: { kind: 'rq-vae', params: { numLevels: 3, numCodes: [8] }, seed: 1 } },
  run: { ...NO_RUN, snapshot: snapshots.at(-1)!, result: { steps: 40, codes: new Int32Array(0) } as unknown as QuantizerResult },
};

describe('an earlier time', () => {
  it('gives a figure the snapshot of then, and no result', () => {
    const past = atPlace(item, history, 0.5);
    expect([past.run!.snapshot!.step, past.run!.result]).toEqual([20, null]);
    expect(VIEWS.utilization.drawing([past], {}).toCsv()).toBe(VIEWS.utilization.drawing([{ ...item, run: { ...item.run!, snapshot: snapshots[1]! } }], {}).toCsv());
    expect(VIEWS.utilization.drawing([past], {}).toCsv()).not.toBe(VIEWS.utilization.drawing([item], {}).toCsv());
    expect(atPlace(item, undefined, 0.5)).toBe(item);
    expect(placeWords([item], [past], 0.5)).toBe('As of step 20 of 40.');
    expect(placeWords([item, item], [past, past], 0.5)).toBe('As of 50.0\u202f% of the steps of each run.');
  });
  it('is a share of the steps in all; the last step is the end', () => {
    expect([stepsInAll(item), placeOfStep(10, item), placeOfStep(40, item)]).toEqual([40, 0.25, null]);
    expect(stepsInAll({ ...item, run: undefined })).toBe(1);
  });
  it('is drawn as the error of every snapshot that is kept', () => {
    const rows = timelineDrawing([item], { histories: { vae: history }, place: 0.5 }).toCsv().trimEnd().split('\n').slice(1).map((line) => line.split(',').map(Number));
    expect(rows.map(([, step, steps]) => [step, steps])).toEqual([[10, 40], [20, 40], [30, 40], [40, 40]]);
    rows.forEach(([, , , , error], i) => expect(error).toBeCloseTo(Math.sqrt(snapshots[i]!.residualEnergy.at(-1)!), 12));
  });
});

describe('the moment of a map', () => {
  const stages = { rows: 1, of: Uint32Array.of(3) } as unknown as SampledStages;
  const [snapshot] = snapshots;
  it('is a time of which places are kept, or one of which it is said that none are', () => {
    expect(momentOf({ ...snapshot!, exact: false, stages }, false)).toEqual({ stages, words: 'step 10', past: false });
    expect(momentOf({ ...snapshot!, exact: false, stages }, true)).toEqual({ stages, words: 'step 10', past: true });
    expect(momentOf({ ...snapshot!, exact: false }, true)).toEqual({ stages: null, words: 'step 10', past: true });
  });
  it('is none at the end, nor while a run trains without places', () => {
    expect([momentOf(null, true), momentOf({ ...snapshot!, exact: true }, true), momentOf({ ...snapshot!, exact: false }, false)]).toEqual([null, null, null]);
  });
});
