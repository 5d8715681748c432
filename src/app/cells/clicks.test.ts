/** Predictors of labels in the page: the control of each, their table and its CSV, judges added for codes, and the words of a difference. */
import { describe, expect, it } from 'vitest';
import { probabilitiesCsv, instancesNpy } from '../output/clickCsv';
import { ceilingsOf } from '../output/logResults';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { fakeClickResult, fakeLoadedLog, fakeSourceResult } from '../testing/fakeClick';
import { predictorCell } from '../notebook/spec';
import type { Notebook, PredictorCell } from '../notebook/spec';
import { toNotebook } from '../notebook/toNotebook';
import { clickCsv, gainWords, printScore, shownClickScores } from './clickRows';
import { controlOf } from './controls';
import { judgesOfCodes, readersOfStores } from './judges';

const SCORES = FAKE_CATALOG.scores.filter(({ needs }) => needs === 'probabilities');
const fnn = (id: string, fields: string, inputs: object = { events: 'e', codes: 'k' }) => ({ id, mode: 'predictor', name: id, inputs, spec: { kind: 'fnn', params: { fields } } });
const reader = (id: string, history: string) => ({ id, mode: 'predictor', name: id, inputs: { events: 'e' }, spec: { kind: 'iat-reader', params: { history } } });
const open = (...cells: object[]): Notebook => toNotebook({ version: 2, cells: [{ id: 'e', mode: 'log' }, { id: 'i', mode: 'dataset' }, { id: 'k', mode: 'quantizer', name: 'K', spec: { kind: 'rq-kmeans' } }, { id: 'g', mode: 'quantizer', name: 'G', spec: { kind: 'rq-gmm' } }, ...cells] }, FAKE_CATALOG);
const SPEC = { runId: 'r', kind: 'fnn', inputs: {}, params: { fields: 'codes' }, seed: 1 };
const difference = (low: number, high: number) => ({ auc: { difference: (low + high) / 2, low, high }, logLoss: { difference: 0, low: 0, high: 0 }, users: 9, draws: 1000 });

describe('the control', () => {
  const controls = (...cells: object[]): (string | undefined)[] => {
    const notebook = open(...cells);
    const all = notebook.cells.filter((cell): cell is PredictorCell => cell.mode === 'predictor');
    return all.map((cell) => controlOf(cell, all)?.id);
  };
  it('of codes is the same codes shuffled, else none; of shuffled codes and of vectors it is none', () => {
    expect(controls(fnn('none', 'none', { events: 'e' }), fnn('codes', 'codes'), fnn('shuffled', 'shuffled'), fnn('other', 'codes', { events: 'e', codes: 'g' }), fnn('vectors', 'vectors', { events: 'e', items: 'i' }))).toEqual([undefined, 'shuffled', 'none', 'none', 'none']);
  });
  it('is of the same kind and log', () => {
    expect(controls({ id: 'e2', mode: 'log' }, fnn('a', 'codes'), fnn('b', 'shuffled', { events: 'e2', codes: 'k' }), { id: 'r', mode: 'predictor', inputs: { events: 'e' }, spec: { kind: 'rate' } })).toEqual([undefined, undefined, undefined]);
  });
  it('of a store is one of zeros, and of that the plain sequence', () => {
    expect(controls(reader('store', 'store'), reader('zero', 'zero'), reader('sequence', 'sequence'), reader('none', 'none'))).toEqual(['zero', 'sequence', 'none', undefined]);
  });
});

describe('judges of codes', () => {
  const entry = FAKE_CATALOG.predictors.find(({ kind }) => kind === 'fnn')!;
  it('are offered for each quantizer that none judges yet, with their control', () => {
    const notebook = open(fnn('f', 'codes'));
    const judges = judgesOfCodes(entry, { events: 'e', codes: 'k' }, [predictorCell(notebook, 'f')!], notebook);
    expect(judges.map(({ title }) => title)).toEqual(['Field network (FNN) on codes of G']);
    expect(judges[0]!.cells().map(({ id, inputs, spec }) => [id, inputs, spec.params.fields])).toEqual([['fnn-g-codes', { events: 'e', codes: 'g' }, 'codes'], ['fnn-g-shuffled', { events: 'e', codes: 'g' }, 'shuffled']]);
    expect(judgesOfCodes(FAKE_CATALOG.predictors.find(({ kind }) => kind === 'rate')!, { events: 'e' }, [], notebook)).toEqual([]);
  });
});

describe('readers of stores', () => {
  const entry = FAKE_CATALOG.predictors.find(({ kind }) => kind === 'iat-reader')!;
  const source = (id: string) => ({ id, mode: 'predictor', name: id, inputs: { events: 'e' }, spec: { kind: 'iat-source' } });
  it('are offered for each model of instances and each quantizer of one, the store of zeros once', () => {
    const notebook = open(source('s'), { id: 'q', mode: 'quantizer', name: 'Q', inputs: { rows: 's' }, spec: { kind: 'rq-kmeans' } });
    const offered = readersOfStores(entry, { events: 'e' }, [], notebook);
    expect(offered.map(({ title }) => title)).toEqual(['Reader of instances of s', 'Reader of instances of Q']);
    expect(offered[1]!.cells().map(({ inputs, spec }) => [inputs, spec.params.history])).toEqual([[{ events: 'e' }, 'zero'], [{ events: 'e', store: 'q' }, 'store']]);
    const more = open(source('s'), reader('z', 'zero'), { ...reader('r', 'store'), inputs: { events: 'e', store: 's' } }, source('t'));
    const own = ['z', 'r'].map((id) => predictorCell(more, id)!);
    expect(readersOfStores(entry, { events: 'e' }, own, more).map((each) => each.cells().map(({ inputs }) => inputs))).toEqual([[{ events: 'e', store: 't' }]]);
  });
});

describe('the table', () => {
  it('shows what the catalog shows, gains and costs; or what was chosen of them', () => {
    expect(shownClickScores(SCORES, null).map(({ key }) => key)).toEqual(['auc', 'logLoss', 'gain', 'parameters', 'bits', 'seconds']);
    expect(shownClickScores(SCORES, ['bits', 'auc', 'mae']).map(({ key }) => key)).toEqual(['auc', 'bits']);
    expect(shownClickScores(SCORES, ['mae']).length).toBe(6);
  });
  it('prints four decimals, and says where a difference is noise', () => {
    const auc = SCORES[0]!;
    expect([printScore(auc, 0.78125), printScore(auc, NaN), printScore({ key: 'parameters', format: 'count' }, 12_345.4)]).toEqual(['0.7813', '—', '12\u202f345']);
    expect(gainWords(difference(0.01, 0.03))).toEqual({ words: '+0.0200', below: '+0.0100 to +0.0300' });
    expect(gainWords(difference(-0.01, 0.002))).toEqual({ words: '−0.0040', below: 'within noise: −0.0100 to +0.0020' });
  });
  it('as CSV has a row a seed, mean and deviation, references, and the difference beside the first seed', () => {
    const [first, second] = [1, 2].map((seed) => ({ seed, result: fakeClickResult({ ...SPEC, seed }, 60, 8, 8, 1) }));
    const text = clickCsv(SCORES, [{ id: 'f', name: 'F', kind: 'fnn', runs: [first!, second!], control: { id: 's', name: 'S', difference: difference(0.1, 0.2) } }], [{ name: 'law', scores: { auc: 0.9, logLoss: 0.4 } }]);
    const [header, ...rows] = text.trimEnd().split(/\r?\n/).map((line) => line.split(','));
    expect(header).toEqual(['method', 'seed', 'state', 'auc', 'logLoss', 'parameters', 'bits', 'seconds', 'control', 'auc_difference', 'auc_low', 'auc_high', 'logLoss_difference', 'logLoss_low', 'logLoss_high']);
    expect(rows.map((row) => row.slice(0, 2))).toEqual([['F', '1'], ['F', '2'], ['F', 'mean'], ['F', 'sd'], ['law', 'reference']]);
    expect(rows[0]!.slice(8, 12)).toEqual(['S', String((0.1 + 0.2) / 2), '0.1', '0.2']);
    expect(rows[1]!.slice(8)).toEqual(['', '', '', '', '', '', '']);
    expect(Number(rows[2]![3])).toBeCloseTo((first!.result.scores.auc! + second!.result.scores.auc!) / 2, 9);
  });
});

describe('files', () => {
  it('of probabilities are in the order of the file, cold items named', () => {
    const result = { rowIndex: Uint32Array.of(2, 0, 1), parts: Uint8Array.of(2, 0, 1), labels: Uint8Array.of(1, 0, 1), cold: Uint8Array.of(1, 0, 0), probabilities: Float32Array.of(0.5, 0.25, 0.75) };
    expect(probabilitiesCsv(result).trimEnd().split(/\r?\n/)).toEqual(['row,split,item,label,probability', '0,train,warm,0,0.25', '1,validation,warm,1,0.75', '2,test,cold,1,0.5']);
    expect(probabilitiesCsv({ ...result, seed: 3 }).split(/\r?\n/)[1]).toBe('0,train,warm,0,0.25,3');
  });
  it('of instances are in the order of the file', async () => {
    const source = { ...fakeSourceResult({ ...SPEC, kind: 'iat-source' }, 3, 8, 8, 1), dim: 2, vectors: Float32Array.of(1, 2, 3, 4, 5, 6), rowIndex: Uint32Array.of(2, 0, 1) };
    const bytes = await instancesNpy(source).arrayBuffer();
    expect(Array.from(new Float32Array(bytes.slice(-24)))).toEqual([3, 4, 5, 6, 1, 2]);
  });
  it('name ceilings of a known law', () => {
    const log = fakeLoadedLog(new File(['x'], 'x.csv'), 100, 'd');
    expect(ceilingsOf(log)).toEqual({ ceilingAuc: 0.8, ceilingLogLoss: 0.53 });
    expect(ceilingsOf({ references: [{ name: 'law_own', scores: { auc: 0.6, logLoss: 0.6 } }, { name: 'law_label', scores: { auc: 0.8, logLoss: 0.5 } }, { name: 'other', scores: { auc: 1 } }] })).toEqual({ ceilingAuc: 0.8, ceilingLogLoss: 0.5 });
    expect(ceilingsOf({ references: [{ name: 'model', scores: { auc: 0.9 } }] })).toEqual({});
  });
});
