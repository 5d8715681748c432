import { describe, expect, it } from 'vitest';
import { fromRanges, inverse, rowsIn, setOf, setOfRows, toRanges, union } from './rowSet';
import { addTo, clear, createSelection, invert, isolate, redoSelection, select, undoSelection } from './selection';
import type { Selection } from './selection';

const of = (rows: readonly number[], total = 10, data = 'data'): Selection => ({ data, rows: setOfRows(total, rows), chosen: { by: 'lasso' } });
const held = (store: ReturnType<typeof createSelection>) => {
  const { selection } = store.getState();
  return selection && [...rowsIn(selection.rows)];
};

describe('selection', () => {
  it('is chosen, widened, inverted, cleared, and every step is undone and done again', () => {
    const store = createSelection();
    select(store, of([1, 2]));
    addTo(store, of([2, 5]));
    expect(held(store)).toEqual([1, 2, 5]);
    invert(store);
    expect(held(store)).toEqual([0, 3, 4, 6, 7, 8, 9]);
    clear(store);
    expect(held(store)).toBeNull();
    undoSelection(store);
    undoSelection(store);
    expect(held(store)).toEqual([1, 2, 5]);
    redoSelection(store);
    expect(held(store)).toEqual([0, 3, 4, 6, 7, 8, 9]);
    for (let i = 0; i < 9; i++) undoSelection(store);
    expect(held(store)).toBeNull();
  });

  it('of other data begins anew, and an empty choice clears', () => {
    const store = createSelection();
    select(store, of([1]));
    addTo(store, of([3], 4, 'other'));
    expect(store.getState().selection).toMatchObject({ data: 'other' });
    isolate(store, true);
    select(store, of([]));
    expect(store.getState()).toMatchObject({ selection: null, isolated: false });
  });

  it('adds no step where the same rows are chosen again', () => {
    const store = createSelection();
    select(store, of([1]));
    select(store, of([1]));
    expect(store.getState().past).toHaveLength(1);
  });
});

describe('set of rows', () => {
  it('goes to ranges and back, and is cut where there are fewer rows', () => {
    const set = setOf(12, (row) => row < 3 || row === 7 || row > 9);
    expect(toRanges(set)).toEqual([0, 3, 7, 1, 10, 2]);
    expect(fromRanges(12, toRanges(set))).toEqual(set);
    expect([...rowsIn(fromRanges(8, toRanges(set)))]).toEqual([0, 1, 2, 7]);
  });

  it('counts each row once, and none that are not there', () => {
    expect(setOfRows(5, [1, 1, 4, 9, -1])).toEqual({ bits: Uint8Array.of(0, 1, 0, 0, 1), count: 2 });
    expect(union(setOfRows(3, [0]), setOfRows(3, [2])).count).toBe(2);
    expect(inverse(setOfRows(3, [0])).count).toBe(2);
  });
});
