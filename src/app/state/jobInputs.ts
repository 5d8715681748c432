/** What a job reads, held by the engine: data of cells, and results of other jobs brought into the form that its port takes. */
import type { EngineClient } from '../../engine/client';
import type { LoadedLog } from '../../engine/records/click';
import type { LoadedDataset } from '../../engine/records/data';
import type { RunResult } from '../../engine/records/event';
import { inputOf } from '../notebook/inputs';
import { jobOf, mainPort, ownerOf } from '../notebook/jobs';
import type { Job } from '../notebook/jobs';
import { codesCell, predictorCell, quantizerCell } from '../notebook/spec';
import { joinIds } from '../output/idJoin';
import type { JoinedVectors } from '../output/idJoin';
import type { CodesActions } from './codes';
import type { DataActions } from './data';
import type { LogActions } from './logs';
import { createRetrievalInputs } from './retrievalInputs';
import type { RetrievalParts } from './retrievalInputs';
import type { NotebookStore } from './notebookStore';
import type { RunStore } from './runStore';
import type { TableActions } from './tables';

export interface JobInputs {
  /** Ids of what the engine holds, by port. Rejects with a Problem where something is missing or does not fit. */
  ensure(job: Job): Promise<Record<string, string>>;
  /** Forgets what the engine held of results (it was started anew). */
  forget(): void;
}

interface Parts extends Pick<RetrievalParts, 'sequences' | 'repair'> {
  client(): EngineClient;
  readonly notebook: NotebookStore;
  readonly runs: RunStore;
  readonly data: DataActions;
  readonly tables: TableActions;
  readonly logs: LogActions;
  readonly codes: CodesActions;
}

export function createJobInputs({ client, notebook, runs, data, tables, logs, sequences, codes: published, repair }: Parts): JobInputs {
  /** By reader and port, what is held for it and of which result: the same result is not brought over twice. */
  const held = new Map<string, { readonly of: unknown; readonly with: unknown; readonly id: Promise<string> }>();

  /** What was held in this place before is released. `of` and `with`: what it is made from. */
  function once(place: string, of: unknown, together: unknown, hold: () => Promise<string>): Promise<string> {
    const before = held.get(place);
    if (before && before.of === of && before.with === together) return before.id;
    const id = hold();
    held.set(place, { of, with: together, id });
    id.catch(() => held.get(place)?.id === id && held.delete(place));
    void before?.id.then((old) => client().release(old), () => undefined);
    return id;
  }

  function resultOf(id: string): RunResult {
    const result = runs.getState().runs[id]?.result;
    if (result) return result;
    const name = jobOf(notebook.getState().notebook, id)?.title ?? id;
    throw refusal(`It reads ${name}, which has no result.`, 'Run that cell first, and see what it says.');
  }

  const retrieval = createRetrievalInputs({ client, notebook, data, sequences, published, repair, once, resultOf });

  async function itemVectors(job: Job, cellId: string, log: LoadedLog): Promise<string> {
    const loaded = await data.ensure(cellId);
    return once(`${job.cellId} items`, loaded, log, () => client().holdItemVectors({ vectorsId: loaded.dataId, rows: rowsOfItems(log, loaded) }));
  }

  /** Codes made elsewhere, and vectors in the order of their items. */
  async function publishedInputs(job: Job): Promise<Record<string, string>> {
    const loaded = await published.ensure(job.dataId);
    const items = loaded.inspection.summary?.items ?? 0;
    const besides = job.besides.rows === undefined ? null : await data.ensure(job.besides.rows);
    const read = job.reads.rows?.[0];
    if (!besides && read === undefined) return { codes: loaded.dataId };
    const vectorsId = besides?.dataId ?? (await vectors(job, read!));
    const rows = () => joinIds(loaded.ids, items, besides ?? numbered(read!)).rows;
    return { codes: loaded.dataId, rows: await once(`${job.cellId} joined`, loaded, besides ?? resultOf(read!), () => client().holdItemVectors({ vectorsId, rows: rows() })) };
  }

  /** Vectors that a model of instances left have no ids. */
  function numbered(read: string): JoinedVectors {
    const result = resultOf(read);
    return { ids: null, rowIndex: Uint32Array.from({ length: result.family === 'source' ? result.vectors.length / result.dim : 0 }, (_, row) => row) };
  }

  /** Codes of the log's items, from a quantizer of vectors whose rows are items, or made elsewhere for items. */
  async function itemCodes(job: Job, readId: string, log: LoadedLog): Promise<string> {
    const result = resultOf(readId);
    if (result.family !== 'quantizer') throw refusal('What it reads as codes gives none.', 'Join a quantizer.');
    const quantizer = quantizerCell(notebook.getState().notebook, ownerOf(readId));
    const made = codesCell(notebook.getState().notebook, ownerOf(readId));
    const loaded = made ? await published.ensure(made.id) : await data.ensure(inputOf(quantizer, 'rows'));
    return once(`${job.id} codes`, result, log, () => {
      const rows = rowsOfItems(log, 'summary' in loaded ? loaded : { ids: loaded.ids, summary: { rows: result.rows } });
      const levels = result.codebooks.length;
      const codes = new Int32Array(rows.length * levels).fill(-1);
      rows.forEach((row, item) => {
        if (row >= 0) codes.set(result.codes.subarray(row * levels, (row + 1) * levels), item * levels);
      });
      return client().holdItemCodes({ codes, numCodes: result.codebooks.map(({ numCodes }) => numCodes) });
    });
  }

  /** A vector for each event: of a model of instances, or as a quantizer of such vectors rebuilds them. */
  function store(job: Job, readId: string, log: LoadedLog): Promise<string> {
    const result = resultOf(readId);
    return once(`${job.id} store`, result, log, () => {
      if (result.family === 'source') return client().holdStore({ vectors: result.vectors.slice(), dim: result.dim, bits: 32 * result.dim });
      if (result.family !== 'quantizer' || result.rows !== log.inspection.summary?.events) throw refusal('What it reads as a store does not have a vector for each event of the log.', 'Join a model of instances that reads the same log, or a quantizer of its vectors.');
      return client().holdStore({ vectors: result.reconstruction.slice(), dim: result.dim, bits: result.codebooks.reduce((sum, { numCodes }) => sum + Math.log2(numCodes), 0) });
    });
  }

  /** The vectors of a model of instances, for a quantizer to learn from. */
  function vectors(job: Job, readId: string): Promise<string> {
    const result = resultOf(readId);
    if (result.family !== 'source') throw refusal('What it reads as vectors gives none.', 'Join a data cell, or a model of instances.');
    const { dim } = result;
    return once(`${job.id} rows`, result, null, () => client().holdVectors({ data: result.vectors.slice(), rows: result.vectors.length / dim, dim, labels: null }));
  }

  async function ensureLogPort(job: Job, port: string, cellOrJob: string, log: LoadedLog, isJob: boolean): Promise<string> {
    if (!isJob) return itemVectors(job, cellOrJob, log);
    if (port === 'codes') return itemCodes(job, cellOrJob, log);
    if (port === 'store') return store(job, cellOrJob, log);
    throw refusal('Vectors of items come from a data cell.', 'Join a data cell to it.');
  }

  return {
    async ensure(job) {
      const document = notebook.getState().notebook;
      if (codesCell(document, job.cellId)) return publishedInputs(job);
      if (job.task === 'train') {
        const read = job.reads.rows?.[0];
        return { rows: read === undefined ? (await data.ensure(job.dataId)).dataId : await vectors(job, read) };
      }
      if (job.of === 'sequences') return retrieval(job);
      if (job.of === 'table') return { rows: (await tables.ensure(job.dataId)).dataId };
      const log = await logs.ensure(job.dataId);
      const ids: Record<string, string> = { events: log.dataId };
      for (const [port, cell] of Object.entries(job.besides)) ids[port] = await ensureLogPort(job, port, cell, log, false);
      for (const [port, [read]] of Object.entries(job.reads).filter(([port]) => port !== mainPort(predictorCell(document, job.cellId)!))) ids[port] = await ensureLogPort(job, port, read!, log, true);
      return ids;
    },
    forget: () => held.clear(),
  };
}

/** int32 [items]: the row of each item of a log among rows with ids, or by number where rows have none; -1: there is none. */
export function rowsOfItems({ itemNames }: Pick<LoadedLog, 'itemNames'>, { ids, summary }: Pick<LoadedDataset, 'ids'> & { readonly summary: Pick<LoadedDataset['summary'], 'rows'> }): Int32Array {
  const places = ids && new Map(ids.map((id, row) => [id, row]));
  const rows = Int32Array.from(itemNames, (name) => (places ? (places.get(name) ?? -1) : /^\d+$/.test(name) && Number(name) < summary.rows ? Number(name) : -1));
  if (rows.some((row) => row >= 0)) return rows;
  const examples = (names: readonly string[]) => names.slice(0, 3).map((name) => `"${name}"`).join(', ');
  throw refusal(
    ids ? `None of the log's items has a row: its items are ${examples(itemNames)}, the rows are ${examples(ids)}.` : `None of the log's items has a row: the vectors have no ids, and items as ${examples(itemNames)} are no numbers of rows.`,
    'Choose the column of ids of the vectors, or join a file with their ids.',
  );
}

function refusal(message: string, hint: string): Error {
  return Object.assign(new Error(message), { name: 'input', hint });
}
