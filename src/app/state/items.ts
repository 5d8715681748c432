/** Single items: names of rows, where they lie, what is near them. Answers are kept while the run or data they are of is the one shown. */
import type { EngineClient } from '../../engine/client';
import type { CodeMeaning, ItemFacts, ItemPlaces, ItemStages } from '../../engine/records/items';
import { codesCell } from '../notebook/spec';
import { itemsOfCodes, itemsOfDataset, rowsCellOf } from '../output/itemRows';
import type { ItemRows } from '../output/itemRows';
import { quantized } from '../runs/cellRun';
import { ownerOfStored, storedResultOf } from '../runs/storedSide';
import type { DataActions } from './data';
import type { JobInputs } from './jobInputs';
import type { NotebookStore } from './notebookStore';
import { setOf } from './rowSet';
import { runOrderOf } from './runOrderOf';
import type { RunStore } from './runStore';
import type { Chosen, Selection } from './selection';

export interface Items {
  /** Names of the rows that a cell's codes are of, or that a data cell holds; null while they are not loaded. The same object for as long as the data is. */
  rowsOf(cellId: string): ItemRows | null;
  /** Where the rows of a data cell lie. */
  places(dataCell: string): Promise<ItemPlaces>;
  /** The same, level by level, of a quantizer with a result. All reject with a Problem. */
  stages(cellId: string): Promise<ItemStages>;
  /** `cellId`: a quantizer with a result, or a data cell: then by vectors alone. */
  facts(cellId: string, row: number, count: number): Promise<ItemFacts>;
  meaning(cellId: string, level: number, code: number, count: number): Promise<CodeMeaning>;
  /** The rows that share a code or a prefix in a run; null where it has no result. */
  having(chosen: Extract<Chosen, { by: 'code' | 'prefix' }>): Selection | null;
}

interface Parts {
  client(): EngineClient;
  readonly notebook: NotebookStore;
  readonly runs: RunStore;
  readonly data: DataActions;
  readonly inputs: JobInputs;
}

export function createItems({ client, notebook, runs, data, inputs }: Parts): Items {
  /** By question, the answer and what it is of. */
  const kept = new Map<string, { readonly of: unknown; readonly answer: Promise<unknown> }>();
  const names = new WeakMap<object, ItemRows>();
  const document = () => notebook.getState().notebook;

  function once<T>(question: string, of: unknown, ask: () => Promise<T>): Promise<T> {
    const before = kept.get(question);
    if (before && before.of === of) return before.answer as Promise<T>;
    const answer = ask();
    kept.set(question, { of, answer });
    answer.catch(() => kept.get(question)?.answer === answer && kept.delete(question));
    return answer;
  }

  const order = (cellId: string) => runOrderOf(notebook, runs, inputs, cellId);
  const resultOf = (cellId: string) => quantized(runs.getState().runs[cellId]);
  const isData = (cellId: string) => document().cells.some(({ id, mode }) => id === cellId && mode === 'dataset');

  return {
    rowsOf(cellId) {
      const cell = rowsCellOf(document(), cellId);
      const state = runs.getState();
      const loaded = codesCell(document(), cell) ? state.codes[cell]?.loaded : state.data[cell]?.loaded;
      if (!loaded) return null;
      const before = names.get(loaded);
      if (before?.data === cell) return before;
      const made = 'summary' in loaded ? itemsOfDataset(cell, loaded) : itemsOfCodes(cell, loaded);
      names.set(loaded, made);
      return made;
    },
    places: (dataCell) => once(`places ${dataCell}`, runs.getState().data[dataCell]?.key, async () => client().itemPlaces((await data.ensure(dataCell)).dataId)),
    stages: (cellId) => once(`stages ${cellId}`, resultOf(cellId), async () => client().itemStages(await order(cellId))),
    async facts(cellId, row, count) {
      const of = isData(cellId) ? { dataId: (await data.ensure(cellId)).dataId } : { run: await order(cellId) };
      return client().itemFacts({ of, row, count });
    },
    meaning: (cellId, level, code, count) => once(`meaning ${cellId} ${level} ${code} ${count}`, resultOf(cellId), async () => client().codeMeaning(await order(cellId), level, code, count)),
    having(chosen) {
      const owner = ownerOfStored(chosen.run);
      const own = resultOf(owner ?? chosen.run);
      const result = own && owner !== null ? storedResultOf(own) : own;
      // Stored codes of some of the rows alone cannot be counted off against all.
      if (!result || result.rows !== own?.rows) return null;
      const { codes, levels, rows } = result;
      const wanted = chosen.by === 'code' ? null : chosen.codes;
      const has = chosen.by === 'code' ? (row: number) => codes[row * levels + chosen.level] === chosen.code : (row: number) => wanted!.every((code, level) => codes[row * levels + level] === code);
      return { data: rowsCellOf(document(), owner ?? chosen.run), rows: setOf(rows, has), chosen };
    },
  };
}
