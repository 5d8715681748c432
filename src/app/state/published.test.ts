/** Codes made elsewhere in the page: a file finds its cell, or gets one; they are joined to vectors and run like a quantizer. */
import { describe, expect, it } from 'vitest';
import { joinIds } from '../output/idJoin';
import { startedSessions, until } from '../testing/session';
import { createDraft } from './draft';
import { createFactsDraft } from './factsDraft';
import { createPlacing } from './placing';
import { createReadAs } from './readAs';
import { createTableDraft } from './tableDraft';

const session = startedSessions();
const file = (name = 'x.index.json') => new File(['{}'], name, { lastModified: 1 });
const DATA = { id: 'items', mode: 'dataset', spec: { sample: 'vectors' } };
const KMEANS = { id: 'k', mode: 'quantizer', inputs: { rows: 'items' }, spec: { kind: 'rq-kmeans', params: { numLevels: 2, numCodes: [8] } } };

async function page(cells: readonly object[], codes = true) {
  const { session: made, client } = await session({ rows: 40 }, undefined, { firstNotebook: { version: 2, cells }, fetchSample: (id) => Promise.resolve(new File(['x'], `${id}.csv`, { lastModified: 0 })) });
  client.guessKind = () => Promise.resolve(codes ? { kind: 'codes', reason: 'tokens' } : { kind: 'vectors', reason: 'arrays' });
  const drafts = { draft: createDraft(made), tableDraft: createTableDraft(made), factsDraft: createFactsDraft(made) };
  return { made, client, ...drafts, readAs: createReadAs(made, drafts), placing: createPlacing(made, drafts.draft, drafts.tableDraft, drafts.factsDraft) };
}

describe('a file of codes', () => {
  it('gets a cell of its own where the notebook has none, beside all quantizers, and runs', async () => {
    const { made, factsDraft, readAs } = await page([DATA, KMEANS, { id: 'c', mode: 'compare', inputs: { runs: ['k'] } }, { id: 'g', mode: 'view', inputs: { runs: [] }, spec: { view: 'utilization' } }]);
    await factsDraft.begin(file(), { kind: 'codes' });
    expect([readAs.now(), readAs.kinds(file()).includes('codes'), readAs.cellFor('codes')]).toEqual(['codes', false, '']);
    await factsDraft.chooseCodes({ numCodes: [64] });
    await factsDraft.accept();
    const { cells } = made.notebook.getState().notebook;
    expect(cells.map(({ id, mode }) => [id, mode])).toEqual([['items', 'dataset'], ['ids', 'codes'], ['k', 'quantizer'], ['c', 'compare'], ['g', 'view']]);
    expect(cells[1]).toMatchObject({ inputs: { rows: 'items' }, spec: { data: 'ids', choices: { numCodes: [64] }, kind: 'published' } });
    expect(cells.slice(3).map(({ inputs }) => inputs)).toEqual([{ runs: ['k', 'ids'] }, { runs: [] }]);
    await made.queue.idle();
    expect(made.runs.getState().runs.ids).toMatchObject({ status: 'done', problem: null });
  });

  it('leaves no cell behind where it cannot be read', async () => {
    const { made, client, factsDraft } = await page([DATA]);
    await factsDraft.begin(file(), { kind: 'codes' });
    client.loadCodes = () => Promise.reject({ name: 'input', message: 'gone', hint: 'Choose it again.' });
    await factsDraft.accept();
    expect(factsDraft.store.getState().draft?.problem?.message).toBe('gone');
    expect(made.notebook.getState().notebook.cells.map(({ id }) => id)).toEqual(['items']);
  });

  it('is given to the codes cell at once where its content says so, else the person is asked or it goes to the vectors', async () => {
    const first = await page([DATA, { id: 'ids', mode: 'codes' }]);
    first.placing.give([file('x.csv')]);
    await until(() => first.factsDraft.store.getState().draft !== null, 'the panel of codes');
    expect(first.factsDraft.store.getState().draft).toMatchObject({ cellId: 'ids', choices: { kind: 'codes' } });
    const second = await page([DATA, { id: 'ids', mode: 'codes' }], false);
    second.placing.give([file('x.npy')]);
    await until(() => second.draft.store.getState().draft !== null, 'the panel of vectors');
    second.client.guessKind = () => Promise.resolve({ kind: 'codes', reason: 'whole numbers', also: ['vectors'] });
    second.draft.cancel();
    second.placing.give([file('y.npy')]);
    await until(() => second.placing.store.getState().files.length > 0, 'the question');
    expect(second.placing.store.getState().choices).toEqual([[{ as: 'codes', cellId: 'ids' }, { as: 'vectors', cellId: 'items' }]]);
    await second.placing.place([{ as: 'none', cellId: '' }]);
    second.placing.give([file('z.index.json')], 'ids');
    expect(second.factsDraft.store.getState().draft?.cellId).toBe('ids');
  });

  it('opens as codes by itself where vectors cannot be made of it', async () => {
    const { client, draft, readAs, factsDraft } = await page([DATA]);
    const refused = { name: 'input', message: 'It holds published semantic IDs.', hint: '' } as const;
    client.inspect = (given, choices = {}) => Promise.resolve({ name: given.name, format: 'json', bytes: 2, arrays: [], columns: [], choices, problem: refused });
    void draft.begin(file(), null);
    await until(() => factsDraft.store.getState().draft !== null, 'the panel of codes');
    expect([readAs.now(), draft.store.getState().draft, readAs.kinds(file()).at(-1)]).toEqual(['codes', null, undefined]);
  });
});

describe('codes and what they are joined to', () => {
  it('are given to their run with vectors in their order, once', async () => {
    const { made, client } = await page([DATA, { id: 'ids', mode: 'codes', inputs: { rows: 'items' }, spec: { sample: 'named' } }, { id: 'alone', mode: 'codes', spec: { data: 'ids' } }]);
    for (const _ of [1, 2]) {
      made.queue.run(['ids', 'alone'], true);
      await made.queue.idle();
    }
    const [joined, alone, again] = client.started;
    const { data, codes } = made.runs.getState();
    expect(joined!.inputs).toEqual({ codes: codes.ids!.loaded!.dataId, rows: expect.any(String) as string });
    expect(client.held.get(joined!.inputs.rows!)).toEqual({ vectorsId: data.items!.loaded!.dataId, rows: joinIds(codes.ids!.loaded!.ids, 40, data.items!.loaded!).rows });
    expect([alone!.inputs, again!.inputs.rows]).toEqual([{ codes: codes.alone!.loaded!.dataId }, joined!.inputs.rows]);
  });

  it('are known to predictors by their own ids', async () => {
    const { made, client } = await page([{ id: 'e', mode: 'log', spec: { sample: 'log' } }, { id: 'ids', mode: 'codes', spec: { sample: 'numbered' } }, { id: 'f', mode: 'predictor', inputs: { events: 'e', codes: 'ids' }, spec: { kind: 'fnn', params: { fields: 'codes' }, seeds: [1, 2] } }]);
    made.queue.run(['f']);
    await made.queue.idle();
    expect(Object.values(made.runs.getState().runs).map(({ status }) => status)).toEqual(['done', 'done', 'done']);
    const [first, second] = client.fitted.map(({ inputs }) => client.held.get(inputs.codes!) as { numCodes: number[] });
    expect([first!.numCodes.length, second!.numCodes.length]).toEqual([3, 3]);
  });
});
