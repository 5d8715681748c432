/** Sequences and what the engine holds of them: their file, the file of test cases where there is one, and the items left out. */
import type { EngineClient } from '../../engine/client';
import type { Reading } from '../../engine/records/data';
import type { SequenceChoices } from '../../engine/records/sequences';
import { fingerprint, sequencesKeyOf } from '../notebook/hash';
import { sequencesCell } from '../notebook/spec';
import type { SequencesCell } from '../notebook/spec';
import { NO_SEQUENCES, prints } from '../runs/runState';
import type { BoundFile, LoadedSequences } from '../runs/runState';
import { numberedSequences } from './givenSequences';
import { loadOnce, swapped } from './loadOnce';
import type { NotebookStore } from './notebookStore';
import { patchSequences } from './runStore';
import type { RunStore } from './runStore';

export interface SequencesActions {
  /** Loads a file with these choices and only then, after `beforeSwap`, binds it, in place of both files; rejects with a Problem and changes nothing. */
  use(cellId: string, file: File, choices: SequenceChoices, sample: string | null, beforeSwap?: () => Promise<void>, reading?: Reading): Promise<void>;
  /** As `use`, for the file of test cases; null: the last item of each user is the test again. */
  useTest(cellId: string, file: File | null, beforeSwap?: () => Promise<void>, reading?: Reading): Promise<void>;
  /** The file of sequences bound to this cell; null while there is none. */
  file(cellId: string): BoundFile | null;
  /** What the engine holds for this cell, loading it if that is not what the notebook asks for. */
  ensure(cellId: string): Promise<LoadedSequences>;
  /** Forgets what the engine held (it was started anew). */
  forget(): void;
}

interface Files {
  readonly file: File;
  readonly test: File | null;
}

export function createSequences(client: () => EngineClient, notebook: NotebookStore, runs: RunStore, editSpec: (cellId: string, spec: SequencesCell['spec']) => void): SequencesActions {
  const cellOf = (cellId: string) => sequencesCell(notebook.getState().notebook, cellId);
  const bind = (name: string, bound: BoundFile) => runs.setState((state) => ({ files: { ...state.files, [name]: bound } }));

  function settle(cellId: string, key: string | null, loaded: LoadedSequences) {
    const before = runs.getState().sequences[cellId]?.loaded;
    patchSequences(runs, cellId, { status: 'ready', key, loaded, progress: null, problem: null });
    if (before && before.dataId !== loaded.dataId) client().release(before.dataId);
  }

  async function load({ file, test }: Files, { choices, leftOut }: Pick<SequencesCell['spec'], 'choices' | 'leftOut'>, reading?: Reading): Promise<LoadedSequences> {
    const own = await client().loadSequences(file, choices, reading);
    const other = test && (await client().loadSequences(test, choices, reading));
    const { given, ...named } = numberedSequences(own.sequences, other?.sequences ?? null, leftOut);
    const held = await client().holdSequences(given);
    return { ...held, ...named, inspection: own.inspection, test: other?.inspection ?? null };
  }

  function file(cellId: string): BoundFile | null {
    const cell = cellOf(cellId);
    return (cell && runs.getState().files[cell.spec.data]) ?? null;
  }

  const once = loadOnce<LoadedSequences>({ held: (cellId) => runs.getState().sequences[cellId] ?? NO_SEQUENCES, patch: (cellId, state) => patchSequences(runs, cellId, state), settle });

  return {
    file,
    async use(cellId, given, choices, sample, beforeSwap, reading) {
      const cell = cellOf(cellId);
      if (!cell) return;
      // Items that were left out, and test cases, were those of the file before.
      const spec: SequencesCell['spec'] = { data: cell.spec.data, choices, ...(sample !== null && { sample }) };
      const loaded = await load({ file: given, test: null }, spec, reading);
      const print = await fingerprint(given);
      await swapped(beforeSwap, () => client().release(loaded.dataId));
      bind(spec.data, { file: given, print, sample });
      settle(cellId, sequencesKeyOf({ spec }, prints(runs.getState())), loaded);
      editSpec(cellId, spec);
    },
    async useTest(cellId, given, beforeSwap, reading) {
      const cell = cellOf(cellId);
      const bound = file(cellId);
      if (!cell || !bound) return;
      const { testData = `${cell.spec.data}-test`, ...rest } = cell.spec;
      const spec: SequencesCell['spec'] = given ? { ...rest, testData } : rest;
      const loaded = await load({ file: bound.file, test: given }, spec, reading);
      const print = given && (await fingerprint(given));
      await swapped(beforeSwap, () => client().release(loaded.dataId));
      if (given && print !== null) bind(testData, { file: given, print, sample: null });
      settle(cellId, sequencesKeyOf({ spec }, prints(runs.getState())), loaded);
      editSpec(cellId, spec);
    },
    async ensure(cellId) {
      const cell = cellOf(cellId);
      const { files } = runs.getState();
      const { data = cellId, testData } = cell?.spec ?? {};
      const key = sequencesKeyOf(cell, prints(runs.getState()));
      if (!cell || key === null) throw unbound(files[data] && testData !== undefined ? testData : data, files[data] !== undefined);
      return once(cellId, key, (reading) => load({ file: files[data]!.file, test: testData === undefined ? null : files[testData]!.file }, cell.spec, reading));
    },
    forget: () => runs.setState((state) => ({ sequences: Object.fromEntries(Object.keys(state.sequences).map((id) => [id, NO_SEQUENCES])) })),
  };
}

function unbound(name: string, isTest: boolean): Error {
  const hint = isTest ? 'Choose the file of test cases, or let the last item of each user be the test.' : 'Drop a file of sequences anywhere on the page, or choose a sample.';
  return Object.assign(new Error(`No file is bound to "${name}".`), { name: 'input', hint });
}
