/** The .npy format itself, over any source of bytes: a file, or a member of an .npz. */
import { InputError } from '../errors';
import type { DatasetChoices } from '../records/data';
import type { ByteSource } from './byteSource';
import { checkSize, count } from './limits';
import { bigEndian, ELEMENTS, type Element } from './npyElements';
import { drawRows, lowerBound, sampledCount } from './rowSample';
import { rowLengthOf, rowsOf } from './rowLength';

export interface NpyHeader {
  readonly shape: readonly number[];
  readonly fortran: boolean;
  readonly element: Element;
  /** Where the data starts, in bytes. */
  readonly offset: number;
}

/** A whole array, but not of numbers: it is none of those that could be meant. */
export class UnsuitableError extends InputError {}

/** Bytes decoded at a time: large enough for speed, small beside the matrix. */
const BLOCK_BYTES = 8 << 20;
const MAX_HEADER = 1 << 20;

/**
 * Reads and checks a header of version 1, 2 or 3. Throws InputError for anything but numbers, and for a size that the bytes do not have.
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export async function readNpyHeader(source: ByteSource, name: string): Promise<NpyHeader> {
  const start = new Uint8Array(await source.read(0, Math.min(12, source.size)));
  if (start.length < 10 || start[0] !== 0x93 || String.fromCharCode(...start.subarray(1, 6)) !== 'NUMPY') {
    throw new InputError(
      `${name} does not start as a NumPy array does: seen ${seenBytes(start)}, wanted 93 4e 55 4d 50 59 (\\x93NUMPY).`,
      'Write the array with numpy.save(path, array) and drop that file.',
    );
  }
  const wide = start[6]! >= 2;
  if (wide && start.length < 12) throw new InputError(`${name} is cut off: it ends within its header, at byte ${start.length}.`, 'Copy or download the file again.');
  const offset = wide ? 12 + new DataView(start.buffer).getUint32(8, true) : 10 + start[8]! + 256 * start[9]!;
  if (offset > MAX_HEADER && offset <= source.size)
    throw new InputError(
      `${name} says that its header is ${count(offset)} bytes long; NumPy writes a few hundred, and at most ${count(MAX_HEADER)} are read.`,
      'The file is damaged, or made of records with thousands of fields: write one array of numbers with numpy.save.',
    );
  if (offset > source.size) {
    throw new InputError(
      `${name} is cut off: its header ends at byte ${count(offset)}, the file at byte ${count(source.size)}.`,
      'Copy or download the file again, or write it anew with numpy.save.',
    );
  }
  const prefix = wide ? 12 : 10;
  const tail = offset > start.length ? new TextDecoder().decode(await source.read(start.length, offset)) : '';
  const header = parseHeader(new TextDecoder().decode(start.subarray(prefix, offset)) + tail, name);
  checkLength(source, name, header, offset);
  return { ...header, offset };
}

/** Rows and columns: a vector is one column, or rows of `rowLength` numbers one after the other; scalars and more than two axes are refused. */
export function matrixShape(header: Pick<NpyHeader, 'shape'>, name: string, rowLength = 1): { rows: number; dim: number } {
  const { shape } = header;
  if (shape.length === 1) return { rows: rowsOf(shape[0]!, rowLength, name), dim: rowLength };
  if (shape.length === 2) return { rows: shape[0]!, dim: shape[1]! };
  throw new InputError(
    `${name} has ${shape.length} axes, shape ${tuple(shape)}; a matrix has 2: rows and columns.`,
    shape.length === 0 ? 'Save a matrix with one row per item.' : 'Save array.reshape(len(array), -1) to have one row per item.',
  );
}

/** The drawn rows as float32, [rowIndex.length, dim]; read in blocks, so the source is never in memory as a whole beside the result. */
export async function readNpyMatrix(
  source: ByteSource,
  header: NpyHeader,
  name: string,
  choices: DatasetChoices,
): Promise<{ fileRows: number; dim: number; data: Float32Array; rowIndex: Uint32Array }> {
  const { rows, dim } = matrixShape(header, name, header.shape.length === 1 ? rowLengthOf(header.shape[0]!, name, choices) : 1);
  checkSize(name, rows, sampledCount(rows, choices), dim);
  const rowIndex = drawRows(rows, choices);
  const data = new Float32Array(rowIndex.length * dim);
  if (header.fortran && dim > 1) await readColumns(source, header, rows, dim, rowIndex, data);
  else await readRows(source, header, rows, dim, rowIndex, data);
  await source.finish();
  return { fileRows: rows, dim, data, rowIndex };
}

/** Every number in the order of the file, as float64: for the small arrays that say where others lie. Throws InputError beyond `most`. */
export async function readNpyNumbers(source: ByteSource, header: NpyHeader, name: string, most: number): Promise<Float64Array> {
  const length = header.shape.reduce((product, each) => product * each, 1);
  if (length > most) throw new InputError(`${name} holds ${count(length)} numbers; at most ${count(most)} were wanted.`, 'Write the array as a dense matrix of float32, or draw fewer rows first.');
  const out = new Float64Array(length);
  const step = Math.floor(BLOCK_BYTES / header.element.size);
  for (let start = 0; start < length; start += step) {
    const end = Math.min(length, start + step);
    header.element.decode(await source.read(header.offset + start * header.element.size, header.offset + end * header.element.size), out, start);
  }
  await source.finish();
  return out;
}

async function readRows(
  source: ByteSource,
  { element, offset }: NpyHeader,
  rows: number,
  dim: number,
  rowIndex: Uint32Array,
  data: Float32Array,
): Promise<void> {
  const rowBytes = dim * element.size;
  const step = Math.max(1, Math.floor(BLOCK_BYTES / rowBytes));
  const whole = rowIndex.length === rows;
  const scratch = new Float32Array(whole ? 0 : Math.min(step, rows) * dim);
  for (let start = 0, used = 0; start < rows && used < rowIndex.length; start += step) {
    const end = Math.min(rows, start + step);
    if (rowIndex[used]! >= end) continue;
    const block = await source.read(offset + start * rowBytes, offset + end * rowBytes);
    if (whole) {
      element.decode(block, data, start * dim);
      used = end;
      continue;
    }
    element.decode(block, scratch, 0);
    for (; used < rowIndex.length && rowIndex[used]! < end; used++) {
      const from = (rowIndex[used]! - start) * dim;
      data.set(scratch.subarray(from, from + dim), used * dim);
    }
  }
}

/** Fortran order: the file holds column after column, so each block is scattered over the rows. */
async function readColumns(
  source: ByteSource,
  { element, offset }: NpyHeader,
  rows: number,
  dim: number,
  rowIndex: Uint32Array,
  data: Float32Array,
): Promise<void> {
  const total = rows * dim;
  const step = Math.floor(BLOCK_BYTES / element.size);
  const scratch = new Float32Array(Math.min(step, total));
  for (let start = 0; start < total; start += step) {
    const end = Math.min(total, start + step);
    element.decode(await source.read(offset + start * element.size, offset + end * element.size), scratch, 0);
    for (let at = start; at < end;) {
      const column = Math.floor(at / rows);
      const base = column * rows;
      const stop = Math.min(end, base + rows);
      for (let i = lowerBound(rowIndex, at - base); i < rowIndex.length && rowIndex[i]! < stop - base; i++) {
        data[i * dim + column] = scratch[base + rowIndex[i]! - start]!;
      }
      at = stop;
    }
  }
}

function parseHeader(text: string, name: string): Omit<NpyHeader, 'offset'> {
  const descr = /'descr'\s*:\s*(?:'([^']*)'|(\[.*\]))\s*,/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d\sL,]*)\)/.exec(text);
  if (!descr || !order || !shape) {
    throw new InputError(
      `${name} has a header that cannot be read: ${JSON.stringify(text.trim().slice(0, 120))}; wanted descr, fortran_order and shape.`,
      'Write the array anew with numpy.save(path, array).',
    );
  }
  const lengths = shape[1]!
    .split(',')
    .map((part) => part.replace('L', '').trim())
    .filter((part) => part !== '')
    .map(Number);
  if (!lengths.every(Number.isSafeInteger)) throw new InputError(`${name} has a header with the shape (${shape[1]!.trim()}); lengths are whole numbers.`, 'Write the array anew with numpy.save(path, array).');
  return { shape: lengths, fortran: order[1] === 'True', element: elementOf(descr[1] ?? descr[2]!, name) };
}

function elementOf(descr: string, name: string): Element {
  const wanted = 'wanted float16/32/64, int8 to int64, uint8 to uint64 or bool';
  const element = /^[<>=|]/.test(descr) ? ELEMENTS.get(descr.slice(1)) : undefined;
  if (element) return descr[0] === '>' ? bigEndian(element) : element;
  if (descr.includes('O')) {
    throw new UnsuitableError(
      `${name} holds Python objects ('${descr}'); ${wanted}.`,
      "Save numpy.stack(list(array)).astype('float32') instead; it fails if the vectors differ in length.",
    );
  }
  throw new UnsuitableError(
    `${name} holds elements of type ${descr.length > 60 ? `${descr.slice(0, 60)}...` : `'${descr}'`}; ${wanted}.`,
    "Save array.astype('float32') instead.",
  );
}

function checkLength(source: ByteSource, name: string, header: Omit<NpyHeader, 'offset'>, offset: number): void {
  const bytes = header.shape.reduce((product, length) => product * length, header.element.size);
  const there = source.size - offset;
  if (bytes === there) return;
  const said = `${name} says it is ${header.element.dtype} of shape ${tuple(header.shape)}`;
  const seen = `${said}, which takes ${count(bytes)} bytes; ${count(there)} follow the header.`;
  if (bytes > there)
    throw new InputError(seen, 'The file is cut off or its header is wrong: copy or download it again, or write it anew with numpy.save.');
  throw new InputError(
    seen,
    'The header is wrong, or several arrays were saved into one file: write one array with numpy.save, or several with numpy.savez.',
  );
}

function seenBytes(bytes: Uint8Array): string {
  return [...bytes.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}
