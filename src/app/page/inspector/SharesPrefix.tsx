/** How many items begin with the same 1, 2, ... codes; each line selects them. */
import { useMemo } from 'react';
import { formatCount } from '../../../viz/format';
import { IdChips } from '../../components/IdChips';
import { useApp } from '../../components/context';
import { rowsIn } from '../../runs/rowSet';
import { select } from '../../state/selection';
import { ItemLines } from './ItemLines';
import type { CodesShown } from './useCodesShown';

const LISTED = 6;

export function SharesPrefix({ shown, row }: { readonly shown: CodesShown; readonly row: number }) {
  const { session } = useApp();
  const codes = shown.of(row);
  const sets = useMemo(
    () => Array.from(codes, (_, depth) => session.items.having({ by: 'prefix', run: shown.cell.id, codes: [...shown.of(row).subarray(0, depth + 1)] })),
    [session, shown, row, codes],
  );
  const last = sets.at(-1);
  const twins = last ? [...rowsIn(last.rows)].filter((other) => other !== row) : [];
  return (
    <section aria-label="Who shares its prefix">
      <h3>Who shares its prefix</h3>
      <ul className="item-ids">
        {sets.map((set, depth) => (
          <li key={depth}>
            <IdChips run={shown.cell.id} kind={shown.cell.spec.kind} codes={codes.subarray(0, depth + 1)} levels={codes.length} still />
            <button type="button" className="link" disabled={!set || set.rows.count < 2} onClick={() => set && select(session.selection, set)}>
              {!set || set.rows.count < 2 ? 'no other item' : `${formatCount(set.rows.count - 1)} other ${set.rows.count === 2 ? 'item' : 'items'}`}
            </button>
          </li>
        ))}
      </ul>
      {twins.length > 0 && (
        <>
          <p className="inspector-note">
            <strong>Same ID:</strong> {formatCount(twins.length)} {twins.length === 1 ? 'item collides' : 'items collide'} with it.
          </p>
          <ItemLines items={shown.items} rows={twins.slice(0, LISTED)} shown={null} />
        </>
      )}
    </section>
  );
}
