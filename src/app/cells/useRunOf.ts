/** A quantizer or predictor cell with its run, and whether the run's result still is what the notebook says. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useApp, useNotebook, useRuns } from '../components/context';
import { effectiveCell, fairTermsOf } from '../notebook/fair';
import { runKey } from '../notebook/hash';
import { inputOf } from '../notebook/inputs';
import { jobsOf } from '../notebook/jobs';
import { tableCell } from '../notebook/spec';
import type { PredictorCell, QuantizerCell, SeededCell, SweepCell } from '../notebook/spec';
import { endingWords } from '../output/endings';
import { seedRunsOf } from '../output/seedRuns';
import type { SeedRun } from '../output/seedRuns';
import { pointRuns } from '../output/sweepRuns';
import type { PointRuns } from '../output/sweepRuns';
import { prints } from '../runs/runState';
import { runOf } from '../runs/cellRun';
import type { CellRun } from '../runs/cellRun';
import type { RunOfCell, RunOfPredictor } from './drawing';
import { resumeOffers } from './resume';
import type { ResumeOffers } from './resume';
import { isStale, staleNames } from './stale';
import { waitLine } from './summary';

export function useRun(id: string): CellRun | undefined {
  return useRuns((state) => state.runs[id]);
}

/** What the cell's run waits for, where it is the next to run. */
export function useWaitLine(cell: Pick<SeededCell, 'id' | 'inputs'>): string {
  const { session } = useApp();
  const engine = useStore(session.engine, (state) => state.status);
  const { id } = cell;
  const input = inputOf(cell, 'rows');
  return useRuns((state) => (state.queue[0] === id && state.runs[id]?.status === 'waiting' ? waitLine(engine, state.data[input] ?? state.tables[input]) : ''));
}

/** True where there is a result, but not of these settings and this data. */
export function useStale(id: string): boolean {
  const { session } = useApp();
  const files = useStore(session.runs, useShallow(prints));
  const now = useNotebook((state) => runKey(state.notebook, id, files));
  return useRuns((state) => isStale(state.runs[id], now));
}

/** What the cell's run can go on from. */
export function useResumeOffers(id: string): ResumeOffers {
  const { session, settings } = useApp();
  const run = useRun(id);
  const files = useStore(session.runs, useShallow(prints));
  const now = useNotebook((state) => runKey(state.notebook, id, files));
  const best = useStore(settings, (state) => state.checkpointBest);
  const metric = useStore(session.engine, (state) => state.catalog?.metrics.find(({ key }) => key === best)?.title.toLowerCase());
  return resumeOffers(run, now, metric);
}

/** The quantizer cells among these ids with their runs, under the terms of a fair comparison where one is on; only a change of what is shown draws the component again. */
export function useRunsOf(ids: readonly string[], shows: 'points' | 'snapshot' | 'result'): readonly RunOfCell[] {
  const { session } = useApp();
  const own = useNotebook(useShallow((state) => ids.flatMap((id) => state.notebook.cells.filter((cell): cell is QuantizerCell => cell.id === id && cell.mode === 'quantizer'))));
  const terms = useNotebook(useShallow((state) => ids.map((id) => fairTermsOf(state.notebook, id))));
  // A cell stays the same object for as long as it and its terms do, since figures are drawn again when it does not.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const cells = useMemo(() => own.map((cell) => effectiveCell(session.notebook.getState().notebook, cell)), [own, terms, session]);
  useStore(session.runs, useShallow((state) => ids.flatMap((id) => [state.runs[id]?.[shows], endingWords(state.runs[id])])));
  const { runs } = session.runs.getState();
  return cells.map((cell) => ({ cell, run: runOf('quantizer', runs[cell.id]) }));
}

/** The predictor cells among these ids with their runs; only a change of what is shown draws the component again. */
export function usePredictorsOf(ids: readonly string[], shows: 'points' | 'snapshot' | 'result'): readonly RunOfPredictor[] {
  const { session } = useApp();
  const cells = useNotebook(useShallow((state) => ids.flatMap((id) => state.notebook.cells.filter((cell): cell is PredictorCell => cell.id === id && cell.mode === 'predictor'))));
  useStore(session.runs, useShallow((state) => ids.flatMap((id) => [state.runs[id]?.[shows], endingWords(state.runs[id])])));
  const { runs } = session.runs.getState();
  return cells.map((cell) => ({ cell, run: runOf('value', runs[cell.id]) }));
}

/** Unit of the value that these predictors predict; empty where none is known. */
export function useUnit(predictors: readonly Pick<PredictorCell, 'inputs'>[]): string {
  const table = inputOf(predictors[0], 'rows');
  return useNotebook((state) => tableCell(state.notebook, table)?.spec.choices.unit ?? '');
}

/** The finished runs of each of these cells over its seeds, by cell. */
export function useSeedRuns(ids: readonly string[]): ReadonlyMap<string, readonly SeedRun[]> {
  const { session } = useApp();
  const notebook = useNotebook((state) => state.notebook);
  const jobs = useMemo(() => ids.flatMap((id) => jobsOf(notebook, id).map((job) => job.id)), [ids, notebook]);
  const results = useStore(session.runs, useShallow((state) => jobs.map((id) => state.runs[id]?.result)));
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => new Map(ids.map((id) => [id, seedRunsOf(notebook, session.runs.getState().runs, id)])), [ids, notebook, results, session]);
}

/** Names of those of these cells whose numbers are of other settings or data than the notebook's. */
export function useStaleNames(ids: readonly string[]): readonly string[] {
  const { session } = useApp();
  const notebook = useNotebook((state) => state.notebook);
  const files = useStore(session.runs, useShallow(prints));
  return useStore(session.runs, useShallow((state) => staleNames(notebook, state.runs, files, ids)));
}

/** Every point of a sweep with its runs; drawn again when a run of it changes in more than its progress. */
export function usePoints(cell: SweepCell): readonly PointRuns[] {
  const { session } = useApp();
  const notebook = useNotebook((state) => state.notebook);
  const files = useStore(session.runs, (state) => state.files);
  const jobs = useMemo(() => jobsOf(notebook, cell.id).map((job) => job.id), [notebook, cell.id]);
  const seen = useStore(session.runs, useShallow((state) => jobs.flatMap((id) => [state.runs[id]?.status, state.runs[id]?.result])));
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => pointRuns(notebook, session.runs.getState(), cell), [notebook, files, cell, seen, session]);
}
