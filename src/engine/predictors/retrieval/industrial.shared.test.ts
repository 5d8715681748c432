/** Floors on real sequences of purchases, beside those counted in Python on the same rows, where the folder that holds them is given by RESIDUA_SHARED. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { industrial, shared } from '../../testing/industrial';
import { content } from './content/kind';
import { cooccurrence } from './cooccurrence/kind';
import { describeSequences } from './heldSequences';
import { markov } from './markov/kind';
import { popularity } from './popularity/kind';
import { historyOf } from './preparedSequences';
import type { RetrievalDeclaration } from './recommender';
import { scoresOfCases } from './training/snapshot';

if (!shared) console.info('RESIDUA_SHARED is not set: the tests on real sequences of purchases are skipped.');

describe.skipIf(!shared)('sequences of purchases', async () => {
  const inputs = shared ? await industrial() : null!;

  it('are chained and parted as elsewhere', () => {
    expect(describeSequences(inputs.sequences)).toMatchObject({ users: 2011, sequences: 2011, chained: 2521, parts: { training: 10_556, validation: 400, test: 4533 }, short: 0, split: 'test file' });
  });

  // Recall@10 and NDCG@10 there; of co-occurrence and content the first alone, since nothing is known of how equal scores were ordered.
  it.each<[RetrievalDeclaration, Params, number, number | null]>([
    [popularity, {}, 0.0664, 0.0466], [markov, {}, 0.1315, 0.0979], [markov, { reach: 10 }, 0.1377, 0.0998], [markov, { removeSeen: true }, 0.1085, null], [popularity, { removeSeen: true }, 0.0496, null],
    [cooccurrence, {}, 0.094, 0.0648], [content, {}, 0.1238, null],
  ])('are found by $kind as elsewhere: $1', { timeout: 60_000 }, async (declared, params, recall, ndcg) => {
    const { test } = inputs.sequences;
    const model = await declared.create(inputs, { ...defaultParams(declared.params), ...params }, new Random(1));
    const scores = scoresOfCases(await model.rank(Array.from({ length: test.count }, (_, i) => historyOf(test, i)), test.targets));
    expect(Math.abs(scores.recall10! - recall)).toBeLessThan(0.002);
    if (ndcg !== null) expect(Math.abs(scores.ndcg10! - ndcg)).toBeLessThan(0.002);
  });
});
