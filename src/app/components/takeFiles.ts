/** Where files go that a person drops or chooses: a notebook is opened, all else is given to the cells that can take it. */
import { extension } from '../state/drafting';
import type { App } from './context';
import { openNotebook } from './openNotebook';

/** A notebook's file is text of some kilobytes; anything larger is data. */
const LARGEST_NOTEBOOK = 64 << 20;

/** Tells a notebook from other JSON by its list of cells; what is no JSON at all is left to the readers, which say what is wrong with it. */
export async function isNotebook(file: File): Promise<boolean> {
  if (extension(file) !== 'json' || file.size > LARGEST_NOTEBOOK) return false;
  try {
    const value: unknown = JSON.parse(await file.text());
    return typeof value === 'object' && value !== null && Array.isArray((value as { cells?: unknown }).cells);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return false;
    throw thrown;
  }
}

/** `cellId`: the cell they are given to, where it is known. */
export async function takeFiles(app: Pick<App, 'newRows' | 'placing' | 'session' | 'ui'>, files: readonly File[], cellId?: string): Promise<void> {
  const { newRows, placing } = app;
  const [first] = files;
  if (!first) return;
  if (newRows.store.getState().open !== null) {
    void newRows.predict(first);
    return;
  }
  if (files.length === 1 && (await isNotebook(first))) return openNotebook(app, first);
  placing.give(files, cellId);
}
