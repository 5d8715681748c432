/** Recommenders in the page: the control of each, their table and its CSV, judges added for codes, and the way of a beam. */
import { describe, expect, it } from 'vitest';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { fakeResult, withFakeStored } from '../testing/fakeRun';
import { fakeRecommendation, fakeRetrievalResult } from '../testing/fakeRetrieval';
import type { CodedCell, Notebook, PredictorCell } from '../notebook/spec';
import { toNotebook } from '../notebook/toNotebook';
import { beamTreeData, itemsOf, questionOf } from './beamData';
import { matches } from './AskControls';
import type { RunOfRetrieval } from './drawing';
import { generativeAdditions, judgesByRetrieval } from './retrievalJudges';
import { rankingCsv, recallGainWords, seenWords, shownRankingScores } from './retrievalTable';
import { judgedCodes, retrievalControl } from './retrievalRuns';

const SCORES = FAKE_CATALOG.scores.filter(({ needs }) => needs === 'ranking');
const judge = (id: string, ids: string, codes = 'k') => ({ id, mode: 'predictor', name: id, inputs: { sequences: 's', codes }, spec: { kind: 'generative', params: { ids, epochs: 7 } } });
const open = (...cells: object[]): Notebook => toNotebook({ version: 2, cells: [{ id: 's', mode: 'sequences' }, { id: 'i', mode: 'dataset' }, { id: 'k', mode: 'quantizer', name: 'K', spec: { kind: 'rq-kmeans' } }, { id: 'g', mode: 'quantizer', name: 'G', spec: { kind: 'rq-gmm' } }, ...cells] }, FAKE_CATALOG);
const SPEC = { runId: 'r', kind: 'generative', inputs: {}, params: {}, seed: 1 };
const coded = (notebook: Notebook, id: string) => notebook.cells.find((cell): cell is CodedCell => cell.id === id)!;

describe('the control', () => {
  it('is the same IDs shuffled, else other shuffled ones, else random ones, else popularity', () => {
    const of = (id: string, ...cells: object[]) => {
      const all = open(...cells).cells.filter((cell): cell is PredictorCell => cell.mode === 'predictor');
      return retrievalControl(all.find((cell) => cell.id === id)!, all)?.id;
    };
    const popularity = { id: 'p', mode: 'predictor', inputs: { sequences: 's' }, spec: { kind: 'popularity' } };
    expect(of('a', judge('a', 'joined'), judge('other', 'shuffled', 'g'), judge('own', 'shuffled'))).toBe('own');
    expect(of('a', judge('a', 'joined'), judge('other', 'shuffled', 'g'), judge('r', 'random'))).toBe('other');
    expect(of('a', judge('a', 'joined'), popularity)).toBe('p');
    expect(of('s1', judge('s1', 'shuffled'), popularity)).toBeUndefined();
  });
});

describe('cheap metrics', () => {
  it('are of the codes that were judged: stored ones where they are the IDs', () => {
    const result = withFakeStored(fakeResult({ ...SPEC, kind: 'rq-kmeans' }, { levels: 2, codes: 5, rows: 40, dim: 4 }, 8, 1, 1.5));
    const of = (repair?: string) => judgedCodes(open({ id: 'q', mode: 'quantizer', spec: { kind: 'rq-kmeans', ...(repair && { repair }) } }).cells.find(({ id }) => id === 'q'), result).metrics;
    expect(of()).toBe(result.stored!.metrics);
    expect(of('none')).toBe(result.metrics);
    expect(of('suffix')).toBe(result.metrics);
    expect(judgedCodes(undefined, result)).toBe(result);
  });
});

describe('"Judge by retrieval"', () => {
  it('adds floors and controls with the first judge, and the judge alone after that, with the settings of the first', () => {
    const first = judgesByRetrieval(FAKE_CATALOG, open(), coded(open(), 'k'), 's');
    expect(first.map(({ spec }) => spec.params.ids ?? spec.kind)).toEqual(['popularity', 'markov', 'cooccurrence', 'content', 'sasrec', 'shuffled', 'random', 'joined']);
    expect(first[3]!.inputs).toEqual({ sequences: 's', items: 'i' });
    const later = open(...first.map(({ id, name, mode, inputs, spec: { kind, params } }) => ({ id, name, mode, inputs, spec: { kind, params: { ...params, ...(kind === 'generative' && { epochs: 3 }) } } })));
    const second = judgesByRetrieval(FAKE_CATALOG, later, coded(later, 'g'), 's');
    expect(second.map(({ id, inputs, spec }) => [id, inputs, spec.params.epochs])).toEqual([['generative-g', { sequences: 's', codes: 'g' }, 3]]);
    const entry = FAKE_CATALOG.predictors.find(({ kind }) => kind === 'generative')!;
    expect(generativeAdditions(entry, { sequences: 's' }, later).map(({ title }) => title)).toEqual(['Generative retrieval on IDs of G']);
  });
});

describe('the table', () => {
  const run = (seed: number) => ({ seed, result: fakeRetrievalResult({ ...SPEC, seed }, 60, 8, 8, 1) });
  const row = { id: 'a', name: 'A', kind: 'generative', removesSeen: false, runs: [run(1), run(2)], control: null };
  it('shows all cut-offs at first, and chosen columns alone after that', () => {
    expect(shownRankingScores(SCORES, null).map(({ key }) => key)).toEqual(['recall5', 'recall10', 'recall20', 'ndcg5', 'ndcg10', 'ndcg20', 'mrr', 'invalidIdShare', 'recallGain', 'parameters', 'seconds']);
    expect(shownRankingScores(SCORES, ['mae', 'mrr']).map(({ key }) => key)).toEqual(['mrr']);
  });
  it('says what becomes of items that users had', () => {
    expect(seenWords([row])).toContain('are kept');
    expect(seenWords([row, { ...row, name: 'B', removesSeen: true }])).toContain('left out by B alone');
  });
  it('writes a row a run, mean and deviation, and the difference to the control', () => {
    const difference = { recall10: { difference: 0.01, low: -0.01, high: 0.03 }, ndcg10: { difference: 0, low: 0, high: 0 }, users: 9, draws: 1000 };
    expect(recallGainWords(difference)).toEqual({ words: '+0.0100', below: 'within noise: −0.0100 to +0.0300' });
    const lines = rankingCsv(SCORES, [{ ...row, control: { id: 'c', name: 'C', difference } }]).trim().split(/\r?\n/);
    expect(lines[0]).toBe('method,seed,state,seen_items,recall5,recall10,recall20,ndcg5,ndcg10,ndcg20,mrr,invalidIdShare,parameters,bits,largestBucket,seconds,control,recall10_difference,recall10_low,recall10_high,ndcg10_difference,ndcg10_low,ndcg10_high');
    expect(lines.map((line) => line.split(',')[1])).toEqual(['seed', '1', '2', 'mean', 'sd']);
    expect(lines[1]).toMatch(/,C,0.01,-0.01,0.03,0,0,0$/);
    expect(lines[2]).toMatch(/,,,,,,,$/);
  });
});

describe('asking', () => {
  const catalogue = { names: ['a', 'b', 'ab'], titles: ['Glue', '', 'Black glue'], rows: null };
  it('takes items of one’s own that are known, else a test case', () => {
    expect(itemsOf({ history: 'ab\nnobody\na' }, catalogue)).toEqual([2, 0]);
    expect(questionOf({ history: 'ab' }, catalogue, 9)).toEqual({ history: [2] });
    expect([questionOf({ testCase: 4 }, catalogue, 9), questionOf({ testCase: 12 }, catalogue, 9), questionOf({}, null, 9)]).toEqual([{ testCase: 4 }, { testCase: 0 }, { testCase: 0 }]);
  });
  it('finds items by id and title, an exact id first', () => {
    expect(matches(catalogue, 'B')).toEqual([1, 2]);
    expect(matches(catalogue, 'glue')).toEqual([0, 2]);
    expect([matches(catalogue, ' '), matches(null, 'a')]).toEqual([[], []]);
  });
  it('follows the right item through the beam to where it is lost', () => {
    const cell = open(judge('a', 'joined')).cells.at(-1) as PredictorCell;
    const result = fakeRetrievalResult(SPEC, 60, 8, 8, 1);
    const item = { cell, run: { status: 'done', result }, seeds: [result], of: null, codes: [], catalogue, userNames: ['u0', 'u1', 'u2'], ask: () => ({ found: null, problem: null }) } as unknown as RunOfRetrieval;
    const answer = fakeRecommendation({ testCase: 1 });
    const kept = { ...answer.beam[0]!, codes: Int32Array.of(answer.ids!.target[0]!, 9), parents: Int32Array.of(0, 0) };
    const next = { ...kept, codes: Int32Array.of(99, answer.ids!.target[1]!), parents: Int32Array.of(0, 1) };
    const tree = beamTreeData(item, { ...answer, beam: [kept, next, next] }, { testCase: 1 });
    expect([tree.path, tree.who, tree.rank]).toEqual([[0, -1, -1], 'user u1', null]);
    expect(beamTreeData(item, null, null).places).toEqual([]);
  });
});
