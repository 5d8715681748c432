/** Tables from JSON Lines: one object a line, its keys the columns. */
import { InputError } from '../errors';
import { count } from './limits';
import { drawRows } from './rowSample';
import { ColumnBuilder } from './tableBuilder';
import { checkTable, MOST_COLUMNS } from './tableLimits';
import type { TableReader } from './tableReaders';

const BLOCK_BYTES = 1 << 19;
const LONGEST_LINE = 16 << 20;

/** Keys need not be in every object; an object or a list within a cell is kept as a label, a list of plain values as a list. */
export const jsonLinesTable: TableReader = {
  format: 'jsonl',
  extensions: ['jsonl', 'ndjson'],

  async read(file, choices) {
    let fileRows = 0;
    const sampled = (choices.sampleRows ?? 0) !== 0;
    if (sampled) for await (const _ of jsonLines(file)) fileRows++;
    const drawn = sampled ? drawRows(fileRows, choices) : null;
    const builders = new Map<string, ColumnBuilder>();
    let row = 0;
    let used = 0;
    for await (const { text, line } of jsonLines(file)) {
      if (!drawn || row === drawn[used]) {
        for (const [name, value] of Object.entries(parsed(file, text, line))) {
          let builder = builders.get(name);
          if (!builder) {
            if (builders.size === MOST_COLUMNS) throw new InputError(`${file.name} has more than ${count(MOST_COLUMNS)} different keys by line ${count(line)}.`, 'Keep the keys that matter.');
            builders.set(name, (builder = new ColumnBuilder(name)));
          }
          builder.skipTo(used);
          builder.addValue(value);
        }
        used++;
        if (!drawn && used % 65_536 === 0) checkTable(file.name, used, builders.size);
      }
      row++;
    }
    for (const builder of builders.values()) builder.skipTo(used);
    return { fileRows: row, rowIndex: drawn ?? drawRows(row, {}), columns: [...builders.values()].map((builder) => builder.column()) };
  },
};

function parsed(file: File, text: string, line: number): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw new InputError(
      `${file.name}: line ${count(line)} is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Every line must be one object, such as {"user": "a", "spend": 3.5}; NaN and single quotes are not JSON (write null).',
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new InputError(
    `${file.name}: line ${count(line)} holds ${Array.isArray(value) ? 'a list' : JSON.stringify(value)?.slice(0, 40)}; an object was wanted.`,
    'Write one object a line, without brackets and commas around them.',
  );
}

/** Lines that are not blank, with their 1-based numbers. */
async function* jsonLines(file: File): AsyncGenerator<{ text: string; line: number }> {
  const decoder = new TextDecoder();
  let rest = '';
  let line = 0;
  for (let start = 0; start < file.size; start += BLOCK_BYTES) {
    const last = start + BLOCK_BYTES >= file.size;
    const lines = (rest + decoder.decode(await file.slice(start, start + BLOCK_BYTES).arrayBuffer(), { stream: !last })).split('\n');
    rest = last ? '' : lines.pop()!;
    if (rest.length > LONGEST_LINE)
      throw new InputError(`${file.name}: line ${count(line + lines.length + 1)} is longer than ${LONGEST_LINE >> 20} million characters.`, 'Write one object a line.');
    for (const text of lines) {
      line++;
      if (text.trim() !== '') yield { text, line };
    }
  }
}
