/** Under a comparison: the same methods, counted on the selected rows alone. */
import { useDeferredValue, useMemo } from 'react';
import { useStore } from 'zustand';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { ScrollRegion } from '../components/ScrollRegion';
import { useApp } from '../components/context';
import { useAnswer } from '../components/useAnswer';
import { treeOf } from '../output/prefixTree';
import { selectedFigures } from '../output/selectedFigures';
import type { RowSet } from '../runs/rowSet';
import type { RunOfCell } from './drawing';

export function SelectedTable({ runs }: { readonly runs: readonly RunOfCell[] }) {
  const { session } = useApp();
  // Figures come first: the counts follow a moment later.
  const selection = useDeferredValue(useStore(session.selection, (state) => state.selection));
  const rows = runs.flatMap((item) => {
    const selected = item.run?.result ? session.items.selectedIn(item.cell.id, selection) : null;
    return selected && selected.count > 0 ? [{ item, selected }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <section className="selected-table" aria-label="Of the selected items">
      <h3>Of the selected items</h3>
      <ScrollRegion label="Table of the selected items">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">Method</th>
              <th scope="col">Items</th>
              <th scope="col">Codes they use, level by level</th>
              <th scope="col">Different IDs</th>
              <th scope="col">Alone on their ID</th>
              <th scope="col">Relative error</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ item, selected }) => (
              <Row key={item.cell.id} item={item} selected={selected} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

function Row({ item: { cell, run }, selected }: { readonly item: RunOfCell; readonly selected: RowSet }) {
  const { session } = useApp();
  const result = run!.result!;
  const stages = useAnswer(result.dim > 0 ? () => session.items.stages(cell.id) : null, [session, cell.id, result]);
  const { rows, codes, distinct, alone, relativeError } = useMemo(() => selectedFigures(result, treeOf(result), selected, stages.value), [result, selected, stages.value]);
  return (
    <tr className={`hue-${cell.spec.kind}`}>
      <th scope="row">
        <span className="swatch" aria-hidden="true" /> {cell.name}
      </th>
      <td>{formatCount(rows)}</td>
      <td>{codes.map(formatCount).join(' · ')}</td>
      <td>{formatCount(distinct)}</td>
      <td>{formatShare(alone / rows)}</td>
      <td>{Number.isNaN(relativeError) ? '–' : formatNumber(relativeError)}</td>
    </tr>
  );
}
