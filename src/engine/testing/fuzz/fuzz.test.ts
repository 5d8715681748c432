/** The fuzzer itself: the same cases by seed, faults told as such, and files that once failed. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random';
import { fuzzCase, type Must } from './cases';
import { judgeFile } from './judge';
import { ROWS, seedFiles } from './seedFiles';

interface Kept {
  readonly name: string;
  /** How it failed. */
  readonly was: string;
  readonly base64: string;
  readonly must?: Must;
}

const corpus = JSON.parse(readFileSync(new URL('./corpus.json', import.meta.url), 'utf8')) as Kept[];
/** Once failing files that are too large to keep, by how they are made. */
const made: readonly { readonly name: string; readonly was: string; readonly content: () => string }[] = [
  { name: 'wide.txt', was: 'hung: every column was compared to every other', content: () => '1 '.repeat(30_000) },
  { name: 'alike.txt', was: 'hung: thousands of equal names were numbered from 2 on each', content: () => '[1,'.repeat(20_000) },
  { name: 'deep.json', was: 'the stack ran out', content: () => '['.repeat(200_000) },
  { name: 'deep.jsonl', was: 'the stack ran out', content: () => '{"a":'.repeat(100_000) },
];

describe('fuzz', () => {
  it('opens the files that it damages', async () => {
    for (const { name, bytes } of seedFiles(new Random(1))) {
      const verdict = await judgeFile(new File([bytes], name), { rows: ROWS });
      expect([name, verdict.outcome]).toEqual([name, 'opened']);
    }
  });

  it('makes the same case from seed and number, and others from others', () => {
    const all = Array.from({ length: 60 }, (_, i) => fuzzCase(5, i));
    expect(Array.from({ length: 60 }, (_, i) => fuzzCase(5, i))).toEqual(all);
    expect(new Set(all.map(({ made: how }) => how)).size).toBeGreaterThan(20);
    expect(fuzzCase(6, 0)).not.toEqual(all[0]);
  });

  it('calls it a fault where a damaged file opens, and where rows are missing', async () => {
    const csv = new File(['a,b\n1,2\n3,4.5\n5,6\n'], 'x.csv');
    expect((await judgeFile(csv)).outcome).toBe('opened');
    expect(await judgeFile(csv, 'be refused')).toMatchObject({ outcome: 'fault' });
    expect(await judgeFile(csv, { rows: 2 })).toMatchObject({ outcome: 'fault' });
    // A file that throws what no reader foresees.
    const broken = new File(['a,b\n1,2\n'], 'x.csv');
    Object.defineProperty(broken, 'slice', { value: () => { throw new TypeError('a fault of the program'); } });
    expect(await judgeFile(broken)).toMatchObject({ outcome: 'fault', message: expect.stringContaining('a fault of the program') });
  });

  it.each(corpus.map((kept, i) => [i, kept.name, kept.was, kept] as const))('file %i, %s: %s; no more', async (_, name, __, { base64, must }) => {
    const verdict = await judgeFile(new File([Buffer.from(base64, 'base64')], name), must);
    expect(verdict.outcome, verdict.message).not.toBe('fault');
  });

  it.each(made.map((kept) => [kept.name, kept.was, kept] as const))('%s: %s; no more', async (name, _, { content }) => {
    const start = performance.now();
    const verdict = await judgeFile(new File([content()], name));
    expect(verdict.outcome, verdict.message).not.toBe('fault');
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
