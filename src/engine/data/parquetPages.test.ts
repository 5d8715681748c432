/** Pages made byte by byte: empty ones, checksums, dictionaries, lists over pages; and every claim that the bytes do not keep. */
import { parquetSchema, type ColumnMetaData, type SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import { crc32 } from './crc32';
import { loadDataset } from './dataset';
import { UnforeseenError } from './fileErrors';
import { parquetCells } from './parquetCells';
import { Damage } from './parquetErrors';
import type { ParquetFile } from './parquetFooter';
import { recordEnd } from './parquetThrift';
import { fileOf, refusal } from './testFiles';

const PLAIN = 0;
const RLE_DICTIONARY = 8;
const DELTA = 5;
const zigzag = (value: number): number[] => {
  const out: number[] = [];
  for (let rest = value < 0 ? -2 * value - 1 : 2 * value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...out, rest];
    out.push(128 + (rest % 128));
  }
};
interface Claims { values: number; encoding?: number; crc?: number; size?: number; packed?: number; dictionary?: boolean }
/** A page of version 1 in Thrift's compact protocol; what is not claimed is true. */
const page = (body: number[], { values, encoding = PLAIN, crc, size = body.length, packed = body.length, dictionary = false }: Claims): number[] => [
  0x15, ...zigzag(dictionary ? 2 : 0), 0x15, ...zigzag(size), 0x15, ...zigzag(packed), ...(crc === undefined ? [] : [0x15, ...zigzag(crc | 0)]),
  ...(dictionary ? [crc === undefined ? 0x4c : 0x3c, 0x15, ...zigzag(values), 0x15, ...zigzag(encoding), 0] : [crc === undefined ? 0x2c : 0x1c, 0x15, ...zigzag(values), 0x15, ...zigzag(encoding), 0x15, ...zigzag(3), 0x15, ...zigzag(3), 0]),
  0, ...body,
];
const floats = (...values: number[]): number[] => [...new Uint8Array(Float32Array.from(values).buffer)];
const required: SchemaElement[] = [{ name: 'root', num_children: 1 }, { name: 'x', type: 'FLOAT', repetition_type: 'REQUIRED' }];
const optional: SchemaElement[] = [required[0]!, { name: 'x', type: 'FLOAT', repetition_type: 'OPTIONAL' }];
const texts: SchemaElement[] = [required[0]!, { name: 'x', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' }];
const longs: SchemaElement[] = [required[0]!, { name: 'x', type: 'INT32', repetition_type: 'REQUIRED' }];
const lists: SchemaElement[] = [required[0]!, { name: 'x', converted_type: 'LIST', repetition_type: 'OPTIONAL', num_children: 1 }, { name: 'list', repetition_type: 'REPEATED', num_children: 1 }, { name: 'element', type: 'FLOAT', repetition_type: 'OPTIONAL' }];

const cellsOf = async (pages: number[][], rows: number, schema = required): Promise<unknown[]> => {
  const bytes = Uint8Array.from(pages.flat());
  const chunk = { codec: 'UNCOMPRESSED', data_page_offset: 0n, total_compressed_size: BigInt(bytes.length), path_in_schema: ['x'] } as ColumnMetaData;
  const tree = parquetSchema({ schema } as Parameters<typeof parquetSchema>[0]);
  const path = schema.slice(1).map(({ name }) => name).join('.');
  const group = { rowStart: 0, rows, chunks: new Map([[path, chunk]]) };
  const parquet: ParquetFile = { file: fileOf('x.parquet', bytes), rows, schema: tree, groups: [group], spend: () => {} };
  const cells: unknown[] = [];
  for await (const batch of parquetCells(parquet, 'x', group)) cells.push(...Array.from(batch));
  return cells;
};
const told = async (pages: number[][], rows: number, schema = required): Promise<string> => {
  try {
    return `read ${String(await cellsOf(pages, rows, schema))}`;
  } catch (thrown) {
    if (thrown instanceof Damage) return thrown.message;
    throw thrown;
  }
};

describe('parquet pages', () => {
  it('reads empty data pages of every encoding, with and without levels', async () => {
    for (const empty of [page([], { values: 0 }), page([], { values: 0, encoding: RLE_DICTIONARY }), page([], { values: 0, encoding: DELTA })]) {
      expect(await cellsOf([empty, page(floats(1, 2), { values: 2 }), empty, page(floats(3), { values: 1 }), empty], 3)).toEqual([1, 2, 3]);
      // A page of nulls alone: levels and no value.
      const nulls = page([2, 0, 0, 0, 2 << 1, 0], { values: 2, encoding: RLE_DICTIONARY });
      expect(await cellsOf([empty, nulls, page([2, 0, 0, 0, 1 << 1, 1, ...floats(5)], { values: 1 })], 3, optional)).toEqual([null, null, 5]);
    }
  });

  it('reads lists that go on in the next page', async () => {
    // Levels of 1 bit (repetition) and 2 bits (definition, at most 3), bit-packed in one group of eight.
    const listPage = (repetition: number, values: number[]): number[] => page([2, 0, 0, 0, 3, repetition, 2, 0, 0, 0, values.length << 1, 3, ...floats(...values)], { values: values.length });
    expect(await cellsOf([listPage(0b10110, [1, 2, 3, 4, 5]), listPage(0b001, [6, 7]), listPage(0b11, [8, 9])], 3, lists)).toEqual([[1, 2, 3], [4, 5, 6], [7, 8, 9]]);
    expect(await told([listPage(0b1, [1, 2])], 1, lists)).toBe('a column begins within a row');
  });

  it('checks the checksum where a page has one: no flipped bit is read', async () => {
    const random = new Random(2);
    const body = floats(1, 2, 3, 4);
    const good = page(body, { values: 4, crc: crc32(Uint8Array.from(body)) });
    expect(await cellsOf([good], 4)).toEqual([1, 2, 3, 4]);
    for (let k = 0; k < 8 * body.length; k++) {
      const damaged = [...good];
      damaged[good.length - 1 - (k >> 3)]! ^= 1 << (k & 7);
      expect(await told([damaged], 4)).toBe('a page is damaged: its checksum does not agree with its content');
    }
    expect(await told([page(body, { values: 4, crc: random.bits() })], 4)).toContain('checksum');
  });

  it.each([
    ['values of 2^31', [page(floats(1), { values: 2 ** 31 - 1 })], 1, required, 'claims 2,147,483,647 values'],
    ['a negative number of values', [page(floats(1), { values: -1 })], 1, required, 'the number of values of a page is -1'],
    ['a negative size', [page(floats(1), { values: 1, packed: -4 })], 1, required, 'the size of a page is -4'],
    ['a size behind the end', [page(floats(1), { values: 1, packed: 2 ** 31 - 1 })], 1, required, 'ends past the end of its column'],
    ['an unpacked size of 2^31', [page(floats(1), { values: 1, size: 2 ** 31 - 1 })], 1, required, 'claims 2,147,483,647, unpacked'],
    ['more values than bytes', [page(floats(1), { values: 2 })], 2, required, 'shorter than its values'],
    ['a run of 2^30', [page([...[6, 0, 0, 0], ...[0x80, 0x80, 0x80, 0x80, 0x08], 1, ...floats(1)], { values: 1 })], 1, optional, 'a run of more values than it claims'],
    ['levels longer than the page', [page([0xff, 0xff, 0xff, 0xff, 2, 1, ...floats(1)], { values: 1 })], 1, optional, 'ends within its levels'],
    ['a dictionary that is not there', [page([1, 2, 0], { values: 1, encoding: RLE_DICTIONARY })], 1, required, 'a dictionary that is not there'],
    ['a place outside of the dictionary', [page(floats(7), { values: 1, dictionary: true }), page([3, 2, 5], { values: 1, encoding: RLE_DICTIONARY })], 1, required, 'place 5 of a dictionary of 1 values'],
    ['a dictionary of 2^31', [page(floats(7), { values: 2 ** 31 - 1, dictionary: true })], 1, required, 'shorter than its values'],
    ['a text of 2^32', [page([0xff, 0xff, 0xff, 0xff, 65], { values: 1 })], 1, texts, 'longer than its page'],
    ['packed differences of no block', [page([0, 4, 1, 0], { values: 1, encoding: DELTA })], 1, longs, 'an invalid header'],
    ['packed differences of a negative block', [page([0x80, 0xff, 0xff, 0xff, 0x0f, 4, 9, 0, 0, 0, 0, 0, 0], { values: 9, encoding: DELTA })], 9, longs, 'an invalid header'],
    ['fewer rows than the footer says', [page(floats(1, 2), { values: 2 })], 5, required, 'the footer says 5 rows for a row group, its column "x" holds 2'],
    ['more rows than the footer says', [page(floats(1, 2), { values: 2 })], 1, required, 'the footer says 1 rows for a row group, its column "x" holds 2 or more'],
  ] as [string, number[][], number, SchemaElement[], string][])('refuses %s', async (_, pages, rows, schema, message) => {
    const start = performance.now();
    expect(await told(pages, rows, schema)).toContain(message);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('refuses records that do not end, that nest without end and that list more than there is', () => {
    const bad = [[], [0x15], [0x15, ...new Array<number>(40).fill(0x80)], new Array<number>(200).fill(0x1c), [0x18, 0xff, 0xff, 0xff, 0xff, 0x0f], [0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x0f], [0x1b, 0]];
    for (const bytes of bad) expect(() => recordEnd(Uint8Array.from(bytes), 0)).toThrow(Damage);
    expect(recordEnd(Uint8Array.from([9, 9, 0x15, 4, 0, 7]), 2)).toBe(5);
  });
});

describe('damaged parquet files', () => {
  const rows = Array.from({ length: 40 }, (_, i) => Math.sin(i));
  const whole = new Uint8Array(parquetWriteBuffer({ rowGroupSize: 15, columnData: [{ name: 'a', data: rows, type: 'DOUBLE' }, { name: 'b', data: rows.map((value) => -value), type: 'FLOAT' }] }));

  it('every changed byte is read or refused in words, and a footer never adds rows', async () => {
    const random = new Random(4);
    for (let k = 0; k < 1200; k++) {
      const bytes = whole.slice();
      const at = random.integer(bytes.length);
      bytes[at] = random.integer(256);
      try {
        const { summary, data } = await loadDataset(fileOf('x.parquet', bytes), { badRows: 'drop' });
        expect(summary.fileRows).toBe(40);
        expect(data.length).toBe(summary.rows * summary.dim);
      } catch (thrown) {
        if ((thrown as Error).name !== 'input' || thrown instanceof UnforeseenError) throw new Error(`byte ${at} as ${bytes[at]}`, { cause: (thrown as Error).cause ?? thrown });
        expect((thrown as Error).message).toMatch(/^x\.parquet/);
      }
    }
  });

  it('refuses a footer whose rows are not those of its groups, with both numbers', async () => {
    const bytes = whole.slice();
    const start = bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    // The number of rows stands as field 3 of the footer, a 64-bit number: 40 as zigzag is 80.
    const at = bytes.findIndex((byte, i) => i > start && byte === 0x16 && bytes[i + 1] === 80);
    for (const claimed of [41, 39, 63, 0]) {
      bytes[at + 1] = 2 * claimed;
      expect((await refusal(loadDataset(fileOf('x.parquet', bytes), {}))).message).toMatch(claimed === 0 ? /x\.parquet/ : `its footer says ${claimed} rows, its row groups hold 40`);
    }
  });
});
