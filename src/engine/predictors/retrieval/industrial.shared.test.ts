/** Floors on real sequences beside those counted in Python on the same rows. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { scoresOf } from '../../metrics/scores';
import { industrial, shared } from '../../testing/industrial';
import { content } from './content/kind';
import { cooccurrence } from './cooccurrence/kind';
import { describeSequences } from './heldSequences';
import { markov } from './markov/kind';
import { popularity } from './popularity/kind';
import { historyOf } from './preparedSequences';
import type { RetrievalDeclaration } from './recommender';

describe.skipIf(!shared)('purchases', () => {
  it('floors', async () => {
    const inputs = await industrial();
    const { test } = inputs.sequences;
    console.info(JSON.stringify(describeSequences(inputs.sequences)));
    const histories = Array.from({ length: test.count }, (_, at) => historyOf(test, at));
    const run = async (declared: RetrievalDeclaration, params: Params = {}, given = inputs) => {
      const model = await declared.create(given, { ...defaultParams(declared.params), ...params }, new Random(1));
      const { ranks, bucketSizes } = await model.rank(histories, test.targets);
      const s = scoresOf('ranking', { ranks, bucketSizes });
      console.info(declared.kind, JSON.stringify(params), ['recall5','recall10','recall20','ndcg5','ndcg10'].map((key) => s[key]!.toFixed(4)).join(' '));
      return s;
    };
    const { training, validation } = inputs.sequences;
    // with validation
    const users: number[][] = [];
    for (let i = 0; i + 1 < training.offsets.length; i++) users.push([...training.events.subarray(training.offsets[i], training.offsets[i + 1])]);
    const key = (h: ArrayLike<number>) => Array.from(h).join();
    const byKey = new Map(users.map((u, i) => [key(u), i]));
    for (let i = 0; i < validation.count; i++) users[byKey.get(key(historyOf(validation, i)))!]!.push(validation.targets[i]!);
    const offsets = new Int32Array(users.length + 1);
    users.forEach((u, i) => (offsets[i + 1] = offsets[i]! + u.length));
    const all = { ...inputs, sequences: { ...inputs.sequences, training: { events: Int32Array.from(users.flat()), offsets } } };
    for (const given of [inputs, all]) {
      await run(markov, { reach: 10 }, given); continue;
      console.info('----');
      await run(popularity, {}, given);
      await run(markov, {}, given);
      await run(markov, { reach: 10 }, given);
      await run(cooccurrence, {}, given);
      await run(content, {}, given);
      await run(markov, { removeSeen: true }, given);
      await run(popularity, { removeSeen: true }, given);
    }
    expect(1).toBe(1);
  });
});
