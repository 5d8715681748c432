/** Two runs compared: which items are joined, what a band selects, and what noise is. */
import { describe, expect, it } from 'vitest';
import type { MetricEntry, QuantizerResult } from '../../engine/records/quantize';
import type { ItemRows } from '../output/itemRows';
import { NO_RUN } from '../runs/cellRun';
import type { ItemsSeen, RunOfCell } from './drawing';
import { compareDrawing, metricDifferences, pairOf, pairRows } from './compareView';

const coded = (ids: number[][]) => ({ codes: Int32Array.from(ids.flat()), rows: ids.length, levels: ids[0]!.length }) as unknown as QuantizerResult;
const quantizer = (id: string, ids: number[][]): RunOfCell => ({ cell: { id, name: id, mode: 'quantizer', inputs: { rows: 'data' }, spec: { kind: 'rq-kmeans', params: {}, seed: 1 } }, run: { ...NO_RUN, snapshot: null, result: coded(ids) } });
const published = (id: string, ids: number[][]): RunOfCell => ({ cell: { id, name: id, mode: 'codes', inputs: {}, spec: { data: id, choices: {}, kind: 'published', params: {}, seed: 1 } }, run: { ...NO_RUN, snapshot: null, result: coded(ids) } });
const named = (data: string, ids: string[]): ItemRows => ({ data, rows: ids.length, ids, rowIndex: null, metadata: [], titles: null });
const seen = (rows: Record<string, ItemRows>): ItemsSeen => ({ rowsOf: (id) => rows[id] ?? null, selection: null, selectedOf: () => null, isolated: false, inspected: null, chooseCode: () => undefined, expectCode: () => undefined, chooseRows: () => undefined, inspectItem: () => undefined });
const A = quantizer('a', [[0, 0], [0, 1], [1, 0]]);
const B = quantizer('b', [[5, 0], [5, 1], [2, 0]]);

describe('two runs', () => {
  it('of one data cell are joined row by row; of different rows by id, where both are loaded', () => {
    expect([...pairOf([A, B], {}, [null, null])!.joined!.first]).toEqual([0, 1, 2]);
    const index = published('index', [[1, 1], [2, 2]]);
    const items = seen({ a: named('data', ['x', 'y', 'z']), index: named('index', ['z', 'w']) });
    const { joined } = pairOf([A, index], {}, pairRows([A, index], {}, items))!;
    expect([[...joined!.first], [...joined!.second]]).toEqual([[2], [0]]);
    expect(pairOf([A, index], {}, [null, null])!.joined).toBeNull();
    expect([pairOf([A], {}, [null, null])!.second.cell.id, pairOf([], {}, [null, null]), pairOf([A, { ...B, run: undefined }], {}, [null, null])]).toEqual(['a', null, null]);
  });
  it('are drawn at the level that is chosen, and described without numbers of codes where there are none', () => {
    const lines = (level: number) => compareDrawing([A, B], { level }, undefined).toCsv().trimEnd().split('\n').slice(1);
    expect(lines(0)).toEqual(['1,a,0,b,5,2,yes', '1,a,1,b,2,1,yes']);
    expect(lines(1)).toEqual(['2,a,0,b,0,2,yes', '2,a,1,b,1,1,yes']);
    expect(compareDrawing([], {}, undefined).describe()).toBe('Two runs compared: no codes of the same items yet.');
  });
});

describe('differences of metrics', () => {
  const metrics = [{ key: 'rmse' }, { key: 'utilization' }, { key: 'absent' }] as unknown as MetricEntry[];
  const run = (seed: number, rmse: number) => ({ seed, result: { metrics: { rmse, utilization: [1, 0.5] } } as unknown as QuantizerResult });
  it('are within noise where they are smaller than two standard errors of both means', () => {
    const [rmse, use] = metricDifferences(metrics, [run(1, 0.30), run(2, 0.32), run(3, 0.31)], [run(1, 0.31), run(2, 0.33), run(3, 0.32)]);
    expect(rmse!.difference).toBeCloseTo(0.01, 12);
    // sd 0.01 each: the standard error of the difference is 0.01 sqrt(2 / 3) = 0.0082.
    expect(rmse!.withinNoise).toBe(true);
    expect([use!.first.mean, use!.difference, use!.withinNoise]).toEqual([0.5, 0, true]);
    expect(metricDifferences(metrics, [run(1, 0.30), run(2, 0.32), run(3, 0.31)], [run(1, 0.34), run(2, 0.36), run(3, 0.35)])[0]!.withinNoise).toBe(false);
  });
  it('of single seeds have no known noise; one run with several lends its own', () => {
    expect(metricDifferences(metrics, [run(1, 0.3)], [run(1, 0.4)])[0]!.withinNoise).toBeNull();
    expect(metricDifferences(metrics, [run(1, 0.3), run(2, 0.32)], [run(1, 0.4)])[0]!.withinNoise).toBe(false);
    expect(metricDifferences(metrics, [], [run(1, 0.4)])).toEqual([]);
  });
});
