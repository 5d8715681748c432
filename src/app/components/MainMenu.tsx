/** The notebook as a whole: undo, add, export, import, new, and all that are kept. */
import { useRef } from 'react';
import { useStore } from 'zustand';
import { newCodes, newComparison, newScores, newView } from '../notebook/newCells';
import { toJson } from '../notebook/serialize';
import { CODE_VIEW_KEYS, FIT_VIEW_KEYS } from '../notebook/spec';
import type { Cell } from '../notebook/spec';
import { VIEW_NAMES } from '../notebook/toNotebook';
import { download, textFile } from '../output/files';
import { fileName } from '../state/keeping';
import { NOTEBOOKS } from '../samples';
import { shortcut } from '../shortcuts';
import { addCell, redo, undo } from '../state/notebookStore';
import { Icon } from './Icon';
import { Menu } from './Menu';
import { useApp, useNotebook } from './context';
import { goTo } from './goTo';
import { openNotebook, openSampleNotebook } from './openNotebook';

export function MainMenu() {
  const app = useApp();
  const { session, ui } = app;
  const input = useRef<HTMLInputElement>(null);
  const canUndo = useNotebook((state) => state.past.length > 0);
  const canRedo = useNotebook((state) => state.future.length > 0);
  const hasQuantizers = useNotebook((state) => state.notebook.cells.some((cell) => cell.mode === 'quantizer' || cell.mode === 'codes'));
  const hasPredictors = useNotebook((state) => state.notebook.cells.some((cell) => cell.mode === 'predictor'));
  const readOnly = useStore(session.keeping.store, (state) => state.place === 'elsewhere');
  const add = (cell: Cell) => {
    const id = addCell(session.notebook, cell);
    ui.setState({ current: id });
    goTo(id);
  };
  const exportJson = () => {
    const { notebook } = session.notebook.getState();
    download(textFile(toJson(notebook), 'application/json'), `${fileName(notebook.name)}.json`);
  };
  return (
    <>
      <Menu
        label="Notebook menu" className="button quiet icon-only" button={<Icon name="menu" />}
        commands={[
          [
            { title: 'Undo', note: shortcut('Mod-Z'), disabled: !canUndo || readOnly, run: () => undo(session.notebook) },
            { title: 'Redo', note: shortcut('Shift-Mod-Z'), disabled: !canRedo || readOnly, run: () => redo(session.notebook) },
          ],
          readOnly ? [] : [
            { title: 'Add a note', run: () => add({ id: 'note', name: 'Note', mode: 'note', inputs: {}, spec: { text: '' } }) },
            { title: 'Add published IDs', note: 'read from a file', run: () => add(newCodes(session.notebook.getState().notebook, session.catalog.published)) },
            ...(hasQuantizers
              ? [
                  { title: 'Add a comparison', note: 'of all quantizers', run: () => add(newComparison(session.quantizers())) },
                  ...CODE_VIEW_KEYS.map((view) => ({ title: `Add a figure: ${VIEW_NAMES[view]}`, run: () => add(newView(view, session.quantizers())) })),
                ]
              : []),
            ...(hasPredictors
              ? [
                  { title: 'Add a table of scores', note: 'of all predictors', run: () => add(newScores(session.predictors())) },
                  ...FIT_VIEW_KEYS.map((view) => ({ title: `Add a figure: ${VIEW_NAMES[view]}`, run: () => add(newView(view, session.predictors())) })),
                ]
              : []),
          ],
          [
            { title: 'Notebooks', note: 'all that are kept here', run: () => ui.setState({ notebooksOpen: true }) },
            { title: 'Export notebook', note: '.json', run: exportJson },
            { title: 'Import notebook', note: '.json', run: () => input.current?.click() },
            { title: 'New comparison', note: 'the five methods, on the data you have', run: () => void session.open(session.firstNotebook(), true).then(() => session.loadAll()) },
          ],
          NOTEBOOKS.map((notebook) => ({ title: `Sample: ${notebook.title}`, about: notebook.sentence, run: () => void openSampleNotebook(app, notebook) })),
        ]}
      />
      <input
        ref={input} type="file" hidden accept=".json,application/json" aria-label="Choose a notebook file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void openNotebook(app, file);
        }}
      />
    </>
  );
}
