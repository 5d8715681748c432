/** The ID of an item by every method, beside each other; the one chosen is told level by level below. */
import { IdChips } from '../../components/IdChips';
import type { ItemRows } from '../../output/itemRows';
import { useCodesShown } from './useCodesShown';

interface Props {
  readonly items: ItemRows;
  readonly row: number;
  readonly methods: readonly string[];
  readonly chosen: string;
  choose(method: string): void;
}

export function IdsOfItem({ row, methods, chosen, choose }: Props) {
  if (methods.length === 0) return <p className="muted inspector-note">No method has a result over these rows yet.</p>;
  return (
    <section aria-label="Its IDs">
      <h3>Its ID by each method</h3>
      <ul className="item-ids">
        {methods.map((id) => (
          <IdLine key={id} id={id} row={row} chosen={id === chosen} only={methods.length === 1} choose={() => choose(id)} />
        ))}
      </ul>
    </section>
  );
}

function IdLine({ id, row, chosen, only, choose }: { readonly id: string; readonly row: number; readonly chosen: boolean; readonly only: boolean; choose(): void }) {
  const shown = useCodesShown(id);
  if (!shown) return null;
  return (
    <li>
      <button type="button" className="item-name" aria-pressed={chosen} disabled={only} onClick={choose}>
        {shown.cell.name}
      </button>
      <IdChips run={id} kind={shown.cell.spec.kind} codes={shown.of(row)} />
    </li>
  );
}
