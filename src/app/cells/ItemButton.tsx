/** The name of an item; it opens the item in the inspector. A title is text, whatever is written in it. */
import { useApp } from '../components/context';
import { itemId, itemName } from '../output/itemRows';
import type { ItemRows } from '../output/itemRows';
import { inspect } from '../state/selection';

/** `rows` null: names are not loaded, and the item is called by its row. */
export function ItemButton({ rows, row }: { readonly rows: ItemRows | null; readonly row: number }) {
  const { session } = useApp();
  if (!rows) return <span>{`row ${row}`}</span>;
  const [name, id] = [itemName(rows, row), itemId(rows, row)];
  return (
    <span className="item-button">
      <button type="button" className="link" dir="auto" title={name} onClick={() => inspect(session.selection, { what: 'item', data: rows.data, row })}>
        {name}
      </button>
      {name !== id && <span className="muted">{id}</span>}
    </span>
  );
}
