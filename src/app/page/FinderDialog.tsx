/** Find items by row, id, title or ID pattern: matches are listed as one types; Enter opens the first, and all can be selected. */
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { formatCount } from '../../viz/format';
import { Dialog } from '../components/Dialog';
import { IdChips } from '../components/IdChips';
import { useApp, useNotebook, useRuns, useUi } from '../components/context';
import { codedCell } from '../notebook/spec';
import { findItems } from '../output/findItems';
import { itemId, itemName } from '../output/itemRows';
import type { ItemRows } from '../output/itemRows';
import { quantized } from '../runs/cellRun';
import { setOfRows } from '../runs/rowSet';
import { inspect, select } from '../state/selection';

const LISTED = 30;

export function FinderDialog() {
  const open = useUi((state) => state.finderOpen);
  return open ? <Finder /> : null;
}

function Finder() {
  const { session, ui } = useApp();
  const close = () => ui.setState({ finderOpen: false });
  const cells = useNotebook((state) => state.notebook.cells);
  useRuns((state) => state.data);
  const sources = cells.filter(({ mode }) => mode === 'dataset' || mode === 'codes').flatMap(({ id, name }) => {
    const items = session.items.rowsOf(id);
    return items?.data === id ? [{ id, name, items }] : [];
  });
  const [wanted, setWanted] = useState('');
  const source = sources.find(({ id }) => id === wanted) ?? sources[0];
  return (
    <Dialog title="Find an item" onClose={close}>
      {source ? (
        <>
          {sources.length > 1 && (
            <label className="field finder-source">
              <span>Among</span>
              <select value={source.id} onChange={(event) => setWanted(event.target.value)}>
                {sources.map(({ id, name, items }) => (
                  <option key={id} value={id}>
                    {name} ({formatCount(items.rows)})
                  </option>
                ))}
              </select>
            </label>
          )}
          <Search key={source.id} items={source.items} close={close} />
        </>
      ) : (
        <p className="panel muted">No items are loaded yet: drop a file of vectors or of IDs on the page.</p>
      )}
    </Dialog>
  );
}

function Search({ items, close }: { readonly items: ItemRows; close(): void }) {
  const { session } = useApp();
  const [text, setText] = useState('');
  const [method, setMethod] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // A modal dialog focuses its first button once it opens.
  useEffect(() => field.current?.focus(), []);
  const runs = useRuns((state) => state.runs);
  const notebook = useNotebook((state) => state.notebook);
  const methods = useMemo(() => session.quantizers().flatMap((id) => {
    const [cell, result] = [codedCell(notebook, id), quantized(runs[id])];
    return cell && result && session.items.rowsOf(id)?.data === items.data ? [{ id, cell, result }] : [];
  }), [session, notebook, runs, items]);
  const shown = methods.find(({ id }) => id === method) ?? methods[0];
  const asked = useDeferredValue(text);
  const found = useMemo(() => findItems(items, asked, shown?.result ?? null), [items, asked, shown]);
  const open = (row: number) => {
    inspect(session.selection, { what: 'item', data: items.data, row });
    close();
  };
  const selectAll = () => {
    select(session.selection, { data: items.data, rows: setOfRows(items.rows, found.rows), chosen: { by: 'search', text: asked.trim() } });
    close();
  };
  const hint = items.titles ? 'a title, an id, a row, or an ID such as 12-*-3' : 'an id, a row, or an ID such as 12-*-3';
  return (
    <form
      className="panel finder" role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = findItems(items, text, shown?.result ?? null).rows;
        if (first !== undefined) open(first);
      }}
    >
      <input ref={field} type="text" className="finder-text" aria-label={`Find ${hint}`} placeholder={`Find ${hint}`} value={text} spellCheck={false} onChange={(event) => setText(event.target.value)} />
      {methods.length > 1 && (
        <label className="muted finder-method">
          IDs of{' '}
          <select value={shown!.id} onChange={(event) => setMethod(event.target.value)}>
            {methods.map(({ id, cell }) => (
              <option key={id} value={id}>
                {cell.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <p className="muted" role="status">
        {asked.trim() === '' ? `${formatCount(items.rows)} items.` : `${found.how}${found.how === '' || found.how.endsWith('.') ? '' : ': '}${found.how.endsWith('.') ? '' : `${formatCount(found.rows.length)} found.`}`}
      </p>
      <ol className="item-lines finder-list">
        {found.rows.slice(0, LISTED).map((row) => (
          <li key={row}>
            <button type="button" className="item-name" dir="auto" onClick={() => open(row)}>
              {itemName(items, row)}
            </button>
            {items.titles && <span className="muted item-id">{itemId(items, row)}</span>}
            {shown && <IdChips run={shown.id} kind={shown.cell.spec.kind} codes={shown.result.codes.subarray(row * shown.result.levels, (row + 1) * shown.result.levels)} still />}
          </li>
        ))}
      </ol>
      <footer className="dialog-foot">
        {found.rows.length > LISTED && <span className="muted">The first {LISTED} are listed.</span>}
        <button type="button" className="button" disabled={found.rows.length === 0} onClick={selectAll}>
          Select all {found.rows.length > 0 ? formatCount(found.rows.length) : ''}
        </button>
      </footer>
    </form>
  );
}
