/** Files of codes with random damage: read, or refused in words. */
import { expect, it } from 'vitest';
import { Random } from '../../math/random';
import { byteMutations } from '../../testing/fuzz/byteMutations';
import { judgeFile } from '../../testing/fuzz/judge';
import { fileOf } from '../testFiles';

const CASES = 300;
const ROWS = Array.from({ length: 12 }, (_, i) => [i % 4, (i * 5) % 7, i % 3]);
const SEEDS: readonly (readonly [string, string])[] = [
  ['x.index.json', JSON.stringify(Object.fromEntries(ROWS.map((codes, i) => [`B${i}`, codes.map((code, level) => `<${'abc'[level]!}_${code}>`)])))],
  ['n.index.json', JSON.stringify(Object.fromEntries(ROWS.map((codes, i) => [i, codes])))],
  ['x.jsonl', ROWS.map((codes, i) => JSON.stringify({ id: i, codes })).join('\n')],
  ['x.csv', ['id,code_1,code_2,code_3', ...ROWS.map((codes, i) => [`B${i}`, ...codes].join(','))].join('\n')],
  ['s.csv', ['id,sid', ...ROWS.map((codes, i) => `B${i},${codes.join('-')}`)].join('\n')],
];

it('never fails otherwise than in words', async () => {
  const mutations = Object.entries(byteMutations);
  const faults: string[] = [];
  for (let index = 0; index < CASES; index++) {
    const random = new Random(5).split(`case ${index}`);
    const [name, text] = SEEDS[random.integer(SEEDS.length)]!;
    const [made, mutate] = mutations[random.integer(mutations.length)]!;
    const bytes = mutate(new TextEncoder().encode(text), random, new TextEncoder().encode(SEEDS[random.integer(SEEDS.length)]![1]));
    const { outcome, message } = await judgeFile(fileOf(name, bytes));
    if (outcome === 'fault') faults.push(`${name} ${made}: ${message}`);
  }
  expect(faults).toEqual([]);
});
