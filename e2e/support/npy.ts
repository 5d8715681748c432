/** NumPy's .npy format, read and written by the tests on their own: what the page writes is not read back by its own code. */

export interface Matrix {
  /** "<f4", "|u1", "<i4": as the header has it. */
  readonly descr: string;
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly data: Float32Array | Int32Array | Uint8Array;
}

const TYPES = { '<f4': Float32Array, '<i4': Int32Array, '|u1': Uint8Array } as const;

/** A C-ordered matrix. @throws where magic, order, type, shape or length are not what they should be */
export function readNpy(bytes: Buffer): Matrix {
  if (bytes.toString('latin1', 0, 6) !== '\x93NUMPY') throw new Error(`No .npy file: it starts with ${bytes.toString('hex', 0, 6)}.`);
  const long = bytes[6]! > 1;
  const start = (long ? 12 : 10) + (long ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  if (start % 64 !== 0) throw new Error(`The data begin at byte ${start}, which is no multiple of 64.`);
  const header = bytes.toString('latin1', long ? 12 : 10, start);
  const found = /^\{'descr': '(?<descr>[^']+)', 'fortran_order': (?<order>True|False), 'shape': \((?<rows>\d+), (?<columns>\d+)\),? ?\}\s*$/.exec(header)?.groups;
  if (!found) throw new Error(`The header reads ${header}.`);
  const type = TYPES[found.descr as keyof typeof TYPES];
  if (!type || found.order !== 'False') throw new Error(`Unexpected type or order: ${header}.`);
  const [rows, columns] = [Number(found.rows), Number(found.columns)];
  const body = bytes.subarray(start);
  if (body.length !== rows * columns * type.BYTES_PER_ELEMENT) throw new Error(`${body.length} bytes of data for shape (${rows}, ${columns}).`);
  // Copied, because the data of a buffer need not begin at a multiple of four.
  return { descr: found.descr!, rows, columns, data: new type(Uint8Array.from(body).buffer) };
}

/** A .npy file of float32 [rows, columns]. */
export function npyBytes(rows: number, columns: number, value: (row: number, column: number) => number): Buffer {
  const data = Float32Array.from({ length: rows * columns }, (_, at) => value(Math.floor(at / columns), at % columns));
  return npyOf('<f4', `(${rows}, ${columns})`, Buffer.from(data.buffer));
}

/** A .npy file from its parts, with no check that they agree. */
export function npyOf(descr: string, shape: string, body: Buffer): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
  const header = `${text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11)}\n`;
  const begin = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  begin.writeUInt16LE(header.length, 8);
  return Buffer.concat([begin, Buffer.from(header, 'latin1'), body]);
}

/** Points around a few centres: structured enough that levels have something to find, and the same at every call. */
export function clusteredNpy(rows: number, columns: number, seed = 1): Buffer {
  let state = seed * 2654435761;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const centres = Array.from({ length: 7 }, () => Array.from({ length: columns }, () => 6 * next() - 3));
  const of = Array.from({ length: rows }, () => centres[Math.floor(next() * centres.length)]!);
  return npyBytes(rows, columns, (row, column) => of[row]![column]! + next() - 0.5);
}
