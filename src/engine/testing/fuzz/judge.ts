/** What becomes of a file when it is opened every way: opened, refused in words, or a fault of the program. */
import { InputError } from '../../errors';
import { inspectCodes, loadCodes } from '../../data/codes/codes';
import { codesExtensions } from '../../data/codes/readCells';
import { loadDataset, type Dataset } from '../../data/dataset';
import { UnforeseenError } from '../../data/fileErrors';
import { inspectFile } from '../../data/inspect';
import { extensions } from '../../data/readers';
import { inspectLog, loadLog } from '../../data/log/log';
import { inspectSequences, loadSequences } from '../../data/sequences/sequences';
import { rowsOf } from '../../data/tableCells';
import { readTable, tableExtensions } from '../../data/tableReaders';
import type { Must } from './cases';

export interface Verdict {
  readonly outcome: 'opened' | 'refused' | 'fault';
  /** "23 x 4 of 23 rows", the refusal, or what is wrong with the program. */
  readonly message: string;
}

/** Words that only a program says, not a person. */
const INTERNALS = /undefined|\[object |is not a function|is not iterable|Cannot read|out of bounds|outside the bounds|Invalid array|Maximum call|thrift|hyparquet|fflate|papaparse|\bat .+:\d+:\d+/;

/** As vectors where the ending is one of vectors, and as a table, a log and sequences where it is one of tables, as codes where it is one of codes: a fault of any decides, then whether vectors or the table opened. */
export async function judgeFile(file: File, must?: Must): Promise<Verdict> {
  const name = file.name.toLowerCase().replace(/\.gz$/, '');
  const has = (endings: readonly string[]): boolean => endings.some((ending) => name.endsWith(`.${ending}`));
  const verdicts: Verdict[] = [];
  if (has(extensions) || !has(tableExtensions)) verdicts.push(await judged(() => openVectors(file)));
  if (has(tableExtensions)) verdicts.push(await judged(() => openTable(file)));
  const found = (outcome: Verdict['outcome']): Verdict | undefined => verdicts.find((verdict) => verdict.outcome === outcome);
  for (const { outcome, message } of verdicts) {
    if (outcome !== 'opened' || must === undefined) continue;
    if (must === 'be refused') return { outcome: 'fault', message: `opened although it is damaged: ${message}` };
    if (!new RegExp(`of ${must.rows} rows`).test(message)) return { outcome: 'fault', message: `${must.rows} rows are in the file, but ${message}` };
  }
  const beside = has(tableExtensions) ? [await judged(() => openLog(file)), await judged(() => openSequences(file))] : [];
  const codes = has(codesExtensions) ? await judged(() => openCodes(file)) : null;
  if (codes?.outcome === 'fault') return codes;
  const known = beside.find(({ outcome }) => outcome === 'opened');
  return found('fault') ?? beside.find(({ outcome }) => outcome === 'fault') ?? found('opened') ?? (must === 'be refused' && known ? { outcome: 'fault', message: `opened although it is damaged: ${known.message}` } : known) ?? verdicts[0]!;
}

async function judged(open: () => Promise<string>): Promise<Verdict> {
  try {
    return { outcome: 'opened', message: await open() };
  } catch (thrown) {
    if (thrown instanceof UnforeseenError) return { outcome: 'fault', message: stackOf(thrown.cause) };
    if (!(thrown instanceof InputError)) return { outcome: 'fault', message: stackOf(thrown) };
    const seen = `${thrown.message} ${thrown.hint}`;
    return INTERNALS.test(seen.replace(/"(?:[^"\\]|\\.)*"/g, '""')) ? { outcome: 'fault', message: `speaks of its inside: ${seen}` } : { outcome: 'refused', message: thrown.message };
  }
}

/** Opened whole and by a sample: both must tell the same rows. Bad rows are dropped, so that they do not hide what else is wrong. */
async function openVectors(file: File): Promise<string> {
  const inspection = await inspectFile(file, {});
  const choices = { badRows: 'drop' } as const;
  const whole = await loadDataset(file, choices);
  const { summary } = whole;
  checkRows(whole);
  if (inspection.summary && inspection.summary.fileRows !== summary.fileRows) throw new Error(`inspected ${inspection.summary.fileRows} rows, loaded ${summary.fileRows}`);
  if (summary.fileRows > 3) {
    const sample = await loadDataset(file, { ...choices, sampleRows: Math.ceil(summary.fileRows / 2), sampleSeed: 7 }, whole.prepared).catch((thrown: unknown) => {
      // A sample may hold bad rows alone.
      if (thrown instanceof InputError && !(thrown instanceof UnforeseenError) && /none is left/.test(thrown.message)) return null;
      throw thrown;
    });
    if (sample) compare(whole, sample);
  }
  return `${summary.rows} x ${summary.dim} of ${summary.fileRows} rows`;
}

function checkRows({ data, ids, rowIndex, metadata, summary }: Dataset): void {
  const lengths = [data.length / summary.dim, rowIndex.length, ...(ids ? [ids.length] : []), ...metadata.map(({ values }) => values.length)];
  if (lengths.some((length) => length !== summary.rows)) throw new Error(`rows ${summary.rows}, but lengths ${lengths.join(', ')}`);
  if (rowIndex.some((row, i) => row >= summary.fileRows || (i > 0 && row <= rowIndex[i - 1]!))) throw new Error('row numbers do not ascend within the file');
}

function compare(whole: Dataset, sample: Dataset): void {
  checkRows(sample);
  const { dim } = whole.summary;
  const at = new Map(Array.from(whole.rowIndex, (row, i) => [row, i]));
  sample.rowIndex.forEach((row, i) => {
    const j = at.get(row);
    if (j === undefined) throw new Error(`row ${row} is in the sample, but not in the whole`);
    for (let k = 0; k < dim; k++) if (!Object.is(sample.data[i * dim + k], whole.data[j * dim + k])) throw new Error(`row ${row} reads ${sample.data[i * dim + k]} in a sample and ${whole.data[j * dim + k]} in the whole`);
    // Ids that repeat are metadata in the whole and may not repeat in the sample.
    if (sample.ids && whole.ids && sample.ids[i] !== whole.ids[j]) throw new Error(`row ${row} has the id ${sample.ids[i]} in a sample and ${whole.ids[j]} in the whole`);
  });
}

async function openTable(file: File): Promise<string> {
  const table = await readTable(file, {});
  const uneven = table.columns.find((column) => rowsOf(column) !== table.fileRows);
  if (uneven || table.rowIndex.length !== table.fileRows) throw new Error(`the column "${uneven?.name}" has not the ${table.fileRows} rows of the table`);
  return `table of ${table.fileRows} rows, ${table.columns.length} columns`;
}

async function openLog(file: File): Promise<string> {
  const seen = await inspectLog({ file, choices: {} });
  const { log } = await loadLog({ file, choices: {} });
  if (seen.summary?.events !== log.events || log.rowIndex.some((row) => row >= seen.fileRows)) throw new Error(`inspected ${seen.summary?.events} events of ${seen.fileRows} rows, loaded ${log.events}`);
  return `log of ${log.events} events`;
}

async function openSequences(file: File): Promise<string> {
  const seen = await inspectSequences({ file, choices: {} });
  const { sequences } = await loadSequences({ file, choices: {} });
  if (seen.summary?.events !== sequences.items.length || sequences.offsets.at(-1) !== sequences.items.length) throw new Error(`inspected ${seen.summary?.events} entries, loaded ${sequences.items.length} up to ${sequences.offsets.at(-1)}`);
  return `${sequences.sequences} sequences`;
}

async function openCodes(file: File): Promise<string> {
  const { summary } = await inspectCodes(file);
  const { published: { ids, codes, numCodes } } = await loadCodes(file, {});
  const items = codes.length / numCodes.length;
  if (summary?.items !== items || (ids && (ids.length !== items || new Set(ids).size !== items))) throw new Error(`inspected ${summary?.items} items, loaded ${items} with ${ids?.length} ids`);
  if (codes.some((code, at) => code < 0 || code >= numCodes[at % numCodes.length]!)) throw new Error('a code is outside its codebook');
  return `${items} items with codes`;
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message).split('\n').slice(0, 6).join('\n') : String(thrown);
}
