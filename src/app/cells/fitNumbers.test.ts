/** The numbers that views of predictors draw are those of the snapshot they were given, each under its own method. */
import { describe, expect, it } from 'vitest';
import type { ValueSnapshot, PredictorKind } from '../../engine/records/predict';
import type { FitViewKey, ViewOptions } from '../notebook/spec';
import { NO_RUN } from '../runs/cellRun';
import { fakeFitSnapshot } from '../testing/fakeFit';
import { entryAt } from './decodingView';
import type { RunOfPredictor } from './drawing';
import { FIT_VIEWS } from './fitViews';

const PARAMS = { numLevels: 3, numCodes: [4] };
const snapshotOf = (kind: PredictorKind, seed: number): ValueSnapshot => fakeFitSnapshot({ runId: 'r', inputs: { rows: 't' }, kind, params: PARAMS, seed } as never, 9, 0.8, 200, true);
const item = (kind: PredictorKind, seed: number, id: string = kind): RunOfPredictor => ({
  cell: { id, name: `The ${id}`, mode: 'predictor', inputs: { rows: 'table' }, spec: { kind, params: kind === 'rq-reg' ? PARAMS : {}, seed } }, run: { ...NO_RUN, result: null, snapshot: snapshotOf(kind, seed) },
});
const RUNS = [item('mlp', 1), item('rq-reg', 2), item('rq-reg', 5, 'plain')];

function rowsOf(view: FitViewKey, options: ViewOptions = {}, runs: readonly RunOfPredictor[] = RUNS): Record<string, string>[] {
  const [header, ...lines] = FIT_VIEWS[view].drawing(runs, options, 's').toCsv().trimEnd().split('\n').map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(header!.map((name, i) => [name, line[i]!])));
}
const of = (rows: readonly Record<string, string>[], column: string, id?: string) => rows.filter((row) => id === undefined || row.method === `The ${id}`).map((row) => Number(row[column]));

describe.each(RUNS)('of $cell.name', ({ cell: { id, spec }, run }) => {
  const { rows, targets, predictions, calibration, byTarget, decoding, alignment } = run!.snapshot!;
  it('predicted against true, calibration and errors by size', () => {
    const pairs = rowsOf('predictedTrue');
    expect([of(pairs, 'row', id), of(pairs, 'true value', id), of(pairs, 'predicted', id)]).toEqual([[...rows], [...targets], [...predictions]]);
    const groups = rowsOf('calibration');
    expect([of(groups, 'mean prediction', id), of(groups, 'mean true value', id), of(groups, 'rows', id)]).toEqual([[...calibration!.predicted], [...calibration!.actual], [...calibration!.rows]]);
    const errors = rowsOf('targetErrors');
    expect([of(errors, 'true value up to', id), of(errors, 'mean absolute error', id), of(errors, 'mean error', id)]).toEqual([[...byTarget!.upTo], [...byTarget!.mae], [...byTarget!.bias]]);
  });
  it('what codes alone have: errors by level, embeddings, tables of codes', () => {
    const errors = rowsOf('levelErrors');
    if (spec.kind !== 'rq-reg') {
      expect(errors.filter((row) => row.method === `The ${id}`)).toEqual([]);
      return;
    }
    expect(of(errors, 'mean absolute error', id)).toEqual(decoding!.byLevel.flatMap(({ mae }) => [...mae]));
    expect(of(errors, 'pairs in the right order', id)).toEqual(decoding!.byLevel.flatMap(({ xauc }) => [...xauc]));
    const points = rowsOf('valueAlignment');
    expect([of(points, 'true value', id), of(points, 'axis 1', id)]).toEqual([[...alignment!.targets], [...alignment!.points].filter((_, i) => i % 2 === 0)]);
    expect(of(rowsOf('codeOrder'), 'value', id)).toEqual(alignment!.tables.flatMap(({ values }) => [...values]));
  });
});

describe('of the first run with codes', () => {
  const { quantization, decoding } = RUNS[1]!.run!.snapshot!;
  it('the target as codes: every centroid with its uses, and those that stop', () => {
    const rows = rowsOf('targetLevels').filter((row) => row.code !== 'stop');
    expect([of(rows, 'value'), of(rows, 'uses')]).toEqual([quantization!.centroids.flatMap((list) => [...list]), quantization!.usage.flatMap((list) => [...list])]);
    expect(rowsOf('targetLevels').filter((row) => row.code === 'stop').map((row) => Number(row.uses))).toEqual([...quantization!.ended]);
  });
  it('the row at its place among the values, or many rows, of the run and the way that are asked for', () => {
    for (const place of [0, 0.3, 1]) {
      const entry = entryAt(decoding!, place);
      expect(new Set(of(rowsOf('valueDecoding', { place }), 'row'))).toEqual(new Set([decoding!.rows[entry]]));
    }
    const other = RUNS[2]!.run!.snapshot!.decoding!;
    for (const [options, way, from] of [[{}, 'free', decoding!], [{ way: 'forced' }, 'forced', decoding!], [{ run: 'plain' }, 'free', other]] as const) {
      const rows = rowsOf('valueDecoding', { mode: 'many', ...options });
      expect([of(rows, 'true value'), of(rows, 'prediction')]).toEqual([[...from.targets], [...from[way].learned].filter((_, i) => i % 4 === 3)]);
    }
  });
  it('is nobody where no run has codes', () => {
    for (const view of ['targetLevels', 'levelsAndCodes', 'valueDecoding', 'codeOrder', 'levelErrors', 'valueAlignment'] as const) expect(rowsOf(view, {}, [RUNS[0]!])).toEqual([]);
  });
});
