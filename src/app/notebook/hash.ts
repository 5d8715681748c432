/** Content hashes: a result is good for as long as the hash of (settings + data) it was made from stands. */
import type { RepairOptions } from '../../engine/records/repair';
import { jobOf, ownerOf } from './jobs';
import type { Job } from './jobs';
import { codesCell, datasetCell, logCell, quantizerCell, sequencesCell, tableCell } from './spec';
import type { CodesCell, DatasetCell, LogCell, Notebook, SequencesCell, TableCell } from './spec';

/** 53-bit hash of a JSON value as hexadecimal; the order of an object's keys does not matter. */
export function contentHash(value: unknown): string {
  const words = canonical(value);
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let i = 0; i < words.length; i++) {
    const code = words.charCodeAt(i);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return (4294967296 * (2097151 & high) + (low >>> 0)).toString(16).padStart(14, '0');
}

/** Of each bound file, by data name. */
export type Prints = Readonly<Record<string, string>>;

/** What the numbers of a run depend on, as hashes: `key` with its seed, `family` without, so that runs that differ in nothing else find each other. */
export interface RunKeys {
  readonly key: string;
  readonly family: string;
}

/** Hash of a job (by its id: a cell's is that of its first seed) as of `keysOf`; null while a file that it depends on is not bound. */
export function runKey(notebook: Notebook, id: string, prints: Prints): string | null {
  const job = jobOf(notebook, id);
  return (job && keysOf(notebook, job, prints)?.key) ?? null;
}

/** Both hashes of a job: of its settings, its data, and the hashes of all jobs whose results it reads, so that nothing before it changes unseen. Null while a file that it depends on is not bound. */
export function keysOf(notebook: Notebook, job: Job, prints: Prints): RunKeys | null {
  const data = dataKeyOfJob(notebook, job, prints);
  const besides = Object.entries(job.besides).map(([port, id]) => [port, dataKeyOf(datasetCell(notebook, id), prints)] as const);
  const reads = Object.entries(job.reads).map(([port, ids]) => [port, ids.map((id) => keysOfRead(notebook, id, prints))] as const);
  if (data === null || besides.some(([, key]) => key === null) || reads.some(([, all]) => all.includes(null))) return null;
  const { kind, params, seed } = job;
  // A job that reads no other has no `reads`: its hash is the one that results were stored under before there were ports.
  const of = (which: keyof RunKeys) => reads.length > 0 && { reads: Object.fromEntries(reads.map(([port, all]) => [port, all.map((keys) => keys![which])])) };
  const settings = { kind, params, ...(job.task === 'train' && job.budget && { budget: job.budget }), ...(job.task === 'train' && job.holdOut && { holdOut: job.holdOut }), data, ...(besides.length > 0 && { besides: Object.fromEntries(besides) }), ...repairsOf(notebook, job) };
  return { key: contentHash({ ...settings, seed, ...of('key') }), family: contentHash({ ...settings, ...of('family') }) };
}

/** Recommenders read the IDs in use: how those were told apart is part of what they depend on. */
function repairsOf(notebook: Notebook, job: Job): object {
  if (job.task !== 'fit' || job.of !== 'sequences') return {};
  const repairs = (job.reads.codes ?? []).map((id) => inWords(quantizerCell(notebook, ownerOf(id))?.spec.repair));
  return repairs.some((repair) => repair !== '') ? { repairs } : {};
}

/** None by choice is not the same as no choice: a method may have stored codes, which are its IDs until someone chooses. */
function inWords(repair: RepairOptions | null | undefined): RepairOptions | 'none' | '' {
  return repair === undefined ? '' : (repair ?? 'none');
}

/** Of its own data; '' where it reads another job in its place. */
function dataKeyOfJob(notebook: Notebook, job: Job, prints: Prints): string | null {
  if (job.dataId === '') return '';
  const codes = codesCell(notebook, job.dataId);
  if (codes) return codesKeyOf(codes, prints);
  if (job.task === 'train') return dataKeyOf(datasetCell(notebook, job.dataId), prints);
  if (job.of === 'sequences') return sequencesKeyOf(sequencesCell(notebook, job.dataId), prints);
  return job.of === 'log' ? logKeyOf(logCell(notebook, job.dataId), prints) : tableKeyOf(tableCell(notebook, job.dataId), prints);
}

function keysOfRead(notebook: Notebook, id: string, prints: Prints): RunKeys | null {
  const job = jobOf(notebook, id);
  return job ? keysOf(notebook, job, prints) : null;
}

/** Hash of a cell's file, the file joined to it and the choices they are read with; null while one of the files is not bound. */
export function dataKeyOf(cell: Pick<DatasetCell, 'spec'> | undefined, prints: Prints): string | null {
  if (!cell) return null;
  const { data, joinData, choices } = cell.spec;
  const print = prints[data];
  const joined = joinData === undefined ? undefined : prints[joinData];
  return print === undefined || (joinData !== undefined && joined === undefined) ? null : dataKey(print, choices, joined);
}

/** Hash of a file, the choices it is read with, and the file joined to it. */
export function dataKey(print: string, choices: object, joined?: string): string {
  return contentHash({ print, choices, ...(joined !== undefined && { joined }) });
}

/** Hash of a table's file, the file joined to it and the choices they are read with; null while one of the files is not bound. */
export function tableKeyOf(cell: Pick<TableCell, 'spec'> | undefined, prints: Prints): string | null {
  if (!cell) return null;
  const { data, joinData, choices } = cell.spec;
  const print = prints[data];
  const joined = joinData === undefined ? undefined : prints[joinData];
  if (print === undefined || (joinData !== undefined && joined === undefined)) return null;
  // The unit is a word on axes; no number depends on it.
  const { unit: _, ...read } = choices;
  return contentHash({ print, joined, choices: read });
}

/** Hash of a log's file and the choices it is read with; null while it is not bound. */
export function logKeyOf(cell: Pick<LogCell, 'spec'> | undefined, prints: Prints): string | null {
  const print = cell && prints[cell.spec.data];
  return cell && print !== undefined ? dataKey(print, { log: cell.spec.choices }) : null;
}

/** Hash of the files of sequences, the choices they are read with and the items left out; null while one of the files is not bound. */
export function sequencesKeyOf(cell: Pick<SequencesCell, 'spec'> | undefined, prints: Prints): string | null {
  if (!cell) return null;
  const { data, testData, choices, leftOut = [] } = cell.spec;
  const print = prints[data];
  const test = testData === undefined ? undefined : prints[testData];
  return print === undefined || (testData !== undefined && test === undefined) ? null : dataKey(print, { sequences: choices, ...(leftOut.length > 0 && { leftOut }) }, test);
}

/** Hash of a file of codes and the choices it is read with; null while it is not bound. */
export function codesKeyOf(cell: Pick<CodesCell, 'spec'> | undefined, prints: Prints): string | null {
  const print = cell && prints[cell.spec.data];
  return cell && print !== undefined ? dataKey(print, { codes: cell.spec.choices }) : null;
}

/** What tells one file from another without reading all of it: name, size, date, and a digest of both ends. */
export async function fingerprint(file: File): Promise<string> {
  const end = 65_536;
  const ends = await new Blob([file.slice(0, end), file.slice(Math.max(end, file.size - end))]).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', ends));
  const hex = Array.from(digest.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${file.name}|${file.size}|${file.lastModified}|${hex}`;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
