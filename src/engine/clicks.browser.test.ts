/** A log over the worker border: read and held in one go, codes and vectors beside it, trained on, two runs compared, given up. */
import { expect, it } from 'vitest';
import { createEngineClient, type EngineClient } from './client';
import type { ClickResult, JudgedRows } from './records/click';
import type { Params } from './records/params';
import { smallLog } from './testing/clicks';

it('is trained on with what is joined to it, and its runs are compared', async () => {
  const { events: { log }, codes } = smallLog();
  const client = createEngineClient();
  await client.start('wasm');
  const rows = Array.from({ length: log.events }, (_, event) => [`u${log.users[event]}`, `i${log.items[event]}`, log.time[event], log.label![event], 0.5].join(','));
  const file = new File([['user_id,item_id,timestamp,label,law', ...rows].join('\n')], 'views.csv');
  const held = await client.loadLog(file, { references: ['law'], split: { test: 0.2 } });
  expect(held.parts.train + held.parts.validation + held.parts.test).toBe(log.events);
  expect(Math.abs(held.parts.test / log.events - 0.2)).toBeLessThan(0.01);
  expect(held.references[0]!.scores.auc).toBe(0.5);
  expect([held.userNames.length, new Set(held.itemNames).size, held.inspection.choices.label]).toEqual([60, 48, 'label']);

  const levels = codes!.numCodes.length;
  const ofNamed = Int32Array.from({ length: levels * held.itemNames.length }, (_, i) => codes!.codes[levels * Number(held.itemNames[Math.floor(i / levels)]!.slice(1)) + (i % levels)]!);
  const codesId = await client.holdItemCodes({ codes: ofNamed, numCodes: codes!.numCodes });
  expect(ofNamed.length).toBe(0);
  const vectorsId = (await client.load(new File(['a,b\n1,2\n3,4\n5,7\n'], 'vectors.csv'), {})).dataId;
  const itemsId = await client.holdItemVectors({ vectorsId, rows: Int32Array.from(held.itemNames, (_, item) => (item % 4) - 1) });

  const inputs = { events: held.dataId, codes: codesId, items: itemsId };
  const [none, both] = [await train(client, 'fnn', { fields: 'none' }, inputs), await train(client, 'fnn', { fields: 'both' }, inputs)];
  expect(both.bits).toBeCloseTo(64 + Math.log2(18), 10);
  const { auc, users } = await client.clickDifference(judged(both), judged(none), 1);
  expect(auc.difference).toBeCloseTo(both.scores.auc! - none.scores.auc!, 10);
  expect(auc.low).toBeLessThan(auc.high);
  expect(users).toBeGreaterThan(40);

  client.release(codesId);
  await expect(train(client, 'fnn', { fields: 'codes' }, inputs)).rejects.toThrow(/no longer loaded/);
  await expect(client.loadLog(new File(['user_id,item_id,timestamp\na,b,1\nc,d,2\n'], 'none.csv'), {})).rejects.toMatchObject({ message: 'none.csv has no label: nothing says what is to be predicted.' });
  client.close();
});

let runs = 0;

function train(client: EngineClient, kind: string, params: Params, inputs: Readonly<Record<string, string>>): Promise<ClickResult> {
  return new Promise((resolve, reject) => {
    client.run({ runId: `cell.${++runs}`, kind, params: { ...params, epochs: 3, batchSize: 64, learningRate: 0.02 }, seed: 1, inputs }, (event) => {
      if (event.type === 'result') resolve(event.result as ClickResult);
      if (event.type === 'failed') reject(new Error(event.problem.message));
    });
  });
}

function judged({ parts, labels, users, probabilities }: ClickResult): JudgedRows {
  const test = (_: unknown, row: number) => parts[row] === 2;
  return { labels: labels.filter(test), users: users.filter(test), probabilities: probabilities.filter(test) };
}
