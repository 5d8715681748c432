/** Codes by rule and stored codes of one method: which series a view draws, which rows a table has. */
import { describe, expect, it } from 'vitest';
import { NO_RUN } from '../runs/cellRun';
import { ownerOfStored } from '../runs/storedSide';
import { fakeResult, withFakeStored } from '../testing/fakeRun';
import type { RunOfCell } from './drawing';
import { optionValue } from './drawing';
import { rowsOfMethod, seriesOfRun } from './seriesOfRun';
import { VIEWS } from './views';

const plain = fakeResult({ runId: 'r', inputs: { rows: 'd' }, kind: 'rq-kmeans', params: {}, seed: 1 }, { levels: 2, codes: 5, rows: 40, dim: 4 }, 8, 1, 1.5);
const item = (id: string, result: typeof plain | null): RunOfCell => ({
  cell: { id, name: `Method ${id}`, mode: 'quantizer', inputs: { rows: 'd' }, spec: { kind: 'rq-kmeans', params: { numLevels: 2, numCodes: [5] }, seed: 1 } },
  run: { ...NO_RUN, snapshot: result?.snapshot ?? null, result },
});
const [even, kmeans, training] = [item('even', withFakeStored(plain)), item('kmeans', plain), item('new', null)];
const names = (runs: readonly RunOfCell[]) => runs.map(({ cell }) => cell.name);

describe('series of a run', () => {
  it('are its codes by rule, its stored codes, or both; a method without stored codes has one in any case', () => {
    expect(names(seriesOfRun(even, 'rule'))).toEqual(['Method even']);
    expect(names(seriesOfRun(even, 'stored'))).toEqual(['Method even, stored IDs']);
    expect(names(seriesOfRun(even, 'both'))).toEqual(['Method even', 'Method even, stored IDs']);
    for (const shown of ['rule', 'stored', 'both'] as const) for (const other of [kmeans, training]) expect(seriesOfRun(other, shown)).toEqual([other]);
  });

  it('show the numbers of the stored codes, and never the others under their name', () => {
    const [stored] = seriesOfRun(even, 'stored');
    expect(stored!.run!.snapshot).toBe(even.run!.result!.stored!.snapshot);
    expect(stored!.run!.result).toMatchObject({ codes: even.run!.result!.stored!.codes, metrics: even.run!.result!.stored!.metrics });
    expect(stored!.run!.result!.reconstruction).toHaveLength(0);
    expect(ownerOfStored(stored!.cell.id)).toBe('even');
    expect(ownerOfStored('even')).toBeNull();
  });

  it('are a choice of every view of codes, offered where there are stored ones', () => {
    for (const view of ['utilization', 'residualNorms', 'heatStrip', 'rateDistortion', 'prefixes'] as const) {
      const option = VIEWS[view].options.find(({ name }) => name === 'codes')!;
      expect(option.choices!([even, kmeans]).map(({ value }) => value), view).toEqual(['rule', 'stored', 'both']);
      expect(option.choices!([kmeans, training]), view).toEqual([]);
      expect(optionValue(option, {}, [even])).toBe('rule');
      const drawn = (codes: string) => VIEWS[view].drawing([even, kmeans], { codes }).toCsv();
      expect(drawn('rule'), view).not.toContain('stored IDs');
      expect(drawn('both'), view).toMatch(/Method even,[^]*"Method even, stored IDs"[^]*Method kmeans/);
    }
    const uses = (codes: string) => VIEWS.utilization.drawing([even], { codes }).toCsv().split('\n').slice(1, 6).map((line) => Number(line.replaceAll(/"[^"]*"/g, '').split(',').at(-2)));
    expect(uses('stored')).not.toEqual(uses('rule'));
  });
});

describe('rows of a method', () => {
  it('are two where it has stored codes: the second with their metrics over the same seeds', () => {
    const runs = [1, 2].map((seed) => ({ seed, result: withFakeStored({ ...plain, seconds: seed }) }));
    const [rule, stored, ...more] = rowsOfMethod({ cell: even.cell, runs });
    expect([rule!.cell.name, stored!.cell.name, more.length]).toEqual(['Method even', 'Method even, stored IDs', 0]);
    expect(stored!.runs.map(({ seed, result }) => [seed, result.seconds, result.metrics.collisionRate])).toEqual([1, 2].map((seed) => [seed, seed, plain.metrics.collisionRate / 2]));
    expect(rowsOfMethod({ cell: kmeans.cell, runs: [{ seed: 1, result: plain }] })).toHaveLength(1);
    expect(rowsOfMethod({ cell: training.cell, runs: [] })).toHaveLength(1);
  });
});
