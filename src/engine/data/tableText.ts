/** Tables from delimited text: every cell is read, none is taken for a number before all of its column are. */
import { listed } from './columns';
import { fieldText, guessDialect, raggedRow } from './csvDialect';
import { countRows, csvRows } from './csvText';
import { looksLikeLines, readLines } from './sequences/lines';
import { drawRows } from './rowSample';
import { ColumnBuilder } from './tableBuilder';
import { checkTable } from './tableLimits';
import type { TableReader } from './tableReader';

/** Comma-, tab-, semicolon-, bar- or space-separated UTF-8 text, with or without a header. */
export const textTable: TableReader = {
  format: 'csv',
  extensions: ['csv', 'tsv', 'txt'],
  isText: true,

  async read(file, choices) {
    if (choices.lines === true || (choices.lines === 'guess' && (await looksLikeLines(file)))) return readLines(file);
    const { shape, header, columns, width } = await guessDialect(file);
    checkTable(file.name, 1, columns.length);
    // Counting reads the file once more: only a sample needs it.
    const counted = (choices.sampleRows ?? 0) !== 0 ? (await countRows(file, shape, width)) - (header ? 1 : 0) : null;
    const drawn = counted === null ? null : drawRows(counted, choices);
    const builders = columns.map(({ name }) => new ColumnBuilder(name));
    let row = header ? -1 : 0;
    let used = 0;
    for await (const batch of csvRows(file, shape, width)) {
      for (const fields of batch) {
        if (fields.length !== width && !(header && row === -1)) throw raggedRow(file, row, header, fields, width);
        if (row >= 0 && (!drawn || row === drawn[used])) {
          for (let j = 0; j < builders.length; j++) builders[j]!.addText(fieldText(columns[j]!, fields[j]!));
          used++;
        }
        row++;
      }
      if (!drawn && used > 0) checkTable(file.name, used, columns.length);
    }
    const commas = columns.filter(({ decimalComma }) => decimalComma).map(({ name }) => `"${name}"`);
    const notes = commas.length > 0 ? [`Read with a comma before decimals: ${listed(commas)}.`] : [];
    const read = builders.flatMap((builder) => builder.columns());
    return { fileRows: counted ?? row, rowsRead: row, rowIndex: drawn ?? drawRows(row, {}), columns: read, notes: [...notes, ...builders.flatMap((builder) => builder.notes())] };
  },
};
