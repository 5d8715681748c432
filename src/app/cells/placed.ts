/** Where figures stand in a grid of two columns. */
import type { ViewCell } from '../notebook/spec';
import { ALL_VIEWS } from './allViews';

/** Figures in two columns: one that would stand alone in its row, before a wide one or at the end, is marked and takes the whole row. */
export function placed(cells: readonly ViewCell[]): { readonly cell: ViewCell; readonly alone: boolean }[] {
  const wide = cells.map(({ spec: { view } }) => ALL_VIEWS[view].wide === true);
  let left = true;
  return cells.map((cell, at) => {
    if (wide[at]) {
      left = true;
      return { cell, alone: false };
    }
    const alone = left && (at === cells.length - 1 || wide[at + 1]!);
    left = alone || !left;
    return { cell, alone };
  });
}
