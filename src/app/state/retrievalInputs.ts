/** What a recommender reads, held by the engine: sequences, and vectors or codes in the order of their items, with further items behind. */
import type { EngineClient } from '../../engine/client';
import type { RunResult } from '../../engine/records/event';
import type { QuantizerResult } from '../../engine/records/quantize';
import type { Repair, RepairOptions } from '../../engine/records/repair';
import { inputOf } from '../notebook/inputs';
import { ownerOf } from '../notebook/jobs';
import type { Job } from '../notebook/jobs';
import { codesCell, quantizerCell } from '../notebook/spec';
import { joinItems, numberedRows } from '../output/itemJoin';
import type { ItemJoin, ItemRows } from '../output/itemJoin';
import { repairInUse, storedRepair } from '../runs/idsInUse';
import type { LoadedSequences } from '../runs/runState';
import type { CodesActions } from './codes';
import type { DataActions } from './data';
import type { NotebookStore } from './notebookStore';
import type { SequencesActions } from './sequences';

export interface RetrievalParts {
  client(): EngineClient;
  readonly notebook: NotebookStore;
  readonly data: DataActions;
  readonly sequences: SequencesActions;
  readonly published: CodesActions;
  /** Of the job with this id, whose result is there. */
  repair(id: string, options: RepairOptions): Promise<Repair>;
  once(place: string, of: unknown, together: unknown, hold: () => Promise<string>): Promise<string>;
  resultOf(id: string): RunResult;
}

/** Ids of what the engine holds for a job that reads sequences, by port. Rejects with a Problem where something is missing or does not fit. */
export function createRetrievalInputs({ client, notebook, data, sequences, published, repair, once, resultOf }: RetrievalParts): (job: Job) => Promise<Record<string, string>> {
  /** The same repair of the same result is the same record. */
  const repairs = new WeakMap<QuantizerResult, Map<string, Promise<Repair>>>();

  function repaired(id: string, result: QuantizerResult, options: RepairOptions): Promise<Repair> {
    const stored = options.method === 'stored' ? storedRepair(result) : null;
    const known = repairs.get(result) ?? new Map<string, Promise<Repair>>();
    repairs.set(result, known);
    const key = JSON.stringify(options);
    const found = known.get(key) ?? (stored ? Promise.resolve(stored) : repair(id, options));
    known.set(key, found);
    found.catch(() => known.delete(key));
    return found;
  }

  /** IDs in use: codes of a quantizer with its repair applied or as it stored them, or codes from a file. */
  async function codes(job: Job, id: string, loaded: LoadedSequences): Promise<string> {
    const result = resultOf(id);
    if (result.family !== 'quantizer') throw refusal('What it reads as codes gives none.', 'Join a quantizer, or codes from a file.');
    const document = notebook.getState().notebook;
    const made = codesCell(document, ownerOf(id));
    const quantizer = quantizerCell(document, ownerOf(id));
    const rows = made ? numberedRows((await published.ensure(made.id)).ids, result.rows) : await data.ensure(inputOf(quantizer, 'rows'));
    const repair = repairInUse(quantizer?.spec, result);
    const applied = repair && (await repaired(id, result, repair));
    return once(`${job.id} codes`, applied ?? result, loaded, () => {
      const { rows: places } = fitting(loaded, rows, made ? 'a semantic ID' : 'a row that has codes');
      const { codes: all, levels } = applied ?? result;
      const numCodes = Array.from({ length: levels }, (_, level) => result.codebooks[level]?.numCodes ?? applied?.suffixCodes ?? 1);
      const ordered = new Int32Array(places.length * levels).fill(-1);
      places.forEach((row, item) => {
        if (row >= 0) ordered.set(all.subarray(row * levels, (row + 1) * levels), item * levels);
      });
      return client().holdItemCodes({ codes: ordered, numCodes });
    });
  }

  async function vectors(job: Job, cellId: string, loaded: LoadedSequences): Promise<string> {
    const rows = await data.ensure(cellId);
    return once(`${job.cellId} items`, rows, loaded, () => client().holdItemVectors({ vectorsId: rows.dataId, rows: fitting(loaded, rows, 'a vector').rows }));
  }

  return async (job) => {
    const loaded = await sequences.ensure(job.dataId);
    const ids: Record<string, string> = { sequences: loaded.dataId };
    const { items } = job.besides;
    const [read] = job.reads.codes ?? [];
    if (job.reads.items) throw refusal('Vectors of items come from a data cell.', 'Join a data cell to it.');
    if (items !== undefined) ids.items = await vectors(job, items, loaded);
    if (read !== undefined) ids.codes = await codes(job, read, loaded);
    return ids;
  };
}

/** @throws Problem where no item has a row */
function fitting({ itemNames }: LoadedSequences, rows: ItemRows, wanted: string): ItemJoin {
  const join = joinItems(itemNames, rows);
  if (join.without.length < itemNames.length) return join;
  const examples = (names: readonly string[]) => names.slice(0, 3).map((name) => `"${name}"`).join(', ');
  throw refusal(
    `No item of the sequences has ${wanted}: the items are ${examples(itemNames)}, the rows are ${rows.ids ? examples(rows.ids) : `numbered from 0 to ${rows.rowIndex.at(-1) ?? 0}`}.`,
    'Choose the column of ids in both files, or join a file with the ids of the rows.',
  );
}

function refusal(message: string, hint: string): Error {
  return Object.assign(new Error(message), { name: 'input', hint });
}
