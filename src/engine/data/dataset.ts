/** From a file and the choices to a matrix ready to train on. */
import { InputError } from '../errors';
import type { DatasetChoices, DatasetSummary } from '../records/data';
import { dropBadRows, findBadRows, refuseBadRows, replaceBadValues } from './cleanRows';
import { isIdName } from './columns';
import { fileErrors } from './fileErrors';
import { count } from './limits';
import { clipRows, farOut, outlierChoice, rowSizes } from './outliers';
import { exponentFor, preprocess, type Prepared as Preprocessed } from './preprocess';
import type { Layout, Reader, Table } from './reader';
import type { Opened } from './openFile';
import { openVectors } from './readers';
import { checkCounts } from './rowCounts';
import { summarize } from './summarize';

/** Rows as preprocessed, with what is known of them. */
export interface Dataset {
  /** [rows, dim], row-major. */
  readonly data: Float32Array;
  /** Of the rows in use before preprocessing. */
  readonly summary: DatasetSummary;
  readonly ids: string[] | null;
  /** For each row its 0-based number in the file. */
  readonly rowIndex: Uint32Array;
  readonly metadata: { name: string; values: string[] }[];
  /** What was done to the rows, for other rows that are to be treated alike. */
  readonly prepared: Preprocessed;
}

/** A table as it would be used, and why it cannot be, if so. */
export interface Prepared {
  readonly table: Table;
  readonly choices: DatasetChoices;
  readonly summary: DatasetSummary;
  readonly refusal: InputError | null;
}

/**
 * Reads the file with the choices (what is left out is guessed), draws the row sample, deals with bad rows and preprocesses.
 * `like`: prepares the rows as others were, whatever the choices say; then a single row, or equal ones, are welcome too.
 * Throws InputError for whatever is wrong with the file or the choices, EngineError never.
 */
export async function loadDataset(file: File, choices: DatasetChoices, like?: Preprocessed): Promise<Dataset> {
  const opened = await fileErrors(file, () => openVectors(file));
  const layout = await fileErrors(file, () => opened.reader.inspect(opened.file, choices));
  const { table, summary, refusal } = await prepare(file, opened, layout, choices, like !== undefined);
  if (refusal) throw refusal;
  if (like?.means && like.means.length !== table.dim) {
    throw new InputError(`${file.name} has rows of ${table.dim} numbers; ${like.means.length} are wanted.`, 'Choose a file with vectors from the same model.');
  }
  const prepared = preprocess(table.data, table.dim, like ?? summary);
  if (!like && allRowsEqual(table)) {
    throw new InputError(
      `${file.name}: with unit norm all ${count(table.rowIndex.length)} rows are the same; nothing can be quantized.`,
      'Choose other preprocessing: here the rows differ by their length alone.',
    );
  }
  return { data: table.data, summary, ids: table.ids, rowIndex: table.rowIndex, metadata: table.metadata, prepared };
}

/** Everything before preprocessing; bad rows that are to be refused stay in the table, so that they can be shown. */
export async function prepare(file: File, opened: Opened<Reader>, layout: Layout, given: DatasetChoices, equalRows = false): Promise<Prepared> {
  const { reader } = opened;
  const raw = await fileErrors(file, () => reader.read(opened.file, layout.choices));
  const { rowIndex, ids, metadata } = raw;
  checkCounts(file.name, raw.fileRows, { 'the matrix': [raw.data.length / raw.dim], ids: ids ? [ids.length] : [], metadata: metadata.map(({ values }) => values.length) }, rowIndex.length, raw.rowsRead);
  const read = withPlausibleIds(raw, layout.choices, given);
  const handling = read.choices.badRows ?? 'refuse';
  const bad = findBadRows(read.table);
  const whole = handling === 'drop' ? dropBadRows(file.name, read.table, bad) : read.table;
  if (handling === 'replace') replaceBadValues(file.name, whole, bad);
  const sizes = rowSizes(whole);
  const far = farOut(sizes, whole.rowIndex);
  const treat = outlierChoice(read.choices.outliers);
  const table = far && treat === 'drop' ? dropBadRows(file.name, whole, far) : whole;
  if (far && treat === 'clip') clipRows(table, sizes, far);
  const exponent = exponentFor(table.data);
  const summary: DatasetSummary = {
    name: file.name,
    format: reader.format,
    bytes: file.size,
    dtype: table.dtype,
    fileRows: table.fileRows,
    rows: table.rowIndex.length,
    dim: table.dim,
    nanRows: bad.nanRows,
    infRows: bad.infRows,
    firstBadRows: bad.first,
    ...(far && { outliers: { count: far.count, median: far.median, first: far.first } }),
    preprocessing: read.choices.preprocessing ?? 'none',
    ...(exponent !== undefined && { exponent }),
    ...summarize(table),
  };
  const refusal =
    handling === 'refuse' && bad.positions.length > 0
      ? refuseBadRows(file.name, table, bad)
      : !equalRows && allRowsEqual(table)
        ? refuseConstant(file.name, table)
        : null;
  return { table, choices: read.choices, summary, refusal };
}

/** A text column that was guessed to be ids from the first rows is metadata after all where values repeat later. */
function withPlausibleIds(table: Table, choices: DatasetChoices, given: DatasetChoices): { table: Table; choices: DatasetChoices } {
  const name = choices.idColumn;
  const guessed = given.idColumn === undefined && given.metadataColumns === undefined;
  if (!table.ids || !name || !guessed || isIdName(name) || new Set(table.ids).size === table.ids.length) return { table, choices };
  return {
    table: { ...table, ids: null, metadata: [{ name, values: table.ids }, ...table.metadata] },
    choices: { ...choices, idColumn: '', metadataColumns: [name, ...(choices.metadataColumns ?? [])] },
  };
}

function allRowsEqual({ data, dim }: Table): boolean {
  for (let k = dim; k < data.length; k++) if (data[k] !== data[k % dim]) return false;
  return true;
}

function refuseConstant(name: string, { rowIndex }: Table): InputError {
  return rowIndex.length === 1
    ? new InputError(
        `${name} has one row in use; at least two that differ are needed, or nothing can be quantized.`,
        'Choose a file with more rows, or a larger row sample.',
      )
    : new InputError(
        `${name}: all ${count(rowIndex.length)} rows are the same; nothing can be quantized.`,
        'Choose other columns or another file: every column holds a single value.',
      );
}
