/** Files of semantic IDs as the page saves them, and codes joined to vectors. */
import { describe, expect, it } from 'vitest';
import { idsFile, vocabularyOffsets } from './identifiers';
import { joinIds } from './idJoin';

const client = { identifiersParquet: () => Promise.resolve(new Uint8Array([1])) };
const written = { ids: ['a', 'b'], codes: Int32Array.of(1, 2, 3, 0), levels: 2 };

describe('saved IDs', () => {
  it('are written in every format, with offsets where asked for', async () => {
    const text = async (format: Parameters<typeof idsFile>[2], more = {}) => (await idsFile(client, { ...written, ...more }, format)).text();
    expect(vocabularyOffsets([4, 8, 2])).toEqual([0, 4, 12]);
    expect(JSON.parse(await text('index.json'))).toEqual({ a: ['<a_1>', '<b_2>'], b: ['<a_3>', '<b_0>'] });
    expect(await text('csv', { offsets: [0, 4] })).toBe('id,code_1,code_2\na,1,6\nb,3,4\n');
    expect((await text('jsonl', { offsets: [0, 4] })).split('\n')[1]).toBe('{"id":"b","codes":[3,4]}');
    const npy = new Uint8Array(await (await idsFile(client, { ...written, offsets: [0, 4] }, 'npy')).arrayBuffer());
    expect([...new Int32Array(npy.slice(-16).buffer)]).toEqual([1, 6, 3, 4]);
    expect((await idsFile(client, written, 'parquet')).size).toBe(1);
    expect([...written.codes]).toEqual([1, 2, 3, 0]);
  });
});

describe('codes and vectors', () => {
  const numbered = Uint32Array.of(0, 1, 2, 3);
  it('meet by id, and by row number where there are none', () => {
    expect(joinIds(['b', 'x', 'a'], 3, { ids: ['a', 'b', 'c', 'd'], rowIndex: numbered })).toEqual({ rows: Int32Array.of(1, -1, 0), by: 'id', without: 1, unused: 2 });
    expect(joinIds(null, 2, { ids: null, rowIndex: numbered })).toMatchObject({ rows: Int32Array.of(0, 1), by: 'row number', without: 0, unused: 2 });
    expect(joinIds(['3', '7'], 2, { ids: null, rowIndex: Uint32Array.of(3, 5) })).toMatchObject({ rows: Int32Array.of(0, -1), by: 'row number', without: 1, unused: 1 });
    expect(joinIds(null, 2, { ids: ['a', 'b'], rowIndex: Uint32Array.of(0, 1) })).toMatchObject({ rows: Int32Array.of(0, 1), by: 'row number' });
    expect(joinIds(null, 3, { ids: ['a', 'b'], rowIndex: Uint32Array.of(0, 1) })).toMatchObject({ by: 'id', without: 3, unused: 2 });
    expect(joinIds(['x'], 1, { ids: ['a'], rowIndex: Uint32Array.of(0) })).toMatchObject({ without: 1, unused: 1 });
  });
});
