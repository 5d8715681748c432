/** What reads what: the order in which cells run, and which results a change makes stale. */
import { NotebookError, isFitView } from './spec';
import type { Cell, CellMode, Notebook } from './spec';

const READS: Record<Exclude<CellMode, 'view'>, CellMode | null> = {
  note: null, dataset: null, quantizer: 'dataset', compare: 'quantizer', sweep: 'quantizer', table: null, predictor: 'table', scores: 'predictor',
};
/** Modes that read exactly one cell, and what that is called. */
const READS_ONE: Partial<Record<CellMode, readonly [few: string, many: string]>> = {
  quantizer: ['dataset cell', 'data cells'], sweep: ['quantizer cell', 'quantizer cells'], predictor: ['table cell', 'table cells'],
};

/** Refuses inputs that do not exist, are of the wrong mode, or are too many. @throws NotebookError */
export function checkGraph(notebook: Notebook): void {
  const known = new Map(notebook.cells.map((cell) => [cell.id, cell]));
  for (const cell of notebook.cells) {
    const where = `Cell "${cell.id}"`;
    const wanted = readBy(cell);
    if (!wanted && cell.inputs.length > 0) throw new NotebookError(where, `a ${cell.mode} cell reads no other cell.`, 'Remove its "inputs".');
    const one = READS_ONE[cell.mode];
    if (one && cell.inputs.length !== 1) throw new NotebookError(where, `it reads ${cell.inputs.length} ${one[1]}.`, `Name exactly one ${one[0]} in its "inputs".`);
    for (const input of cell.inputs) {
      const source = known.get(input);
      if (!source) throw new NotebookError(where, `it reads "${input}", which does not exist.`, `Known: ${[...known.keys()].join(', ')}.`);
      if (source.mode !== wanted) throw new NotebookError(where, `it reads "${input}", a ${source.mode} cell.`, `Name ${wanted} cells in its "inputs".`);
    }
  }
}

/** Ids of every cell that reads this one, directly or through others, in document order. */
export function dependents(notebook: Notebook, id: string): string[] {
  const reached = new Set([id]);
  // Modes form a chain (dataset, quantizer, compare, sweep or view; table, predictor, scores or view), so as many passes as modes reach everything in whatever order cells stand.
  for (let pass = 0; pass < 3; pass++) {
    for (const cell of notebook.cells) if (cell.inputs.some((input) => reached.has(input))) reached.add(cell.id);
  }
  reached.delete(id);
  return notebook.cells.filter((cell) => reached.has(cell.id)).map((cell) => cell.id);
}

/** The notebook without a cell; cells that cannot be without it go too, others only lose the input. */
export function withoutCell(notebook: Notebook, id: string): Notebook {
  const gone = new Set([id]);
  for (const mode of ['quantizer', 'predictor', 'sweep']) {
    for (const cell of notebook.cells) if (cell.mode === mode && cell.inputs.some((input) => gone.has(input))) gone.add(cell.id);
  }
  const cells = notebook.cells
    .filter((cell) => !gone.has(cell.id))
    .map((cell): Cell => (cell.inputs.some((input) => gone.has(input)) ? { ...cell, inputs: cell.inputs.filter((input) => !gone.has(input)) } : cell));
  return { ...notebook, cells };
}

function readBy(cell: Cell): CellMode | null {
  if (cell.mode !== 'view') return READS[cell.mode];
  return isFitView(cell.spec.view) ? 'predictor' : 'quantizer';
}

/** An id that no cell has yet: "rqvae", "rqvae-2", ... */
export function freeId(notebook: Notebook, wish: string): string {
  const taken = new Set(notebook.cells.map((cell) => cell.id));
  if (!taken.has(wish)) return wish;
  let number = 2;
  while (taken.has(`${wish}-${number}`)) number++;
  return `${wish}-${number}`;
}
