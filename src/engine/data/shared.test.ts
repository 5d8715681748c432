/** Real embedding files, where the folder that holds them is given by RESIDUA_SHARED. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDataset } from './dataset';
import { inspectFile } from './inspect';
import { fileOf } from './testFiles';

const shared = process.env.RESIDUA_SHARED;
if (!shared) console.info('RESIDUA_SHARED is not set: the tests on real files are skipped.');
const open = async (path: string): Promise<File> => {
  const full = join(shared!, 'data', path);
  expect(existsSync(full), full).toBe(true);
  return fileOf(basename(full), Uint8Array.from(await readFile(full)));
};

describe.skipIf(!shared)('real files', () => {
  it('reads SIFT descriptors', async () => {
    const seen = await inspectFile(await open('sift-5k/sift_5000x128_u8.npy'));
    expect(seen.problem).toBeUndefined();
    expect(seen.summary).toMatchObject({
      rows: 5000,
      dim: 128,
      dtype: 'uint8',
      nanRows: 0,
      zeroRows: 0,
      duplicateRows: 0,
      constantColumns: 0,
    });
    // SIFT descriptors are scaled to a norm of 512 before they are rounded.
    expect(Math.abs(seen.summary!.norms.median - 512)).toBeLessThan(5);
  });

  it('reads item embeddings with one empty row and scales the others', async () => {
    const { data, summary } = await loadDataset(await open('amazon-industrial/item_lsa_256.npy'), { preprocessing: 'l2' });
    expect(summary).toMatchObject({
      rows: 3686,
      dim: 256,
      dtype: 'float32',
      zeroRows: 1,
      duplicateRows: 47,
      nanRows: 0,
      infRows: 0,
      norms: { min: 0 },
    });
    let zeros = 0;
    for (let i = 0; i < 3686; i++) {
      const norm = Math.hypot(...data.subarray(i * 256, i * 256 + 256));
      if (norm === 0) zeros++;
      else expect(norm).toBeCloseTo(1, 5);
    }
    expect(zeros).toBe(1);
  });

  it('reads a table of user features with text columns among the numbers', async () => {
    const seen = await inspectFile(await open('kuairand/user_features.csv'), { idColumn: 'user_id' });
    expect([seen.summary?.fileRows, seen.columns.length]).toEqual([27285, 31]);
  });

  it('joins titles and brands to item vectors, row beside row', async () => {
    const vectors = await open('amazon-industrial/item_lsa_256.npy');
    const joined = { file: await open('amazon-industrial/Industrial_and_Scientific.item.json') };
    const seen = await inspectFile(vectors, {}, joined);
    expect([seen.problem, seen.join]).toEqual([undefined, { name: 'Industrial_and_Scientific.item.json', rows: 3686, columns: ['title', 'description', 'brand', 'categories'], metadata: ['title', 'description', 'brand', 'categories'], by: 'row', alone: { count: 0, first: [] }, unused: { count: 0, first: [] } }]);
    const { metadata, ids, summary } = await loadDataset(vectors, { joinColumns: ['title', 'brand'] }, undefined, joined);
    expect([summary.rows, ids, metadata.map(({ name, values }) => [name, values.length])]).toEqual([3686, null, [['title', 3686], ['brand', 3686]]]);
    expect([metadata[0]!.values[3112], metadata[0]!.values[3685]]).toEqual(['3D Solutech Real Black 3D Printer PLA Filament 1.75MM Filament, Dimensional Accuracy +/- 0.03 mm, 2.2 LBS (1.0KG) - PLA175RBLK', 'MeltInk3D PLA-1K175RED05 Red PLA 3D Printer Filament &Oslash; 1.75mm, 1Kg (2.2 Lb), MADE in USA, Dimensional Accuracy: &plusmn; 0.05mm']);
    expect([metadata[0]!.values.filter((title) => title === '').length, metadata[1]!.values.filter((brand) => brand === '').length]).toEqual([0, 11]);
  });
});
