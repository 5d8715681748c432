/** The notebook as a plain document: what is stored (everything may be left out) and what the page works with (nothing is). */
import type { DatasetChoices, Params, QuantizerKind } from '../../engine/records';

export type CellMode = 'note' | 'dataset' | 'quantizer' | 'compare' | 'view';
export type ViewKey = 'utilization' | 'heatStrip' | 'residualNorms' | 'trainingCurves' | 'gmmComponents' | 'rateDistortion';

export const CELL_MODES: readonly CellMode[] = ['note', 'dataset', 'quantizer', 'compare', 'view'];
export const VIEW_KEYS: readonly ViewKey[] = ['utilization', 'heatStrip', 'residualNorms', 'trainingCurves', 'gmmComponents', 'rateDistortion'];

/** A cell as stored; what is left out is filled in by toNotebook. */
export interface CellSpec {
  readonly id: string;
  readonly mode: CellMode;
  readonly name?: string;
  /** Ids of the cells it reads. */
  readonly inputs?: readonly string[];
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** A notebook as stored in a file. */
export interface NotebookSpec {
  readonly version: 1;
  readonly name: string;
  readonly cells: readonly CellSpec[];
}

interface CellBase {
  readonly id: string;
  readonly name: string;
  readonly inputs: readonly string[];
}
export interface NoteCell extends CellBase {
  readonly mode: 'note';
  readonly spec: { readonly text: string };
}
export interface DatasetCell extends CellBase {
  readonly mode: 'dataset';
  readonly spec: {
    /** The name a file is bound to: `--data NAME=FILE`. */
    readonly data: string;
    /** Bundled sample that stands in until a file is bound. */
    readonly sample?: string;
    readonly choices: DatasetChoices;
  };
}
export interface QuantizerCell extends CellBase {
  readonly mode: 'quantizer';
  readonly spec: { readonly kind: QuantizerKind; readonly params: Params; readonly seed: number };
}
export interface CompareCell extends CellBase {
  readonly mode: 'compare';
  readonly spec: Readonly<Record<string, never>>;
}
export type ViewOptions = Readonly<Record<string, string | number | boolean>>;
export interface ViewCell extends CellBase {
  readonly mode: 'view';
  readonly spec: { readonly view: ViewKey; readonly options: ViewOptions };
}
export type Cell = NoteCell | DatasetCell | QuantizerCell | CompareCell | ViewCell;

/** A notebook with every default filled in. */
export interface Notebook {
  readonly version: 1;
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** A document that cannot be used: what was seen (message), where, and the remedy (hint). */
export class NotebookError extends Error {
  override readonly name = 'input';
  constructor(
    readonly where: string,
    what: string,
    readonly hint: string,
  ) {
    super(`${where}: ${what}`);
  }
}

/** The cell with this id, where it is a quantizer. */
export function quantizerCell(notebook: Notebook, id: string): QuantizerCell | undefined {
  const cell = notebook.cells.find((candidate) => candidate.id === id);
  return cell?.mode === 'quantizer' ? cell : undefined;
}

/** The cell with this id, where it is a dataset. */
export function datasetCell(notebook: Notebook, id: string | undefined): DatasetCell | undefined {
  const cell = notebook.cells.find((candidate) => candidate.id === id);
  return cell?.mode === 'dataset' ? cell : undefined;
}
