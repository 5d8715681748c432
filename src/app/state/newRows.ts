/** Predictions of a finished fit for the rows of another file. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../engine/records/basics';
import type { NewPredictions } from '../../engine/records/predict';
import type { RunSpec } from '../../engine/records/run';
import type { ReadProgress } from '../../engine/records/data';
import { inputOf } from '../notebook/inputs';
import { predictorCell, tableCell } from '../notebook/spec';
import { toProblem } from './problem';
import { shownRun } from './shownRun';
import type { Session } from './session';

export interface NewRowsState {
  /** The predictor whose dialog is open. */
  readonly open: string | null;
  readonly file: File | null;
  /** Joined to it, where the table that was learned from has one joined: that file stands in until another is chosen. */
  readonly joined: File | null;
  readonly answer: NewPredictions | null;
  readonly busy: boolean;
  /** How far the file is read; null before its first word. */
  readonly progress: ReadProgress | null;
  readonly problem: Problem | null;
}

export interface NewRows {
  readonly store: StoreApi<NewRowsState>;
  open(cellId: string): void;
  /** Predicts the rows of this file by the open predictor. */
  predict(file: File): Promise<void>;
  /** Predicts anew, with another file joined. */
  join(file: File): Promise<void>;
  /** Ends what is under way. */
  cancel(): void;
  close(): void;
}

const CLOSED: NewRowsState = { open: null, file: null, joined: null, answer: null, busy: false, progress: null, problem: null };

export function createNewRows(session: Session): NewRows {
  const store = createStore<NewRowsState>(() => CLOSED);
  let turn = new AbortController();

  /** Ends what is under way; what follows has a signal of its own. */
  function next(): AbortSignal {
    turn.abort();
    return (turn = new AbortController()).signal;
  }

  async function ask(): Promise<void> {
    const { open, file, joined } = store.getState();
    const { notebook } = session.notebook.getState();
    const cell = predictorCell(notebook, open ?? undefined);
    const table = tableCell(notebook, inputOf(cell, 'rows'));
    if (!file || !cell || !table) return;
    const signal = next();
    store.setState({ busy: true, progress: null, answer: null, problem: null });
    try {
      const answer = await session.client().predict({ run: await runOfCell(cell.id, table.id), file, choices: table.spec.choices, ...(joined && { joined }) }, { signal, progress: (progress) => !signal.aborted && store.setState({ progress }) });
      if (!signal.aborted) store.setState({ busy: false, answer });
    } catch (thrown) {
      if (!signal.aborted) store.setState({ busy: false, problem: toProblem(thrown) });
    }
  }

  /** The run whose result the cell shows. Its table is loaded, since after a reload its predictor is made anew; not where its settings have changed since. */
  async function runOfCell(cellId: string, table: string): Promise<RunSpec> {
    const { dataId } = await session.tables.ensure(table);
    const kept = shownRun(session.notebook, session.runs, cellId);
    if (kept?.job.task !== 'fit') throw new Error('There is no result to predict from: run the cell.');
    const { job: { kind, params, seed }, ...run } = kept;
    return { inputs: { rows: dataId }, kind, params, seed, ...run };
  }

  return {
    store,
    open(cellId) {
      const table = inputOf(predictorCell(session.notebook.getState().notebook, cellId), 'rows');
      store.setState({ ...CLOSED, open: cellId, joined: session.tables.files(table)?.joined ?? null });
    },
    predict(file) {
      store.setState({ file });
      return ask();
    },
    join(joined) {
      store.setState({ joined });
      return ask();
    },
    cancel() {
      next();
      store.setState({ file: null, busy: false, progress: null });
    },
    close() {
      next();
      store.setState(CLOSED);
    },
  };
}
