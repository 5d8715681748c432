/** Delimited text: numeric columns, lists written into cells, word vectors; ids and metadata beside them. */
import { InputError } from '../errors';
import { completeChoices, requireVector } from './columns';
import { listed } from './columnFacts';
import { eachRow, fieldText, guessDialect, rowName } from './csvDialect';
import { countRows } from './csvText';
import { checkColumns, checkSize, count } from './limits';
import type { Reader } from './reader';
import { drawRows, sampledCount } from './rowSample';
import { textNumber } from './textNumber';
import { vectorOf } from './vectorText';

/** Comma-, tab-, semicolon-, bar- or space-separated text, with or without a header; word vectors; vectors in brackets. */
export const csvReader: Reader = {
  format: 'csv',
  title: 'Delimited text',
  extensions: ['csv', 'tsv', 'txt', 'vec'],
  isText: true,

  async inspect(file, choices) {
    const { columns, named } = await guessDialect(file);
    return {
      arrays: [],
      columns: listed(columns),
      ...completeChoices(file.name, columns, choices, named),
    };
  },

  async read(file, choices) {
    const dialect = await guessDialect(file);
    const { shape, header, columns, width } = dialect;
    const fileRows = (await countRows(file, shape, width)) - (header ? 1 : 0);
    checkSize(file.name, fileRows, 0, columns.length);
    requireVector(file.name, columns, choices);
    const place = new Map(columns.map((column, j) => [column.name, j]));
    const list = choices.vectorColumn === undefined ? undefined : columns[place.get(choices.vectorColumn)!]!;
    const names = list ? [] : (choices.columns ?? []);
    const vector = names.map((name) => place.get(name)!);
    const dim = list ? list.listLength! : vector.length;
    checkSize(file.name, fileRows, sampledCount(fileRows, choices), dim);

    const rowIndex = drawRows(fileRows, choices);
    const data = new Float32Array(rowIndex.length * dim);
    const idPlace = choices.idColumn ? place.get(choices.idColumn)! : -1;
    const listPlace = list ? place.get(list.name)! : -1;
    const ids: string[] = [];
    const metadata = (choices.metadataColumns ?? []).map((name) => ({ name, values: [] as string[] }));
    const rowsRead = await eachRow(file, dialect, rowIndex, (fields, at, row) => {
      for (let j = 0; j < vector.length; j++) {
        const value = textNumber(fieldText(columns[vector[j]!]!, fields[vector[j]!]!));
        if (value === null) throw notANumber(file, row, header, names[j]!, fields[vector[j]!]!);
        data[at * dim + j] = value;
      }
      if (list) copyList(file, row, header, list.name, fields[listPlace]!, data, at * dim, dim);
      if (idPlace >= 0) ids.push(fields[idPlace]!);
      for (const column of metadata) column.values.push(fields[place.get(column.name)!]!);
    });
    return { dtype: 'text', fileRows, rowsRead, dim, data, rowIndex, columns: names, ids: idPlace >= 0 ? ids : null, metadata };
  },
};

/** A missing or empty list becomes NaN, like a missing number. */
function copyList(file: File, row: number, header: boolean, column: string, cell: string, data: Float32Array, at: number, dim: number): void {
  const missing = textNumber(cell);
  const list = missing !== null && missing !== missing ? [] : vectorOf(cell);
  if (list === null) throw notANumber(file, row, header, column, cell);
  if (list.length === 0) data.fill(Number.NaN, at, at + dim);
  else if (list.length === dim) data.set(list, at);
  else throw unequalLists(file.name, rowName(row, header), column, list.length, dim);
}

/** The refusal of a list that is longer or shorter than the others. */
export function unequalLists(name: string, row: string, column: string, length: number, dim: number): InputError {
  checkColumns(name, length);
  return new InputError(
    `${name}: the list in ${row} of column "${column}" has ${count(length)} numbers, most others have ${count(dim)}.`,
    'All vectors need the same length: pad or drop the rows that differ, or choose another column.',
  );
}

function notANumber(file: File, row: number, header: boolean, column: string, text: string): InputError {
  return new InputError(
    `${file.name}: ${rowName(row, header)}, column "${column}" holds ${JSON.stringify(text.slice(0, 60))}; a number was wanted.`,
    'Correct the value (use a decimal point), leave it empty to mark it as missing, or leave this column out of the vector.',
  );
}
