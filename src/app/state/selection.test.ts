import { describe, expect, it } from 'vitest';
import { inverse, packed, rowsIn, setOf, setOfRows, union, unpacked } from '../runs/rowSet';
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
  it('is packed and unpacked, and refused where it is of other rows or no such text', () => {
    for (const rows of [1, 8, 12, 100_003]) {
      const set = setOf(rows, (row) => row % 7 < 3);
      expect(unpacked(rows, packed(set))).toEqual(set);
      expect(unpacked(rows + 8, packed(set))).toBeNull();
    }
    expect(packed(setOf(100_000, () => true)).length).toBeLessThan(17_000);
    expect(unpacked(8, '%%')).toBeNull();
  });

  it('counts each row once, and none that are not there', () => {
    expect(setOfRows(5, [1, 1, 4, 9, -1])).toEqual({ bits: Uint8Array.of(0, 1, 0, 0, 1), count: 2 });
    expect(union(setOfRows(3, [0]), setOfRows(3, [2])).count).toBe(2);
    expect(inverse(setOfRows(3, [0])).count).toBe(2);
  });
});
