/** Notebook to and from the text of a file. */
import type { Catalog } from '../../engine/records/engine';
import { NOTEBOOK_VERSION, NotebookError, seedsOf } from './spec';
import type { Cell, Notebook, NotebookSpec } from './spec';
import { toNotebook } from './toNotebook';

/** The notebook as JSON, every setting written out so that a later change of defaults does not change it. */
export function toJson(notebook: Notebook): string {
  return `${JSON.stringify(toSpec(notebook), null, 2)}\n`;
}

/** The notebook as it is stored. */
export function toSpec(notebook: Notebook): NotebookSpec {
  const cells = notebook.cells.map((cell) => {
    const { id, mode, name, inputs } = cell;
    return { id, mode, name, ...(Object.keys(inputs).length > 0 && { inputs }), spec: storedSpec(cell) };
  });
  return { version: NOTEBOOK_VERSION, name: notebook.name, cells, ...(notebook.selection && { selection: notebook.selection }) };
}

/** One seed is written as `seed`, several as `seeds`; what is not set is left out. */
function storedSpec(cell: Cell): Readonly<Record<string, unknown>> {
  switch (cell.mode) {
    case 'quantizer':
    case 'predictor': {
      const { seed, moreSeeds: _, log: __, ...rest } = { log: undefined, ...cell.spec };
      const seeds = seedsOf(cell);
      return { ...rest, ...(seeds.length > 1 ? { seeds } : { seed }) };
    }
    case 'codes': {
      const { data, sample, choices } = cell.spec;
      return { data, ...(sample !== undefined && { sample }), choices };
    }
    case 'compare':
      return { ...(cell.spec.columns && { columns: cell.spec.columns }), fair: cell.spec.fair, ...(cell.spec.holdOut > 0 && { holdOut: cell.spec.holdOut }) };
    case 'scores':
      return cell.spec.columns ? { columns: cell.spec.columns } : {};
    case 'sweep':
      return { parameters: cell.spec.parameters, metric: cell.spec.metric, ...(cell.spec.seeds.length > 0 && { seeds: cell.spec.seeds }) };
    default:
      return cell.spec;
  }
}

/** @throws NotebookError where the text is no JSON or no notebook. */
export function fromJson(text: string, catalog: Catalog): Notebook {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch (thrown) {
    throw new NotebookError('Notebook', `it is not JSON (${(thrown as Error).message}).`, 'Choose a .json file exported by Residua.');
  }
  return toNotebook(stored, catalog);
}
