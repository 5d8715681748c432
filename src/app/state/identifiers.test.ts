/** New items for a trained quantizer: how far their file is read, and the end of the reading. */
import { afterEach, expect, it } from 'vitest';
import type { QuantizerResult } from '../../engine/records/quantize';
import type { Appended } from '../../engine/records/repair';
import type { Reading } from '../../engine/records/data';
import { memoryStorage } from '../testing/memoryStorage';
import { testSession, until } from '../testing/session';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { fakeResult, withFakeStored } from '../testing/fakeRun';
import { predictorCell } from '../notebook/spec';
import { toNotebook } from '../notebook/toNotebook';
import { repairInUse, repairRead, repairsOf, storedRepair } from '../runs/idsInUse';
import type { Session } from './session';

let open: Session | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

it('tells how far the file of new items is read, and ends with Cancel and with the dialog', async () => {
  const { session, client } = await testSession({ tick: 0 }, memoryStorage(), { fetchSample: () => Promise.resolve(new File(['x'], 'items.npy')) });
  open = session;
  await session.loadAll();
  session.queue.run(['kmeans']);
  await session.queue.idle();
  const readings: Reading[] = [];
  let answer: ((appended: Appended) => void) | undefined;
  client.append = (_, reading) => new Promise((resolve, reject) => {
    readings.push(reading!);
    answer = resolve;
    reading!.signal!.addEventListener('abort', () => reject(new Error('cancelled')));
  });
  const known = () => session.identifiers.store.getState().cells.kmeans;
  const append = () => session.identifiers.append('kmeans', new File(['x'], 'new.npy'));

  for (const end of [session.identifiers.cancelAppend, session.identifiers.close]) {
    const work = append();
    await until(() => readings.length > 0, 'the reading');
    readings[0]!.progress!({ bytes: 30, size: 100 });
    expect(known()).toMatchObject({ busy: 'append', progress: { bytes: 30, size: 100 } });
    end();
    await work;
    expect(readings.pop()!.signal!.aborted).toBe(true);
    expect(known()).toMatchObject({ busy: null, progress: null, problem: null, appended: null });
  }

  const last = append();
  await until(() => readings.length > 0, 'the reading');
  answer!({ items: 1 } as Appended);
  await last;
  expect(known()).toMatchObject({ busy: null, problem: null, appended: { file: 'new.npy', result: { items: 1 } } });
});

it('uses stored codes where nobody chose, and what was chosen otherwise', () => {
  const plain = fakeResult({ runId: 'r', inputs: { rows: 'd' }, kind: 'rq-kmeans', params: {}, seed: 1 }, { levels: 2, codes: 5, rows: 40, dim: 4 }, 8, 1, 1.5);
  const stored = withFakeStored(plain);
  expect(repairInUse({}, stored)).toEqual({ method: 'stored' });
  expect(repairInUse({ repair: null }, stored)).toBeNull();
  expect(repairInUse({ repair: { method: 'suffix' } }, stored)).toEqual({ method: 'suffix' });
  expect([repairInUse({}, plain), repairInUse({}, null), repairInUse(undefined, stored)]).toEqual([null, null, null]);
  // Rows held out of training have no stored codes.
  expect(repairInUse({}, { ...stored, rows: 50 })).toBeNull();
  expect(repairsOf({}, stored)).toEqual(['stored', 'suffix', 'nextFree', 'sinkhorn']);
  for (const without of [plain, { ...stored, rows: 50 }]) expect(repairsOf({}, without)).not.toContain('stored');
  expect(repairsOf({ repair: { method: 'stored' } }, plain)).toContain('stored');
});

it('says how the IDs that a recommender reads are told apart', () => {
  const result = withFakeStored(fakeResult({ runId: 'r', inputs: { rows: 'd' }, kind: 'rq-kmeans', params: {}, seed: 1 }, { levels: 2, codes: 5, rows: 40, dim: 4 }, 8, 1, 1.5));
  const of = (spec: object, runs = { q: { family: 'quantizer', result } }) => {
    const notebook = toNotebook({ version: 2, cells: [{ id: 's', mode: 'sequences' }, { id: 'd', mode: 'dataset' }, { id: 'q', mode: 'quantizer', inputs: { rows: 'd' }, spec: { kind: 'rq-kmeans', ...spec } }, { id: 'g', mode: 'predictor', inputs: { sequences: 's', codes: 'q' }, spec: { kind: 'generative' } }] }, FAKE_CATALOG);
    return repairRead(notebook, runs as never, predictorCell(notebook, 'g')!);
  };
  expect([of({}), of({ repair: 'none' }), of({ repair: 'suffix' }), of({}, {} as never)]).toEqual(['stored', null, 'suffix', null]);
});

it('takes stored codes from the result, whether or not the engine still has the model', async () => {
  const { session, client } = await testSession({ tick: 0 }, memoryStorage(), { fetchSample: () => Promise.resolve(new File(['x'], 'items.npy')) });
  open = session;
  await session.loadAll();
  session.queue.run(['kmeans']);
  await session.queue.idle();
  client.repair = () => Promise.reject(new Error('the model is gone'));
  const { runs } = session.runs.getState();
  const result = withFakeStored(runs.kmeans!.result as QuantizerResult, 0.5);
  session.runs.setState({ runs: { ...runs, kmeans: { ...runs.kmeans!, result } } });
  const applied = (await session.identifiers.applied('kmeans'))!;
  expect(applied.codes).toBe(result.stored!.codes);
  expect(applied).toMatchObject({ options: { method: 'stored' }, items: result.rows, moved: result.rows / 2, before: { collisionRate: result.metrics.collisionRate }, after: { collisionRate: result.metrics.collisionRate / 2 } });
  expect(storedRepair({ ...result, rows: result.rows + 1 })).toBeNull();
  session.identifiers.apply('kmeans', null);
  expect(await session.identifiers.applied('kmeans')).toBeNull();
});
