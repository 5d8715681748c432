/** Cells of codes made elsewhere: stored settings, ports, jobs without seeds, and keys that follow file, choices and vectors. */
import { describe, expect, it } from 'vitest';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { keysOf, runKey } from './hash';
import { jobOf, jobsOf, readJobs, readsData } from './jobs';
import { givesOfCell, portsOf } from './ports';
import { toJson, fromJson } from './serialize';
import { codedCell, codesCell } from './spec';
import { effectiveCell } from './fair';
import { toNotebook } from './toNotebook';

const open = (...cells: object[]) => toNotebook({ version: 2, cells }, FAKE_CATALOG);
const items = { id: 'items', mode: 'dataset' };
const ids = (more: object = {}) => ({ id: 'ids', mode: 'codes', ...more });
const PRINTS = { ids: 'codes file', items: 'vectors file' };

describe('a codes cell', () => {
  it('has defaults, and is stored without what all such cells have', () => {
    const notebook = open(ids());
    expect(codesCell(notebook, 'ids')).toEqual({ id: 'ids', name: 'Published IDs', mode: 'codes', inputs: {}, spec: { data: 'ids', choices: {}, kind: 'published', params: {}, seed: 1 } });
    const stored = { version: 2, name: 'n', cells: [{ id: 'ids', mode: 'codes', name: 'Theirs', spec: { data: 'theirs', sample: 's', choices: { idColumn: 'asin', columns: ['sid'], offsets: true, numCodes: [256] } } }] };
    expect(JSON.parse(toJson(toNotebook(stored, FAKE_CATALOG)))).toEqual(stored);
    expect(fromJson(toJson(notebook), FAKE_CATALOG)).toEqual({ ...notebook, name: 'Untitled notebook' });
  });

  it.each([
    [{ offsets: 'yes' }, 'Use true or false.'],
    [{ numCodes: [0] }, 'whole numbers above 0'],
    [{ columns: 'a' }, 'Use a list of names'],
    [{ colour: 1 }, 'Known'],
  ])('refuses the choices %j', (choices, hint) => {
    expect(() => open(ids({ spec: { choices } }))).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) as string }) as Error);
  });

  it('takes vectors if it is given some, and gives codes and runs that tables and views read', () => {
    const notebook = open(items, ids(), { id: 'k', mode: 'quantizer', spec: { kind: 'rq-kmeans' } }, { id: 'c', mode: 'compare' }, { id: 'v', mode: 'view', spec: { view: 'utilization' } });
    const cell = codesCell(notebook, 'ids')!;
    expect([portsOf(cell), givesOfCell(cell), cell.inputs]).toEqual([{ rows: { takes: 'vectors', count: 'optional' } }, ['codes', 'quantizerRuns'], {}]);
    expect(notebook.cells.slice(3).map(({ inputs }) => inputs)).toEqual([{ runs: ['ids', 'k'] }, { runs: ['ids', 'k'] }]);
    expect(() => open(ids(), { id: 's', mode: 'sweep', inputs: { method: 'ids' } })).toThrow(/codes made elsewhere, which have no parameters to sweep/);
  });

  it('is one job whatever seeds read it, and no comparison changes it', () => {
    const notebook = open(items, ids({ inputs: { rows: 'items' } }), { id: 'e', mode: 'log' }, { id: 'f', mode: 'predictor', inputs: { events: 'e', codes: 'ids' }, spec: { kind: 'fnn', seeds: [1, 2] } }, { id: 'c', mode: 'compare', spec: { fair: { on: true, numLevels: 2, numCodes: 8, budget: { unit: 'seconds', value: 1 } } } });
    expect(jobsOf(notebook, 'ids')).toMatchObject([{ id: 'ids', task: 'train', kind: 'published', dataId: 'ids', besides: { rows: 'items' }, reads: {}, keeps: 'all' }]);
    expect(readJobs(notebook, 'ids')).toEqual([]);
    expect(jobsOf(notebook, 'f').map(({ reads }) => reads)).toEqual([{ codes: ['ids'] }, { codes: ['ids'] }]);
    const job = jobOf(notebook, 'ids')!;
    expect(['ids', 'items', 'e'].map((id) => readsData(notebook, job, id))).toEqual([true, true, false]);
    expect(effectiveCell(notebook, codedCell(notebook, 'ids')!)).toBe(codesCell(notebook, 'ids'));
  });

  it('is stale once its file, its choices or its vectors change', () => {
    const joined = (choices: object = {}) => open(items, ids({ inputs: { rows: 'items' }, spec: { choices } }));
    const keys = [
      runKey(joined(), 'ids', PRINTS), runKey(joined({ offsets: false }), 'ids', PRINTS), runKey(joined(), 'ids', { ...PRINTS, ids: 'other' }), runKey(joined(), 'ids', { ...PRINTS, items: 'other' }), runKey(open(items, ids()), 'ids', PRINTS),
    ];
    expect(new Set(keys).size).toBe(5);
    expect(keys).not.toContain(null);
    expect([keysOf(joined(), jobOf(joined(), 'ids')!, { ids: 'x' }), runKey(open(ids()), 'ids', {})]).toEqual([null, null]);
  });
});
