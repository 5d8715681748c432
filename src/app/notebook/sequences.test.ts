/** Sequences and recommenders in a document: defaults, ports, refusals, keys, and the round trip through a file. */
import { describe, expect, it } from 'vitest';
import { withTestData, withoutSampleChoices } from '../ownFiles';
import { applySettings } from '../setCell';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { refusal } from '../testing/refusal';
import { keysOf } from './hash';
import { jobOf, jobsOf, neededJobs } from './jobs';
import { fromJson, toJson } from './serialize';
import { familyOf, predictorCell, sequencesCell } from './spec';
import type { Notebook } from './spec';
import { toNotebook } from './toNotebook';

const open = (...cells: readonly object[]): Notebook => toNotebook({ version: 2, cells }, FAKE_CATALOG);
const sequences = (spec: object = {}) => ({ id: 's', mode: 'sequences', spec });
const items = { id: 'i', mode: 'dataset' };
const kmeans = (spec: object = {}) => ({ id: 'k', mode: 'quantizer', inputs: { rows: 'i' }, spec: { kind: 'rq-kmeans', seeds: [4, 5], ...spec } });
const judge = { id: 'g', mode: 'predictor', spec: { kind: 'generative', seeds: [4, 5] } };
const PRINTS = { sequences: 'file', items: 'vectors', test: 'test' };

describe('a sequences cell', () => {
  it('reads the data "sequences" by guesses, unless told otherwise', () => {
    expect(sequencesCell(open(sequences()), 's')!.spec).toEqual({ data: 'sequences', choices: {} });
    const spec = { data: 'd', testData: 't', sample: 'x', choices: { form: 'log', log: { user: 'u', item: 'i' } }, leftOut: ['a'] };
    expect(sequencesCell(open(sequences(spec)), 's')!.spec).toEqual(spec);
    expect(toJson(fromJson(toJson(open(sequences(spec), items, kmeans(), judge)), FAKE_CATALOG))).toBe(toJson(open(sequences(spec), items, kmeans(), judge)));
  });

  it.each([
    ['an unknown choice', { choices: { item: 'x' } }, /there is no choice "item".*Known: form/],
    ['an unknown form', { choices: { form: 'tree' } }, /"form" is "tree".*lines, lists, log/],
    ['a bad log', { choices: { log: { user: 3 } } }, /"user" is 3/],
    ['items left out that are no list', { leftOut: 'a' }, /"leftOut" is "a".*list of items/],
  ])('refuses %s in words', (_, spec, words) => expect(refusal(() => open(sequences(spec)))).toMatch(words));

  it('is set from the command line, through a recommender too', () => {
    const notebook = open(sequences(), items, kmeans(), judge);
    const set = (cell: string, param: string, value: string) => sequencesCell(applySettings(notebook, FAKE_CATALOG, [{ cell, param, value }]), 's')!.spec;
    expect(set('s', 'history', 'h')).toEqual({ data: 'sequences', choices: { history: 'h' } });
    expect(set('g', 'logUser', 'uid').choices).toEqual({ log: { user: 'uid' } });
    expect(set('s', 'testData', 'test').testData).toBe('test');
    expect(set('s', 'leftOut', 'a, b').leftOut).toEqual(['a', 'b']);
    expect(refusal(() => set('s', 'userFirst', 'yes'))).toMatch(/"userFirst" is "yes"/);
    expect(refusal(() => set('s', 'nothing', '1'))).toMatch(/no setting "nothing".*Known: form/);
  });
});

describe('a recommender', () => {
  it('has the ports that its kind reads and needs, joined to the last cells that fit', () => {
    const notebook = open(sequences(), items, kmeans(), judge, { id: 'c', mode: 'predictor', spec: { kind: 'content' } }, { id: 'p', mode: 'predictor', spec: { kind: 'popularity' } });
    expect(['g', 'c', 'p'].map((id) => predictorCell(notebook, id)!.inputs)).toEqual([{ sequences: 's', codes: 'k' }, { sequences: 's', items: 'i' }, { sequences: 's' }]);
    expect(familyOf(predictorCell(notebook, 'g')!)).toBe('retrieval');
    expect(refusal(() => open(sequences(), judge))).toMatch(/nothing is on its port "codes"/);
    expect(refusal(() => open(sequences(), items, { ...judge, inputs: { sequences: 's', codes: 'i' } }))).toMatch(/gives vectors; the port "codes" .* takes codes/);
    expect(refusal(() => open(items, kmeans(), judge))).toMatch(/nothing is on its port "sequences", which takes sequences/);
  });

  it('reads seed s of its codes at its own seed s, behind them', () => {
    const notebook = open(sequences(), items, kmeans(), judge);
    expect(neededJobs(notebook, jobsOf(notebook, 'g'), () => false).map(({ id }) => id)).toEqual(['k', 'g', 'k@5', 'g@5']);
    expect(jobOf(notebook, 'g')).toMatchObject({ of: 'sequences', dataId: 's', besides: {}, reads: { codes: ['k'] } });
  });

  it('has a key of its files, its choices, the items left out, its codes and their repair', () => {
    const keyOf = (spec: object = {}, quantizer: object = {}, prints: Readonly<Record<string, string>> = PRINTS) => {
      const notebook = open(sequences(spec), items, kmeans(quantizer), judge);
      return keysOf(notebook, jobOf(notebook, 'g')!, prints)?.key ?? null;
    };
    const keys = [keyOf(), keyOf({ choices: { form: 'lists' } }), keyOf({ testData: 'test' }), keyOf({ leftOut: ['a'] }), keyOf({}, { params: { numCodes: [8] } }), keyOf({}, { repair: { method: 'suffix' } }), keyOf({}, { repair: 'none' })];
    expect(new Set(keys).size).toBe(keys.length);
    expect([keyOf({}, {}, { items: 'vectors' }), keyOf({ testData: 'other' })]).toEqual([null, null]);
  });
});

describe('files of one’s own', () => {
  const notebook = open(sequences({ sample: 'x', choices: { form: 'log' }, leftOut: ['a'] }), { ...items, spec: { sample: 'y' } }, kmeans(), judge, { id: 'p', mode: 'predictor', spec: { kind: 'popularity' } });
  it('take the place of the sample; vectors and codes of the sample go with what reads them', () => {
    expect(withoutSampleChoices(notebook, ['sequences', 'items']).cells.map(({ id, spec }) => [id, 'sample' in spec])).toEqual([['s', false], ['i', false], ['k', false], ['g', false], ['p', false]]);
    expect(withoutSampleChoices(notebook, ['sequences']).cells.map(({ id }) => id)).toEqual(['s', 'p']);
    expect(sequencesCell(withoutSampleChoices(notebook, ['sequences']), 's')!.spec).toEqual({ data: 'sequences', choices: {} });
  });
  it('may be test cases', () => {
    expect(sequencesCell(withTestData(notebook, ['sequences', 'test']), 's')!.spec.testData).toBe('test');
    expect(withTestData(notebook, ['sequences'])).toBe(notebook);
    const taken = open({ ...items, spec: { data: 'test' } }, sequences());
    expect(withTestData(taken, ['test'])).toBe(taken);
  });
});
