/** Tables, predictors, scores and views of them as a document: what is filled in, what is refused, what is run and under which key. */
import { describe, expect, it } from 'vitest';
import stored from '../../../public/samples/notebooks/continuous-values.json';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { refusal } from '../testing/refusal';
import { dependents, withoutCell } from './graph';
import { keysOf, runKey } from './hash';
import { jobOf, jobsOf } from './jobs';
import { fromJson, toJson, toSpec } from './serialize';
import { predictorCell, seedsOf, tableCell, withSeeds } from './spec';
import { toNotebook } from './toNotebook';

const open = (...cells: readonly object[]) => toNotebook({ version: 2, cells }, FAKE_CATALOG);
const table = (spec: object = {}) => ({ id: 't', mode: 'table', spec });
const reg = (spec: object = {}) => ({ id: 'r', mode: 'predictor', spec: { kind: 'rq-reg', ...spec } });

describe('a notebook of predictors', () => {
  it('is filled in and read back as it was written', () => {
    const notebook = toNotebook(stored, FAKE_CATALOG);
    expect(tableCell(notebook, 'table')!.spec).toMatchObject({ data: 'table', sample: 'watch-time', choices: { target: 'watch_s', unit: 's' } });
    expect(predictorCell(notebook, 'reg')!.spec).toEqual({ kind: 'rq-reg', seed: 1, params: expect.objectContaining({ lambdaRepresentation: 0.1, numLevels: 3 }) as unknown });
    expect(predictorCell(notebook, 'regplain')!.spec.params.lambdaRepresentation).toBe(0);
    expect(fromJson(toJson(notebook), FAKE_CATALOG)).toEqual(notebook);
  });

  it('joins cells that name no inputs to what stands before them, views of decoding to RQ-Reg alone', () => {
    const notebook = open(table(), { id: 'm', mode: 'predictor', spec: { kind: 'mlp' } }, reg(), { id: 's', mode: 'scores' }, { id: 'c', mode: 'view', spec: { view: 'calibration' } }, { id: 'v', mode: 'view', spec: { view: 'valueDecoding' } });
    expect(notebook.cells.map((cell) => cell.inputs)).toEqual([{}, { rows: 't' }, { rows: 't' }, { runs: ['m', 'r'] }, { runs: ['m', 'r'] }, { runs: ['r'] }]);
    expect(dependents(notebook, 't')).toEqual(['m', 'r', 's', 'c', 'v']);
    expect(withoutCell(notebook, 't').cells.map((cell) => cell.id)).toEqual(['s', 'c', 'v']);
  });

  it.each([
    ['a predictor without a table', () => open(reg()), /Cell "r": nothing is on its port "rows", which takes a table.*Add a cell that gives a table/],
    ['a predictor of vectors', () => open({ id: 'd', mode: 'dataset' }, { ...reg(), inputs: { rows: 'd' } }), /"Data" gives vectors; the port "rows" of "RQ-Reg" takes a table/],
    ['an unknown kind', () => open(table(), reg({ kind: 'forest' })), /its kind is "forest".*constant, ridge, mlp, ziln, ordinal, rq-reg/],
    ['an unknown parameter', () => open(table(), reg({ params: { trees: 3 } })), /no parameter "trees"/],
    ['a view of quantizers over predictors', () => open(table(), reg(), { id: 'v', mode: 'view', inputs: { runs: ['r'] }, spec: { view: 'utilization' } }), /"RQ-Reg" gives runs of predictors; the port "runs" of "Codes in use, level by level" takes runs of quantizers/],
    ['a view of predictors over quantizers', () => open({ id: 'd', mode: 'dataset' }, { id: 'q', mode: 'quantizer', spec: { kind: 'rq-vae' } }, { id: 'v', mode: 'view', inputs: { runs: ['q'] }, spec: { view: 'calibration' } }), /"RQ-VAE" gives codes; the port "runs" of "Calibration" takes runs of predictors/],
    ['an unknown score', () => open(table(), reg(), { id: 's', mode: 'scores', spec: { columns: ['mae', 'r2'] } }), /no metric "r2".*Known: seconds, .*mae/],
    ['an unknown choice', () => open(table({ choices: { label: 'x' } })), /no choice "label".*Known: target, features/],
    ['an unknown split', () => open(table({ choices: { split: { how: 'fold' } } })), /"split.how" is "fold".*random, group, time/],
    ['a split by a column that is not named', () => open(table({ choices: { split: { how: 'time' } } })), /split by time, but "split.column" is missing/],
    ['parts that leave nothing to train on', () => open(table({ choices: { split: { test: 0.95 } } })), /validation 0.1 and test 0.95 leave no rows/],
    ['a type that is none', () => open(table({ choices: { types: { hour: 'date' } } })), /"types" is .*number, category, list/],
  ])('refuses %s in words', (_, run, words) => expect(refusal(run)).toMatch(words));
});

describe('jobs of predictors', () => {
  it('are one a seed, the first with everything', () => {
    const notebook = open(table(), reg({ seeds: [4, 2] }));
    expect(jobsOf(notebook, 'r').map(({ id, task, dataId, seed, keeps, round }) => [id, task, dataId, seed, keeps, round])).toEqual([['r', 'fit', 't', 4, 'all', 0], ['r@2', 'fit', 't', 2, 'numbers', 1]]);
    expect(jobOf(notebook, 'r@2')!.title).toBe('RQ-Reg, seed 2');
    expect(toSpec(notebook).cells[1]!.spec).toMatchObject({ seeds: [4, 2] });
    expect(seedsOf(withSeeds(predictorCell(notebook, 'r')!, [7, 8]))).toEqual([7, 8]);
  });

  it('have another key where target, split or either file changes, and only there', () => {
    const prints = { table: 'a', users: 'b' };
    const key = (spec: object, files: Readonly<Record<string, string>> = prints) => runKey(open(table(spec), reg()), 'r', files);
    const base = { joinData: 'users', choices: { target: 'y', join: 'id' } };
    const before = key(base);
    expect(key(base)).toBe(before);
    expect(key({ ...base, choices: { ...base.choices, unit: 's' } })).toBe(before);
    const others = [
      key({ ...base, choices: { ...base.choices, target: 'z' } }), key({ ...base, choices: { ...base.choices, split: { seed: 2 } } }), key({ choices: base.choices }),
      key(base, { ...prints, table: 'c' }), key(base, { ...prints, users: 'c' }),
    ];
    expect(new Set([before, ...others]).size).toBe(6);
    expect(key(base, { table: 'a' })).toBeNull();
  });

  it('share a family over their seeds', () => {
    const notebook = open(table(), reg({ seeds: [1, 2] }));
    const [one, two] = jobsOf(notebook, 'r').map((job) => keysOf(notebook, job, { table: 'a' })!);
    expect(one!.family).toBe(two!.family);
    expect(one!.key).not.toBe(two!.key);
  });
});
