/** The inspection never throws: it shows what was found and carries the problem; and files are opened by what they are. */
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { npyBytes } from '../export/npy';
import type { FileInspection } from '../records/data';
import { inspectFile } from './inspect';
import { extensions, readers } from './readers';
import { fileOf } from './testFiles';

const npy = npyBytes(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
const problemOf = async (name: string, content: BlobPart): Promise<FileInspection['problem']> => {
  const seen = await inspectFile(fileOf(name, content));
  expect(seen.summary).toBeUndefined();
  expect(seen.name).toBe(name);
  return seen.problem;
};

describe('inspectFile', () => {
  it('shows a matrix with its summary', async () => {
    const seen = await inspectFile(fileOf('x.npy', npy));
    expect(seen.problem).toBeUndefined();
    expect(seen).toMatchObject({ name: 'x.npy', format: 'npy', bytes: npy.length, arrays: [], columns: [], choices: {} });
    expect(seen.summary).toMatchObject({
      rows: 3,
      dim: 2,
      dtype: 'float32',
      preview: {
        ids: ['0', '1', '2'],
        columns: ['0', '1'],
        rows: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      },
    });
  });

  it('shows columns, guesses and ids of a table', async () => {
    const seen = await inspectFile(fileOf('x.tsv', 'pid\ta\tb\tkind\nB1\t1\t2\tu\nB2\t3\t4\tv\n'), { sampleRows: 0 });
    expect(seen.choices).toEqual({ sampleRows: 0, idColumn: 'pid', metadataColumns: ['kind'], columns: ['a', 'b'] });
    expect(seen.summary!.preview).toEqual({
      ids: ['B1', 'B2'],
      columns: ['a', 'b'],
      rows: [
        [1, 2],
        [3, 4],
      ],
    });
  });

  it('shows the summary beside the problem where the file can be read but not used', async () => {
    const nan = await inspectFile(fileOf('x.npy', npyBytes(Float32Array.of(3, 4, NaN, 1, 0, 0), [3, 2])));
    expect(nan.problem!.message).toContain('1 of 3 rows hold NaN (1) or an infinity (0)');
    expect(nan.summary).toMatchObject({ rows: 3, nanRows: 1, firstBadRows: [1], zeroRows: 1, norms: { min: 0, median: 2.5, max: 5 } });
    const dropped = await inspectFile(fileOf('x.npy', npyBytes(Float32Array.of(3, 4, NaN, 1, 0, 0), [3, 2])), { badRows: 'drop' });
    expect([dropped.problem, dropped.summary!.rows]).toEqual([undefined, 2]);
    const constant = await inspectFile(fileOf('x.npy', npyBytes(new Float32Array(6).fill(7), [3, 2])));
    expect(constant.problem!.message).toBe('x.npy: all 3 rows are the same; nothing can be quantized.');
    expect(constant.summary).toMatchObject({ constantColumns: 2, firstConstantColumns: [0, 1], duplicateRows: 2 });
  });

  it('keeps columns and arrays where the vector cannot be read', async () => {
    const csv = await inspectFile(fileOf('x.csv', 'a,b\n1,2\n3,oops\n5,6\n7,8\n'));
    expect(csv.columns.map((column) => column.name)).toEqual(['a', 'b']);
    expect(csv.problem!.message).toBe('x.csv: row 1 (counted from 0, without the header), column "b" holds "oops"; a number was wanted.');
    const npz = await inspectFile(fileOf('x.npz', Uint8Array.from(zipSync({ 'cube.npy': npyBytes(new Float32Array(8), [2, 2, 2]) }))));
    expect(npz.arrays[0]).toMatchObject({ name: 'cube', shape: [2, 2, 2], dtype: 'float32' });
    expect(npz.problem!.message).toContain('x.npz holds no array that can be read. The array "cube" has 3 axes');
  });

  it('says so when memory runs out', async () => {
    const file = fileOf('x.npy', npy);
    file.slice = () => ({ arrayBuffer: () => Promise.reject(new RangeError('Array buffer allocation failed')) }) as unknown as Blob;
    expect((await inspectFile(file)).problem).toMatchObject({
      name: 'input',
      hint: 'Draw a row sample, or close other tabs and try again.',
    });
  });

  it('says so when the file is gone', async () => {
    const file = fileOf('x.npy', npy);
    file.slice = () =>
      ({ arrayBuffer: () => Promise.reject(new DOMException('A requested file could not be found.', 'NotFoundError')) }) as unknown as Blob;
    const { problem } = await inspectFile(file);
    expect(problem).toEqual({
      name: 'input',
      message: 'x.npy could not be read: A requested file could not be found.',
      hint: 'The file may have been moved or changed since it was chosen: choose it again.',
    });
  });
});

describe('the reader for a file', () => {
  it('lists every ending once', () => {
    expect(extensions).toEqual(['npy', 'npz', 'csv', 'tsv', 'txt', 'vec', 'jsonl', 'ndjson', 'json', 'parquet', 'pq', 'safetensors']);
    expect(new Set(readers.map((reader) => reader.format)).size).toBe(readers.length);
  });

  it('refuses unknown endings and lists the known ones', async () => {
    const known = 'files that can be opened end in .npy, .npz, .csv, .tsv, .txt, .vec, .jsonl, .ndjson, .json, .parquet, .pq, .safetensors, also packed as .gz.';
    expect((await problemOf('x.h5', npy))!.message).toBe(`x.h5 ends in .h5; ${known}`);
    expect((await problemOf('vectors', npy))!.message).toBe(`vectors has no ending; ${known}`);
    expect((await problemOf('x.npy.bz2', npy))!.hint).toContain('numpy.save(path, array)');
    // An ending that lies about being packed does no harm.
    expect((await inspectFile(fileOf('x.npy.gz', npy))).summary!.rows).toBe(3);
  });

  it('refuses empty files of every format', async () => {
    expect(await problemOf('x.npy', '')).toEqual({
      name: 'input',
      message: 'x.npy is empty (0 bytes); a NumPy array with at least one row was wanted.',
      hint: 'Copy or download the file again, or write it anew.',
    });
    expect((await problemOf('x.npz', ''))!.message).toBe('x.npz is empty (0 bytes); a NumPy archive with at least one row was wanted.');
    expect((await problemOf('X.CSV', ''))!.message).toBe('X.CSV is empty (0 bytes); a delimited text with at least one row was wanted.');
    expect((await problemOf('x.parquet', ''))!.message).toBe(
      'x.parquet is empty (0 bytes); a Parquet table with at least one row was wanted.',
    );
  });

  it('recognises content under a wrong ending', async () => {
    expect(await problemOf('my.items.csv', npy)).toEqual({
      name: 'input',
      message: 'my.items.csv ends in .csv but holds a NumPy array (.npy).',
      hint: 'If it is a NumPy array, rename it to my.items.npy and drop it again.',
    });
    const zip = Uint8Array.from(zipSync({ 'a.npy': npy }));
    expect((await problemOf('x.npy', zip))!.message).toBe('x.npy ends in .npy but holds a zip archive (.npz, .xlsx, .zip).');
    expect((await problemOf('x.npz', npy))!.hint).toBe('If it is a NumPy array, rename it to x.npy and drop it again.');
    const packed = await problemOf('x.txt', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3, 4));
    expect(packed!.message).toBe('x.txt ends in .txt but holds Zstandard-packed data (.zst).');
    expect(packed!.hint).toBe('Save it as one of .npy, .npz, .csv, .tsv, .txt, .vec, .jsonl, .ndjson, .json, .parquet, .pq, .safetensors.');
    const damaged = await problemOf('x.csv.gz', Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3, 4));
    expect(damaged!.message).toBe('x.csv.gz holds gzip-packed data that cannot be unpacked: it is cut off or damaged.');
    expect((await problemOf('x.csv', 'a,b\n1,\0\n'))!.message).toBe('x.csv is not plain text: byte 6 is 0.');
  });
});
