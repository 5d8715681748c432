/** Where files go that a person drops or chooses: a notebook is opened, a table read as one where the notebook has a place for it, vectors else. */
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

export async function takeFiles(app: App, files: readonly File[]): Promise<void> {
  const { draft, tableDraft, newRows, session } = app;
  const [first] = files;
  if (!first) return;
  if (newRows.store.getState().open !== null) {
    void newRows.predict(first);
    return;
  }
  if (files.length === 1 && (await isNotebook(first))) return openNotebook(app, first);
  if (session.keeping.store.getState().place === 'elsewhere') {
    app.ui.setState({ notice: 'This notebook is open in another tab. Take it over, or open a copy, then drop the file again.' });
    return;
  }
  const { cells } = session.notebook.getState().notebook;
  const vectors = cells.some((cell) => cell.mode === 'dataset');
  // A single file is opened whatever its name: the reader says best what is wrong with it.
  if (tableDraft.takes(files)) tableDraft.offer(files);
  else if (vectors || !cells.some((cell) => cell.mode === 'table')) draft.offer(files);
  else void tableDraft.begin(first, null);
}
