/** Every element type, both orders, samples, blocks, and each way a .npy file can be wrong. */
import { describe, expect, it } from 'vitest';
import { npyBytes } from '../export/npy';
import { npyReader } from './npy';
import { fileOf, npyOf, refusal } from './testFiles';

const read = (bytes: Uint8Array<ArrayBuffer>, choices = {}) => npyReader.read(fileOf('x.npy', bytes), choices);

describe('npy', () => {
  it.each([
    ['<f2', new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7bff]), [1, -2, 2 ** -24, 65504], 'float16'],
    ['<f4', Float32Array.of(1.5, -2.25, 1e-30, 3e38), [1.5, -2.25, 1e-30, 3e38], 'float32'],
    ['<f8', Float64Array.of(1.1, -2, 1e-300, 1e300), [1.1, -2, 0, Infinity], 'float64'],
    ['|i1', Int8Array.of(-128, 127, 0, 1), [-128, 127, 0, 1], 'int8'],
    ['<i2', Int16Array.of(-32768, 32767, 0, 1), [-32768, 32767, 0, 1], 'int16'],
    ['<i4', Int32Array.of(-2147483648, 16777217, 0, 1), [-2147483648, 16777216, 0, 1], 'int32'],
    // Beyond 2^53 a number is rounded, as every integer beyond 2^24 is in float32.
    ['<i8', BigInt64Array.of(-1n, -(2n ** 40n) - 5n, 2n ** 62n + 1n, 7n), [-1, -(2 ** 40), 2 ** 62, 7], 'int64'],
    ['|u1', Uint8Array.of(0, 255, 1, 2), [0, 255, 1, 2], 'uint8'],
    ['<u2', Uint16Array.of(0, 65535, 1, 2), [0, 65535, 1, 2], 'uint16'],
    ['<u4', Uint32Array.of(0, 4294967295, 1, 2), [0, 4294967296, 1, 2], 'uint32'],
    ['<u8', BigUint64Array.of(0n, 2n ** 64n - 1n, 1n, 2n ** 33n), [0, 2 ** 64, 1, 2 ** 33], 'uint64'],
    ['|b1', Uint8Array.of(0, 1, 1, 0), [0, 1, 1, 0], 'bool'],
  ] as const)('reads %s', async (descr, data, values, dtype) => {
    const table = await read(npyOf(descr, '(2, 2)', data));
    expect(table.dtype).toBe(dtype);
    expect([table.fileRows, table.dim]).toEqual([2, 2]);
    expect(table.data).toEqual(Float32Array.from(values));
  });

  it('reads NaN and infinities of float16', async () => {
    const { data } = await read(npyOf('<f2', '(3,)', new Uint16Array([0x7c00, 0xfc00, 0x7e00])));
    expect([...data]).toEqual([Infinity, -Infinity, NaN]);
  });

  it.each([
    ['f2', new Uint16Array([0x3c00, 0xc000]), [1, -2]],
    ['f4', Float32Array.of(1.5, -2.25), [1.5, -2.25]],
    ['f8', Float64Array.of(1.5, -3e10), [1.5, -3e10]],
    ['i2', Int16Array.of(-300, 7), [-300, 7]],
    ['i4', Int32Array.of(-70_000, 7), [-70_000, 7]],
    ['i8', BigInt64Array.of(-(2n ** 40n), 7n), [-(2 ** 40), 7]],
    ['u4', Uint32Array.of(4_000_000_000, 7), [4_000_000_000, 7]],
    ['u1', Uint8Array.of(200, 7), [200, 7]],
  ] as const)('reads big-endian %s', async (code, data, values) => {
    const bytes = new Uint8Array(data.buffer.slice(0));
    for (let i = 0; i < bytes.length; i += data.BYTES_PER_ELEMENT) bytes.subarray(i, i + data.BYTES_PER_ELEMENT).reverse();
    expect((await read(npyOf(`>${code}`, '(2, 1)', bytes))).data).toEqual(Float32Array.from(values));
  });

  it('takes a long array of one axis for a matrix without its shape: asks, and reads it as chosen', async () => {
    const values = Float32Array.from({ length: 40 * 96 }, (_, i) => i);
    const file = fileOf('x.npy', npyBytes(values, [values.length]));
    const layout = await npyReader.inspect(file, {});
    expect(layout.rowLengths!.slice(0, 3)).toEqual([768, 384, 256]);
    expect(layout.rowLengths!.every((length) => values.length % length === 0)).toBe(true);
    const asked = await refusal(npyReader.read(file, {}));
    expect(asked.message).toContain('has one axis of 3,840 numbers');
    expect(asked.hint).toContain('768, 384');
    const matrix = await npyReader.read(file, { rowLength: 96 });
    expect([matrix.fileRows, matrix.dim, matrix.data]).toEqual([40, 96, values]);
    const sample = await npyReader.read(file, { rowLength: 96, sampleRows: 3, sampleSeed: 1 });
    sample.rowIndex.forEach((row, i) => expect(sample.data[i * 96]).toBe(row * 96));
    const single = await npyReader.read(file, { rowLength: 1 });
    expect([single.fileRows, single.dim]).toEqual([3840, 1]);
    expect((await refusal(npyReader.read(file, { rowLength: 7 }))).message).toBe('x.npy has 3,840 numbers; rows of 7 would leave 4 over.');
  });

  it('reads what the writer wrote, a vector as one column, and header versions 2 and 3', async () => {
    const values = Float32Array.from({ length: 12 }, (_, i) => i / 3);
    expect((await read(npyBytes(values, [4, 3]))).data).toEqual(values);
    const vector = await read(npyBytes(values, [12]));
    expect([vector.fileRows, vector.dim]).toEqual([12, 1]);
    for (const version of [2, 3]) expect((await read(npyOf('<f4', '(4L, 3L)', values, { version }))).data).toEqual(values);
  });

  it('reads Fortran order, whole and sampled, across blocks', async () => {
    // 1.5 million doubles: two blocks, the border inside a column.
    const rows = 500_000;
    const columns = new Float64Array(rows * 3);
    for (let j = 0; j < 3; j++) for (let i = 0; i < rows; i++) columns[j * rows + i] = i * 4 + j;
    const file = npyOf('<f8', `(${rows}, 3)`, columns, { fortran: true });
    const { data } = await read(file);
    for (let i = 0; i < rows; i += 997)
      expect([...data.subarray(i * 3, i * 3 + 3)]).toEqual([i * 4, i * 4 + 1, i * 4 + 2].map(Math.fround));
    const sample = await read(file, { sampleRows: 100, sampleSeed: 3 });
    sample.rowIndex.forEach((row, i) => expect([...sample.data.subarray(i * 3, i * 3 + 3)]).toEqual([row * 4, row * 4 + 1, row * 4 + 2]));
  });

  it('samples rows without replacement, ascending, by seed, over several blocks', async () => {
    const rows = 1_200_000;
    const file = npyBytes(
      Float32Array.from({ length: rows * 2 }, (_, i) => i),
      [rows, 2],
    );
    const a = await read(file, { sampleRows: 1000, sampleSeed: 1 });
    expect(a.fileRows).toBe(rows);
    expect(a.rowIndex.length).toBe(1000);
    a.rowIndex.forEach((row, i) => {
      if (i > 0) expect(row).toBeGreaterThan(a.rowIndex[i - 1]!);
      expect(a.data[2 * i]).toBe(row * 2);
    });
    expect(a.rowIndex.at(-1)).toBeGreaterThan(rows / 2);
    expect((await read(file, { sampleRows: 1000, sampleSeed: 1 })).data).toEqual(a.data);
    expect((await read(file, { sampleRows: 1000, sampleSeed: 2 })).rowIndex).not.toEqual(a.rowIndex);
    expect((await read(npyBytes(Float32Array.of(1, 2), [2]), { sampleRows: 5 })).rowIndex).toEqual(Uint32Array.of(0, 1));
  });
});

describe('npy that cannot be read', () => {
  const eight = Float32Array.from({ length: 8 }, (_, i) => i);
  it.each([
    [
      'wrong magic',
      Uint8Array.from([...new TextEncoder().encode('not an array at all')]),
      'x.npy does not start as a NumPy array does: seen 6e 6f 74 20 61 6e, wanted 93 4e 55 4d 50 59 (\\x93NUMPY).',
      'numpy.save',
    ],
    [
      'a truncated header',
      npyOf('<f4', '(2, 4)', eight).slice(0, 40),
      'x.npy is cut off: its header ends at byte 70, the file at byte 40.',
      'again',
    ],
    [
      'a header that is too long',
      npyOf('<f4', '(2, 4)', new Float32Array(300_000), { version: 2 }).map((byte, i) => (i === 10 ? 0x11 : byte)),
      'x.npy says that its header is 1,114,184 bytes long',
      'damaged',
    ],
    [
      'truncated data',
      npyOf('<f4', '(2, 4)', eight.slice(0, 7)),
      'x.npy says it is float32 of shape (2, 4), which takes 32 bytes; 28 follow the header.',
      'The file is cut off or its header is wrong',
    ],
    [
      'a header that says too much',
      npyOf('<f4', '(2000000000, 4000)', eight),
      'x.npy says it is float32 of shape (2000000000, 4000), which takes 32,000,000,000,000 bytes; 32 follow the header.',
      'its header is wrong',
    ],
    [
      'a header that says too little',
      npyOf('<f4', '(1, 4)', eight),
      'x.npy says it is float32 of shape (1, 4), which takes 16 bytes; 32 follow the header.',
      'several arrays were saved into one file',
    ],
    [
      'a header without a shape',
      npyOf('<f4', '[2, 4]', eight),
      "x.npy has a header that cannot be read: \"{'descr': '<f4', 'fortran_order': False, 'shape': [2, 4], }\"; wanted descr, fortran_order and shape.",
      'numpy.save',
    ],
    ['objects', npyOf('|O', '(2,)', eight), "x.npy holds Python objects ('|O'); wanted float16/32/64", 'numpy.stack(list(array))'],
    ['text', npyOf('<U10', '(2,)', eight), "x.npy holds elements of type '<U10'; wanted float16/32/64", "array.astype('float32')"],
    [
      'records',
      npyOf("[('a', '<f4'), ('b', '<f4')]", '(4,)', eight),
      "x.npy holds elements of type '[('a', '<f4'), ('b', '<f4')]'; wanted",
      "array.astype('float32')",
    ],
    [
      'three axes',
      npyOf('<f4', '(2, 2, 2)', eight),
      'x.npy has 3 axes, shape (2, 2, 2); a matrix has 2: rows and columns.',
      'array.reshape(len(array), -1)',
    ],
    [
      'a scalar',
      npyOf('<f4', '()', eight.slice(0, 1)),
      'x.npy has 0 axes, shape (); a matrix has 2: rows and columns.',
      'one row per item',
    ],
    ['no columns', npyOf('<f4', '(8, 0)', []), 'x.npy has no columns: there are no numbers to quantize.', 'at least one number per row'],
    ['no rows', npyOf('<f4', '(0, 8)', []), 'x.npy has no rows; at least one is needed.', 'one row per item'],
  ])('refuses %s', async (_, bytes, message, hint) => {
    const seen = await refusal(read(bytes));
    expect(seen.message).toContain(message);
    expect(seen.hint).toContain(hint);
  });

  it('refuses 5 million columns before it reads them', async () => {
    const file = fileOf('x.npy', npyOf('|u1', '(1, 5000000)', new Uint8Array(5_000_000)));
    const seen = await refusal(npyReader.read(file, {}));
    expect(seen.message).toBe('x.npy has 5,000,000 columns; at most 65,536 can be used.');
    expect(seen.hint).toContain('is the matrix transposed?');
  });

  it('refuses what does not fit before it reads it', async () => {
    // The bytes are said to be there and never asked for.
    const rows = 4_000_000;
    const header = npyOf('|u1', `(${rows}, 128)`, []);
    const file = fileOf('x.npy', header);
    Object.defineProperty(file, 'size', { value: header.length + rows * 128 });
    const seen = await refusal(npyReader.read(file, {}));
    expect(seen.message).toBe('x.npy: 4,000,000 rows of 128 columns take 2.05 GB as float32; at most 1.5 GB fit.');
    expect(seen.hint).toBe('Draw a row sample of at most 2,929,687 rows.');
  });

  it('refuses a row sample that is no number of rows', async () => {
    const seen = await refusal(read(npyBytes(eight, [8]), { sampleRows: 2.5 }));
    expect(seen.message).toBe('The row sample is 2.5; it must be a whole number of rows, or 0 for all.');
  });
});
