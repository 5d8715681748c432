/** Archives of one array an item, of several matrices, of sparse matrices, of tensors, of other things; and every damage of a zip archive. */
import { zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { npyBytes } from '../export/npy';
import { Random } from '../math/random';
import { crc32 } from './crc32';
import { loadDataset } from './dataset';
import { inspectFile } from './inspect';
import { npzReader } from './npz';
import { safetensorsReader } from './safetensors';
import { fileOf, npyOf, refusal, safetensorsOf } from './testFiles';

const zip = (members: Zippable, level: 0 | 1 = 0): Uint8Array<ArrayBuffer> => Uint8Array.from(zipSync(members, { level }));
const npz = async (bytes: Uint8Array<ArrayBuffer>, choices = {}) => {
  const file = fileOf('x.npz', bytes);
  return npzReader.read(file, (await npzReader.inspect(file, choices)).choices);
};
const random = new Random(3);
const normal = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
const longs = (...values: number[]): BigInt64Array<ArrayBuffer> => BigInt64Array.from(values, BigInt);

describe('archives of one array an item', () => {
  it.each([[40, 768, '(768,)'], [300, 8, '(1, 8)'], [7, 2, '(2,)']])('%i arrays of %i numbers are rows, their names the ids', async (items, dim, shape) => {
    const vectors = Array.from({ length: items }, () => normal(dim) as Float32Array<ArrayBuffer>);
    const members = Object.fromEntries(vectors.map((vector, i) => [`item/${i * 3}.npy`, npyOf('<f4', shape, vector)]));
    for (const level of [0, 1] as const) {
      const file = fileOf('x.npz', zip(members, level));
      const { data, ids, summary } = await loadDataset(file, {});
      expect([summary.rows, summary.dim, summary.fileRows]).toEqual([items, dim, items]);
      vectors.forEach((vector, i) => expect(data.subarray(i * dim, (i + 1) * dim)).toEqual(vector));
      expect(ids).toEqual(vectors.map((_, i) => `item/${i * 3}`));
      const sample = await npzReader.read(file, { array: 'every array as one row', sampleRows: 5, sampleSeed: 2 });
      sample.rowIndex.forEach((row, i) => expect([sample.ids![i], sample.data[i * dim]]).toEqual([`item/${row * 3}`, vectors[row]![0]]));
    }
  });

  it.each([
    ['two vectors', { a: [100], b: [100] }],
    ['vectors of different lengths', { a: [10], b: [11], c: [12], d: [12], e: [13] }],
    ['columns', Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`c${i}`, [5000]]))],
    ['one matrix an item', Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`i${i}`, [5 + (i % 3), 8]]))],
  ] as [string, Record<string, number[]>][])('asks where it holds %s', async (_, shapes) => {
    const members = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`${name}.npy`, npyBytes(normal(shape.reduce((a, b) => a * b)), shape)]));
    const seen = await inspectFile(fileOf('x.npz', zip(members)));
    expect(seen.choices.array).toBeUndefined();
    expect(seen.summary).toBeUndefined();
    expect(seen.problem!.message).toContain(`x.npz holds ${Object.keys(shapes).length} arrays`);
    expect(seen.arrays.filter(({ name }) => name in shapes)).toHaveLength(Object.keys(shapes).length);
    const [name, shape] = Object.entries(shapes)[0]!;
    expect((await inspectFile(fileOf('x.npz', zip(members)), { array: name, rowLength: 1 })).summary).toMatchObject({ rows: shape[0], dim: shape[1] ?? 1 });
  });

  it('asks for the numbers a row of a long array of one axis', async () => {
    const seen = await inspectFile(fileOf('x.npz', zip({ 'flat.npy': npyBytes(normal(6400), [6400]) })));
    expect(seen.problem!.message).toContain('one axis of 6,400 numbers');
    expect(seen.rowLengths!.slice(0, 2)).toEqual([256, 128]);
    expect((await inspectFile(fileOf('x.npz', zip({ 'flat.npy': npyBytes(normal(6400), [6400]) })), { rowLength: 64 })).summary).toMatchObject({ rows: 100, dim: 64 });
  });
});

describe('sparse matrices', () => {
  // Rows of 5, one of them empty; the entries in the order of the rows.
  const dense = [[0, 1.5, 0, 0, -2], [0, 0, 0, 0, 0], [7, 0, 0, 3, 0], [0, 0, 4, 0, 0]];
  const places = dense.flatMap((row, i) => row.flatMap((value, j) => (value === 0 ? [] : [{ i, j, value }])));
  const flat = (values: number[]): Float64Array<ArrayBuffer> => Float64Array.from(values);
  const of = (format: string, arrays: Record<string, Uint8Array>, shape = '(2,)', sizes = longs(4, 5)): Uint8Array<ArrayBuffer> =>
    zip({ 'format.npy': npyOf('|S3', '()', [...new TextEncoder().encode(format)]), 'shape.npy': npyOf('<i8', shape, sizes), ...Object.fromEntries(Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes])) }, 1);
  const vector = (values: BigInt64Array<ArrayBuffer> | Float64Array<ArrayBuffer>): Uint8Array => npyOf(values instanceof Float64Array ? '<f8' : '<i8', `(${values.length},)`, values);
  const pointers = (lines: number, key: 'i' | 'j'): BigInt64Array<ArrayBuffer> => longs(...Array.from({ length: lines + 1 }, (_, line) => places.filter((place) => place[key] < line).length));
  const byColumn = [...places].sort((a, b) => a.j - b.j || a.i - b.i);
  const csr = { indptr: vector(pointers(4, 'i')), indices: vector(longs(...places.map(({ j }) => j))), data: vector(flat(places.map(({ value }) => value))) };
  const files: Record<string, Uint8Array<ArrayBuffer>> = {
    csr: of('csr', csr),
    csc: of('csc', { indptr: vector(pointers(5, 'j')), indices: vector(longs(...byColumn.map(({ i }) => i))), data: vector(flat(byColumn.map(({ value }) => value))) }),
    // One entry in two parts, which are added.
    coo: of('coo', { row: vector(longs(0, ...places.map(({ i }) => i))), col: vector(longs(1, ...places.map(({ j }) => j))), data: vector(flat([1, ...places.map(({ value }) => (value === 1.5 ? 0.5 : value))])) }),
    // Blocks of 2 x 5: the whole width at once.
    bsr: of('bsr', { indptr: vector(longs(0, 1, 2)), indices: vector(longs(0, 0)), data: npyOf('<f8', '(2, 2, 5)', flat(dense.flat())) }),
    dia: of('dia', { offsets: vector(longs(-3, -2, -1, 0, 1, 2, 3, 4)), data: npyOf('<f8', '(8, 5)', flat([-3, -2, -1, 0, 1, 2, 3, 4].flatMap((offset) => Array.from({ length: 5 }, (_, j) => dense[j - offset]?.[j] ?? 99)))) }),
  };

  it.each(Object.keys(files))('%s is made dense, whole and sampled', async (format) => {
    const file = fileOf('x.npz', files[format]!);
    const layout = await npzReader.inspect(file, {});
    expect(layout.arrays).toEqual([{ name: `sparse matrix (${format})`, shape: [4, 5], dtype: 'float64' }]);
    const table = await npzReader.read(file, layout.choices);
    expect([table.fileRows, table.dim, [...table.data]]).toEqual([4, 5, dense.flat()]);
    const sample = await npzReader.read(file, { sampleRows: 2, sampleSeed: 1 });
    expect([...sample.data]).toEqual([...sample.rowIndex].flatMap((row) => dense[row]!));
  });

  it('refuses what is too large, damaged or of another format', async () => {
    const told = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => (await refusal(npz(bytes))).message;
    expect(await told(of('csr', csr, '(2,)', longs(90_000, 60_000)))).toContain('90,000 rows of 60,000 columns take 21.60 GB');
    expect(await told(of('csr', csr, '(2,)', longs(9e15, 5)))).toContain('at most 100,000,000');
    expect(await told(of('csr', csr, '(2,)', longs(4, 3)))).toContain('has an entry at row 0, column 4');
    expect(await told(of('csr', csr, '(1,)', longs(20)))).toContain('rows and columns were wanted');
    expect(await told(of('csr', { ...csr, indptr: vector(longs(0, 4, 2, 5, 5)) }))).toContain('row pointers');
    expect(await told(of('csr', { ...csr, indices: vector(longs(1, 2)) }))).toContain('do not fit together');
    expect(await told(of('csr', { data: csr.data, indices: csr.indices }))).toContain('without its array "indptr"');
    expect(await told(of('lil', csr))).toContain('the format "lil"; csr, csc, coo, bsr, dia can be read');
  });
});

describe('safetensors', () => {
  const halves = (values: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(Uint16Array.from(values, (value) => new Uint32Array(Float32Array.of(value).buffer)[0]! >>> 16).buffer);
  const bytesOf = (array: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> => new Uint8Array(array.buffer);
  it.each([
    ['F32', bytesOf(Float32Array.of(1.5, -2, 3, 0.25, 5, 6)), 'float32'],
    ['F64', bytesOf(Float64Array.of(1.5, -2, 3, 0.25, 5, 6)), 'float64'],
    ['BF16', halves([1.5, -2, 3, 0.25, 5, 6]), 'bfloat16'],
    ['F16', bytesOf(Uint16Array.of(0x3e00, 0xc000, 0x4200, 0x3400, 0x4500, 0x4600)), 'float16'],
  ])('reads %s', async (type, data, dtype) => {
    const { data: values, summary } = await loadDataset(fileOf('x.safetensors', safetensorsOf({ vectors: [type, [2, 3], data] })), {});
    expect([summary.dtype, summary.rows, summary.dim, [...values]]).toEqual([dtype, 2, 3, [1.5, -2, 3, 0.25, 5, 6]]);
  });

  it('chooses among tensors as among arrays, and stacks one an item', async () => {
    const file = fileOf('x.safetensors', safetensorsOf({ bias: ['F32', [4], bytesOf(normal(4) as Float32Array<ArrayBuffer>)], large: ['I32', [3, 2], bytesOf(Int32Array.of(1, 2, 3, 4, 5, 70_000))], odd: ['F8_E4M3', [2], Uint8Array.of(1, 2)] }));
    const layout = await safetensorsReader.inspect(file, {});
    expect([layout.choices.array, layout.arrays[2]!.problem]).toEqual(['large', expect.stringContaining('of type F8_E4M3')]);
    expect([...(await safetensorsReader.read(file, layout.choices)).data]).toEqual([1, 2, 3, 4, 5, 70_000]);
    const items = fileOf('x.safetensors', safetensorsOf(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`item${i}`, ['U8', [2], Uint8Array.of(i, 2 * i)]]))));
    const { data, ids } = await loadDataset(items, {});
    expect([ids![8], [...data.slice(-2)]]).toEqual(['item8', [8, 16]]);
  });

  it('refuses every cut and every wrong header in words', async () => {
    const whole = safetensorsOf({ a: ['F32', [3, 2], bytesOf(normal(6) as Float32Array<ArrayBuffer>)] });
    for (let end = 1; end < whole.length; end++) expect((await refusal(loadDataset(fileOf('x.safetensors', whole.slice(0, end)), {}))).message).not.toBe('');
    const told = async (header: string): Promise<string> => (await refusal(loadDataset(fileOf('x.safetensors', safetensorsOf({}, header)), {}))).message;
    expect(await told('{"a": nonsense')).toContain('not JSON');
    expect(await told('[1]')).toContain('not a list of tensors');
    expect(await told('{}')).toContain('holds no tensor');
    expect(await told('{"a":{"dtype":"F32","shape":[2,1e300],"data_offsets":[0,8]}}')).toContain('dtype, shape and data_offsets were wanted');
    expect(await told('{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,8]}}')).toContain('takes 16 bytes');
    expect(await told('{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[-16,0]}}')).toContain('were wanted');
  });
});

describe('damaged zip archives', () => {
  const values = normal(600) as Float32Array<ArrayBuffer>;
  const members = { 'a.npy': npyBytes(values, [100, 6]) };

  it.each([0, 1] as const)('any flipped bit of a member packed at level %i is refused', async (level) => {
    const bytes = zip(members, level);
    // The content begins behind the local header and ends before the directory.
    const start = 30 + 'a.npy'.length;
    const end = new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
    for (let k = 0; k < 150; k++) {
      const damaged = bytes.slice();
      damaged[start + random.integer(end - start)]! ^= 1 << random.integer(8);
      expect((await refusal(npz(damaged))).message).toMatch(/x\.npz|The array "a"/);
    }
  });

  it('sizes that disagree with the bytes are refused', async () => {
    for (const level of [0, 1] as const) {
      const bytes = zip(members, level);
      const directory = new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
      for (const [field, values] of Object.entries({ 20: [0, 100, 1e6, 0xfffffffe], 24: [0, 100, 1e6, 0xfffffffe], 42: [7, 1e6, 0xfffffffe] })) {
        for (const value of values) {
          const damaged = bytes.slice();
          new DataView(damaged.buffer).setUint32(directory + Number(field), value, true);
          expect((await refusal(npz(damaged))).message).not.toBe('');
        }
      }
    }
  });

  it('a bomb of a thousand members is looked through in little time and memory', async () => {
    // Each member would unpack to 4 MB of zeros behind its header: 4 GB in all.
    const member = npyBytes(new Float32Array(1 << 20), [1024, 1024]);
    const packed = zip(Object.fromEntries([['0.npy', member]]), 1);
    const one = packed.slice(0, new DataView(packed.buffer).getUint32(packed.length - 6, true));
    const entry = packed.slice(one.length, packed.length - 22);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    // All entries name the same bytes: the archive is small.
    const directory: Uint8Array<ArrayBuffer>[] = Array.from({ length: 1000 }, () => entry);
    const end = packed.slice(-22);
    const view = new DataView(end.buffer);
    view.setUint16(8, 1000, true);
    view.setUint16(10, 1000, true);
    view.setUint32(12, 1000 * entry.length, true);
    parts.push(one, ...directory, end);
    const file = new File(parts, 'x.npz');
    const start = performance.now();
    const layout = await npzReader.inspect(file, {});
    expect(layout.arrays).toHaveLength(1000);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('archives of other things are named, whatever their ending', async () => {
    const workbook = zip({ '[Content_Types].xml': Uint8Array.of(1), 'xl/workbook.xml': Uint8Array.of(1) });
    for (const [name, said] of [['a.xlsx', 'a.xlsx ends in .xlsx and holds an Excel workbook (.xlsx); '], ['a.csv', 'a.csv ends in .csv but holds an Excel workbook (.xlsx).'], ['a.npz', 'a.npz ends in .npz but holds an Excel workbook (.xlsx).']]) {
      const seen = await refusal(loadDataset(fileOf(name!, workbook), {}));
      expect(seen.message).toContain(said);
      expect(seen.hint).toBe('Save the sheet as CSV.');
    }
    const model = zip({ 'archive/data.pkl': Uint8Array.of(1), 'archive/version': Uint8Array.of(1) });
    expect((await refusal(loadDataset(fileOf('a.pt', model), {}))).hint).toContain('numpy.save(path, torch.load(');
    const told = async (...names: string[]): Promise<string> => (await refusal(npz(zip(Object.fromEntries(names.map((name) => [name, Uint8Array.of(1)])))))).message;
    expect(await told('[Content_Types].xml', 'xl/workbook.xml')).toContain('an Excel workbook');
    expect(await told('archive/data.pkl', 'archive/data/0', 'archive/version')).toContain('a PyTorch file');
    expect(await told('metadata.json', 'config.json', 'model.weights.h5')).toContain('a Keras model');
    expect(await told('META-INF/MANIFEST.MF', 'a.class')).toContain('a Java archive');
    expect(await told('vectors.csv')).toContain('its members, such as "vectors.csv"');
  });
});

describe('crc32', () => {
  it('gives the known checksums, in one piece and in parts', () => {
    const bytes = new TextEncoder().encode('123456789');
    expect(crc32(bytes)).toBe(0xcbf43926);
    for (let cut = 0; cut <= 9; cut++) expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });
});
