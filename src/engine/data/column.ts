/** A table as it is kept: its target, features and references, and the parts of its rows. */
import type { Column, NumberColumn } from '../records/column';

export type { CategoryColumn, Column, ListColumn, NumberColumn } from '../records/column';

/** A table read, joined and parted; every array has one entry a row in use. */
export interface Table {
  readonly name: string;
  readonly rows: number;
  /** 0-based row numbers in the file. */
  readonly rowIndex: Uint32Array;
  readonly target: NumberColumn;
  readonly features: readonly Column[];
  readonly references: readonly NumberColumn[];
  /** 0 train, 1 validation, 2 test. */
  readonly parts: Uint8Array;
}
