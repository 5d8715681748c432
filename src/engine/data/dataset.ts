/** From a file and the choices to a matrix ready to train on. */
import { InputError } from '../errors';
import type { DatasetChoices, DatasetSummary, JoinSeen } from '../records/data';
import { dropBadRows, findBadRows, refuseBadRows, replaceBadValues } from './cleanRows';
import { isIdName } from './columns';
import { fileErrors } from './fileErrors';
import { joinVectors, readJoined, type JoinedFile, type JoinedVectors } from './joinVectors';
import { count } from './limits';
import { clipRows, farOut, outlierChoice, rowSizes } from './outliers';
import { exponentFor, preprocess, type Prepared as Preprocessed } from './preprocess';
import type { Layout, Reader, VectorRows } from './reader';
import type { Opened } from './openFile';
import { openVectors } from './readers';
import { checkCounts } from './rowCounts';
import { summarize } from './summarize';
import { namesId } from './tableNames';
import type { ReadVectors } from './vectorMemory';

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
  readonly table: VectorRows;
  readonly choices: DatasetChoices;
  readonly summary: DatasetSummary;
  readonly refusal: InputError | null;
  /** Where a file was joined. */
  readonly join?: JoinSeen;
  readonly notes?: readonly string[];
}

interface PrepareParts {
  /** One row, or rows all alike, will do. */
  readonly equalRows?: boolean;
  readonly joined?: JoinedFile | undefined;
  readonly readVectors?: ReadVectors | undefined;
}

/**
 * Reads the file with the choices (what is left out is guessed), draws the row sample, deals with bad rows and preprocesses.
 * `joined`: a second file, whose columns become ids and metadata. `readVectors`: remembers what was read. `like`: prepares the rows as others were, whatever the choices say; then a single row, or equal ones, are welcome too.
 * Throws InputError for whatever is wrong with the file or the choices, EngineError never.
 */
export async function loadDataset(file: File, choices: DatasetChoices, like?: Preprocessed, joined?: JoinedFile, readVectors?: ReadVectors): Promise<Dataset> {
  const opened = await fileErrors(file, () => openVectors(file));
  const layout = await fileErrors(file, () => opened.reader.inspect(opened.file, withoutJoin(choices)));
  const { table, summary, refusal } = await prepare(file, opened, layout, choices, { equalRows: like !== undefined, joined, readVectors });
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
export async function prepare(file: File, opened: Opened<Reader>, layout: Layout, given: DatasetChoices, { equalRows = false, joined, readVectors = (_, read) => read() }: PrepareParts = {}): Promise<Prepared> {
  const { reader } = opened;
  const keys = joined ? keyNames(layout, given) : [];
  const wanted = keys.length === 0 ? layout.choices : { ...layout.choices, metadataColumns: [...new Set([...(layout.choices.metadataColumns ?? []), ...keys])] };
  const raw = await readVectors(wanted, () => fileErrors(file, () => reader.read(opened.file, wanted)));
  const { rowIndex, ids, metadata } = raw;
  checkCounts(file.name, raw.fileRows, { 'the matrix': [raw.data.length / raw.dim], ids: ids ? [ids.length] : [], metadata: metadata.map(({ values }) => values.length) }, rowIndex.length, raw.rowsRead);
  const own = withPlausibleIds({ ...raw, metadata: metadata.filter(({ name }) => layout.choices.metadataColumns?.includes(name) ?? true) }, layout.choices, given);
  const found = joined && (await joinedTo(own, file.name, raw, layout.choices.idColumn || 'ids', joined, given));
  const read = found ? { table: found.table, choices: { ...own.choices, ...found.choices } } : own;
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
    found?.refusal ? found.refusal : handling === 'refuse' && bad.positions.length > 0
      ? refuseBadRows(file.name, table, bad)
      : !equalRows && allRowsEqual(table)
        ? refuseConstant(file.name, table)
        : null;
  return { table, choices: read.choices, summary, refusal, ...(found && { join: found.seen, notes: found.notes }) };
}

/** Choices as a reader of vectors knows them. */
export function withoutJoin({ join: _, joinOn: __, joinColumns: ___, joinId: ____, ...own }: DatasetChoices): DatasetChoices {
  return own;
}

/** Columns that may hold the keys of a join: the one chosen, else all that may be ids. */
function keyNames({ columns, choices }: Layout, { join }: DatasetChoices): string[] {
  const may = columns.filter(({ name, type }) => type !== 'list' && name !== choices.idColumn && (join === undefined ? namesId(name) || isIdName(name) : name === join));
  return may.map(({ name }) => name);
}

/** A second file that cannot be read is told as one that cannot be joined, so that the vectors can be shown. */
async function joinedTo(own: { table: VectorRows; choices: DatasetChoices }, name: string, raw: VectorRows, idName: string, joined: JoinedFile, given: DatasetChoices): Promise<JoinedVectors> {
  const keys = new Map([...(raw.ids ? [[idName, raw.ids] as const] : []), ...raw.metadata.map(({ name: column, values }) => [column, values] as const)]);
  try {
    return joinVectors(own.table, name, keys, await readJoined(joined), joined.file.name, given);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    return { table: own.table, choices: {}, seen: { name: joined.file.name, rows: 0, columns: [] }, notes: [], refusal: thrown };
  }
}

/** A text column that was guessed to be ids from the first rows is metadata after all where values repeat later. */
function withPlausibleIds(table: VectorRows, choices: DatasetChoices, given: DatasetChoices): { table: VectorRows; choices: DatasetChoices } {
  const name = choices.idColumn;
  const guessed = given.idColumn === undefined && given.metadataColumns === undefined;
  if (!table.ids || !name || !guessed || isIdName(name) || new Set(table.ids).size === table.ids.length) return { table, choices };
  return {
    table: { ...table, ids: null, metadata: [{ name, values: table.ids }, ...table.metadata] },
    choices: { ...choices, idColumn: '', metadataColumns: [name, ...(choices.metadataColumns ?? [])] },
  };
}

function allRowsEqual({ data, dim }: VectorRows): boolean {
  for (let k = dim; k < data.length; k++) if (data[k] !== data[k % dim]) return false;
  return true;
}

function refuseConstant(name: string, { rowIndex }: VectorRows): InputError {
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
