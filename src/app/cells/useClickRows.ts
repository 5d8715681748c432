/** The predictors of labels among some cells, with their runs over all seeds and what they have over their controls. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { ClickResult } from '../../engine/records/click';
import { useApp, useNotebook } from '../components/context';
import { familyOf, predictorCell } from '../notebook/spec';
import type { PredictorCell } from '../notebook/spec';
import type { FitSeedRun } from '../output/fitRuns';
import type { Differences } from '../state/differences';
import type { ClickRow } from './clickRows';
import { controlOf } from './controls';
import { useFitSeedRuns } from './useRunOf';

export function useClickRows(ids: readonly string[]): { readonly cells: readonly PredictorCell[]; readonly rows: readonly ClickRow[] } {
  const { session } = useApp();
  const cells = useNotebook(useShallow(({ notebook }) => ids.flatMap((id) => predictorCell(notebook, id) ?? []).filter((cell) => familyOf(cell) === 'click')));
  const finished = useFitSeedRuns(ids);
  const counted = useStore(session.differences.store, (state) => state.counted);
  const rows = useMemo(() => {
    void counted;
    return clickRows(cells, finished, session.differences);
  }, [cells, finished, session, counted]);
  return { cells, rows };
}

/** The same outside of React. */
export function clickRows(cells: readonly PredictorCell[], finished: ReadonlyMap<string, readonly FitSeedRun[]>, differences: Differences): ClickRow[] {
  const runsOf = ({ id }: PredictorCell) => (finished.get(id) ?? []).flatMap(({ seed, result }) => (result.family === 'click' ? [{ seed, result }] : []));
  return cells.map((cell): ClickRow => {
    const control = controlOf(cell, cells);
    const runs = runsOf(cell);
    const [own, other] = [runs[0], control ? runsOf(control)[0] : undefined];
    const difference = (first: ClickResult | undefined, second: ClickResult | undefined) => (first && second ? differences.of(first, second) : null);
    return { id: cell.id, name: cell.name, kind: cell.spec.kind, runs, control: control && { name: control.name, difference: difference(own?.result, other?.result) } };
  });
}
