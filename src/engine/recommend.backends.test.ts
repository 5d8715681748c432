/** From held sequences to the next items of a history: what the worker does for the page. */
import { expect, it } from 'vitest';
import { memoryFolders } from './checkpoints/folders';
import { CheckpointStore } from './checkpoints/store';
import { Held } from './held';
import { recommenders } from './catalog';
import type { RunEvent } from './records/event';
import type { RetrievalResult } from './records/retrieval';
import type { RunSpec } from './records/run';
import { Run } from './runs/run';
import { describeBackends } from './testing/backends';
import { sequenceArrays, smallSequences } from './testing/retrieval';
import { Trainer } from './trainer';

const KEEPING = { checkpoints: { key: 'key', every: 0, best: '' } };
const rows = Array.from({ length: 40 }, (_, user) => Array.from({ length: 6 + (user % 3) }, (_, at) => (user + 5 * at) % 24));

describeBackends('sequences', () => {
  it('are held, trained on and asked, also when the model left memory', async () => {
    const held = new Held();
    const checkpoints = new CheckpointStore(memoryFolders());
    const trainer = new Trainer(held, () => Promise.resolve(checkpoints));
    const { dataId, ...told } = held.sequences({ sequences: sequenceArrays(rows), items: 24 });
    expect(told).toMatchObject({ users: 40, items: 24, parts: { validation: 40, test: 40 }, split: 'leave one out' });
    const inputs = { sequences: dataId, codes: held.itemCodes(smallSequences().codes) };
    const small = (kind: string) => recommenders.find((entry) => entry.kind === kind)!.small;
    const spec: RunSpec = { runId: 'gr.1', kind: 'generative', inputs, params: { ...small('generative'), epochs: 8, learningRate: 0.01 }, seed: 1, ...KEEPING };
    const result = await train(trainer, spec);
    const ask = { run: spec, history: Int32Array.of(3, 8, 13) };
    const first = await trainer.recommend(ask);
    expect(first.items).toHaveLength(10);
    expect(new Set(first.items).size).toBe(10);
    expect(first.beam).toHaveLength(3);
    // The best item's ID is the best path of the beam.
    const paths = first.beam.map(({ codes }) => codes);
    expect(first.ids!.places).toEqual(first.beam.map(({ place }) => place));
    expect(first.ids!.items[2]).toBe(paths[2]![0]);
    expect(first.ids!.items[1]).toBe(paths[1]![first.beam[2]!.parents[0]!]);
    expect([first.ids!.history.length, first.ids!.items.length, first.ids!.target.length]).toEqual([9, 30, 0]);
    trainer.kept.clear();
    expect(await trainer.recommend(ask)).toEqual(first);
    expect(Array.from((await trainer.recommend({ run: spec, testCase: 2 })).items)).toEqual(Array.from(result.ranked.subarray(40, 50)));

    const floor: RunSpec = { ...spec, runId: 'markov.1', kind: 'markov', params: {}, checkpoints: { key: 'floor', every: 0, best: '' } };
    await train(trainer, floor);
    trainer.kept.clear();
    // Every item is followed by the one five further on, and by no other.
    expect((await trainer.recommend({ run: floor, history: Int32Array.of(3) })).items[0]).toBe(8);
    held.release(dataId);
    trainer.kept.clear();
    await expect(trainer.recommend(ask)).rejects.toThrow(/no longer in memory/);
  });
});

async function train(trainer: Trainer, spec: RunSpec): Promise<RetrievalResult> {
  const events: RunEvent[] = [];
  const run = new Run(spec, (event) => {
    events.push(event);
    if (event.type === 'snapshot') run.acknowledge();
  });
  await trainer.train(run);
  const failed = events.find((event) => event.type === 'failed');
  if (failed) throw new Error(failed.problem.message);
  return events.flatMap((event) => (event.type === 'result' ? [event.result as RetrievalResult] : []))[0]!;
}
