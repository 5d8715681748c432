/** Notebooks of version 1, as they came with the page, as the page exported them and as people wrote them, open as they did. */
import { describe, expect, it } from 'vitest';
import compareNow from '../../../public/samples/notebooks/compare-quantizers.json';
import valuesNow from '../../../public/samples/notebooks/continuous-values.json';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { refusal } from '../testing/refusal';
import compare from '../testing/version1/compare-quantizers.json';
import values from '../testing/version1/continuous-values.json';
import exported from '../testing/version1/exported.json';
import { withoutCell } from './graph';
import { inputIds } from './inputs';
import { fromJson, toJson, toSpec } from './serialize';
import { toNotebook } from './toNotebook';
import { upgraded } from './upgrade';

const open = (version: number, ...cells: readonly object[]) => toNotebook({ version, cells }, FAKE_CATALOG);
const data = { id: 'd', mode: 'dataset' };
const kmeans = { id: 'k', mode: 'quantizer', spec: { kind: 'rq-kmeans' } };

describe('a notebook of version 1', () => {
  it.each(Object.entries({ compare, values, exported }))('reads the same cells and is written in version 2: %s', (_, stored) => {
    const notebook = toNotebook(stored, FAKE_CATALOG);
    expect(notebook.cells.map(inputIds)).toEqual(stored.cells.map((cell) => ('inputs' in cell ? cell.inputs : [])));
    expect(toSpec(notebook)).toMatchObject({ version: 2, name: stored.name });
    expect(fromJson(toJson(notebook), FAKE_CATALOG)).toEqual(notebook);
  });

  it('that came with the page is the one that comes with it now', () => {
    // What a note says may have changed since; everything that is computed from has not.
    const computed = (notebook: { readonly cells: readonly { readonly mode: string }[] }) => ({ ...notebook, cells: notebook.cells.filter(({ mode }) => mode !== 'note') });
    // Even RQ joined the comparison later.
    const earlier = withoutCell(toNotebook(compareNow, FAKE_CATALOG), 'evenrq');
    expect(computed(toNotebook(upgraded(compare), FAKE_CATALOG))).toEqual(computed(earlier));
    expect(computed(upgraded(values) as typeof valuesNow)).toEqual(computed(valuesNow));
  });

  it('that was exported keeps every setting', () => {
    const settings = (cells: readonly { readonly id: string; readonly mode: string; readonly name?: string; readonly spec?: object }[]) => cells.map(({ id, mode, name, spec }) => ({ id, mode, name, spec }));
    expect(settings(toSpec(toNotebook(exported, FAKE_CATALOG)).cells)).toEqual(settings(exported.cells));
  });

  it('that was exported names each input by its port; a list of none stays one', () => {
    expect(Object.fromEntries(toNotebook(exported, FAKE_CATALOG).cells.map(({ id, inputs }) => [id, inputs]))).toEqual({
      about: {}, data: {}, kmeans: { rows: 'data' }, rqgmm: { rows: 'data' }, compare: { runs: ['kmeans', 'rqgmm'] }, nothing: { runs: [] }, sweep: { method: 'rqgmm' },
      table: {}, ridge: { rows: 'table' }, reg: { rows: 'table' }, scores: { runs: ['reg', 'ridge'] }, decoding: { runs: ['reg'] }, empty: { runs: [] }, heat: { runs: ['kmeans'] },
    });
  });

  it('joins cells that name no inputs to what stands before them', () => {
    expect(open(1, data, kmeans, { id: 'c', mode: 'compare' }).cells.map((cell) => cell.inputs)).toEqual([{}, { rows: 'd' }, { runs: ['k'] }]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['two data cells', () => open(1, data, { id: 'e', mode: 'dataset' }, { ...kmeans, inputs: ['d', 'e'] }), /its port "rows" takes one cell, and 2 are on it: d, e/],
    ['none', () => open(1, data, { ...kmeans, inputs: [] }), /nothing is on its port "rows"/],
    ['an unknown cell', () => open(1, data, { ...kmeans, inputs: ['x'] }), /reads "x", which does not exist/],
    ['a cell of the wrong mode', () => open(1, data, { id: 'c', mode: 'compare', inputs: ['d'] }), /"Data" gives vectors; the port "runs" of "Compare" takes runs of quantizers/],
    ['anything, where its mode reads nothing', () => open(1, data, { id: 'n', mode: 'note', inputs: ['d'] }), /a note cell reads no other cell.*Remove/],
    ['what is no list', () => open(1, data, { ...kmeans, inputs: 'd' }), /"inputs" is "d", not an object of ports/],
    ['a mode of an odd name', () => open(1, { id: 'x', mode: 'constructor', inputs: ['d'] }), /its mode is "constructor"/],
  ])('is refused in words where a cell reads %s', (_, run, words) => expect(refusal(run)).toMatch(words));
});

describe('a notebook of another version', () => {
  it.each([3, 0, '1', undefined, 1.5])('is refused in words: %s', (version) => {
    expect(refusal(() => toNotebook({ version, cells: [] }, FAKE_CATALOG))).toMatch(/its version is .*; this page reads versions 1 to 2\. .*open it with the version of Residua that wrote it/);
  });
});
