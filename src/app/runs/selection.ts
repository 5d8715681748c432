/** What is selected: rows of one cell's data, and how they were chosen. */
import type { RowSet } from './rowSet';

/** How rows were chosen. Levels and codes count from 0; `run`: the cell whose codes are meant. */
export type Chosen =
  | { readonly by: 'code'; readonly run: string; readonly level: number; readonly code: number }
  /** The first codes, or all of them: a whole ID, whose items are a bucket. */
  | { readonly by: 'prefix'; readonly run: string; readonly codes: readonly number[] }
  | { readonly by: 'lasso' | 'box' | 'inverse' | 'several' }
  | { readonly by: 'search'; readonly text: string }
  /** Rows of a list: what a view means by it, in a few words. */
  | { readonly by: 'list'; readonly words: string };

export interface Selection {
  /** The cell whose rows these are: a data cell, or a codes cell. */
  readonly data: string;
  readonly rows: RowSet;
  readonly chosen: Chosen;
}
