/** Sparse matrices as scipy.sparse.save_npz writes them, made dense. */
import { InputError } from '../errors';
import type { DatasetChoices } from '../records/data';
import type { ByteSource } from './byteSource';
import { checkSize, count } from './limits';
import { readNpyHeader, readNpyNumbers, type NpyHeader } from './npyArray';
import type { Layout, VectorRows } from './reader';
import { drawRows, sampledCount } from './rowSample';
import { ENTRIES, type SparseArrays } from './sparseEntries';
import { memberBytes, type ZipMember } from './zip';

/** Numbers of one of the arrays: more take longer to read than a person waits. */
const MOST_NUMBERS = 50_000_000;
/** A shape is only a claim; the rows drawn from it are looked for one by one. */
const MOST_ROWS = 100_000_000;
const MOST_TEXT = 4096;
const HINT = "Save a dense matrix: numpy.save(path, matrix.toarray().astype('float32')), or reduce it to fewer components with sklearn.decomposition.TruncatedSVD.";

/** Has the archive the members that every sparse format shares? */
export function isSparse(members: readonly ZipMember[]): boolean {
  return ['format.npy', 'shape.npy', 'data.npy'].every((name) => members.some((member) => member.name === name));
}

/** One matrix, named after its format. Throws InputError for a format that cannot be read. */
export async function sparseLayout(file: File, members: readonly ZipMember[], choices: DatasetChoices): Promise<Layout> {
  const { title, shape } = await describe(file, members);
  const { header } = await open(file, members, 'data');
  return { arrays: [{ name: title, shape, dtype: header.element.dtype }], columns: [], choices: { ...choices, array: title } };
}

/** The drawn rows with their zeros; entries that name one place twice are added, as SciPy does. */
export async function readSparse(file: File, members: readonly ZipMember[], choices: DatasetChoices): Promise<VectorRows> {
  const { format, title, shape } = await describe(file, members);
  const [fileRows, dim] = shape;
  const name = `${file.name}: the ${title}`;
  try {
    checkSize(name, fileRows, sampledCount(fileRows, choices), dim);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    throw new InputError(thrown.message, HINT);
  }
  const rowIndex = drawRows(fileRows, choices);
  const place = new Int32Array(fileRows).fill(-1);
  rowIndex.forEach((row, i) => (place[row] = i));
  const data = new Float32Array(rowIndex.length * dim);
  const { header } = await open(file, members, 'data');
  const arrays: SparseArrays = {
    shape,
    shapes: { data: header.shape },
    take: async (array) => readNpyNumbers(...(await numbers(file, members, array)), `${name}, array "${array}"`, MOST_NUMBERS),
  };
  await ENTRIES[format]!(name, arrays, (row, column, value) => {
    if (!(row >= 0 && row < fileRows && column >= 0 && column < dim && Number.isInteger(row) && Number.isInteger(column)))
      throw new InputError(`${name} has an entry at row ${row}, column ${column}; its shape is ${count(fileRows)} x ${count(dim)}.`, 'The file is damaged: copy or write it again.');
    const at = place[row]!;
    if (at >= 0) data[at * dim + column]! += value;
  });
  return { dtype: header.element.dtype, fileRows, dim, data, rowIndex, columns: [], ids: null, metadata: [] };
}

async function describe(file: File, members: readonly ZipMember[]): Promise<{ format: string; title: string; shape: readonly [number, number] }> {
  const format = await text(file, members, 'format');
  const title = `sparse matrix (${format})`;
  if (!Object.hasOwn(ENTRIES, format)) throw new InputError(`${file.name} holds a sparse matrix of the format ${JSON.stringify(format)}; ${Object.keys(ENTRIES).join(', ')} can be read.`, HINT);
  const shape = await readNpyNumbers(...(await numbers(file, members, 'shape')), `${file.name}: the array "shape"`, 16);
  if (shape.length !== 2 || !shape.every((length) => Number.isSafeInteger(length) && length >= 0))
    throw new InputError(`${file.name}: the ${title} has the shape (${Array.from(shape).join(', ')}); rows and columns were wanted.`, HINT);
  if (shape[0]! > MOST_ROWS) throw new InputError(`${file.name}: the ${title} has ${count(shape[0]!)} rows; at most ${count(MOST_ROWS)} can be read.`, HINT);
  return { format, title, shape: [shape[0]!, shape[1]!] };
}

async function numbers(file: File, members: readonly ZipMember[], name: string): Promise<[ByteSource, NpyHeader]> {
  const { source, header } = await open(file, members, name);
  return [source, header];
}

async function open(file: File, members: readonly ZipMember[], name: string): Promise<{ source: ByteSource; header: NpyHeader }> {
  const source = await memberBytes(file, memberNamed(file, members, name));
  return { source, header: await readNpyHeader(source, `${file.name}: the array "${name}"`) };
}

/** A text of one element, of bytes or of UTF-32, behind its header. */
async function text(file: File, members: readonly ZipMember[], name: string): Promise<string> {
  const source = await memberBytes(file, memberNamed(file, members, name));
  const bytes = new Uint8Array(await source.read(0, Math.min(source.size, MOST_TEXT)));
  const start = 10 + (bytes[8] ?? 0) + 256 * (bytes[9] ?? 0);
  return new TextDecoder('latin1').decode(bytes.subarray(start, start + 64)).replaceAll('\0', '').trim();
}

function memberNamed(file: File, members: readonly ZipMember[], name: string): ZipMember {
  const member = members.find((candidate) => candidate.name === `${name}.npy`);
  if (member) return member;
  throw new InputError(`${file.name} is a sparse matrix without its array "${name}".`, HINT);
}
