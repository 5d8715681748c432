/** Single items: names of rows, where they lie, what is near them. Answers are kept while the run or data they are of is the one shown. */
import type { EngineClient } from '../../engine/client';
import type { ApartItems, CodeMeaning, EqualItems, ItemFacts, ItemPlaces, ItemStages, LeftByCodes, UmapPlaces, UmapReading } from '../../engine/records/items';
import { inputOf } from '../notebook/inputs';
import { codesCell } from '../notebook/spec';
import { itemsOfCodes, itemsOfDataset, matchRows, rowsCellOf } from '../output/itemRows';
import type { ItemRows } from '../output/itemRows';
import { quantized } from '../runs/cellRun';
import { ownerOfStored, storedResultOf } from '../runs/storedSide';
import type { DataActions } from './data';
import type { JobInputs } from './jobInputs';
import type { NotebookStore } from './notebookStore';
import { setOf } from '../runs/rowSet';
import type { RowSet } from '../runs/rowSet';
import { keepAnswers } from './keptAnswers';
import { shownOrder } from './shownOrder';
import type { RunStore } from './runStore';
import type { Chosen, Selection } from './selection';

export interface Items {
  /** Names of the rows that a cell's codes are of, or that a data cell holds; null while they are not loaded. The same object for as long as the data is. */
  rowsOf(cellId: string): ItemRows | null;
  /** The selected rows among the rows of this cell's codes, found by id where they are of another file; null: nothing is selected, or the files share no items. */
  selectedIn(cellId: string, selection: Selection | null): RowSet | null;
  /** Where the rows of a data cell lie. */
  places(dataCell: string): Promise<ItemPlaces>;
  /** The same, level by level, of a quantizer with a result. All reject with a Problem. */
  stages(cellId: string): Promise<ItemStages>;
  /** At most `most` rows of a data cell, or of a cell of codes joined to vectors, placed by UMAP. */
  umap(dataCell: string, most: number, seed: number, reading: UmapReading): Promise<UmapPlaces>;
  /** `cellId`: a quantizer with a result, or a data cell: then by vectors alone. */
  facts(cellId: string, row: number, count: number): Promise<ItemFacts>;
  /** Which items are copies of each other; `cellId` as above. */
  equal(cellId: string): Promise<EqualItems>;
  /** How far apart items lie, told of the first of them. */
  apart(cellId: string, members: Uint32Array, told: number): Promise<ApartItems>;
  /** What other codes, [members, levels], would leave of items of a quantizer with a result. */
  leftBy(cellId: string, members: Uint32Array, codes: Int32Array, levels: number): Promise<LeftByCodes>;
  /** What a code's vector means, told by the items nearest to it. */
  meaning(cellId: string, level: number, code: number): Promise<CodeMeaning>;
  /** Asks for what the inspector would show of a code: somebody points at it. */
  expect(cellId: string, level: number, code: number): void;
  /** The rows that share a code or a prefix in a run; null where it has no result. */
  having(chosen: Extract<Chosen, { by: 'code' | 'prefix' }>): Selection | null;
}

/** Answers kept; items by which the vector of a code is told; milliseconds after which a pointer rests on a code. */
const MOST_ANSWERS = 256;
const MEANT = 5;
const RESTS_MS = 60;

interface Parts {
  client(): EngineClient;
  readonly notebook: NotebookStore;
  readonly runs: RunStore;
  readonly data: DataActions;
  readonly inputs: JobInputs;
}

export function createItems({ client, notebook, runs, data, inputs }: Parts): Items {
  const once = keepAnswers(MOST_ANSWERS);
  const names = new Map<string, { readonly of: unknown; readonly joined: unknown; readonly names: ItemRows }>();
  let last: { readonly from: ItemRows; readonly to: ItemRows; readonly match: Int32Array; readonly selection: Selection; readonly set: RowSet } | null = null;
  /** A code is asked for twice: to select its items, and to list them. */
  let had: { readonly of: Int32Array; readonly asked: string; readonly selection: Selection } | null = null;
  let expected: ReturnType<typeof setTimeout> | undefined;
  const document = () => notebook.getState().notebook;

  const order = (cellId: string) => shownOrder(notebook, runs, inputs, cellId);
  const resultOf = (cellId: string) => quantized(runs.getState().runs[cellId]);
  const itemsOf = async (cellId: string) => (isData(cellId) ? { dataId: (await data.ensure(cellId)).dataId } : { run: await order(cellId) });
  const shownOf = (cellId: string) => (isData(cellId) ? runs.getState().data[cellId]?.key : resultOf(cellId));
  const isData = (cellId: string) => document().cells.some(({ id, mode }) => id === cellId && mode === 'dataset');

  return {
    rowsOf(cellId) {
      const cell = rowsCellOf(document(), cellId);
      const state = runs.getState();
      const loaded = codesCell(document(), cell) ? state.codes[cell]?.loaded : state.data[cell]?.loaded;
      if (!loaded) return null;
      const made = codesCell(document(), cell);
      const joined = (made && state.data[inputOf(made, 'rows')]?.loaded) ?? null;
      const before = names.get(cell);
      if (before?.of === loaded && before.joined === joined) return before.names;
      const named = 'summary' in loaded ? itemsOfDataset(cell, loaded) : itemsOfCodes(cell, loaded, joined);
      names.set(cell, { of: loaded, joined, names: named });
      return named;
    },
    selectedIn(cellId, selection) {
      const rows = selection && this.rowsOf(cellId);
      if (!rows) return null;
      if (rows.data === selection.data) return selection.rows;
      const from = this.rowsOf(selection.data);
      if (!from) return null;
      if (last?.from === from && last.to === rows && last.selection === selection) return last.set;
      const match = last?.from === from && last.to === rows ? last.match : matchRows(from, rows);
      const set = setOf(rows.rows, (row) => match[row]! >= 0 && selection.rows.bits[match[row]!] === 1);
      last = { from, to: rows, match, selection, set };
      return set;
    },
    places: (dataCell) => once(`places ${dataCell}`, runs.getState().data[dataCell]?.key, async () => client().itemPlaces((await data.ensure(dataCell)).dataId)),
    stages: (cellId) => once(`stages ${cellId}`, resultOf(cellId), async () => client().itemStages(await order(cellId))),
    umap: (cellId, most, seed, reading) => once(`umap ${cellId} ${most} ${seed}`, shownOf(cellId), async () => client().itemUmap({ of: await itemsOf(cellId), most, seed }, reading)),
    facts: (cellId, row, count) => once(`facts ${cellId} ${row} ${count}`, shownOf(cellId), async () => client().itemFacts({ of: await itemsOf(cellId), row, count })),
    equal: (cellId) => once(`equal ${cellId}`, shownOf(cellId), async () => client().equalItems(await itemsOf(cellId))),
    apart: async (cellId, members, told) => client().itemsApart(await itemsOf(cellId), members.slice(), told),
    leftBy: async (cellId, members, codes, levels) => client().leftByCodes(await order(cellId), members.slice(), codes, levels),
    meaning: (cellId, level, code) => once(`meaning ${cellId} ${level} ${code}`, resultOf(cellId), async () => client().codeMeaning(await order(cellId), level, code, MEANT)),
    expect(cellId, level, code) {
      clearTimeout(expected);
      expected = setTimeout(() => {
        if (!(resultOf(cellId)?.dim ?? 0)) return;
        // Who opens the inspector is told what went wrong.
        this.stages(cellId).catch(() => undefined);
        this.meaning(cellId, level, code).catch(() => undefined);
      }, RESTS_MS);
    },
    having(chosen) {
      const owner = ownerOfStored(chosen.run);
      const own = resultOf(owner ?? chosen.run);
      const result = own && owner !== null ? storedResultOf(own) : own;
      // Stored codes of some of the rows alone cannot be counted off against all.
      if (!result || result.rows !== own?.rows) return null;
      const { codes, levels, rows } = result;
      const data = rowsCellOf(document(), owner ?? chosen.run);
      const asked = JSON.stringify([data, chosen]);
      if (had?.of === codes && had.asked === asked) return had.selection;
      const wanted = chosen.by === 'code' ? null : chosen.codes;
      const has = chosen.by === 'code' ? (row: number) => codes[row * levels + chosen.level] === chosen.code : (row: number) => wanted!.every((code, level) => codes[row * levels + level] === code);
      had = { of: codes, asked, selection: { data, rows: setOf(rows, has), chosen } };
      return had.selection;
    },
  };
}
