/** Rows that no compared method is trained on, so that its error on rows it never saw stands beside the one on those it knows. */
import { Tooltip } from '../components/Tooltip';
import { useApp } from '../components/context';
import type { CompareCell } from '../notebook/spec';
import { editCell } from '../state/notebookStore';

const SHARE = 0.2;

export function HoldOut({ cell }: { readonly cell: CompareCell }) {
  const { session } = useApp();
  const { holdOut } = cell.spec;
  const share = Math.round(100 * (holdOut || SHARE));
  return (
    <div className="fair" role="group" aria-label="Rows held out">
      <Tooltip tip="Trains every compared method without a share of the rows, the same rows for one seed, and measures error, use and distinct IDs on them at the end. All other metrics are then of the rows trained on; codes are of all rows.">
        <label className="check fair-switch">
          <input type="checkbox" role="switch" checked={holdOut > 0} onChange={(event) => editCell(session.notebook, cell.id, 'compare', (now) => ({ ...now, spec: { ...now.spec, holdOut: event.target.checked ? SHARE : 0 } }))} /> Hold out {share}{' %'} of the rows
        </label>
      </Tooltip>
      <p className="muted">to see the error on rows that no method was trained on</p>
    </div>
  );
}
