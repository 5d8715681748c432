/** Several named arrays in one file: which of them is the matrix, or whether every array is one row of it. */
import { InputError } from '../errors';
import type { DatasetChoices } from '../records/data';
import { arraySize, chooseArray, STACKED, stackable } from './arrayChoice';
import type { ByteSource } from './byteSource';
import { listed } from './columns';
import { checkSize } from './limits';
import { matrixShape, readNpyMatrix, UnsuitableError, type NpyHeader } from './npyArray';
import type { Layout, VectorRows } from './reader';
import { rowLengths } from './rowLength';
import { drawRows, sampledCount } from './rowSample';

/** One array, not opened yet. */
export interface ArrayEntry {
  readonly name: string;
  /** Its bytes and what its header says of them. Throws InputError for an array that is not of numbers. */
  open(): Promise<{ source: ByteSource; header: NpyHeader }>;
}

/** As it is told, and whether it is damaged: then the guess among the others would be a wrong one. */
type Described = Layout['arrays'][number] & { readonly damaged?: boolean };

/** What the file holds: every array with its shape or what is wrong with it, and the guess which is meant; none where a person must say. */
export async function archiveLayout(entries: readonly ArrayEntry[], choices: DatasetChoices): Promise<Layout> {
  const seen: Described[] = [];
  for (const entry of entries) seen.push(await describe(entry));
  const arrays = seen.map(({ damaged: _, ...array }) => array);
  const stack = stackable(arrays);
  const offered = stack ? [{ name: STACKED, shape: [stack.names.length, stack.length], dtype: stack.dtype }, ...arrays] : arrays;
  const array = choices.array ?? (seen.some(({ damaged }) => damaged) ? undefined : chooseArray(arrays));
  const shape = arrays.find(({ name }) => name === array)?.shape;
  return { arrays: offered, columns: [], choices: array === undefined ? choices : { ...choices, array }, ...(shape?.length === 1 && { rowLengths: rowLengths(shape[0]!) }) };
}

/** The chosen array, or all that are alike as rows. Throws InputError where none is chosen or it cannot be read. */
export async function readArchive(file: File, entries: readonly ArrayEntry[], choices: DatasetChoices, hint: string): Promise<VectorRows> {
  if (choices.array === STACKED) return readStack(file, entries, choices);
  const entry = entries.find(({ name }) => name === choices.array);
  if (!entry) throw await noArray(file, entries, choices.array, hint);
  const { source, header } = await entry.open();
  const matrix = await readNpyMatrix(source, header, `${file.name}: the array "${entry.name}"`, choices);
  return { dtype: header.element.dtype, columns: [], ids: null, metadata: [], ...matrix };
}

async function readStack(file: File, entries: readonly ArrayEntry[], choices: DatasetChoices): Promise<VectorRows> {
  const { arrays } = await archiveLayout(entries, choices);
  const stack = stackable(arrays.filter(({ name }) => name !== STACKED));
  if (!stack) throw new InputError(`${file.name} has no two one-dimensional arrays of equal length that could be the rows of a matrix.`, 'Choose one of its arrays.');
  const { names, length: dim } = stack;
  checkSize(file.name, names.length, sampledCount(names.length, choices), dim);
  const rowIndex = drawRows(names.length, choices);
  const data = new Float32Array(rowIndex.length * dim);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  for (const [i, row] of rowIndex.entries()) {
    const { source, header } = await byName.get(names[row]!)!.open();
    const one = await readNpyMatrix(source, { ...header, shape: [1, dim], fortran: false }, `${file.name}: the array "${names[row]}"`, {});
    data.set(one.data, i * dim);
  }
  return { dtype: stack.dtype, fileRows: names.length, dim, data, rowIndex, columns: [], ids: Array.from(rowIndex, (row) => names[row]!), metadata: [] };
}

async function describe(entry: ArrayEntry): Promise<Described> {
  const { name } = entry;
  try {
    const { header } = await entry.open();
    const array = { name, shape: header.shape, dtype: header.element.dtype };
    try {
      matrixShape(header, `The array "${name}"`);
      return arraySize(array.shape) > 0 ? array : { ...array, problem: `The array "${name}" is empty.` };
    } catch (thrown) {
      return { ...array, problem: reason(thrown) };
    }
  } catch (thrown) {
    return { name, shape: [], dtype: '', problem: reason(thrown), damaged: !(thrown instanceof UnsuitableError) };
  }
}

/** Only faults of the file become a remark beside the array; anything else goes on. */
function reason(thrown: unknown): string {
  if (thrown instanceof InputError) return thrown.message;
  throw thrown;
}

async function noArray(file: File, entries: readonly ArrayEntry[], wanted: string | undefined, hint: string): Promise<InputError> {
  const names = listed(entries.map(({ name }) => `"${name}"`));
  if (wanted !== undefined) return new InputError(`${file.name} has no array "${wanted}"; it has ${names}.`, 'Choose one of the arrays in the file.');
  const arrays: Described[] = [];
  for (const entry of entries) arrays.push(await describe(entry));
  const broken = arrays.find(({ damaged }) => damaged);
  if (broken) return new InputError(`${file.name} holds an array that is damaged. ${broken.problem}`, entries.length === 1 ? 'Copy or download the file again, or write it anew.' : 'Copy or download the file again, or choose another array of it.');
  const good = arrays.filter(({ problem }) => problem === undefined);
  if (good.length > 0) {
    const shapes = [...new Set(good.map(({ shape }) => `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`))];
    return new InputError(
      `${file.name} holds ${good.length} arrays (${names}) of shape ${listed(shapes)}; the file does not say which one holds the vectors, or whether each is one item.`,
      stackable(arrays) ? 'Choose one of the arrays, or every array as one row.' : "Choose one of the arrays; if each is one item, save one matrix with one row per item: numpy.save(path, numpy.stack(list_of_vectors)).",
    );
  }
  const problems = arrays.slice(0, 3).map(({ problem }) => problem);
  return new InputError(`${file.name} holds no array that can be read. ${problems.join(' ')}`, hint);
}
