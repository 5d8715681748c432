/** Typed arrays as NumPy .npy files: version 1.0, little-endian, C order, data aligned to 64 bytes. */

export type NpyData = Float32Array | Int32Array | Uint32Array | Float64Array | Uint8Array;

const ALIGNMENT = 64;
const PREFIX = 10;

/**
 * The bytes of a .npy file that `numpy.load` reads.
 * `data` holds the product of `shape` elements in row-major order; `[]` is a scalar. Throws a RangeError where the two disagree.
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npyBytes(data: NpyData, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const header = npyHeader(data, shape);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(littleEndian(data), header.length);
  return bytes;
}

/** The same as a file to download; the array is copied once, into the Blob. */
export function npyFile(data: NpyData, shape: readonly number[]): Blob {
  return new Blob([npyHeader(data, shape), littleEndian(data)], { type: 'application/octet-stream' });
}

function npyHeader(data: NpyData, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const count = shape.reduce((product, length) => product * length, 1);
  if (count !== data.length)
    throw new RangeError(`An array of ${data.length} elements cannot have the shape ${tuple(shape)}, which holds ${count}.`);
  const text = `{'descr': '${descr(data)}', 'fortran_order': False, 'shape': ${tuple(shape)}, }`;
  // Spaces fill up to the alignment; a newline ends the header.
  const length = Math.ceil((PREFIX + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(length).fill(0x20);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (length - PREFIX) & 255, (length - PREFIX) >> 8]);
  header.set(new TextEncoder().encode(text), PREFIX);
  header[length - 1] = 0x0a;
  return header;
}

function descr(data: NpyData): string {
  if (data instanceof Float32Array) return '<f4';
  if (data instanceof Float64Array) return '<f8';
  if (data instanceof Int32Array) return '<i4';
  return data instanceof Uint32Array ? '<u4' : '|u1';
}

/** As Python writes a tuple: one element keeps its comma. */
function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** A plain byte view: every platform that browsers run on is little-endian. Shared memory is copied, as Blob refuses it. */
function littleEndian(data: NpyData): Uint8Array<ArrayBuffer> {
  if (data.buffer instanceof ArrayBuffer) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const copy = new Uint8Array(data.byteLength);
  copy.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return copy;
}
