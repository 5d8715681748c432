/** Recommenders among some cells, for tables and views: drawn again when a difference was counted or a model has answered. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useApp, useNotebook, useRuns } from '../components/context';
import { familyOf, predictorCell } from '../notebook/spec';
import type { PredictorCell } from '../notebook/spec';
import type { MethodRun, RunOfRetrieval } from './drawing';
import { retrievalRows, retrievalRuns } from './retrievalRuns';
import type { RetrievalRow } from './retrievalRuns';
import { useFitSeedRuns } from './useRunOf';

export function useRetrievalRows(ids: readonly string[]): { readonly cells: readonly PredictorCell[]; readonly rows: readonly RetrievalRow[] } {
  const { session } = useApp();
  const cells = useNotebook(useShallow(({ notebook }) => ids.flatMap((id) => predictorCell(notebook, id) ?? []).filter((cell) => familyOf(cell) === 'retrieval')));
  const finished = useFitSeedRuns(ids);
  const counted = useStore(session.differences.store, (state) => state.counted);
  const rows = useMemo(() => {
    void counted;
    return retrievalRows(cells, finished, session.differences);
  }, [cells, finished, session, counted]);
  return { cells, rows };
}

/** Empty for runs of other families. */
export function useRetrievalRuns(runs: readonly MethodRun[]): readonly RunOfRetrieval[] {
  const { session } = useApp();
  const notebook = useNotebook((state) => state.notebook);
  const answered = useStore(session.answers.store, (state) => state.answered);
  const [sequences, data, codes] = useRuns(useShallow((state) => [state.sequences, state.data, state.codes] as const));
  // Results over seeds change with the runs given, or with those of other seeds and of codes: their results are looked at together.
  const results = useRuns(useShallow((state) => (runs.length === 0 ? [] : Object.values(state.runs).map(({ result }) => result))));
  return useMemo(() => {
    void answered;
    void results;
    return runs.length === 0 ? [] : retrievalRuns(runs, notebook, { runs: session.runs.getState().runs, sequences, data, codes }, session.answers);
  }, [runs, notebook, session, answered, sequences, data, codes, results]);
}
