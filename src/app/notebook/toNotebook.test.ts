/** Documents that can be opened, and what is said of those that cannot. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import stored from '../../../public/samples/notebooks/compare-quantizers.json';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { refusal } from '../testing/refusal';
import { dependents, withoutCell } from './graph';
import { contentHash, runKey } from './hash';
import { inputIds } from './inputs';
import { fromJson, toJson } from './serialize';
import { quantizerCell, sweepCell } from './spec';
import { toNotebook } from './toNotebook';

const open = (cells: unknown) => () => toNotebook({ version: 2, cells }, FAKE_CATALOG);

describe('toNotebook', () => {
  it('opens the bundled comparison and fills in every default', () => {
    const notebook = toNotebook(stored, FAKE_CATALOG);
    expect(notebook.cells.slice(0, 7).map((cell) => cell.id)).toEqual(['data', 'kmeans', 'rqvae', 'r3vae', 'rqgmm', 'evenrq', 'compare']);
    expect(quantizerCell(notebook, 'rqvae')?.spec).toMatchObject({ seed: 1, params: { numLevels: 3, numCodes: [64], steps: 600 } });
  });

  it('opens the notebook that the README shows', () => {
    const shown = /```json\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))![1]!;
    expect(fromJson(shown, FAKE_CATALOG).cells.map((cell) => cell.id)).toEqual(['data', 'kmeans', 'rqvae', 'compare']);
  });

  it('joins cells that name no inputs to what stands before them', () => {
    const notebook = open([{ id: 'd', mode: 'dataset' }, { id: 'q', mode: 'quantizer', spec: { kind: 'rq-gmm' } }, { id: 'c', mode: 'compare' }])();
    expect(notebook.cells.map((cell) => cell.inputs)).toEqual([{}, { rows: 'd' }, { runs: ['q'] }]);
  });

  it.each([
    ['no notebook', () => toNotebook([], FAKE_CATALOG), /it is \[\], not a JSON object.*Choose a notebook file/],
    ['another version', () => toNotebook({ version: 7, cells: [] }, FAKE_CATALOG), /version is 7; this page reads versions 1 to 2.*open it with the version of Residua that wrote it/],
    ['two cells of one id', open([{ id: 'a', mode: 'note' }, { id: 'a', mode: 'note' }]), /Cell "a": two cells have this id/],
    ['an unknown mode', open([{ id: 'a', mode: 'train' }]), /its mode is "train".*note, dataset, quantizer/],
    ['an unknown kind', open([{ id: 'd', mode: 'dataset' }, { id: 'q', mode: 'quantizer', spec: { kind: 'pq' } }]), /its kind is "pq".*rq-kmeans/],
    ['a value out of range', open([{ id: 'd', mode: 'dataset' }, { id: 'q', mode: 'quantizer', spec: { kind: 'rq-vae', params: { steps: 0 } } }]), /Cell "q": Steps is 0.*params\.steps/],
    ['an unknown parameter', open([{ id: 'd', mode: 'dataset' }, { id: 'q', mode: 'quantizer', spec: { kind: 'rq-vae', params: { depth: 3 } } }]), /no parameter "depth".*numLevels/],
    ['an input that does not exist', open([{ id: 'd', mode: 'dataset' }, { id: 'q', mode: 'quantizer', inputs: { rows: 'x' }, spec: { kind: 'rq-vae' } }]), /reads "x", which does not exist.*Known: d, q/],
    ['an input of the wrong mode', open([{ id: 'd', mode: 'dataset' }, { id: 'c', mode: 'compare', inputs: { runs: ['d'] } }]), /"Data" gives vectors; the port "runs" of "Compare" takes runs of quantizers.*Add a cell that gives runs of quantizers/],
    ['a quantizer without data', open([{ id: 'q', mode: 'quantizer', spec: { kind: 'rq-vae' } }]), /nothing is on its port "rows", which takes vectors.*Add a cell that gives vectors/],
    ['a bad choice', open([{ id: 'd', mode: 'dataset', spec: { choices: { preprocessing: 'whiten' } } }]), /"preprocessing" is "whiten".*none, centre, l2/],
    ['parameters that are no object', open([{ id: 'd', mode: 'dataset' }, { id: 'q', mode: 'quantizer', spec: { kind: 'rq-kmeans', params: 3 } }]), /"params" is 3.*\{"numLevels": 3, \.\.\.\}/],
    ['more cells than can be shown', open(Array.from({ length: 100_000 }, (_, i) => ({ id: `n${i}`, mode: 'note' }))), /it has 100000 cells; 1000 is the most/],
    ['text that is no JSON', () => fromJson('{', FAKE_CATALOG), /not JSON.*exported by Residua/],
  ])('refuses %s, saying where, what and the remedy', (_, run, words) => {
    expect(refusal(run)).toMatch(words);
  });

  it('takes one number where a list is declared, as the form and --set do', () => {
    for (const { kind, params } of FAKE_CATALOG.quantizers) {
      const lists = params.filter((spec) => Array.isArray(spec.default));
      expect(lists.map((spec) => spec.name)).toContain('numCodes');
      for (const { name } of lists) {
        const cells = [{ id: 'd', mode: 'dataset' }, { id: 'q', mode: 'quantizer', spec: { kind, params: { [name]: 8 } } }, { id: 's', mode: 'sweep', inputs: { method: 'q' }, spec: { parameters: [{ name, values: [4, [8]] }] } }];
        const notebook = open(cells)();
        expect(quantizerCell(notebook, 'q')?.spec.params[name]).toEqual([8]);
        expect(sweepCell(notebook, 's')?.spec.parameters).toEqual([{ name, values: [[4], [8]] }]);
        // The same settings, written either way, are the same run.
        const listed = open([cells[0], { id: 'q', mode: 'quantizer', spec: { kind, params: { [name]: [8] } } }])();
        expect(runKey(notebook, 'q', { items: 'x' })).toBe(runKey(listed, 'q', { items: 'x' }));
      }
    }
    const wrong = open([{ id: 'd', mode: 'dataset' }, { id: 'q', mode: 'quantizer', spec: { kind: 'rq-kmeans', params: { numCodes: 'many' } } }]);
    expect(refusal(wrong)).toMatch(/numCodes/);
  });

  it('reads back what it wrote', () => {
    const notebook = toNotebook(stored, FAKE_CATALOG);
    expect(fromJson(toJson(notebook), FAKE_CATALOG)).toEqual(notebook);
  });
});

describe('graph and hashes', () => {
  const notebook = toNotebook(stored, FAKE_CATALOG);

  it('finds everything that reads a cell, directly or not', () => {
    expect(dependents(notebook, 'kmeans')).toEqual(['compare', 'curves', 'utilization', 'norms', 'heat', 'rate-distortion']);
    expect(dependents(notebook, 'data')).toHaveLength(notebook.cells.length - 1);
  });

  it('takes a removed cell out of every input, and quantizers along with their data', () => {
    expect(withoutCell(notebook, 'rqgmm').cells.every((cell) => !inputIds(cell).includes('rqgmm'))).toBe(true);
    expect(withoutCell(notebook, 'data').cells.some((cell) => cell.mode === 'quantizer')).toBe(false);
  });

  it('hashes content, not the order of keys', () => {
    expect(contentHash({ a: 1, b: [1, 2] })).toBe(contentHash({ b: [1, 2], a: 1 }));
    expect(contentHash({ a: 1 })).not.toBe(contentHash({ a: 2 }));
    expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
  });

  it('gives a run another key when its settings or its file change, and only then', () => {
    const key = runKey(notebook, 'rqvae', { items: 'x' });
    expect(runKey(notebook, 'rqvae', {})).toBeNull();
    expect(runKey(notebook, 'rqvae', { items: 'y' })).not.toBe(key);
    const renamed = { ...notebook, cells: notebook.cells.map((cell) => (cell.id === 'rqvae' ? { ...cell, name: 'Mine' } : cell)) };
    expect(runKey(renamed, 'rqvae', { items: 'x' })).toBe(key);
    const reseeded = toNotebook({ ...stored, cells: stored.cells.map((cell) => (cell.id === 'rqvae' ? { ...cell, spec: { kind: 'rq-vae', seed: 2 } } : cell)) }, FAKE_CATALOG);
    expect(runKey(reseeded, 'rqvae', { items: 'x' })).not.toBe(key);
  });
});
