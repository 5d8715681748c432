/** Which metrics the comparison shows, by group; the choice is part of the notebook. */
import type { MetricEntry } from '../../engine/records/quantize';
import { Menu } from '../components/Menu';
import { useApp } from '../components/context';
import type { CompareCell } from '../notebook/spec';
import { editCell } from '../state/notebookStore';

type Group = NonNullable<MetricEntry['group']>;
const GROUPS: readonly (readonly [Group, string])[] = [
  ['reconstruction', 'Reconstruction'], ['codes', 'Codes'], ['identifiers', 'Semantic IDs'], ['neighbours', 'Neighbours'], ['cost', 'Cost'],
];
/** Errors of other kinds stand in a block of their own, where they are not compared across methods. */
const APART: readonly string[] = ['rmseHard', 'rmseSoft'];

/** Shown beside what the catalog shows at first, where rows are held out. */
const HELD_OUT: readonly string[] = ['heldOutError', 'heldOutUniqueIdShare'];

/** The metrics shown: those chosen, or those the catalog shows at first. `heldOut`: rows are held out of training. */
export function columnsOf(metrics: readonly MetricEntry[], chosen: CompareCell['spec']['columns'], heldOut = false): readonly MetricEntry[] {
  return metrics.filter(({ key, shown }) => !APART.includes(key) && (chosen ? chosen.includes(key) : shown !== false || (heldOut && HELD_OUT.includes(key))));
}

/** Metrics under the heads of their groups, groups in a fixed order; groups without members are left out. */
export function grouped(metrics: readonly MetricEntry[]): readonly (readonly [Group, readonly MetricEntry[]])[] {
  return GROUPS.map(([group]) => [group, metrics.filter((metric) => (metric.group ?? 'reconstruction') === group)] as const).filter(([, members]) => members.length > 0);
}

export function groupTitle(group: Group): string {
  return GROUPS.find(([known]) => known === group)![1];
}

export function ColumnsMenu({ cell, metrics }: { readonly cell: CompareCell; readonly metrics: readonly MetricEntry[] }) {
  const { session } = useApp();
  const shown = columnsOf(metrics, cell.spec.columns, cell.spec.holdOut > 0).map((metric) => metric.key);
  const set = (columns: readonly string[] | null) => editCell(session.notebook, cell.id, 'compare', (now) => ({ ...now, spec: { ...now.spec, columns } }));
  const toggle = (key: string) => set(metrics.filter((metric) => shown.includes(metric.key) !== (metric.key === key)).map((metric) => metric.key));
  const offered = metrics.filter((metric) => !APART.includes(metric.key));
  return (
    <Menu label={`Columns: ${shown.length} of ${offered.length} metrics`} className="button quiet" button="Columns">
      <div className="columns-panel">
        <p className="muted">The CSV and results.json always hold every metric.</p>
        {grouped(offered).map(([group, members]) => (
          <fieldset key={group}>
            <legend>{groupTitle(group)}</legend>
            {members.map((metric) => (
              <label key={metric.key} className="check">
                <input type="checkbox" checked={shown.includes(metric.key)} onChange={() => toggle(metric.key)} /> {metric.title}
              </label>
            ))}
          </fieldset>
        ))}
        <p className="buttons">
          <button type="button" className="button small" disabled={cell.spec.columns === null} onClick={() => set(null)}>
            As at first
          </button>
          <button type="button" className="button small" disabled={shown.length === offered.length} onClick={() => set(offered.map((metric) => metric.key))}>
            All
          </button>
        </p>
      </div>
    </Menu>
  );
}
