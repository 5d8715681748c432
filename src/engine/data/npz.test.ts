/** Archives stored and deflated, the choice of the array, and archives that cannot be read. */
import { zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { npyBytes } from '../export/npy';
import { npzReader } from './npz';
import { fileOf, npyOf, refusal } from './testFiles';

const zip = (members: Zippable, level: 0 | 1 = 0) => Uint8Array.from(zipSync(members, { level }));
const open = async (bytes: Uint8Array<ArrayBuffer>, choices = {}) => {
  const file = fileOf('x.npz', bytes);
  return npzReader.read(file, (await npzReader.inspect(file, choices)).choices);
};
const small = Float32Array.of(1, 2, 3, 4, 5, 6);

describe('npz', () => {
  it.each([0, 1] as const)('reads every block of a member packed at level %i, in C and Fortran order, whole and sampled', async (level) => {
    // 9 MB: two blocks, several chunks of the archive.
    const rows = 1_150_000;
    const values = Float32Array.from({ length: rows * 2 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 8);
    const transposed = new Float32Array(rows * 2);
    for (let i = 0; i < rows; i++) for (let j = 0; j < 2; j++) transposed[j * rows + i] = values[2 * i + j]!;
    const bytes = zip(
      { 'c.npy': npyBytes(values, [rows, 2]), 'f.npy': npyOf('<f4', `(${rows}, 2)`, transposed, { fortran: true }) },
      level,
    );
    for (const array of ['c', 'f']) {
      const table = await open(bytes, { array });
      expect(Buffer.from(table.data.buffer).equals(Buffer.from(values.buffer))).toBe(true);
      const sample = await open(bytes, { array, sampleRows: 50, sampleSeed: 9 });
      sample.rowIndex.forEach((row, i) => expect(sample.data[2 * i + 1]).toBe(values[2 * row + 1]));
    }
  });

  it('lists the arrays, chooses the largest matrix and says what is wrong with the others', async () => {
    const bytes = zip({
      'ids.npy': npyBytes(
        Int32Array.from({ length: 100 }, (_, i) => i),
        [100],
      ),
      'small.npy': npyBytes(small, [3, 2]),
      'vectors.npy': npyBytes(
        Float32Array.from({ length: 20 }, (_, i) => i),
        [5, 4],
      ),
      'names.npy': npyOf('|O', '(5,)', [1, 2, 3]),
      'cube.npy': npyOf('<f4', '(1, 2, 3)', small),
      'readme.txt': Uint8Array.of(65),
    });
    const layout = await npzReader.inspect(fileOf('x.npz', bytes), {});
    expect(layout.choices.array).toBe('vectors');
    expect(layout.arrays.map(({ name, shape, dtype }) => [name, shape, dtype])).toEqual([
      ['ids', [100], 'int32'],
      ['small', [3, 2], 'float32'],
      ['vectors', [5, 4], 'float32'],
      ['names', [], ''],
      ['cube', [1, 2, 3], 'float32'],
    ]);
    expect(layout.arrays[3]!.problem).toContain('The array "names" holds Python objects (\'|O\')');
    expect(layout.arrays[4]!.problem).toContain('The array "cube" has 3 axes, shape (1, 2, 3)');
    expect((await open(bytes, { array: 'small' })).data).toEqual(small);
  });
});

describe('npz that cannot be read', () => {
  it('refuses bytes that are no archive, a cut one, and one without arrays', async () => {
    const whole = zip({ 'a.npy': npyBytes(small, [3, 2]) });
    for (const bytes of [Uint8Array.of(1, 2, 3), whole.slice(0, 150)]) {
      const seen = await refusal(open(bytes));
      expect(seen.message).toBe('x.npz has no directory of a zip archive at its end.');
      expect(seen.hint).toContain('cut off or damaged');
    }
    expect((await refusal(open(zip({})))).message).toBe('x.npz holds no array: the archive is empty.');
    expect((await refusal(open(zip({ 'a.txt': Uint8Array.of(1) })))).message).toBe(
      'x.npz holds no array: its members, such as "a.txt", do not end in .npy.',
    );
    const objects = await refusal(open(zip({ 'a.npy': npyOf('|O', '(5,)', [1]) })));
    expect(objects.message).toContain('x.npz holds no array that can be read. The array "a" holds Python objects (\'|O\')');
    expect(objects.hint).toContain('numpy.savez(path, vectors=');
  });

  it('refuses an array that is not there', async () => {
    const seen = await refusal(open(zip({ 'a.npy': npyBytes(small, [3, 2]), 'b.npy': npyBytes(small, [6]) }), { array: 'c' }));
    expect(seen.message).toBe('x.npz has no array "c"; it has "a", "b".');
  });

  it('refuses damaged data', async () => {
    const bytes = zip(
      {
        'a.npy': npyBytes(
          Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i)),
          [1000, 4],
        ),
      },
      1,
    );
    bytes.fill(0xff, 200, 2000);
    const seen = await refusal(open(bytes));
    expect(seen.message).toMatch(/member "a.npy" (cannot be unpacked|is damaged: its checksum does not agree|holds)/);
  });
});
