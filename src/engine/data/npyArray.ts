/** The .npy format itself, over any source of bytes: a file, or a member of an .npz. */
import { InputError } from '../errors';
import type { DatasetChoices } from '../records';
import { checkSize, count } from './limits';
import { ELEMENTS, type Element } from './npyElements';
import { drawRows, lowerBound, sampledCount } from './rowSample';

/** Bytes that are read forward: no call starts before the end of the last one. */
export interface ByteSource {
  readonly size: number;
  read(start: number, end: number): Promise<ArrayBuffer>;
}

export interface NpyHeader {
  readonly shape: readonly number[];
  readonly fortran: boolean;
  readonly element: Element;
  /** Where the data starts, in bytes. */
  readonly offset: number;
}

/** Bytes decoded at a time: large enough for speed, small beside the matrix. */
const BLOCK_BYTES = 8 << 20;
const MAX_HEADER = 1 << 20;

/**
 * Reads and checks a header of version 1, 2 or 3. Throws InputError for anything but numbers in little-endian order, and for a size that the bytes
 * do not have.
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
  const offset = wide ? 12 + new DataView(start.buffer).getUint32(8, true) : 10 + start[8]! + 256 * start[9]!;
  if (offset > source.size || offset > MAX_HEADER) {
    throw new InputError(
      `${name} is cut off: its header ends at byte ${count(offset)}, the file at byte ${count(source.size)}.`,
      'Copy or download the file again, or write it anew with numpy.save.',
    );
  }
  const prefix = wide ? 12 : 10;
  const tail = new TextDecoder().decode(await source.read(start.length, offset));
  const header = parseHeader(new TextDecoder().decode(start.subarray(prefix)) + tail, name);
  checkLength(source, name, header, offset);
  return { ...header, offset };
}

/** Rows and columns: a vector is one column; scalars and more than two axes are refused. */
export function matrixShape(header: NpyHeader, name: string): { rows: number; dim: number } {
  const { shape } = header;
  if (shape.length === 1) return { rows: shape[0]!, dim: 1 };
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
  const { rows, dim } = matrixShape(header, name);
  checkSize(name, rows, sampledCount(rows, choices), dim);
  const rowIndex = drawRows(rows, choices);
  const data = new Float32Array(rowIndex.length * dim);
  if (header.fortran && dim > 1) await readColumns(source, header, rows, dim, rowIndex, data);
  else await readRows(source, header, rows, dim, rowIndex, data);
  return { fileRows: rows, dim, data, rowIndex };
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
  return { shape: lengths, fortran: order[1] === 'True', element: elementOf(descr[1] ?? descr[2]!, name) };
}

function elementOf(descr: string, name: string): Element {
  const wanted = 'wanted float16/32/64, int8 to int64, uint8 to uint64 or bool, little-endian';
  const element = ELEMENTS.get(descr.slice(1));
  if (element && (descr[0] !== '>' || element.size === 1)) return element;
  if (element)
    throw new InputError(
      `${name} holds ${element.dtype} in big-endian order ('${descr}'); ${wanted}.`,
      `Save array.astype('<${descr.slice(1)}') instead.`,
    );
  if (descr.includes('O')) {
    throw new InputError(
      `${name} holds Python objects ('${descr}'); ${wanted}.`,
      "Save numpy.stack(list(array)).astype('float32') instead; it tells whether the vectors differ in length.",
    );
  }
  throw new InputError(
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
