/** What recommenders are given: codes and vectors in the order of the items, further items behind; and what their models answer. */
import { describe, expect, it } from 'vitest';
import type { QuantizerResult } from '../../engine/records/quantize';
import { withFakeStored } from '../testing/fakeRun';
import { startedSessions, until } from '../testing/session';

const NOTEBOOK = {
  version: 2, cells: [
    { id: 'seq', mode: 'sequences', spec: { sample: 'sequences' } }, { id: 'items', mode: 'dataset', spec: { sample: 'vectors' } },
    { id: 'k', mode: 'quantizer', inputs: { rows: 'items' }, spec: { kind: 'rq-kmeans', seeds: [1, 2], params: { numLevels: 2, numCodes: [8] } } },
    { id: 'c', mode: 'predictor', inputs: { sequences: 'seq', items: 'items' }, spec: { kind: 'content' } },
    { id: 'g', mode: 'predictor', inputs: { sequences: 'seq', codes: 'k' }, spec: { kind: 'generative', seeds: [1, 2] } },
  ],
};
const fetchSample = (id: string) => Promise.resolve(new File(['sample'], `${id}.csv`, { lastModified: 0 }));
const start = startedSessions();

describe('recommenders', () => {
  it('read codes of their seed and vectors, in the order of the items, with further rows behind', async () => {
    const { session, client } = await start({ rows: 60 }, undefined, { firstNotebook: NOTEBOOK, fetchSample });
    session.queue.run(['c', 'g']);
    await session.queue.idle();
    const { runs } = session.runs.getState();
    expect(Object.entries(runs).map(([id, { status, problem }]) => [id, status, problem?.message])).toEqual(['c', 'k', 'g', 'k@2', 'g@2'].map((id) => [id, 'done', undefined]));
    const { dataId, itemNames } = session.runs.getState().sequences.seq!.loaded!;
    const [content, first, second] = client.fitted;
    expect([content!.inputs.sequences, first!.inputs.sequences]).toEqual([dataId, dataId]);
    const vectors = client.held.get(content!.inputs.items!) as { rows: Int32Array };
    // Items "0" to "49" are rows by number, in the order they are met; ten rows are of no sequence.
    expect(Array.from(vectors.rows.subarray(0, 50), String)).toEqual(itemNames);
    expect(Array.from(vectors.rows.subarray(50))).toEqual([50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
    const codes = client.held.get(first!.inputs.codes!) as { codes: Int32Array; numCodes: number[] };
    const result = runs.k!.result;
    expect(codes.numCodes).toEqual([8, 8]);
    expect(result?.family === 'quantizer' && Array.from(codes.codes.subarray(2 * 7, 2 * 8))).toEqual(result?.family === 'quantizer' && Array.from(result.codes.subarray(2 * Number(itemNames[7]), 2 * Number(itemNames[7]) + 2)));
    expect(second!.inputs.codes).not.toBe(first!.inputs.codes);
  });

  it('judge the IDs in use: codes that the method stored, unless someone chose none', async () => {
    const { session, client } = await start({ rows: 60 }, undefined, { firstNotebook: NOTEBOOK, fetchSample });
    session.queue.run(['k']);
    await session.queue.idle();
    const { runs } = session.runs.getState();
    const result = withFakeStored(runs.k!.result as QuantizerResult, 0.5);
    session.runs.setState({ runs: { ...runs, k: { ...runs.k!, result } } });
    const judged = async () => {
      session.queue.run(['g']);
      await session.queue.idle();
      const { codes } = client.held.get(client.fitted.findLast(({ seed }) => seed === 1)!.inputs.codes!) as { codes: Int32Array };
      const item = session.runs.getState().sequences.seq!.loaded!.itemNames.indexOf('7');
      return Array.from(codes.subarray(2 * item, 2 * item + 2));
    };
    expect(await judged()).toEqual(Array.from(result.stored!.codes.subarray(14, 16)));
    session.identifiers.apply('k', null);
    expect(await judged()).toEqual(Array.from(result.codes.subarray(14, 16)));
    expect(result.stored!.codes.subarray(14, 16)).not.toEqual(result.codes.subarray(14, 16));
  });

  it('answer a question once, and say why where they cannot', async () => {
    const { session } = await start({ rows: 60 }, undefined, { firstNotebook: NOTEBOOK, fetchSample });
    session.queue.run(['g']);
    await session.queue.idle();
    const result = session.runs.getState().runs.g!.result!;
    if (result.family !== 'retrieval') throw new Error('A recommender leaves rankings.');
    expect(session.answers.of('g', result, { testCase: 3 })).toEqual({ found: null, problem: null });
    await session.answers.idle();
    const { found } = session.answers.of('g', result, { testCase: 3 });
    expect([found!.items.length, found!.target]).toEqual([10, found!.items[2]]);
    expect(session.answers.of('g', result, { testCase: 3 }).found).toBe(found);
    session.answers.of('nobody', result, { history: [1] });
    await session.answers.idle();
    expect(session.answers.of('nobody', result, { history: [1] }).problem?.message).toContain('There is no result');
  });

  it('are compared with their control once', async () => {
    const { session } = await start({ rows: 60 }, undefined, { firstNotebook: NOTEBOOK, fetchSample });
    session.queue.run(['c', 'g']);
    await session.queue.idle();
    const { c, g } = session.runs.getState().runs;
    if (c!.result?.family !== 'retrieval' || g!.result?.family !== 'retrieval') throw new Error('Recommenders leave rankings.');
    const [first, second] = [g!.result, c!.result];
    expect(session.differences.ofRankings(first, second)).toBeNull();
    await until(() => session.differences.ofRankings(first, second) !== null, 'the difference');
    expect(session.differences.ofRankings(first, second)!.recall10.difference).toBe(0.01);
  });
});

describe('sequences', () => {
  it('may have a file of test cases, and items left out', async () => {
    const { session, client } = await start({ rows: 60 }, undefined, { firstNotebook: NOTEBOOK, fetchSample });
    const key = session.runs.getState().sequences.seq!.key;
    await session.sequences.useTest('seq', new File(['test'], 'test.csv', { lastModified: 0 }));
    const { loaded, key: tested } = session.runs.getState().sequences.seq!;
    expect([loaded!.split, loaded!.test?.name, tested === key]).toEqual(['test file', 'test.csv', false]);
    expect(client.held.size).toBe(1);
    await expect(session.sequences.useTest('seq', new File([''], 'none.bad'))).rejects.toMatchObject({ message: expect.stringContaining('none.bad') as string });
    expect(session.runs.getState().sequences.seq!.loaded).toBe(loaded);
    await session.sequences.useTest('seq', null);
    expect(session.runs.getState().sequences.seq!.loaded!.split).toBe('leave one out');
  });
});
