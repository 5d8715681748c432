/** Views of quantizers over runs: the numbers each draws are those of its own run, and its controls show what is drawn. */
import { describe, expect, it } from 'vitest';
import type { QuantizerKind } from '../../engine/records/quantize';
import type { MetricPoint } from '../../engine/records/run';
import { CODE_VIEW_KEYS, FIT_VIEW_KEYS } from '../notebook/spec';
import type { ViewOptions } from '../notebook/spec';
import { NO_RUN } from '../runs/cellRun';
import type { QuantizerRun } from '../runs/cellRun';
import { fakeSnapshot } from '../testing/fakeRun';
import { codesOf, curveValues, optionValue } from './drawing';
import type { RunOfCell, RunOfPredictor, ViewEntry } from './drawing';
import { FIT_VIEWS } from './fitViews';
import { VIEWS } from './views';

const SHAPE = { levels: 3, codes: 8, rows: 200, dim: 4 };
const item = (kind: QuantizerKind, run: Partial<QuantizerRun> = {}, params = { numLevels: 3, numCodes: [8] }): RunOfCell => ({
  cell: { id: kind, name: `The ${kind}`, mode: 'quantizer', inputs: { rows: 'data' }, spec: { kind, params, seed: 1 } }, run: { ...NO_RUN, snapshot: null, result: null, ...run },
});
const point = (step: number, losses: Record<string, number>, metrics?: Record<string, number>): MetricPoint => ({ step, seconds: step / 10, level: 0, losses, ...(metrics && { metrics }) });
const trained = (kind: QuantizerKind) => item(kind, { snapshot: fakeSnapshot(kind, 9, 1, SHAPE), points: [point(1, { relativeError: 0.9, commitment: 2 }), point(2, { relativeError: 0.5, commitment: 1 }, { collisionRate: 0.1 })] });
const RUNS = [trained('rq-kmeans'), trained('rq-gmm')];

/** Rows of a figure's CSV as records. */
function rowsOf(csv: string): Record<string, string>[] {
  const [header, ...lines] = csv.trimEnd().split('\n').map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(header!.map((name, i) => [name, line[i]!])));
}
const numbers = (view: keyof typeof VIEWS, runs: readonly RunOfCell[] = RUNS, options: ViewOptions = {}) => rowsOf(VIEWS[view].drawing(runs, options).toCsv());
const of = (rows: readonly Record<string, string>[], kind: string, column: string) => rows.filter((row) => row.method === `The ${kind}`).map((row) => (row[column] === '' ? NaN : Number(row[column])));

describe('views of quantizers draw', () => {
  it.each(RUNS)('$cell.name: how often each code is used, level by level', ({ cell: { spec: { kind } }, run }) => {
    const { usage } = run!.snapshot!;
    for (const view of ['utilization', 'heatStrip'] as const) {
      expect(of(numbers(view), kind, 'uses')).toEqual(usage.flatMap((level) => [...level]));
      expect(of(numbers(view), kind, 'level')).toEqual(usage.flatMap((level, at) => [...level].map(() => at + 1)));
    }
  });
  it.each(RUNS)('$cell.name: quantiles of what each level leaves, the start first', ({ cell: { spec: { kind } }, run }) => {
    const quantiles = run!.snapshot!.residualNorms.quantiles;
    const rows = numbers('residualNorms');
    ['q05', 'q25', 'median', 'q75', 'q95', 'max'].forEach((name, q) => expect(of(rows, kind, name)).toEqual(quantiles.map((level) => level[q])));
    expect(of(rows, kind, 'levels applied')).toEqual([0, 1, 2, 3]);
  });
  it.each(RUNS)('$cell.name: error against bits, from nothing coded to all levels', ({ cell: { spec: { kind } }, run }) => {
    const rows = numbers('rateDistortion');
    const { residualEnergy, metrics } = run!.snapshot!;
    expect(of(rows, kind, 'relative error')).toEqual([1, ...residualEnergy.map(Math.sqrt)]);
    expect(of(rows, kind, 'bits')).toEqual([0, 3, 6, 9]);
    expect(of(rows, kind, 'bits in use')).toEqual([NaN, ...(metrics!.empiricalBits ?? [])]);
  });
  it.each(RUNS)('$cell.name: purity, chance, cohesion and prefixes by depth', ({ cell: { spec: { kind } }, run }) => {
    const rows = numbers('prefixes');
    const { prefixPurity, prefixPurityChance, cohesion, distinctPrefixes } = run!.snapshot!.metrics!;
    expect([of(rows, kind, 'purity'), of(rows, kind, 'purity by chance'), of(rows, kind, 'cohesion'), of(rows, kind, 'distinct prefixes')]).toEqual([prefixPurity, prefixPurityChance, cohesion, distinctPrefixes]);
  });
  it('curves of the key that is chosen, losses and live metrics alike', () => {
    expect(of(numbers('trainingCurves'), 'rq-kmeans', 'relativeError')).toEqual([0.9, 0.5]);
    expect(of(numbers('trainingCurves', RUNS, { key: 'commitment' }), 'rq-gmm', 'commitment')).toEqual([2, 1]);
    expect(of(numbers('trainingCurves', RUNS, { key: 'collisionRate' }), 'rq-gmm', 'collisionRate')).toEqual([NaN, 0.1]);
    expect(VIEWS.trainingCurves.options[0]!.choices!(RUNS).map(({ value }) => value)).toEqual(['relativeError', 'commitment', 'collisionRate']);
  });
  it('parts of training of the method that is chosen, and curves that only some parts have', () => {
    const staged = item('even', { points: [{ ...point(1, { objective: 2, temperature: 1 }), stage: 'soft passes' }, { ...point(2, { objective: 1 }), stage: 'joint rounds', level: -1 }] });
    const [key, , , stages] = VIEWS.trainingCurves.options;
    expect(key!.choices!([staged, ...RUNS]).map(({ value }) => value)).toEqual(expect.arrayContaining(['objective', 'temperature', 'commitment']));
    expect([stages!.choices!(RUNS), stages!.choices!([staged, ...RUNS]).map(({ value }) => value)]).toEqual([[], ['', 'even']]);
    expect([optionValue(stages!, {}, [staged]), optionValue(stages!, {}, [staged, ...RUNS])]).toEqual(['even', '']);
    expect(numbers('trainingCurves', [staged, ...RUNS], { key: 'objective', stages: 'even' }).slice(0, 2).map(({ part }) => part)).toEqual(['soft passes', 'joint rounds']);
    expect(numbers('trainingCurves', [staged, ...RUNS])[0]).not.toHaveProperty('part');
  });
  it('the mixture of RQ-GMM at the level that is chosen', () => {
    const { mixtures } = RUNS[1]!.run!.snapshot!;
    for (const level of [0, 1, 2]) {
      const rows = numbers('gmmComponents', RUNS, { level });
      expect(rows.map((row) => [Number(row['mean 1']), Number(row['mean 2'])])).toEqual(Array.from(mixtures![level]!.weights, (_, k) => [mixtures![level]!.means[2 * k], mixtures![level]!.means[2 * k + 1]]));
      expect(new Set(rows.map((row) => row.level))).toEqual(new Set([String(level + 1)]));
    }
  });
  it('small curves through the points that know the value; NaN breaks them', () => {
    const told = [point(1, { relativeError: 0.9 }), point(2, { logLikelihood: -3 }), point(3, { relativeError: NaN }), point(4, { relativeError: 0.4 })];
    expect(curveValues(told, ({ losses }) => losses.relativeError)).toEqual([0.9, NaN, 0.4]);
    expect(curveValues([], ({ losses }) => losses.relativeError)).toEqual([]);
  });
  it('levels of one codebook size each, or the last size for all that follow', () => {
    const sizes = (params: object) => codesOf(item('rq-vae', {}, params as never).cell);
    expect([sizes({ numLevels: 3, numCodes: [8] }), sizes({ numLevels: 3, numCodes: [8, 4] }), sizes({ numLevels: 2, numCodes: [8, 4, 2] }), sizes({ numLevels: 2, numCodes: 5 })]).toEqual([[8, 8, 8], [8, 4, 4], [8, 4], [5, 5]]);
  });
});

describe('a control shows what is drawn', () => {
  const unlabelled = RUNS.map(({ cell, run }) => {
    const { prefixPurity: _, prefixPurityChance: __, ...metrics } = run!.snapshot!.metrics!;
    return { cell, run: { ...run!, snapshot: { ...run!.snapshot!, metrics } } };
  });
  const empty = RUNS.map(({ cell }) => ({ cell, run: undefined }));
  const fits: readonly RunOfPredictor[] = [{ cell: { id: 'r', name: 'R', mode: 'predictor', inputs: { rows: 't' }, spec: { kind: 'rq-reg', params: {}, seed: 1 } }, run: { ...NO_RUN, snapshot: null, result: null, points: [point(1, { regression: 3 }), point(2, { regression: 2 }, { mae: 9, rmse: 8 })] } }];
  const STORED = [undefined, '', 'nonsense', -1, 0, 1, 2, 0.5, 99, true, false, 'error', 'explained', 'purity', 'cohesion', 'distinct', 'xauc', 'bias', 'step', 'seconds', 'code order', 'mae', 'rmse', 'relativeError', 'commitment'];
  function agrees<Item>(key: string, entry: ViewEntry<Item>, runs: readonly Item[]) {
    for (const option of entry.options) {
      for (const value of STORED) {
        const options = value === undefined ? {} : { [option.name]: value };
        const drawn = entry.drawing(runs, options, 's');
        const shown = entry.drawing(runs, { [option.name]: optionValue(option, options, runs) }, 's');
        expect([drawn.describe(), drawn.toCsv()], `${key}.${option.name} = ${String(value)}`).toEqual([shown.describe(), shown.toCsv()]);
        if (option.choices && !option.open) expect(option.choices(runs).map((choice) => choice.value)).toContain(optionValue(option, options, runs));
      }
    }
  }
  it('of every view, whatever the document holds and the runs have told', () => {
    for (const key of CODE_VIEW_KEYS) for (const runs of [RUNS, unlabelled, empty]) agrees(key, VIEWS[key], runs);
    for (const key of FIT_VIEW_KEYS) agrees(key, FIT_VIEWS[key], fits);
  });
  it('of prefixes: cohesion where rows have no labels', () => {
    const [option] = VIEWS.prefixes.options;
    expect([RUNS, unlabelled, empty].map((runs) => optionValue(option!, {}, runs))).toEqual(['purity', 'cohesion', 'purity']);
    expect(VIEWS.prefixes.drawing(unlabelled, {}).describe()).toMatch(/cohesion/i);
  });
});
