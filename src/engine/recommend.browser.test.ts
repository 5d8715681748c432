/** Sequences over the worker border: read and held, codes beside them, trained on, asked, two runs compared, given up. */
import { expect, it } from 'vitest';
import { createEngineClient, type EngineClient } from './client';
import type { Params } from './records/params';
import type { RetrievalResult } from './records/retrieval';
import type { RunSpec } from './records/run';

it('are trained on with what is joined to them, asked, and compared', async () => {
  const client = createEngineClient();
  await client.start('wasm');
  const rows = Array.from({ length: 40 }, (_, user) => Array.from({ length: 6 + (user % 3) }, (_, at) => `i${(user + 5 * at) % 24}`));
  const lines = rows.flatMap((items, user) => items.map((item, at) => `u${user},${item},${at + 1}`));
  const { sequences } = await client.loadSequences(new File([['user_id,item_id,timestamp', ...lines].join('\n')], 'views.csv'), {});
  expect([sequences.sequences, sequences.itemNames.length]).toEqual([40, 24]);
  const held = await client.holdSequences({ sequences: { offsets: sequences.offsets, items: sequences.items, targets: null, users: null }, items: sequences.itemNames.length });
  expect(held).toMatchObject({ users: 40, parts: { validation: 40, test: 40 }, split: 'leave one out' });
  // A copy was sent: the page keeps its own.
  expect(sequences.items.length).toBeGreaterThan(0);
  const codes = Int32Array.from({ length: 2 * 24 }, (_, i) => {
    const item = Number(sequences.itemNames[i >> 1]!.slice(1));
    return i % 2 === 0 ? item % 6 : Math.floor(item / 6);
  });
  const inputs = { sequences: held.dataId, codes: await client.holdItemCodes({ codes, numCodes: [6, 4] }) };

  const [spec, result] = await train(client, 'generative', { layers: 1, width: 16, heads: 2, headWidth: 8, ffn: 16, history: 4, epochs: 12, leastSteps: 0, batchSize: 32, learningRate: 0.01 }, inputs);
  expect([result.ranked.length, result.snapshot.places, result.scores.invalidIdShare]).toEqual([40 * 20, ['level 1', 'level 2'], 0]);
  const [floor, markov] = await train(client, 'markov', {}, inputs);
  expect(markov.scores.recall5).toBe(1);
  const asked = await client.recommend({ run: spec, history: Int32Array.of(0), count: 3 });
  expect([asked.items.length, asked.beam.length, asked.scoring]).toEqual([3, 2, 'logProbability']);
  expect(sequences.itemNames[(await client.recommend({ run: floor, history: Int32Array.of(sequences.itemNames.indexOf('i3')) })).items[0]!]).toBe('i8');
  const { recall10 } = await client.retrievalDifference(markov, result, 1);
  expect(recall10.difference).toBeCloseTo(markov.scores.recall10! - result.scores.recall10!, 6);

  client.release(held.dataId);
  await expect(train(client, 'markov', {}, inputs)).rejects.toThrow(/no longer loaded/);
  client.close();
});

let runs = 0;

function train(client: EngineClient, kind: string, params: Params, inputs: Readonly<Record<string, string>>): Promise<[RunSpec, RetrievalResult]> {
  const spec: RunSpec = { runId: `cell${++runs}.1`, kind, params, seed: 1, inputs };
  return new Promise((resolve, reject) => {
    client.run(spec, (event) => {
      if (event.type === 'result') resolve([spec, event.result as RetrievalResult]);
      if (event.type === 'failed') reject(new Error(event.problem.message));
    });
  });
}
