/** The notebook as a whole: undo, add, export, import, new. */
import { useRef } from 'react';
import { fromJson, toJson } from '../notebook/serialize';
import { download, textFile } from '../output/files';
import { addCell, redo, undo } from '../state/notebookStore';
import { toProblem } from '../state/problem';
import { Icon } from './Icon';
import { Menu } from './Menu';
import { useApp, useNotebook } from './context';

export function MainMenu() {
  const { session, ui } = useApp();
  const input = useRef<HTMLInputElement>(null);
  const canUndo = useNotebook((state) => state.past.length > 0);
  const canRedo = useNotebook((state) => state.future.length > 0);
  const open = async (text: string) => {
    try {
      await session.open(fromJson(text, session.catalog));
      await session.loadAll();
      ui.setState({ notice: 'The notebook is open. Mod-Z brings the one before it back.' });
    } catch (thrown) {
      const { message, hint } = toProblem(thrown);
      ui.setState({ notice: `${message} ${hint}` });
    }
  };
  const exportJson = () => {
    const { notebook } = session.notebook.getState();
    download(textFile(toJson(notebook), 'application/json'), `${notebook.name.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}.json`);
  };
  return (
    <>
      <Menu
        label="Notebook menu" className="button quiet icon-only" button={<Icon name="menu" />}
        commands={[
          [
            { title: 'Undo', note: 'Mod-Z', disabled: !canUndo, run: () => undo(session.notebook) },
            { title: 'Redo', note: 'Shift-Mod-Z', disabled: !canRedo, run: () => redo(session.notebook) },
          ],
          [{ title: 'Add a note', run: () => void addCell(session.notebook, { id: 'note', name: 'Note', mode: 'note', inputs: [], spec: { text: '' } }) }],
          [
            { title: 'Export notebook', note: '.json', run: exportJson },
            { title: 'Import notebook', note: '.json', run: () => input.current?.click() },
            { title: 'New comparison', note: 'the four methods, on the data you have', run: () => void session.open(session.firstNotebook()).then(() => session.loadAll()) },
          ],
        ]}
      />
      <input
        ref={input} type="file" hidden accept=".json,application/json" aria-label="Choose a notebook file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void file.text().then(open);
        }}
      />
    </>
  );
}
