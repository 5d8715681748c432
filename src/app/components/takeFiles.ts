/** Where files go that a person drops or chooses: a notebook is opened, a table read as one where the notebook has a place for it, vectors else. */
import { extension } from '../state/drafting';
import type { App } from './context';
import { openNotebook } from './openNotebook';

export function takeFiles(app: App, files: readonly File[]): void {
  const { draft, tableDraft, newRows, session } = app;
  const [first] = files;
  if (!first) return;
  if (newRows.store.getState().open !== null) {
    void newRows.predict(first);
    return;
  }
  if (files.length === 1 && extension(first) === 'json') {
    void openNotebook(app, first);
    return;
  }
  const { cells } = session.notebook.getState().notebook;
  const vectors = cells.some((cell) => cell.mode === 'dataset');
  // A single file is opened whatever its name: the reader says best what is wrong with it.
  if (tableDraft.takes(files)) tableDraft.offer(files);
  else if (vectors || !cells.some((cell) => cell.mode === 'table')) draft.offer(files);
  else void tableDraft.begin(first, null);
}
