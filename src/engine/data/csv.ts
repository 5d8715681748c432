/** Delimited text: numeric columns, or an id column plus numbers. */
import { InputError } from '../errors';
import { completeChoices, requireVector } from './columns';
import { fieldText, guessDialect, rowName } from './csvDialect';
import { countRows, csvRows } from './csvText';
import { checkSize } from './limits';
import type { Reader } from './reader';
import { drawRows, sampledCount } from './rowSample';
import { textNumber } from './textNumber';

/** Comma-, tab-, semicolon-, bar- or space-separated UTF-8 text, with or without a header. */
export const csvReader: Reader = {
  format: 'csv',
  title: 'Delimited text',
  extensions: ['csv', 'tsv', 'txt'],

  async inspect(file, choices) {
    const { columns } = await guessDialect(file);
    return {
      arrays: [],
      columns: columns.map(({ name, type }) => ({ name, type })),
      choices: completeChoices(file.name, columns, choices),
    };
  },

  async read(file, choices) {
    const { delimiter, header, columns } = await guessDialect(file);
    const fileRows = (await countRows(file, delimiter)) - (header ? 1 : 0);
    checkSize(file.name, fileRows, 0, columns.length);
    requireVector(file.name, columns, choices);
    const place = new Map(columns.map((column, j) => [column.name, j]));
    const names = choices.columns ?? [];
    const vector = names.map((name) => place.get(name)!);
    checkSize(file.name, fileRows, sampledCount(fileRows, choices), vector.length);

    const rowIndex = drawRows(fileRows, choices);
    const data = new Float32Array(rowIndex.length * vector.length);
    const idPlace = choices.idColumn ? place.get(choices.idColumn)! : -1;
    const ids: string[] = [];
    const metadata = (choices.metadataColumns ?? []).map((name) => ({ name, values: [] as string[] }));
    let row = header ? -1 : 0;
    let used = 0;
    for await (const batch of csvRows(file, delimiter)) {
      for (const fields of batch) {
        if (fields.length !== columns.length) throw ragged(file, row, header, fields, columns.length);
        if (row === rowIndex[used]) {
          for (let j = 0; j < vector.length; j++) {
            const value = textNumber(fieldText(columns[vector[j]!]!, fields[vector[j]!]!));
            if (value === null) throw notANumber(file, row, header, names[j]!, fields[vector[j]!]!);
            data[used * vector.length + j] = value;
          }
          if (idPlace >= 0) ids.push(fields[idPlace]!);
          for (const column of metadata) column.values.push(fields[place.get(column.name)!]!);
          used++;
        }
        row++;
      }
    }
    return { dtype: 'text', fileRows, dim: vector.length, data, rowIndex, columns: names, ids: idPlace >= 0 ? ids : null, metadata };
  },
};

function ragged(file: File, row: number, header: boolean, fields: readonly string[], wanted: number): InputError {
  const begin = JSON.stringify(fields.slice(0, 3).join(', ').slice(0, 60));
  return new InputError(
    `${file.name}: ${rowName(row, header)} has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}, ` +
      `${header ? 'the header' : 'the first row'} has ${wanted}; it begins with ${begin}.`,
    'Every row needs the same number of fields: look for a missing value, or for a delimiter inside a value that is not quoted.',
  );
}

function notANumber(file: File, row: number, header: boolean, column: string, text: string): InputError {
  return new InputError(
    `${file.name}: ${rowName(row, header)}, column "${column}" holds ${JSON.stringify(text.slice(0, 60))}; a number was wanted.`,
    'Correct the value (a point stands before decimals), leave it empty to mark it as missing, or leave this column out of the vector.',
  );
}
