/** The predictors of labels among some cells, with their runs over all seeds and what they have over their controls. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { ClickResult } from '../../engine/records/click';
import { useApp, useNotebook } from '../components/context';
import { inputOf } from '../notebook/inputs';
import { familyOf, predictorCell } from '../notebook/spec';
import type { Notebook, PredictorCell } from '../notebook/spec';
import type { FitSeedRun } from '../output/fitRuns';
import type { Differences } from '../state/differences';
import type { ClickRow } from './clickRows';
import { controlOf } from './controls';
import type { MethodRun, RunOfClick } from './drawing';
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

/** Runs of predictors of labels as views read them: with their seeds, their controls, and what they read. */
export function useClickRuns(runs: readonly MethodRun[]): readonly RunOfClick[] {
  const ids = useSelectedIds(runs);
  const { cells, rows } = useClickRows(ids);
  const notebook = useNotebook((state) => state.notebook);
  return useMemo(() => clickRuns(runs, cells, rows, notebook), [runs, cells, rows, notebook]);
}

function useSelectedIds(runs: readonly MethodRun[]): readonly string[] {
  const ids = runs.map(({ cell }) => cell.id).join(' ');
  return useMemo(() => (ids === '' ? [] : ids.split(' ')), [ids]);
}

/** The same outside of React; `rows` of the same cells. */
export function clickRuns(runs: readonly MethodRun[], cells: readonly PredictorCell[], rows: readonly ClickRow[], notebook: Notebook): RunOfClick[] {
  return runs.map((item): RunOfClick => {
    const cell = item.cell as PredictorCell;
    const row = rows[cells.findIndex(({ id }) => id === cell.id)];
    const read = notebook.cells.find(({ id }) => id === (inputOf(cell, 'codes') || inputOf(cell, 'store')));
    const of = read && (read.mode === 'quantizer' || read.mode === 'codes' || read.mode === 'predictor') ? { id: read.id, name: read.name, kind: read.spec.kind } : null;
    return { cell, run: item.run as RunOfClick['run'], seeds: row?.runs.map(({ result }) => result) ?? [], control: row?.control ?? null, of };
  });
}

/** The rows outside of React. */
export function clickRows(cells: readonly PredictorCell[], finished: ReadonlyMap<string, readonly FitSeedRun[]>, differences: Differences): ClickRow[] {
  const runsOf = ({ id }: PredictorCell) => (finished.get(id) ?? []).flatMap(({ seed, result }) => (result.family === 'click' ? [{ seed, result }] : []));
  return cells.map((cell): ClickRow => {
    const control = controlOf(cell, cells);
    const runs = runsOf(cell);
    const [own, other] = [runs[0], control ? runsOf(control)[0] : undefined];
    const difference = (first: ClickResult | undefined, second: ClickResult | undefined) => (first && second ? differences.of(first, second) : null);
    return { id: cell.id, name: cell.name, kind: cell.spec.kind, runs, control: control && { id: control.id, name: control.name, difference: difference(own?.result, other?.result) } };
  });
}
