/** Jobs that read results of other cells: their order, their seeds, their keys. Here predictors of values are given a port for codes, too. */
import { describe, expect, it } from 'vitest';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { keysOf, runKey } from './hash';
import type { Inputs } from './inputs';
import { inReadOrder, jobOf, jobsOf, neededJobs, readJobs } from './jobs';
import type { Job } from './jobs';
import type { Notebook } from './spec';
import { toNotebook } from './toNotebook';

const PRINTS = { items: 'file', table: 'rows' };

interface Written {
  /** Of the quantizer "q" and the predictor "r". */
  readonly q?: object;
  readonly r?: object;
  readonly choices?: object;
  /** By cell, beside what it reads anyway. */
  readonly reads?: Readonly<Record<string, Inputs>>;
}

/** Written with the readers first: "last" reads "r", "r" reads the codes of "q" and "p". */
function open({ q = {}, r = {}, choices = {}, reads = { r: { codes: ['q', 'p'] }, last: { runs: ['r'] } } }: Written = {}): Notebook {
  const notebook = toNotebook({ version: 2, cells: [
    { id: 't', mode: 'table' }, { id: 'last', mode: 'predictor', name: 'Last', spec: { kind: 'mlp' } }, { id: 'r', mode: 'predictor', name: 'R', spec: { kind: 'ridge', ...r } },
    { id: 'd', mode: 'dataset', spec: { choices } }, { id: 'q', mode: 'quantizer', name: 'Q', spec: { kind: 'rq-kmeans', ...q } }, { id: 'p', mode: 'quantizer', name: 'P', spec: { kind: 'rq-gmm' } },
  ] }, FAKE_CATALOG);
  return { ...notebook, cells: notebook.cells.map((cell) => ({ ...cell, inputs: { ...cell.inputs, ...reads[cell.id] } })) };
}
const methods = ['last', 'r', 'q', 'p'];
const all = (notebook: Notebook, ids: readonly string[] = methods): Job[] => ids.flatMap((id) => jobsOf(notebook, id));
const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id);
const none = () => false;

describe('the order of jobs', () => {
  it('is that of the notebook, each behind what it reads, through any depth', () => {
    const notebook = open();
    expect(ids(neededJobs(notebook, all(notebook), none))).toEqual(['q', 'p', 'r', 'last']);
    expect(ids(neededJobs(notebook, all(notebook, ['p', 'last', 'r', 'q']), none))).toEqual(['p', 'q', 'r', 'last']);
    // Through one that need not run, too.
    expect(ids(neededJobs(notebook, all(notebook, ['last', 'q']), () => true))).toEqual(['q', 'last']);
  });

  it('stays as it is where none reads another', () => {
    const notebook = open({ q: { seeds: [3, 1, 2] }, reads: {} });
    const jobs = all(notebook);
    expect(neededJobs(notebook, jobs, none)).toEqual(jobs);
    expect(jobs.every(({ reads }) => Object.keys(reads).length === 0)).toBe(true);
  });

  it('is kept where waiting jobs are moved; what is edited away keeps its place', () => {
    const notebook = open();
    expect(inReadOrder(notebook, ['last', 'gone', 'p', 'r', 'q'])).toEqual(['q', 'gone', 'p', 'r', 'last']);
    expect(inReadOrder(notebook, ['q', 'p'])).toEqual(['q', 'p']);
  });
});

describe('what a job needs first', () => {
  it('is what it reads and has no result that holds', () => {
    const notebook = open();
    const needed = (...holding: string[]) => ids(neededJobs(notebook, all(notebook, ['last']), ({ id }) => holding.includes(id)));
    expect(needed()).toEqual(['q', 'p', 'r', 'last']);
    expect(needed('q')).toEqual(['p', 'r', 'last']);
    expect(needed('q', 'p')).toEqual(['r', 'last']);
    // Nothing is run for one that holds.
    expect(needed('r')).toEqual(['last']);
  });

  it('is each once, though several read it', () => {
    const notebook = open({ reads: { r: { codes: ['q'] }, last: { codes: ['q'] } } });
    expect(ids(neededJobs(notebook, all(notebook, ['last', 'r']), none))).toEqual(['q', 'last', 'r']);
  });
});

describe('seeds', () => {
  it('read the same seed, under the id that it has there', () => {
    const notebook = open({ q: { seeds: [2, 1] }, r: { seeds: [1, 2] }, reads: { r: { codes: ['q', 'p'] } } });
    expect(jobsOf(notebook, 'r').map(({ id, seed, reads }) => [id, seed, reads])).toEqual([['r', 1, { codes: ['q@1', 'p'] }], ['r@2', 2, { codes: ['q', 'p@2'] }]]);
  });

  it('that nothing but a reader asks for are jobs too, with everything kept', () => {
    const notebook = open({ r: { seeds: [1, 7] } });
    expect(ids(jobsOf(notebook, 'p'))).toEqual(['p']);
    expect(readJobs(notebook, 'p').map(({ id, seed, keeps, title, round }) => [id, seed, keeps, title, round])).toEqual([['p@7', 7, 'all', 'P, seed 7', 1]]);
    expect(jobOf(notebook, 'p@7')).toMatchObject({ task: 'train', kind: 'rq-gmm', seed: 7 });
    expect(jobOf(notebook, 'p@8')).toBeUndefined();
    expect(ids(neededJobs(notebook, all(notebook, ['r']), none))).toEqual(['q', 'p', 'r', 'q@7', 'p@7', 'r@7']);
    expect(readJobs(open({ reads: {} }), 'p')).toEqual([]);
  });

  it('are asked for through any depth', () => {
    const notebook = open({ reads: { r: { codes: ['q'] }, last: { runs: ['r'] } } });
    const reseeded = { ...notebook, cells: notebook.cells.map((cell) => (cell.id === 'last' && cell.mode === 'predictor' ? { ...cell, spec: { ...cell.spec, seed: 9 } } : cell)) };
    expect(ids(neededJobs(reseeded, all(reseeded, ['last']), none))).toEqual(['q@9', 'r@9', 'last']);
  });

  it('of a quantizer that is read keep everything, of one that is not only the first does', () => {
    const q = { seeds: [1, 2, 3] };
    expect(jobsOf(open({ q, r: { seeds: [1, 3] } }), 'q').map(({ keeps }) => keeps)).toEqual(['all', 'numbers', 'all']);
    expect(jobsOf(open({ q, reads: {} }), 'q').map(({ keeps }) => keeps)).toEqual(['all', 'numbers', 'numbers']);
  });
});

describe('the key of a job that reads another', () => {
  const key = (written: Written = {}, id = 'r', prints: Readonly<Record<string, string>> = PRINTS) => runKey(open(written), id, prints);

  it.each<[string, Written, Readonly<Record<string, string>>?]>([
    ['the settings of a quantizer', { q: { params: { numLevels: 2 } } }],
    ['how its data is read', { choices: { preprocessing: 'centre' } }],
    ['the file of its data', {}, { ...PRINTS, items: 'another file' }],
    ['its own settings', { r: { kind: 'rq-reg' } }],
    ['which codes it reads', { reads: { r: { codes: ['q'] }, last: { runs: ['r'] } } }],
    ['their order', { reads: { r: { codes: ['p', 'q'] }, last: { runs: ['r'] } } }],
  ])('changes with %s, and so does that of what reads it', (_, written, prints) => {
    expect(key(written, 'r', prints)).not.toBe(key());
    expect(key(written, 'last', prints)).not.toBe(key({}, 'last'));
  });

  it('does not change with what it does not read', () => {
    expect(key({ q: { seeds: [1, 5] } })).toBe(key());
    expect(key({ q: { repair: 'suffix' } })).toBe(key());
    expect(key({ reads: { r: { codes: ['q', 'p'] } } })).toBe(key());
  });

  it('is none while a file of anything before it is missing', () => {
    expect(key({}, 'last', { table: 'rows' })).toBeNull();
    expect(key({}, 'q', { items: 'file' })).not.toBeNull();
  });

  it('is that of its own seed of what it reads; over seeds it is one family', () => {
    const notebook = open({ q: { seeds: [1, 2] }, r: { seeds: [1, 2] } });
    const [one, two] = jobsOf(notebook, 'r').map((job) => keysOf(notebook, job, PRINTS)!);
    expect(one!.key).toBe(key());
    expect(one!.key).not.toBe(two!.key);
    expect(one!.family).toBe(two!.family);
  });
});
