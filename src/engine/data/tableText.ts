/** Tables from delimited text: every cell is read, none is taken for a number before all of its column are. */
import { listed } from './columns';
import { eachRow, fieldText, guessDialect } from './csvDialect';
import { countRows } from './csvText';
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
    const dialect = await guessDialect(file);
    const { shape, header, columns, width } = dialect;
    checkTable(file.name, 1, columns.length);
    // Counting reads the file once more: only a sample needs it.
    const counted = (choices.sampleRows ?? 0) !== 0 ? (await countRows(file, shape, width)) - (header ? 1 : 0) : null;
    const drawn = counted === null ? null : drawRows(counted, choices);
    const builders = columns.map(({ name }) => new ColumnBuilder(name));
    const row = await eachRow(file, dialect, drawn, (fields, at) => {
      for (let j = 0; j < builders.length; j++) builders[j]!.addText(fieldText(columns[j]!, fields[j]!));
      if (!drawn && (at + 1) % 65_536 === 0) checkTable(file.name, at + 1, columns.length);
    });
    if (!drawn) checkTable(file.name, row, columns.length);
    const commas = columns.filter(({ decimalComma }) => decimalComma).map(({ name }) => `"${name}"`);
    const notes = commas.length > 0 ? [`Read with a comma before decimals: ${listed(commas)}.`] : [];
    const read = builders.flatMap((builder) => builder.columns());
    return { fileRows: counted ?? row, rowsRead: row, rowIndex: drawn ?? drawRows(row, {}), columns: read, notes: [...notes, ...builders.flatMap((builder) => builder.notes())] };
  },
};
