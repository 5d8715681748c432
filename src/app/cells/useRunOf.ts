/** A quantizer cell with its run, and whether the run's result still is what the notebook says. */
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useApp, useNotebook, useRuns } from '../components/context';
import { runKey } from '../notebook/hash';
import type { QuantizerCell } from '../notebook/spec';
import { prints } from '../state/queue';
import type { CellRun } from '../state/runStore';
import type { RunOfCell } from './drawing';

export function useRun(id: string): CellRun | undefined {
  return useRuns((state) => state.runs[id]);
}

/** True where there is a result, but not of these settings and this data. */
export function useStale(id: string): boolean {
  const { session } = useApp();
  const key = useRuns((state) => state.runs[id]?.key ?? null);
  const ended = useRuns((state) => ['done', 'stopped'].includes(state.runs[id]?.status ?? ''));
  const files = useStore(session.runs, useShallow(prints));
  const now = useNotebook((state) => runKey(state.notebook, id, files));
  return ended && key !== now;
}

/** The quantizer cells among these ids with their runs; only a change of what is shown draws the component again. */
export function useRunsOf(ids: readonly string[], shows: 'points' | 'snapshot' | 'result'): readonly RunOfCell[] {
  const { session } = useApp();
  const cells = useNotebook(useShallow((state) => ids.flatMap((id) => state.notebook.cells.filter((cell): cell is QuantizerCell => cell.id === id && cell.mode === 'quantizer'))));
  useStore(session.runs, useShallow((state) => ids.map((id) => state.runs[id]?.[shows])));
  const { runs } = session.runs.getState();
  return cells.map((cell) => ({ cell, run: runs[cell.id] }));
}
