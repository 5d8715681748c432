/** Tables from JSON: one object a line, one list of objects, or one object of columns or rows; keys are the columns. */
import { InputError } from '../errors';
import { countRecords, eachRecord, VECTOR } from './jsonRecords';
import { count } from './limits';
import { drawRows } from './rowSample';
import { ColumnBuilder } from './tableBuilder';
import { checkTable, MOST_COLUMNS } from './tableLimits';
import type { TableReader } from './tableReader';

/** Keys need not be in every object; an object or a list within a cell is kept as a label, a list of plain values as a list. Whole numbers beyond 2^53 are labels, digit for digit. */
export const jsonTable: TableReader = {
  format: 'jsonl',
  extensions: ['jsonl', 'ndjson', 'json'],
  isText: true,

  async read(file, choices) {
    const sampled = (choices.sampleRows ?? 0) !== 0;
    const fileRows = sampled ? await countRecords(file) : 0;
    const drawn = sampled ? drawRows(fileRows, choices) : null;
    const builders = new Map<string, ColumnBuilder>();
    let used = 0;
    const row = await eachRecord(file, drawn, choices.values, ({ record, place }, at) => {
      if (!choices.lines && VECTOR in record && Object.keys(record).length === 1)
        throw new InputError(`${file.name}: ${place} holds a list; an object was wanted.`, 'Write one object per line with the columns as keys, such as {"user": "a", "spend": 3.5}.');
      for (const [name, value] of Object.entries(record)) {
        let builder = builders.get(name);
        if (!builder) {
          if (builders.size === MOST_COLUMNS) throw new InputError(`${file.name} has more than ${count(MOST_COLUMNS)} different keys by ${place}.`, 'Keep the keys that matter.');
          builders.set(name, (builder = new ColumnBuilder(name)));
        }
        builder.skipTo(at);
        builder.addValue(value);
      }
      used = at + 1;
      if (!drawn && used % 65_536 === 0) checkTable(file.name, used, builders.size);
    });
    for (const builder of builders.values()) builder.skipTo(used);
    return { fileRows: sampled ? fileRows : row, rowsRead: row, rowIndex: drawn ?? drawRows(row, {}), columns: [...builders.values()].flatMap((builder) => builder.columns()), notes: [...builders.values()].flatMap((builder) => builder.notes()) };
  },
};
