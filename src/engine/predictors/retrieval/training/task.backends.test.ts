/** Runs of recommenders from sequences to result: numbers follow from the rankings, seeds repeat them, and every way to end, to go on and to be asked. */
import { expect, it } from 'vitest';
import { recommenders, taskKind } from '../../../catalog';
import { memoryFolders } from '../../../checkpoints/folders';
import { CheckpointStore } from '../../../checkpoints/store';
import { Random } from '../../../math/random';
import { scoresOf } from '../../../metrics/scores';
import { defaultParams } from '../../../params';
import type { Params } from '../../../records/params';
import { RANKED, type RetrievalResult } from '../../../records/retrieval';
import { takeUp } from '../../../runs/takeUp';
import { describeBackends } from '../../../testing/backends';
import { plantedRetrieval, retrievalSpec, runRetrieval, smallSequences } from '../../../testing/retrieval';
import type { RetrievalInputs } from '../inputs';
import { historyOf } from '../preparedSequences';
import type { RetrievalTask } from './task';

const inputs = smallSequences();
const { test } = inputs.sequences;
const plan = (every: number) => ({ key: 'key', every, best: '' });

describeBackends('a recommender', (backend) => {
  // On a software adapter each shape of a step is compiled anew.
  const kinds = backend === 'webgpu' ? ['markov', 'generative'] : recommenders.map(({ kind }) => kind);

  for (const { kind, small } of recommenders.filter((entry) => kinds.includes(entry.kind))) {
    it(`${kind}: tells scores that follow from its rankings, and repeats bit for bit`, async () => {
      const { result, events, points } = await trained(kind, small);
      const { ranks, bucketSizes, ranked, rankedScores, scores, snapshot } = result;
      const { invalidIdShare, recall10Free, ...plain } = scores;
      expect(plain).toEqual(scoresOf('ranking', { ranks, bucketSizes }));
      expect(events.at(-1)).toEqual({ type: 'status', status: 'done' });
      expect([result.targets, result.users, result.rowIndex]).toEqual([test.targets, test.users, test.rows]);
      for (let i = 0; i < test.count; i++) {
        const items = Array.from(ranked.subarray(i * RANKED, (i + 1) * RANKED)).filter((item) => item >= 0);
        const own = Array.from(rankedScores.subarray(i * RANKED, i * RANKED + items.length));
        expect(new Set(items).size).toBe(items.length);
        expect(own).toEqual([...own].sort((a, b) => b - a));
        // Where the target stands alone in its place, it stands in the list there.
        if (ranks[i]! >= 0 && bucketSizes[i] === 1) expect(items[ranks[i]!]).toBe(test.targets[i]);
        else if (ranks[i]! < 0) expect(items).not.toContain(test.targets[i]);
      }
      expect(snapshot).toMatchObject({ family: 'retrieval', part: 'test', exact: true, scores });
      for (const groups of [snapshot.byFrequency!, snapshot.byHistory!]) expect(groups.cases.reduce((sum, cases) => sum + cases, 0)).toBe(test.count);
      if (kind === 'generative') {
        expect([invalidIdShare! >= 0, invalidIdShare! < 1, recall10Free! <= 1]).toEqual([true, true, true]);
        expect(snapshot.places).toEqual(['level 1', 'level 2', 'suffix']);
        expect(snapshot.tokenAccuracy).toHaveLength(3);
        const depths = Array.from(snapshot.foundByDepth);
        expect(depths).toEqual([...depths].sort((a, b) => b - a));
        expect(depths[2]).toBeCloseTo(scores.recall20!, 6);
        expect(points.filter(({ metrics }) => metrics?.recall10 !== undefined)).toHaveLength(2);
      } else expect([invalidIdShare, snapshot.places.length]).toEqual([undefined, 0]);
      const again = (await trained(kind, small)).result;
      expect([again.ranked, again.rankedScores, again.ranks]).toEqual([ranked, rankedScores, ranks]);
    });
  }

  it.runIf(backend !== 'webgpu').each(['sasrec', 'generative'])('%s: goes on from a checkpoint bit for bit, and is taken up when it left memory', async (kind) => {
    const { small } = recommenders.find((entry) => entry.kind === kind)!;
    const params = { ...small, epochs: 3, dropout: 0.2 };
    const checkpoints = new CheckpointStore(memoryFolders());
    const whole = await runRetrieval(retrievalSpec(kind, params, { checkpoints: plan(5) }), inputs, { checkpoints });
    const numbered = whole.checkpoints.filter(({ name }) => name.startsWith('step-'));
    for (const { name, step } of [numbered[0]!, numbered.at(-1)!, whole.checkpoints.find((info) => info.name === 'last')!]) {
      const again = await runRetrieval(retrievalSpec(kind, params, { checkpoints: plan(0), resume: name }), inputs, { checkpoints });
      expect([again.result!.ranked, again.result!.rankedScores, again.result!.scores]).toEqual([whole.result!.ranked, whole.result!.rankedScores, whole.result!.scores]);
      expect([again.result!.epochs, again.result!.bestEpoch]).toEqual([whole.result!.epochs, whole.result!.bestEpoch]);
      expect(again.result!.notes).toContain(`Went on from the checkpoint of step ${step}.`);
    }
    const spec = retrievalSpec(kind, params, { checkpoints: plan(0) });
    const task = (await takeUp(taskKind(kind), { ...inputs }, spec, checkpoints)) as RetrievalTask;
    const told = await task.recommend({ testCase: 4, count: 5 });
    expect(Array.from(told.items)).toEqual(Array.from(whole.result!.ranked.subarray(4 * RANKED, 4 * RANKED + told.items.length)));
    expect([told.target, Array.from(told.history)]).toEqual([test.targets[4], Array.from(historyOf(test, 4))]);
    expect(told.probabilities[0]).toBeCloseTo(Math.exp(told.scores[0]!), 5);
    if (kind === 'generative') {
      expect(told.beam.map(({ place }) => place)).toEqual(['level 1', 'level 2', 'suffix']);
      const { parents, logProbabilities, items } = told.beam.at(-1)!;
      parents.forEach((parent, i) => expect(told.beam[1]!.logProbabilities[parent]!).toBeGreaterThanOrEqual(logProbabilities[i]!));
      expect(Array.from(items).every((count) => count === 1)).toBe(true);
      expect(logProbabilities[0]).toBeCloseTo(told.scores[0]!, 5);
      expect((await task.recommend({ history: Int32Array.of(5, 2) })).notes).toEqual(['1 of 2 items of the history have no ID and are not read.']);
    } else expect(told.beam).toEqual([]);
    await expect(task.recommend({ history: new Int32Array(0) })).rejects.toThrow('No history was given.');
    await expect(task.recommend({ history: Int32Array.of(99) })).rejects.toThrow('Item 99 is none of the 24 items.');
    await expect(task.recommend({ testCase: 1000 })).rejects.toThrow('Test case 1000 was asked for');
    task.dispose();
  });

  it.runIf(backend === 'wasm')('keeps the best epoch on the validation part and ends where none is better for a while', async () => {
    const { small } = recommenders.find(({ kind }) => kind === 'generative')!;
    const { result, points } = await trained('generative', { ...small, epochs: 60, patience: 3, learningRate: 0.02, selectBy: 'recall10' });
    const scores = points.flatMap(({ metrics }) => (metrics?.recall10 === undefined ? [] : [metrics.recall10]));
    expect(scores).toHaveLength(result.epochs);
    expect(scores[result.bestEpoch - 1]).toBe(Math.max(...scores));
    expect(result.validation.recall10).toBe(scores[result.bestEpoch - 1]);
    expect(result.epochs - result.bestEpoch).toBe(3);
    expect(result.notes.join(' ')).toContain(`The weights of epoch ${result.bestEpoch} are kept, those with the greatest validation Recall@10`);
    for (const kind of ['sasrec', 'generative']) {
      const byLoss = await trained(kind, { ...recommenders.find((entry) => entry.kind === kind)!.small, epochs: 60, patience: 3, learningRate: 0.05, selectBy: 'loss' });
      const losses = byLoss.points.flatMap(({ metrics }) => (metrics?.loss === undefined ? [] : [metrics.loss]));
      expect(losses[byLoss.result.bestEpoch - 1]).toBe(Math.min(...losses));
      expect([losses.length, byLoss.result.epochs - byLoss.result.bestEpoch]).toEqual([byLoss.result.epochs, 3]);
      expect(byLoss.result.notes.join(' ')).toContain('those with the least validation cross-entropy');
    }
  });

  it.runIf(backend === 'wasm')('without a suffix, counts items of one ID as in random order, and says so', async () => {
    const shared = smallSequences({ parts: 1 });
    const { small } = recommenders.find(({ kind }) => kind === 'generative')!;
    const { result } = await trained('generative', { ...small, suffix: false }, shared);
    expect([result.largestBucket, result.suffixTokens, result.snapshot.places]).toEqual([4, 0, ['level 1', 'level 2']]);
    expect(new Set(result.bucketSizes)).toContain(4);
    expect(result.notes.join(' ')).toContain('Up to 4 items share one ID');
    // Six IDs of 22 items: the beam finds them all, the last one before the twentieth place.
    result.ranks.forEach((rank, i) => expect(rank < 0).toBe([5, 17].includes(result.targets[i]!)));
  });

  it.runIf(backend === 'wasm')('where no two items share an ID, the suffix changes nothing', async () => {
    const codes = { codes: Int32Array.from({ length: 48 }, (_, i) => (i % 2 === 0 ? (i >> 1) % 6 : Math.floor((i >> 1) / 6))), numCodes: [6, 4] };
    const { small } = recommenders.find(({ kind }) => kind === 'generative')!;
    const [with_, without] = [await trained('generative', { ...small, suffix: true }, { ...inputs, codes }), await trained('generative', { ...small, suffix: false }, { ...inputs, codes })];
    expect([without.result.ranked, without.result.rankedScores]).toEqual([with_.result.ranked, with_.result.rankedScores]);
    expect(with_.result.scores.invalidIdShare).toBe(0);
    expect(with_.result.notes).toContain('Every ID is that of an item: no ID can be invalid.');
  });

  it.runIf(backend === 'wasm')('leaves out items of the history where it is told to', async () => {
    for (const kind of ['popularity', 'markov', 'content', 'sasrec', 'generative']) {
      const { small } = recommenders.find((entry) => entry.kind === kind)!;
      const { result } = await trained(kind, { ...small, removeSeen: true });
      for (let i = 0; i < test.count; i++) for (const item of historyOf(test, i)) expect(result.ranked.subarray(i * RANKED, (i + 1) * RANKED)).not.toContain(item);
    }
  });

  it.runIf(backend === 'wasm')('with weights of chance finds as many as chance does', async () => {
    const declared = recommenders.find(({ kind }) => kind === 'generative')!;
    // Every item is the target once after each of some histories.
    const histories = Array.from({ length: 22 * 12 }, (_, i) => Int32Array.of(i % 5, (7 * i) % 5, Math.floor(i / 22)));
    const coded = Array.from({ length: 24 }, (_, item) => item).filter((item) => item !== 5 && item !== 17);
    const targets = histories.map((_, i) => coded[i % 22]!);
    const model = await declared.create(inputs, { ...defaultParams(declared.params), ...declared.small }, new Random(4));
    const { ranks, bucketSizes } = await model.rank(histories, targets);
    model.dispose();
    for (const k of [5, 10, 20] as const) expect(Math.abs(scoresOf('ranking', { ranks, bucketSizes })[`recall${k}`]! - k / 22)).toBeLessThan(0.1);
  });

  it.runIf(backend === 'wasm')('says that IDs are too coarse where more than 255 items share one', async () => {
    const planted = plantedRetrieval(1);
    const declared = recommenders.find(({ kind }) => kind === 'generative')!;
    for (const [suffix, note] of [[true, '1024 items share one ID: the IDs are too coarse, and most of the work is left to the suffix.'], [false, '1024 items share one ID: the IDs are too coarse.']] as const) {
      const model = await declared.create({ ...planted, codes: { codes: new Int32Array(1024), numCodes: [2] } }, { ...defaultParams(declared.params), ...declared.small, suffix }, new Random(1));
      expect(model.notes()).toContain(note);
      model.dispose();
    }
  });

  it.runIf(backend === 'wasm')('says in words why it cannot go on', async () => {
    const { codes: _, items: __, ...bare } = inputs;
    expect((await runRetrieval(retrievalSpec('generative', {}), bare)).problem!.message).toMatch(/none are joined/);
    expect((await runRetrieval(retrievalSpec('content', {}), bare)).problem!.message).toMatch(/none are joined/);
    expect((await runRetrieval(retrievalSpec('sasrec', { width: 9, heads: 2 }), inputs)).problem!.message).toMatch(/which 2 heads cannot share/);
    const codes = { ...inputs.codes, codes: new Int32Array(48).fill(-1) };
    expect((await runRetrieval(retrievalSpec('generative', {}), { ...inputs, codes })).problem!.message).toBe('No item of the sequences has codes.');
  });
});

async function trained(kind: string, params: Params, given: RetrievalInputs = inputs): Promise<{ result: RetrievalResult } & Pick<Awaited<ReturnType<typeof runRetrieval>>, 'events' | 'points'>> {
  const { result, events, points, problem } = await runRetrieval(retrievalSpec(kind, params), given);
  if (!result) throw new Error(problem?.message);
  return { result, events, points };
}
