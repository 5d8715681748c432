/** Tables as they were read, kept for the next look: another target, type, join or row sample reads nothing of the file again. */
import type { Column } from './column';
import { drawRows } from './rowSample';
import { ColumnBuilder, cellNumber } from './tableBuilder';
import { cellText, rowsOf, takeRows } from './tableCells';
import { readTable, type ReadTable } from './tableReaders';
import type { RawTable, RowChoices } from './tableReader';

/** Bytes kept at most, by the length of the columns. */
const MOST_BYTES = 256e6;

interface Kept {
  readonly id: number;
  readonly sample: string;
  readonly table: ReadTable;
  readonly bytes: number;
}

export class TableMemory {
  /** The last used last. */
  private kept: Kept[] = [];
  /** Files that were asked about, by id: do they look like lines? */
  private readonly lines = new Map<number, boolean>();

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /** As `readTable`. `id`: the same number for the same file, another for every other. Its columns stay here: they are not to be changed, nor their buffers moved. */
  async read(id: number, file: File, given: RowChoices): Promise<ReadTable> {
    const known = given.lines === 'guess' ? this.lines.get(id) : undefined;
    const asked = known === undefined ? given : { ...given, lines: known };
    const found = asked.lines === 'guess' ? undefined : (this.find(id, sampleOf(asked)) ?? this.drawn(id, asked));
    const table = found ?? (await readTable(file, asked));
    if (asked.lines === 'guess') this.lines.set(id, table.isLines === true);
    const choices = { ...asked, lines: asked.lines === 'guess' ? table.isLines === true : asked.lines };
    this.keep({ id, sample: sampleOf(choices), table, bytes: table.columns.reduce((sum, column) => sum + bytesOf(column), 0) });
    return table;
  }

  forget(): void {
    this.kept = [];
  }

  private find(id: number, sample: string): ReadTable | undefined {
    return this.kept.find((kept) => kept.id === id && kept.sample === sample)?.table;
  }

  /** The sample from the whole table, where that is here. */
  private drawn(id: number, choices: RowChoices): ReadTable | undefined {
    const whole = choices.lines || choices.values ? undefined : this.find(id, ALL);
    return whole && { ...whole, ...sampled(whole, choices) };
  }

  private keep(entry: Kept): void {
    const others = this.kept.filter(({ id, sample }) => id !== entry.id || sample !== entry.sample);
    this.kept = [...others, entry];
    while (this.kept.reduce((sum, { bytes }) => sum + bytes, 0) > this.mostBytes) this.kept.shift();
  }
}

/** The table as it would have been read with this sample: a column whose other rows made it labels may be one of numbers again. */
export function sampled(whole: RawTable, choices: RowChoices): Pick<RawTable, 'rowIndex' | 'columns'> {
  const rowIndex = drawRows(whole.fileRows, choices);
  return { rowIndex, columns: rowIndex.length === whole.fileRows ? whole.columns : whole.columns.flatMap((column) => sampledColumn(column, rowIndex)) };
}

function sampledColumn(column: Column, rows: Uint32Array): Column[] {
  const taken = takeRows(column, rows);
  if (taken.type === 'number' || taken.labels.some((label) => cellNumber(label) === null && !label.startsWith('['))) return [taken];
  const builder = new ColumnBuilder(column.name);
  const { length } = rows;
  for (let row = 0; row < length; row++) {
    if (taken.type === 'category') builder.addText(cellText(taken, row));
    else builder.addValue(Array.from(taken.codes.subarray(taken.offsets[row], taken.offsets[row + 1]), (code) => Number(taken.labels[code])));
  }
  return builder.columns();
}

const ALL = 'all';

function sampleOf({ sampleRows = 0, sampleSeed = 0, lines = false, values = false }: RowChoices): string {
  if (lines) return 'lines';
  if (values) return 'values';
  return sampleRows === 0 ? ALL : `${sampleRows} by ${sampleSeed}`;
}

function bytesOf(column: Column): number {
  if (column.type === 'number') return 8 * rowsOf(column);
  const texts = column.labels.reduce((sum, label) => sum + 2 * label.length + 16, 0);
  return texts + 4 * column.codes.length + 4 * rowsOf(column);
}
