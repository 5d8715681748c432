/** Semantic IDs written and read again. */
import { describe, expect, it } from 'vitest';
import { loadCodes } from '../data/codes/codes';
import { fileOf } from '../data/testFiles';
import { idLines, indexJson, type WrittenIds } from './identifiers';
import { identifiersParquet } from './identifiersParquet';

const codes = Int32Array.of(12, 3, 0, 15, 9, 0);
const named: WrittenIds = { ids: ['B1', 'B2', 'B3'], codes, levels: 2 };
const NUMBERED: WrittenIds = { ids: null, rowIndex: Uint32Array.of(0, 4, 7), codes, levels: 2 };

describe('semantic IDs', () => {
  it('are written as tokens and as lines', () => {
    expect(JSON.parse(indexJson(named))).toEqual({ B1: ['<a_12>', '<b_3>'], B2: ['<a_0>', '<b_15>'], B3: ['<a_9>', '<b_0>'] });
    expect(JSON.parse(indexJson({ ...NUMBERED, offsets: [0, 16], prefixes: ['x', 'y'] }))).toEqual({ 0: ['<x_12>', '<y_19>'], 4: ['<x_0>', '<y_31>'], 7: ['<x_9>', '<y_16>'] });
    expect(idLines(named)).toBe('{"id":"B1","codes":[12,3]}\n{"id":"B2","codes":[0,15]}\n{"id":"B3","codes":[9,0]}\n');
    expect(idLines(NUMBERED).split('\n')[1]).toBe('{"id":4,"codes":[0,15]}');
    expect(JSON.parse(indexJson({ ids: null, codes: new Int32Array(28), levels: 28 }))[0].slice(24)).toEqual(['<y_0>', '<z_0>', '<aa_0>', '<ab_0>']);
  });

  it.each([
    ['index.json', (written: WrittenIds) => indexJson(written)],
    ['jsonl', (written: WrittenIds) => idLines(written)],
    ['parquet', (written: WrittenIds) => identifiersParquet(written)],
  ] as const)('come back from %s, also in one vocabulary', async (ending, write) => {
    for (const written of [named, { ...named, offsets: [0, 16] }, { ...NUMBERED, offsets: [0, 16] }]) {
      const { published } = await loadCodes(fileOf(`x.${ending}`, write(written)), {});
      expect([published.ids, [...published.codes]]).toEqual([written.ids ?? ['0', '4', '7'], [...codes]]);
    }
  });
});
