/** A quantizer or predictor cell with its run, and whether the run's result still is what the notebook says. */
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Family } from '../../engine/records/run';
import { useApp, useNotebook, useRuns } from '../components/context';
import { useSelected } from '../components/useSelected';
import { effectiveCell, fairTermsOf } from '../notebook/fair';
import { runKey } from '../notebook/hash';
import { inputOf } from '../notebook/inputs';
import { codedCell, familyOf, predictorCell, tableCell } from '../notebook/spec';
import type { Notebook, SeededCell, SweepCell } from '../notebook/spec';
import { endingWords } from '../output/endings';
import { fitSeedRunsOf } from '../output/fitRuns';
import type { FitSeedRun } from '../output/fitRuns';
import { seedRunsOf } from '../output/seedRuns';
import type { SeedRun } from '../output/seedRuns';
import { pointRuns } from '../output/sweepRuns';
import type { PointRuns } from '../output/sweepRuns';
import { runOf } from '../runs/cellRun';
import type { CellRun } from '../runs/cellRun';
import { prints } from '../runs/runState';
import type { RunState } from '../runs/runState';
import type { MethodRun, RunOfCell, RunOfPredictor } from './drawing';
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
  const input = inputOf(cell, 'rows') || inputOf(cell, 'events') || inputOf(cell, 'sequences');
  return useRuns((state) => (state.queue[0] === id && state.runs[id]?.status === 'waiting' ? waitLine(engine, state.data[input] ?? state.tables[input] ?? state.logs[input] ?? state.sequences[input]) : ''));
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

/** What a component shows of runs, beside how they ended. */
type Shown = 'points' | 'snapshot' | 'result';

/** The cells of quantizers and of codes made elsewhere among these ids with their runs, under the terms of a fair comparison where one is on; only a change of what is shown draws the component again. */
export function useQuantizers(ids: readonly string[], shows: Shown): readonly RunOfCell[] {
  const { session } = useApp();
  // A cell stays the same object for as long as it and its terms do, since figures are drawn again when it does not.
  const cells = useSelected(
    session.notebook,
    ({ notebook }) => ids.flatMap((id) => {
      const own = codedCell(notebook, id);
      return own ? [{ own, terms: fairTermsOf(notebook, id), cell: effectiveCell(notebook, own) }] : [];
    }),
    (made) => made.flatMap(({ own, terms }) => [own, terms]),
  );
  return useSelected(session.runs, ({ runs }) => cells.map(({ cell }) => ({ cell, run: runOf('quantizer', runs[cell.id]) })), (made) => partsOf(made, shows));
}

/** The predictor cells among these ids with their runs; as `useQuantizers`. */
export function usePredictors(ids: readonly string[], shows: Shown): readonly RunOfPredictor[] {
  return usePredictorsOf('value', ids, shows) as readonly RunOfPredictor[];
}

/** The predictor cells of one family among these ids with their runs. */
export function usePredictorsOf(family: Exclude<Family, 'quantizer'>, ids: readonly string[], shows: Shown): readonly MethodRun[] {
  const { session } = useApp();
  const cells = useNotebook(useShallow(({ notebook }) => ids.flatMap((id) => predictorCell(notebook, id) ?? []).filter((cell) => familyOf(cell) === family)));
  return useSelected(session.runs, ({ runs }) => cells.map((cell) => ({ cell, run: runOf(family, runs[cell.id]) }) as MethodRun), (made) => partsOf(made, shows));
}

/** The methods of a family among these ids with their runs. */
export function useMethods(family: Family, ids: readonly string[], shows: Shown): readonly MethodRun[] {
  const none: readonly string[] = [];
  const quantizers = useQuantizers(family === 'quantizer' ? ids : none, shows);
  const predictors = usePredictorsOf(family === 'quantizer' ? 'value' : family, family === 'quantizer' ? none : ids, shows);
  return family === 'quantizer' ? quantizers : predictors;
}

function partsOf(made: readonly MethodRun[], shows: Shown): unknown[] {
  return made.flatMap(({ cell, run }) => [cell, run?.[shows], run?.result, endingWords(run)]);
}

/** Unit of the value that these predictors predict; empty where none is known. */
export function useUnit(predictors: readonly Pick<SeededCell, 'inputs'>[]): string {
  const table = inputOf(predictors[0], 'rows');
  return useNotebook((state) => tableCell(state.notebook, table)?.spec.choices.unit ?? '');
}

/** The finished runs of each of these quantizers over its seeds, by cell. */
export function useSeedRuns(ids: readonly string[]): ReadonlyMap<string, readonly SeedRun[]> {
  return useFinished(ids, seedRunsOf);
}

/** The finished runs of each of these predictors over its seeds, by cell. */
export function useFitSeedRuns(ids: readonly string[]): ReadonlyMap<string, readonly FitSeedRun[]> {
  return useFinished(ids, fitSeedRunsOf);
}

function useFinished<Run extends { readonly result: unknown }>(ids: readonly string[], runsOf: (notebook: Notebook, runs: RunState['runs'], id: string) => readonly Run[]): ReadonlyMap<string, readonly Run[]> {
  const { session } = useApp();
  const notebook = useNotebook((state) => state.notebook);
  return useSelected(session.runs, ({ runs }) => new Map(ids.map((id) => [id, runsOf(notebook, runs, id)])), (made) => [...made].flatMap(([id, runs]) => [id, ...runs.map(({ result }) => result)]));
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
  return useSelected(session.runs, (state) => pointRuns(notebook, state, cell), (made) => made.flatMap(({ point, status, runs }) => [...point.map(({ value }) => value), status, ...runs.flatMap(({ id, run }) => [id, run?.status, run?.result])]));
}
