/** Views of predictors over runs: which runs they take, which row they decode, what they offer. */
import { describe, expect, it } from 'vitest';
import type { MetricPoint } from '../../engine/records/run';
import type { PredictorKind } from '../../engine/records/predict';
import { FIT_VIEW_KEYS } from '../notebook/spec';
import { NO_RUN } from '../runs/cellRun';
import type { ValueRun } from '../runs/cellRun';
import { byValue, decodedRun, entryAt, extremeEntry, focusOf, placeOf } from './decodingView';
import type { RunOfPredictor } from './drawing';
import { FIT_VIEWS } from './fitViews';

const item = (kind: PredictorKind, run: Partial<ValueRun> = {}, id: string = kind): RunOfPredictor => ({
  cell: { id, name: id, mode: 'predictor', inputs: { rows: 'table' }, spec: { kind, params: kind === 'rq-reg' ? { numCodes: [4] } : {}, seed: 1 } }, run: { ...NO_RUN, snapshot: null, result: null, ...run },
});
const point = (step: number, losses: Record<string, number>, metrics?: Record<string, number>): MetricPoint => ({ step, seconds: step, level: -1, losses, ...(metrics && { metrics }) });

describe('views of predictors', () => {
  it('say something of runs that have shown nothing yet', () => {
    for (const key of FIT_VIEW_KEYS) {
      const drawing = FIT_VIEWS[key].drawing([item('rq-reg'), item('mlp')], {}, 's');
      expect(drawing.height(600), key).toBeGreaterThan(40);
      expect(drawing.describe(), key).toMatch(/\w/);
    }
  });

  it('draw scores of validation at their epochs, and leave out ended runs that have none', () => {
    const points = [point(1, { regression: 3 }), point(2, { regression: 2 }, { mae: 9 }), point(4, { regression: 1 }, { mae: 7 })];
    const ended = { result: {} as never };
    const runs = [item('rq-reg', { points }), item('constant', ended), item('mlp')];
    const curves = FIT_VIEWS.fitCurves;
    const lines = curves.drawing(runs, {}, 's').toCsv().trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(curves.drawing(runs, { key: 'regression' }, 's').toCsv().trim().split('\n')).toHaveLength(4);
    expect(curves.drawing(runs, {}, 's').describe()).not.toContain('constant');
    expect(curves.options[0]!.choices!(runs).map(({ title }) => title)).toEqual(['validation MAE', 'regression loss']);
  });
});

describe('the decoding of a row', () => {
  const decoding = { targets: Float32Array.of(5, 1, 9, 1), numCodes: [2], free: { learned: Float32Array.of(4, 5.5, 0, 1, 8, 3, 1, 1.2) } } as never;

  it('finds rows by the order of their value, and the place of a row again', () => {
    expect(byValue(decoding)).toEqual([1, 3, 0, 2]);
    expect([0, 0.5, 1].map((place) => entryAt(decoding, place))).toEqual([1, 0, 2]);
    expect([0, 1, 2, 3].map((entry) => entryAt(decoding, placeOf(decoding, entry)))).toEqual([0, 1, 2, 3]);
  });

  it('knows the best and the worst predicted row by the last running sum', () => {
    expect([extremeEntry(decoding, 'best'), extremeEntry(decoding, 'worst')]).toEqual([1, 2]);
  });

  it('takes the run asked for, or the first that has codes', () => {
    const runs = [item('mlp'), item('rq-reg', {}, 'plain'), item('rq-reg', { snapshot: { decoding } as never }, 'reg')];
    expect([decodedRun(runs, ''), decodedRun(runs, 'plain'), decodedRun(runs, 'mlp')].map((run) => run?.cell.id)).toEqual(['reg', 'plain', 'reg']);
    expect(decodedRun([item('mlp')], '')).toBeUndefined();
  });

  it('reads its focus from whatever the document holds', () => {
    expect(focusOf({})).toEqual({ run: '', way: 'free', mode: 'row', place: 0.6, shown: null });
    expect(focusOf({ way: 'forced', mode: 'many', place: 7, shown: 2, run: 'reg' })).toEqual({ run: 'reg', way: 'forced', mode: 'many', place: 1, shown: 2 });
  });
});
