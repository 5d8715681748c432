/** Items as lines: title, ID, distance. A line opens its item. */
import { formatNumber } from '../../../viz/format';
import { IdChips } from '../../components/IdChips';
import { useApp } from '../../components/context';
import type { ItemRows } from '../../output/itemRows';
import { itemId, itemName } from '../../output/itemRows';
import { inspect } from '../../state/selection';
import type { CodesShown } from './useCodesShown';

interface Props {
  readonly items: ItemRows;
  readonly rows: ArrayLike<number>;
  /** Whose codes stand beside them; null: none. */
  readonly shown: CodesShown | null;
  readonly distances?: ArrayLike<number>;
  /** Rows in bold. */
  readonly strong?: (row: number) => boolean;
}

export function ItemLines({ items, rows, shown, distances, strong }: Props) {
  const { session } = useApp();
  return (
    <ol className="item-lines">
      {Array.from(rows, (row, i) => (
        <li key={i} className={strong?.(row) ? 'strong' : undefined}>
          <button type="button" className="item-name" dir="auto" title={`${itemName(items, row)} (${itemId(items, row)})`} onClick={() => inspect(session.selection, { what: 'item', data: items.data, row })}>
            {itemName(items, row)}
          </button>
          {shown && <IdChips run={shown.cell.id} kind={shown.cell.spec.kind} codes={shown.of(row)} />}
          {distances && <span className="item-distance">{formatNumber(distances[i]!)}</span>}
        </li>
      ))}
    </ol>
  );
}
