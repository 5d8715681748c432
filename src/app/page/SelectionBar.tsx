/** What is selected, in words, and what can be done with it; it lies over the foot of the page while anything is. */
import { useStore } from 'zustand';
import { codedCell } from '../notebook/spec';
import { Icon } from '../components/Icon';
import { useApp, useNotebook } from '../components/context';
import { download, textFile } from '../output/files';
import { selectionCsv } from '../output/selectionCsv';
import { selectionWords } from '../output/selectionWords';
import { quantized } from '../runs/cellRun';
import { clear, invert, isolate, redoSelection, undoSelection } from '../state/selection';

export function SelectionBar() {
  const { session } = useApp();
  const { selection, isolated, past, future } = useStore(session.selection);
  const notebook = useNotebook((state) => state.notebook);
  if (!selection) return null;
  const save = () => {
    const items = session.items.rowsOf(selection.data);
    if (!items) return;
    const { runs } = session.runs.getState();
    const methods = session.quantizers().flatMap((id) => {
      const result = quantized(runs[id]);
      return result && session.items.rowsOf(id)?.data === selection.data ? [{ name: codedCell(notebook, id)!.name, result }] : [];
    });
    download(textFile(selectionCsv(items, selection.rows, methods)), 'selected-items.csv');
  };
  return (
    <section className="selection-bar" aria-label="Selection">
      <p role="status">{selectionWords(selection, notebook)}</p>
      <span className="buttons">
        <button type="button" className="button small" aria-pressed={isolated} title="Draw only the selected items on the map" onClick={() => isolate(session.selection, !isolated)}>
          Isolate
        </button>
        <button type="button" className="button small" title="Select all the others instead" onClick={() => invert(session.selection)}>
          Invert
        </button>
        <button type="button" className="button small" title="Ids, metadata and codes of the selected items, as CSV" onClick={save}>
          Save CSV
        </button>
        <button type="button" className="button quiet small icon-only" aria-label="The selection before" title="The selection before" disabled={past.length === 0} onClick={() => undoSelection(session.selection)}>
          ↶
        </button>
        <button type="button" className="button quiet small icon-only" aria-label="The selection after" title="The selection after" disabled={future.length === 0} onClick={() => redoSelection(session.selection)}>
          ↷
        </button>
        <button type="button" className="button quiet small icon-only" aria-label="Clear the selection" title="Clear (Esc)" onClick={() => clear(session.selection)}>
          <Icon name="close" size={13} />
        </button>
      </span>
    </section>
  );
}
