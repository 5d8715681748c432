/** Logs, predictors of their labels, and models of instances in a document: defaults, ports, refusals, keys, and the round trip through a file. */
import { describe, expect, it } from 'vitest';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { refusal } from '../testing/refusal';
import { keysOf } from './hash';
import { jobOf, jobsOf, neededJobs, readsData } from './jobs';
import { fromJson, toJson } from './serialize';
import { familyOf, logCell, predictorCell } from './spec';
import type { Notebook } from './spec';
import { toNotebook } from './toNotebook';

const open = (...cells: readonly object[]): Notebook => toNotebook({ version: 2, cells }, FAKE_CATALOG);
const events = (spec: object = {}) => ({ id: 'e', mode: 'log', spec });
const items = { id: 'i', mode: 'dataset' };
const kmeans = { id: 'k', mode: 'quantizer', inputs: { rows: 'i' }, spec: { kind: 'rq-kmeans', seeds: [4, 5] } };
const fnn = (spec: object = {}, inputs: object = { events: 'e', codes: 'k', items: 'i' }) => ({ id: 'f', mode: 'predictor', inputs, spec: { kind: 'fnn', seeds: [4, 5], ...spec } });
const PRINTS = { events: 'log', items: 'file' };

describe('a log cell', () => {
  it('reads the data "events" by guesses, unless told otherwise', () => {
    expect(logCell(open(events()), 'e')!.spec).toEqual({ data: 'events', choices: {} });
    const choices = { user: 'u', label: 'like', ready: 'seen', only: { kind: '1' }, split: { of: 'time' as const, source: 0.5, validation: 0.12, validationBy: 'users' as const, test: 0.25, seed: 2 } };
    expect(logCell(open(events({ data: 'views', sample: 's', choices })), 'e')!.spec).toEqual({ data: 'views', sample: 's', choices });
  });

  it.each([
    ['an unknown choice', { target: 'x' }, /there is no choice "target".*Known: user, item/],
    ['a column that is no name', { user: 3 }, /"user" is 3.*Use the name of a column/],
    ['a delay below zero', { delay: -1 }, /"delay" is -1.*seconds of at least 0/],
    ['an unknown time unit', { timeUnit: 'days' }, /"timeUnit" is "days".*yyyymmdd/],
    ['parts that leave nothing', { split: { validation: 0.5, test: 0.5 } }, /leaves no events to train on/],
    ['an unknown split', { split: { of: 'rows' } }, /"split.of" is "rows".*events or time/],
    ['values that are no texts', { only: { label: 1 } }, /"only" is .*\{"column": "value"\}/],
  ])('refuses %s in words', (_, choices, words) => expect(refusal(() => open(events({ choices })))).toMatch(words));
});

describe('a predictor of labels', () => {
  it('has the ports that its kind reads, and reads the last log where it names none; what is optional is joined by hand', () => {
    const notebook = open(items, kmeans, events(), fnn({}, { events: 'e' }));
    expect(predictorCell(notebook, 'f')!.inputs).toEqual({ events: 'e' });
    expect(predictorCell(open(items, kmeans, events(), { id: 'f', mode: 'predictor', spec: { kind: 'fnn' } }), 'f')!.inputs).toEqual({ events: 'e' });
    expect(familyOf(predictorCell(notebook, 'f')!)).toBe('click');
    expect(refusal(() => open(events(), { id: 'f', mode: 'predictor', inputs: { rows: 'e' }, spec: { kind: 'fnn' } }))).toMatch(/no port "rows".*Known: events, items, codes/);
    expect(refusal(() => open(events(), { id: 'r', mode: 'predictor', inputs: { events: 'e', codes: 'k' }, spec: { kind: 'rate' } }))).toMatch(/no port "codes"/);
    expect(refusal(() => open(items, events(), fnn({}, { events: 'e', codes: 'i' })))).toMatch(/gives vectors; the port "codes" .* takes codes/);
    expect(refusal(() => open({ id: 't', mode: 'table' }, { id: 'f', mode: 'predictor', spec: { kind: 'fnn' } }))).toMatch(/nothing is on its port "events", which takes a log/);
  });

  it('reads seed s of its codes at its own seed s, behind them', () => {
    const notebook = open(items, kmeans, events(), fnn());
    const jobs = jobsOf(notebook, 'f');
    expect(jobs.map(({ id, task, dataId, besides, reads }) => ({ id, task, dataId, besides, reads }))).toEqual([
      { id: 'f', task: 'fit', dataId: 'e', besides: { items: 'i' }, reads: { codes: ['k'] } },
      { id: 'f@5', task: 'fit', dataId: 'e', besides: { items: 'i' }, reads: { codes: ['k@5'] } },
    ]);
    expect(neededJobs(notebook, jobs, () => false).map(({ id }) => id)).toEqual(['k', 'f', 'k@5', 'f@5']);
    expect(jobsOf(notebook, 'k').map(({ keeps }) => keeps)).toEqual(['all', 'all']);
    expect(['e', 'i', 'x'].map((id) => readsData(notebook, jobs[0]!, id))).toEqual([true, true, false]);
  });

  it('has a key of the log, the vectors and the codes', () => {
    const key = (notebook: Notebook, prints = PRINTS) => keysOf(notebook, jobOf(notebook, 'f')!, prints)?.key;
    const all = open(items, kmeans, events(), fnn());
    const keys = [key(all), key(open(items, kmeans, events({ choices: { label: 'like' } }), fnn())), key(open(items, { ...kmeans, spec: { ...kmeans.spec, params: { numLevels: 2 } } }, events(), fnn())), key(all, { ...PRINTS, items: 'other' }), key(all, { ...PRINTS, events: 'other' }), key(open(items, kmeans, events(), fnn({}, { events: 'e', codes: 'k' })))];
    expect(new Set(keys).size).toBe(keys.length);
    expect(keysOf(all, jobOf(all, 'f')!, { events: 'log' } as typeof PRINTS)).toBeNull();
  });

  it('keeps what its kind reads out of the file, and finds it again', () => {
    const notebook = open(items, kmeans, events({ choices: { label: 'like' } }), fnn());
    expect(toJson(notebook)).not.toContain('"reads"');
    expect(fromJson(toJson(notebook), FAKE_CATALOG)).toEqual(notebook);
  });
});

describe('models of instances', () => {
  const source = { id: 's', mode: 'predictor', spec: { kind: 'iat-source' } };
  const quantizer = { id: 'q', mode: 'quantizer', inputs: { rows: 's' }, spec: { kind: 'rq-kmeans' } };
  const reader = (store: string) => ({ id: 'r', mode: 'predictor', inputs: { events: 'e', store }, spec: { kind: 'iat-reader' } });

  it('give vectors to quantizers, and both give a store to readers', () => {
    const notebook = open(events(), source, quantizer, reader('q'));
    expect(jobOf(notebook, 'q')).toMatchObject({ task: 'train', dataId: '', reads: { rows: ['s'] } });
    expect(jobOf(notebook, 'r')).toMatchObject({ dataId: 'e', reads: { store: ['q'] } });
    const [first, other] = [notebook, open(events({ choices: { label: 'x' } }), source, quantizer, reader('q'))].map((each) => keysOf(each, jobOf(each, 'r')!, PRINTS)!.key);
    expect(first).not.toBe(other);
    expect(open(events(), source, reader('s')).cells.at(-1)!.inputs).toEqual({ events: 'e', store: 's' });
    expect(refusal(() => open(events(), items, reader('i')))).toMatch(/gives vectors; the port "store" of .* takes a vector for each event/);
  });

  it('stand in views of their own, not in tables of scores', () => {
    const notebook = open(events(), source, reader('s'), { id: 'scores', mode: 'scores' }, { id: 'map', mode: 'view', spec: { view: 'tokenMap' } }, { id: 'auc', mode: 'view', spec: { view: 'bitsAuc' } });
    expect(notebook.cells.slice(-3).map(({ inputs }) => inputs)).toEqual([{ runs: ['r'] }, { runs: ['s'] }, { runs: ['r'] }]);
  });
});

describe('a comparison that holds rows out', () => {
  const compare = (holdOut?: unknown) => ({ id: 'c', mode: 'compare', inputs: { runs: ['k'] }, spec: { ...(holdOut !== undefined && { holdOut }) } });
  it('has its share in the jobs and keys of what it compares, and in the file', () => {
    const [none, some] = [open(items, kmeans, compare()), open(items, kmeans, compare(0.2))];
    expect([jobOf(none, 'k'), jobOf(some, 'k')]).toMatchObject([{ task: 'train' }, { holdOut: 0.2 }]);
    expect(jobOf(none, 'k')).not.toHaveProperty('holdOut');
    expect(keysOf(none, jobOf(none, 'k')!, PRINTS)).toEqual(keysOf(open(items, kmeans), jobOf(open(items, kmeans), 'k')!, PRINTS));
    expect(keysOf(some, jobOf(some, 'k')!, PRINTS)).not.toEqual(keysOf(none, jobOf(none, 'k')!, PRINTS));
    expect([toJson(none).includes('holdOut'), fromJson(toJson(some), FAKE_CATALOG)]).toEqual([false, some]);
  });
  it.each([[-0.1], [0.6], ['0.2'], [NaN]])('refuses a share of %s', (share) => expect(refusal(() => open(items, kmeans, compare(share)))).toMatch(/"holdOut" is .*share of the rows from 0 \(none\) to 0\.5/));
});
