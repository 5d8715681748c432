/** Text files with a sequence a line: entries between blanks, tabs or commas, in lines of any length. */
import { InputError } from '../../errors';
import { csvRows, type Shape } from '../csvText';
import { count, MAX_BYTES } from '../limits';
import { drawRows } from '../rowSample';
import { ColumnBuilder } from '../tableBuilder';
import type { RawTable } from '../tableReader';

export const ENTRIES = 'entries';

const HEAD_BYTES = 1 << 18;
const HEAD_LINES = 1000;
const LINE: Shape = { kind: 'raw', delimiter: '', escape: '"', dim: 0, skip: 0, comment: '' };
const SEPARATORS = /[\s,;]+/;
/** Entries of equal lines up to which they are rather a log without a header: user, item, rating, time. */
const MOST_COLUMNS_OF_A_LOG = 4;
/** Share of the lines of one width from which others are rather faults. */
const MOST = 0.9;

/** The file as one column of lists; a line of names above lines of numbers is left out, and told. Throws InputError for a file without lines. `file`: as UTF-8. */
export async function readLines(file: File): Promise<RawTable> {
  const builder = new ColumnBuilder(ENTRIES);
  let header = await hasHeader(file);
  const notes = header ? ['The first line names the columns; it is not a sequence.'] : [];
  let entries = 0;
  for await (const batch of csvRows(file, LINE)) {
    for (const [line] of batch) {
      if (header) {
        header = false;
        continue;
      }
      const cells = entriesOf(line!);
      entries += cells.length;
      builder.addValue(cells);
    }
    if (8 * (entries + builder.length) > MAX_BYTES) throw new InputError(`${file.name}: more than ${count(entries)} entries take more than ${MAX_BYTES / 1e9} GB.`, 'Cut the file into smaller ones.');
  }
  return { fileRows: builder.length, rowIndex: drawRows(builder.length, {}), columns: builder.columns(), notes, isLines: true };
}

/** Lines of different lengths, or of more entries than a log has columns, whose entries are plain ids: no quotes, brackets or fractions. */
export async function looksLikeLines(file: File): Promise<boolean> {
  const lines = await headLines(file);
  const body = lines.length > 1 && isHeader(lines) ? lines.slice(1) : lines;
  if (body.length === 0 || body.some((line) => /["'[\]{}()|<>]/.test(line))) return false;
  for (const delimiter of ['\t', ',']) {
    const fields = lines.map((line) => line.split(delimiter));
    const width = usual(fields.map(({ length }) => length));
    if (width.value === 1 || width.share < MOST) continue;
    // "user<tab>item item item" without a header; with one it is a table that has lists in its cells.
    return body === lines && width.value === 2 && usual(fields.map((pair) => entriesOf(pair[1] ?? '').length)).share < MOST;
  }
  const cells = body.map(entriesOf);
  if (cells.some((entries) => entries.some((entry) => entry.length > 80 || /^[-+]?\d*\.\d+(e[-+]?\d+)?$/i.test(entry)))) return false;
  const width = usual(cells.map(({ length }) => length));
  return width.value > MOST_COLUMNS_OF_A_LOG || width.share < MOST;
}

/** "1: 2 3" has a colon after its user. */
function entriesOf(line: string): string[] {
  const entries = line.trim().split(SEPARATORS).filter((entry) => entry !== '');
  if (entries.length > 1 && entries[0]!.length > 1 && entries[0]!.endsWith(':')) entries[0] = entries[0]!.slice(0, -1);
  return entries;
}

async function hasHeader(file: File): Promise<boolean> {
  const lines = await headLines(file);
  return lines.length > 1 && isHeader(lines);
}

/** Words without a digit above entries that nearly all have one. */
function isHeader([first, ...body]: readonly string[]): boolean {
  const entries = body.flatMap(entriesOf);
  return !/\d/.test(first!) && entries.filter((entry) => /\d/.test(entry)).length >= MOST * entries.length;
}

async function headLines(file: File): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of csvRows(file, LINE, 0, Math.min(file.size, HEAD_BYTES))) {
    for (const [line] of batch) lines.push(line!);
    if (lines.length >= HEAD_LINES) break;
  }
  return lines.slice(0, HEAD_LINES);
}

function usual(values: readonly number[]): { value: number; share: number } {
  const uses = new Map<number, number>();
  for (const value of values) uses.set(value, (uses.get(value) ?? 0) + 1);
  const [value, times] = [...uses].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  return { value, share: times / values.length };
}
