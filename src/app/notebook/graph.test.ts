/** What a notebook's cells read by port: what does not fit is refused in words; what goes, and what only loses an input, where a cell is removed. */
import { describe, expect, it } from 'vitest';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { refusal } from '../testing/refusal';
import { checkGraph, dependents, removalWords, withoutCell } from './graph';
import { inputOf, inputsOf } from './inputs';
import type { Inputs } from './inputs';
import { CELL_MODES } from './spec';
import type { Notebook } from './spec';
import { givesOf, portsOf } from './ports';
import type { PortsOf } from './ports';
import { toNotebook } from './toNotebook';

const open = (...cells: readonly object[]) => toNotebook({ version: 2, cells }, FAKE_CATALOG);
const data = { id: 'd', mode: 'dataset' };
const quantizer = (id: string, rest: object = {}) => ({ id, mode: 'quantizer', spec: { kind: 'rq-vae' }, ...rest });
const table = { id: 't', mode: 'table' };
const ridge = (inputs?: unknown) => ({ id: 'r', mode: 'predictor', spec: { kind: 'ridge' }, inputs });

describe('ports', () => {
  it('are fed by one cell or by several, and read by name', () => {
    const notebook = open(data, quantizer('q'), quantizer('p', { inputs: { rows: 'd' } }), { id: 'c', mode: 'compare', inputs: { runs: ['p', 'q'] } }, { id: 's', mode: 'sweep', inputs: { method: 'q' } });
    const [, , p, c, s] = notebook.cells;
    expect([inputOf(p, 'rows'), inputsOf(c!, 'runs'), inputOf(s, 'method'), inputOf(c, 'rows'), inputOf(undefined, 'rows')]).toEqual(['d', ['p', 'q'], 'q', '', '']);
    // The same list for the same cell: what is drawn again where it changes is not drawn again.
    expect(inputsOf(c!, 'runs')).toBe(inputsOf(c!, 'runs'));
  });

  it('take one id where several may stand, and a list of one where one must', () => {
    const notebook = open(data, quantizer('q', { inputs: { rows: ['d'] } }), { id: 'c', mode: 'compare', inputs: { runs: 'q' } }, { id: 'v', mode: 'compare', inputs: {} });
    expect(notebook.cells.map(({ inputs }) => inputs)).toEqual([{}, { rows: 'd' }, { runs: ['q'] }, { runs: [] }]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['an unknown cell', () => open(data, quantizer('q', { inputs: { rows: 'x' } })), /Cell "q": its port "rows" reads "x", which does not exist\. \| Known: d, q/],
    ['a cell that gives the wrong thing', () => open(data, quantizer('q'), table, ridge({ rows: 'q' })), /Cell "r": "RQ-VAE" gives codes; the port "rows" of "Ridge" takes a table\. \| Cells that give a table: t\./],
    ['a cell that gives nothing', () => open({ id: 'n', mode: 'note' }, quantizer('q', { inputs: { rows: 'n' } })), /"Note" gives nothing; the port "rows" of "RQ-VAE" takes vectors\. \| Add a cell that gives vectors/],
    ['a port that is not there', () => open(table, ridge({ rows: 't', codes: 'q' })), /Cell "r": a predictor cell has no port "codes"\. \| Known: rows/],
    ['a port of a name that every object has', () => open(table, ridge({ rows: 't', toString: 't' })), /no port "toString"/],
    ['a port of a cell that has none', () => open(data, { id: 'n', mode: 'note', inputs: { rows: 'd' } }), /a note cell reads no other cell.*Remove its "inputs"/],
    ['a required input that is missing', () => open(table, ridge({})), /Cell "r": nothing is on its port "rows", which takes a table\. \| Cells that give a table: t/],
    ['two cells on a port that takes one', () => open(table, { id: 'u', mode: 'table' }, ridge({ rows: ['t', 'u'] })), /Cell "r": its port "rows" takes one cell, and 2 are on it: t, u\. \| Name one of them/],
    ['inputs that are no ports', () => open(table, ridge(['t'])), /"inputs" is \["t"\], not an object of ports.*Write it as \{"rows": "id"\}/],
    ['a port that is no cell', () => open(table, ridge({ rows: 3 })), /its port "rows" is 3\. \| Write it as "id"/],
    ['a list that is none of cells', () => open(data, { id: 'c', mode: 'compare', inputs: { runs: [3] } }), /its port "runs" is \[3\]\. \| Write it as \["id", "id"\]/],
  ])('refuse %s in words', (_, run, words) => expect(refusal(run)).toMatch(words));

  it('are declared of every mode', () => {
    for (const mode of CELL_MODES) expect(givesOf(mode), mode).toBeInstanceOf(Array);
    expect([givesOf('predictor'), givesOf('predictor', 'click'), givesOf('predictor', 'source')]).toEqual([['predictorRuns'], ['predictorRuns'], ['vectors', 'store', 'sourceRuns']]);
  });
});

describe('cells that read codes', () => {
  /** Made up: quantizers may read codes of others, predictors must. */
  const ports: PortsOf = (cell) => ({
    ...portsOf(cell), ...(cell.mode === 'quantizer' && { codes: { takes: 'codes', count: 'any' } }), ...(cell.mode === 'predictor' && { codes: { takes: 'codes', count: 'some' } }),
  });
  const joined = (inputs: Readonly<Record<string, Inputs>>): Notebook => {
    const notebook = open(data, quantizer('a', { name: 'A' }), quantizer('b', { name: 'B' }), quantizer('c', { name: 'C' }), table, ridge(), { id: 's', mode: 'scores' });
    return { ...notebook, cells: notebook.cells.map((cell) => ({ ...cell, inputs: { ...cell.inputs, ...inputs[cell.id] } })) };
  };

  it('fit on a port that takes codes, one or several', () => {
    expect(() => checkGraph(joined({ r: { codes: 'a' } }), ports)).not.toThrow();
    expect(() => checkGraph(joined({ r: { codes: ['a', 'b'] }, b: { codes: ['c'] } }), ports)).not.toThrow();
    expect(refusal(() => checkGraph(joined({ r: { codes: ['a', 't'] } }), ports))).toMatch(/"Table" gives a table; the port "codes" of "Ridge" takes codes\. \| Cells that give codes: a, b, c/);
    expect(refusal(() => checkGraph(joined({ r: { codes: [] } }), ports))).toMatch(/nothing is on its port "codes", which takes codes/);
  });

  it('are refused where they read themselves, directly or through others', () => {
    expect(refusal(() => checkGraph(joined({ r: { codes: 'a' }, a: { codes: ['a'] } }), ports))).toMatch(/Cell "a": it reads itself: "A" reads "A"\. \| Remove one of these cells from a port/);
    expect(refusal(() => checkGraph(joined({ r: { codes: 'a' }, a: { codes: ['b'] }, b: { codes: ['c'] }, c: { codes: ['a'] } }), ports))).toMatch(/"A" reads "B" reads "C" reads "A"/);
  });

  it('depend on what they read through any depth, in whatever order they stand', () => {
    const notebook = joined({ a: { codes: ['b'] }, b: { codes: ['c'] }, r: { codes: ['a'] } });
    expect(dependents(notebook, 'c')).toEqual(['a', 'b', 'r', 's']);
    expect(dependents({ ...notebook, cells: [...notebook.cells].reverse() }, 'c')).toEqual(['s', 'r', 'b', 'a']);
  });

  it('go with the last of the cells that they cannot be without, and only lose the others', () => {
    const notebook = joined({ r: { codes: ['a', 'b'] } });
    const without = withoutCell(notebook, 'a', ports);
    expect(without.cells.find(({ id }) => id === 'r')?.inputs).toEqual({ rows: 't', codes: ['b'] });
    expect(withoutCell(without, 'b', ports).cells.map(({ id, inputs }) => [id, inputs])).toEqual([['d', {}], ['c', { rows: 'd' }], ['t', {}], ['s', { runs: [] }]]);
    expect(removalWords(notebook, 'a', ports)).toBe('"Ridge" no longer reads it');
    expect(removalWords(without, 'b', ports)).toBe('"Ridge" goes too, "Scores" no longer reads it');
  });
});

describe('what is said before a cell is removed', () => {
  const cells = [data, quantizer('q'), { id: 's', mode: 'sweep', name: 'Sweep' }, { id: 'c', mode: 'compare' }, { id: 'v', mode: 'view', name: 'Heat', spec: { view: 'heatStrip' } }, { id: 'w', mode: 'view', name: 'Norms', spec: { view: 'residualNorms' } }];
  it('names what goes too and what reads it no more', () => {
    expect(removalWords(open(...cells), 'q')).toBe('"Sweep" goes too, "Compare", "Heat" and 1 more no longer read it');
    expect(removalWords(open(...cells), 'c')).toBe('');
  });
});
