/** What predictors of labels, quantizers of instances and readers are given: joined by item, in the order of the log, of the right seed, once. */
import { describe, expect, it } from 'vitest';
import { createFakeClient } from '../testing/fakeClient';
import { fakeClickResult } from '../testing/fakeClick';
import { testSession } from '../testing/session';
import { createDifferences } from './differences';
import { rowsOfItems } from './jobInputs';

const NOTEBOOK = {
  version: 2, cells: [
    { id: 'events', mode: 'log', spec: { sample: 'log' } }, { id: 'items', mode: 'dataset', spec: { sample: 'vectors' } },
    { id: 'k', mode: 'quantizer', inputs: { rows: 'items' }, spec: { kind: 'rq-kmeans', seeds: [1, 2], params: { numLevels: 2, numCodes: [8] } } },
    { id: 'f', mode: 'predictor', inputs: { events: 'events', items: 'items', codes: 'k' }, spec: { kind: 'fnn', seeds: [1, 2], params: { fields: 'codes' } } },
    { id: 'g', mode: 'predictor', inputs: { events: 'events' }, spec: { kind: 'rate' } },
  ],
};
const SUMMARY = { rows: 4 } as Parameters<typeof rowsOfItems>[1]['summary'];

/** Each sample a file of its own name. */
const fetchSample = (id: string) => Promise.resolve(new File(['sample'], `${id}.csv`, { lastModified: 0 }));

async function opened() {
  const { session, client } = await testSession({ rows: 200 }, undefined, { firstNotebook: NOTEBOOK, fetchSample });
  await session.begin();
  return { session, client };
}

describe('items of a log', () => {
  it('find their rows by id, or by number where rows have none', () => {
    expect(Array.from(rowsOfItems({ itemNames: ['b', 'x', 'a'] }, { ids: ['a', 'b'], summary: SUMMARY }))).toEqual([1, -1, 0]);
    expect(Array.from(rowsOfItems({ itemNames: ['3', '4', '0', '1.5', '-1', ''] }, { ids: null, summary: SUMMARY }))).toEqual([3, -1, 0, -1, -1, -1]);
  });
  it('that have no row at all are named', () => {
    expect(() => rowsOfItems({ itemNames: ['x', 'y'] }, { ids: ['a', 'b'], summary: SUMMARY })).toThrow('None of the log\'s items has a row: its items are "x", "y", the rows are "a", "b".');
    expect(() => rowsOfItems({ itemNames: ['x'] }, { ids: null, summary: SUMMARY })).toThrow('the vectors have no ids');
  });
});

describe('a judge of codes', () => {
  it('runs behind its codes, each seed with the codes of its own', async () => {
    const { session, client } = await opened();
    session.queue.run(['f', 'g']);
    await session.queue.idle();
    const { runs } = session.runs.getState();
    expect(Object.entries(runs).map(([id, { status, problem }]) => [id, status, problem?.message])).toEqual(['k', 'f', 'g', 'k@2', 'f@2'].map((id) => [id, 'done', undefined]));
    const orders = client.fitted.filter(({ kind }) => kind === 'fnn');
    const codes = orders.map(({ inputs }) => client.held.get(inputs.codes!) as { codes: Int32Array; numCodes: number[] });
    expect(codes.map(({ numCodes }) => numCodes)).toEqual([[8, 8], [8, 8]]);
    const result = runs.k!.result;
    expect(result?.family === 'quantizer' && codes[0]!.codes.slice(0, 180)).toEqual(result?.family === 'quantizer' && result.codes.slice(0, 180));
    expect(new Set(orders.map(({ inputs }) => inputs.codes)).size).toBe(2);
    expect(client.held.get(orders[0]!.inputs.items!)).toMatchObject({ vectorsId: session.runs.getState().data.items!.loaded!.dataId });
    expect(client.fitted.find(({ kind }) => kind === 'rate')!.inputs).toEqual({ events: session.runs.getState().logs.events!.loaded!.dataId });
    session.close();
  });

  it('is given the same codes once, and others when they are trained anew', async () => {
    const { session, client } = await opened();
    const run = async (...ids: string[]) => {
      session.queue.run(ids, true);
      await session.queue.idle();
      return client.fitted.filter(({ kind, seed }) => kind === 'fnn' && seed === 1).at(-1)!.inputs.codes!;
    };
    const first = await run('f');
    expect(await run('f')).toBe(first);
    const next = await run('k', 'f');
    expect(next).not.toBe(first);
    expect([client.held.has(first), client.held.has(next)]).toEqual([false, true]);
    session.close();
  });

  it('says what is missing, in its row', async () => {
    const { session } = await testSession({ rows: 200, failing: 'rq-kmeans' }, undefined, { firstNotebook: NOTEBOOK, fetchSample });
    await session.begin();
    session.queue.run(['f']);
    await session.queue.idle();
    expect(session.runs.getState().runs.f!.problem).toMatchObject({ name: 'input', message: expect.stringMatching(/It reads .*, which has no result\./) as string });
    session.close();
  });

  it('knows what it has over another on the same test rows, counted once', async () => {
    const client = createFakeClient({ tick: 0 });
    const differences = createDifferences(() => client);
    const spec = { runId: 'r', kind: 'fnn', inputs: {}, params: {}, seed: 1 };
    const [first, second, shorter] = [fakeClickResult(spec, 100, 8, 8, 1), fakeClickResult(spec, 100, 8, 8, 1), fakeClickResult(spec, 90, 8, 8, 1)];
    expect([differences.of(first, second), differences.of(first, second), differences.of(first, shorter)]).toEqual([null, null, null]);
    await differences.idle();
    expect(differences.of(first, second)?.auc).toEqual({ difference: 0.012, low: 0.004, high: 0.02 });
    expect(differences.store.getState().counted).toBe(1);
  });
});

describe('vectors of instances', () => {
  it('become the rows of a quantizer, and both become stores', async () => {
    const cells = [
      NOTEBOOK.cells[0]!, { id: 's', mode: 'predictor', spec: { kind: 'iat-source' } }, { id: 'q', mode: 'quantizer', inputs: { rows: 's' }, spec: { kind: 'rq-kmeans', params: { numLevels: 2, numCodes: [16] } } },
      { id: 'r', mode: 'predictor', inputs: { events: 'events', store: 's' }, spec: { kind: 'iat-reader' } }, { id: 'rq', mode: 'predictor', inputs: { events: 'events', store: 'q' }, spec: { kind: 'iat-reader' } },
    ];
    const { session, client } = await testSession({ rows: 200 }, undefined, { firstNotebook: { version: 2, cells }, fetchSample });
    await session.begin();
    session.queue.run(['rq', 'r']);
    await session.queue.idle();
    const { runs } = session.runs.getState();
    expect(Object.entries(runs).map(([id, { status, problem }]) => [id, status, problem?.message])).toEqual(['s', 'q', 'rq', 'r'].map((id) => [id, 'done', undefined]));
    expect(client.started.at(-1)!.inputs.rows).toMatch(/^fake-vectors/);
    const stores = client.fitted.filter(({ kind }) => kind === 'iat-reader').map(({ inputs }) => client.held.get(inputs.store!) as { vectors: Float32Array; dim: number; bits: number });
    expect(stores.map(({ bits }) => bits)).toEqual([8, 128]);
    const source = runs.s!.result;
    expect(source?.family === 'source' && stores[1]!.vectors).toEqual(source?.family === 'source' && source.vectors);
    session.close();
  });
});
