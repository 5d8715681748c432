/** The bytes against a file written by NumPy, the shapes, and what is refused. */
import { describe, expect, it } from 'vitest';
import { npyBytes, npyFile } from './npy';

describe('npyBytes', () => {
  it('equals what numpy.save writes for np.array([[1, 2, 3], [4, 5, 6]], dtype=np.int32)', () => {
    const text = "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }";
    const numpy = Buffer.concat([
      Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]),
      Buffer.from(`${text.padEnd(117, ' ')}\n`, 'latin1'),
      Buffer.from([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0]),
    ]);
    expect(Buffer.from(npyBytes(Int32Array.of(1, 2, 3, 4, 5, 6), [2, 3])).equals(numpy)).toBe(true);
  });

  it.each([
    [Float32Array.of(1.5, -2), '<f4'],
    [Float64Array.of(1.5, -2), '<f8'],
    [Int32Array.of(-1, 2), '<i4'],
    [Uint32Array.of(1, 4294967295), '<u4'],
    [Uint8Array.of(1, 255), '|u1'],
  ])('names the element type and starts the data at a multiple of 64: %s', (data, descr) => {
    const bytes = npyBytes(data, [2]);
    const length = 10 + bytes[8]! + 256 * bytes[9]!;
    expect(length % 64).toBe(0);
    const header = new TextDecoder().decode(bytes.subarray(10, length));
    expect(header).toContain(`'descr': '${descr}', 'fortran_order': False, 'shape': (2,), }`);
    expect(header.endsWith('\n')).toBe(true);
    expect(bytes.slice(length)).toEqual(new Uint8Array(data.buffer));
  });

  it('writes a part of a larger buffer, shared memory and an empty matrix', () => {
    const part = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    expect(new Float32Array(npyBytes(part, [1, 2]).slice(128).buffer)).toEqual(Float32Array.of(1, 2));
    const shared = new Float32Array(new SharedArrayBuffer(8));
    shared.set([3, 4]);
    expect(new Float32Array(npyBytes(shared, [2]).slice(128).buffer)).toEqual(Float32Array.of(3, 4));
    expect(npyBytes(new Float32Array(0), [0, 4]).length).toBe(128);
  });

  it('refuses a shape that does not hold the elements', () => {
    expect(() => npyBytes(Float32Array.of(1, 2, 3), [2, 2])).toThrow('An array of 3 elements cannot have the shape (2, 2), which holds 4.');
  });
});

describe('npyFile', () => {
  it('holds the same bytes', async () => {
    const data = Float32Array.of(1, 2, 3, 4);
    expect(new Uint8Array(await npyFile(data, [2, 2]).arrayBuffer())).toEqual(npyBytes(data, [2, 2]));
  });
});
