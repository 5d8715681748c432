/** Notebook to and from the text of a file. */
import type { Catalog } from '../../engine/records';
import { NotebookError } from './spec';
import type { Notebook, NotebookSpec } from './spec';
import { toNotebook } from './toNotebook';

/** The notebook as JSON, every setting written out so that a later change of defaults does not change it. */
export function toJson(notebook: Notebook): string {
  return `${JSON.stringify(toSpec(notebook), null, 2)}\n`;
}

/** The notebook as it is stored. */
export function toSpec(notebook: Notebook): NotebookSpec {
  return { version: 1, name: notebook.name, cells: notebook.cells.map(({ id, mode, name, inputs, spec }) => ({ id, mode, name, inputs, spec })) };
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
