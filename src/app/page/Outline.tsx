/** The cells by name, with how each stands; a drawer on narrow screens. */
import { goTo } from '../components/goTo';
import { StatusMark } from '../components/StatusMark';
import { share } from '../cells/summary';
import { usePoints, useStale } from '../cells/useRunOf';
import type { Cell, SweepCell } from '../notebook/spec';
import { useApp, useNotebook, useRuns, useUi } from '../components/context';

export function Outline() {
  const { ui } = useApp();
  const cells = useNotebook((state) => state.notebook.cells);
  const open = useUi((state) => state.outlineOpen);
  return (
    <>
      {open && <button type="button" className="drawer-shade" aria-label="Close the outline" onClick={() => ui.setState({ outlineOpen: false })} />}
      <nav className={open ? 'outline open' : 'outline'} aria-label="Outline">
        <h2>Notebook</h2>
        <ol>
          {cells.map((cell) => (
            <OutlineItem key={cell.id} cell={cell} />
          ))}
        </ol>
        <p className="promise muted">Your data never leaves this page: everything is computed on this machine.</p>
      </nav>
    </>
  );
}

function OutlineItem({ cell }: { readonly cell: Cell }) {
  const { ui } = useApp();
  const current = useUi((state) => state.current === cell.id);
  const runs = cell.mode === 'quantizer' || cell.mode === 'codes' || cell.mode === 'predictor';
  const hue = runs ? `hue-${cell.spec.kind}` : 'hue-none';
  return (
    <li>
      <a
        href={`#cell-${cell.id}`} title={cell.name} className={`outline-item ${cell.mode} ${hue}`} aria-current={current ? 'true' : undefined}
        onClick={(event) => {
          event.preventDefault();
          ui.setState({ current: cell.id, outlineOpen: false });
          goTo(cell.id);
        }}
      >
        <span className="swatch" aria-hidden="true" />
        <span className="outline-name">{cell.name}</span>
        {runs && <OutlineStatus id={cell.id} />}
        {cell.mode === 'sweep' && <OutlineSweep cell={cell} />}
      </a>
    </li>
  );
}

function OutlineStatus({ id }: { readonly id: string }) {
  const status = useRuns((state) => state.runs[id]?.status ?? 'idle');
  const done = useRuns((state) => (state.runs[id]?.progress ? share(state.runs[id].progress.step, state.runs[id].progress.steps) : ''));
  const stale = useStale(id);
  return <span className="outline-status">{status === 'running' ? done : <StatusMark status={stale ? 'stale' : status} />}</span>;
}

/** Points done, as far as they are of the settings that stand. */
function OutlineSweep({ cell }: { readonly cell: SweepCell }) {
  const points = usePoints(cell);
  return <span className="outline-status">{points.length > 0 && `${points.filter((point) => point.status === 'done').length}/${points.length}`}</span>;
}
