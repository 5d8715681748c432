/** Where a cell that is added goes, what it is joined to, and parameters that are set. */
import { describe, expect, it } from 'vitest';
import { newComparison, newSweep, newView } from '../notebook/newCells';
import { quantizerCell } from '../notebook/spec';
import { toNotebook } from '../notebook/toNotebook';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { addCell, createNotebookStore, editParams, removeCell, undo } from './notebookStore';

const store = () =>
  createNotebookStore(toNotebook({ version: 2, cells: [
    { id: 'd', mode: 'dataset' }, { id: 'k', mode: 'quantizer', spec: { kind: 'rq-kmeans' } }, { id: 'c', mode: 'compare' }, { id: 'v', mode: 'view', spec: { view: 'utilization' } },
  ] }, FAKE_CATALOG));
const ids = (open: ReturnType<typeof store>) => open.getState().notebook.cells.map((cell) => cell.id);
const inputs = (open: ReturnType<typeof store>, id: string) => open.getState().notebook.cells.find((cell) => cell.id === id)?.inputs;

describe('addCell', () => {
  it('puts sweeps behind comparisons, comparisons behind comparisons, figures behind figures', () => {
    const open = store();
    const base = quantizerCell(open.getState().notebook, 'k')!;
    addCell(open, newSweep(base));
    addCell(open, newComparison(['k']));
    addCell(open, newView('trainingCurves', ['k']));
    expect(ids(open)).toEqual(['d', 'k', 'c', 'compare', 'k-sweep', 'v', 'trainingcurves']);
  });
  it('joins a quantizer to comparisons and figures of all quantizers, never to a sweep', () => {
    const open = store();
    const base = quantizerCell(open.getState().notebook, 'k')!;
    addCell(open, newSweep(base));
    addCell(open, { ...base, name: 'K 2' });
    expect([inputs(open, 'c'), inputs(open, 'v'), inputs(open, 'k-sweep')]).toEqual([{ runs: ['k', 'k-2'] }, { runs: ['k', 'k-2'] }, { method: 'k' }]);
    // A sweep cannot be without what it varies.
    removeCell(open, 'k');
    expect(ids(open)).toEqual(['d', 'k-2', 'c', 'v']);
    // What can be added can be stored and opened again.
    expect(() => toNotebook(JSON.parse(JSON.stringify({ version: 2, cells: open.getState().notebook.cells })), FAKE_CATALOG)).not.toThrow();
  });
});

describe('editParams', () => {
  it('sets those of its cell alone, and can be taken back', () => {
    const open = store();
    const before = open.getState().notebook;
    editParams(open, 'k', { numLevels: 2 });
    expect(quantizerCell(open.getState().notebook, 'k')!.spec.params).toEqual({ ...quantizerCell(before, 'k')!.spec.params, numLevels: 2 });
    expect(open.getState().notebook.cells.filter((cell) => cell.id !== 'k')).toEqual(before.cells.filter((cell) => cell.id !== 'k'));
    editParams(open, 'v', { numLevels: 9 });
    expect(open.getState().notebook.cells.find((cell) => cell.id === 'v')).toEqual(before.cells.find((cell) => cell.id === 'v'));
    undo(open);
    undo(open);
    expect(open.getState().notebook).toEqual(before);
  });
});
