/** Checkpoints in the browser's real private file system: written, listed, read, pruned, and gone on from by a fresh engine. */
import { afterEach, expect, it } from 'vitest';
import { createEngineClient, type EngineClient } from '../client';
import { npyFile } from '../export/npy';
import type { RunEvent } from '../records/event';
import type { QuantizerResult } from '../records/quantize';
import type { CheckpointInfo, RunSpec } from '../records/run';
import { smallRows } from '../testing/training';
import type { Checkpoint } from './format';
import { openFolders, privateFolders } from './folders';
import { CheckpointStore } from './store';

const FOLDER = 'folders-test';

afterEach(async () => {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(FOLDER, { recursive: true }).catch(() => undefined);
});

it('writes and reads files, and takes any name for a folder', async () => {
  const root = await navigator.storage.getDirectory();
  const folders = privateFolders(await root.getDirectoryHandle(FOLDER, { create: true }));
  await folders.write('../a/b', 'last~1', Uint8Array.of(1, 2, 3));
  await folders.write('../a/b', 'last~1', Uint8Array.of(4, 5));
  expect(await folders.folders()).toEqual(['../a/b']);
  expect(await folders.files('../a/b')).toMatchObject([{ name: 'last~1', bytes: 2 }]);
  expect(new Uint8Array(await (await folders.read('../a/b', 'last~1')).arrayBuffer())).toEqual(Uint8Array.of(4, 5));
  await folders.remove('../a/b', 'last~1');
  await folders.remove('../a/b', 'last~1');
  expect(await folders.files('../a/b')).toEqual([]);
  expect(await folders.files('none')).toEqual([]);
  await folders.removeFolder('../a/b');
  await folders.removeFolder('../a/b');
  expect(await folders.folders()).toEqual([]);
});

it('keeps checkpoints to the bit', async () => {
  const root = await navigator.storage.getDirectory();
  const store = new CheckpointStore(privateFolders(await root.getDirectoryHandle(FOLDER, { create: true })));
  const weights = Float32Array.from({ length: 100_003 }, (_, i) => Math.fround(Math.sin(i)));
  const head = { kind: 'rq-vae', params: {}, seed: 1, rows: 10, dim: 2, total: 1, backend: 'wasm', step: 3, items: 30, seconds: 1, done: false, value: 0.5, best: 0.5, level: { index: -1, steps: 0, seconds: 0 }, notes: [] } as const;
  const checkpoint: Checkpoint = { head, points: [], state: { weights } };
  await store.write('key', ['last', 'best'], checkpoint);
  await store.write('key', ['last'], checkpoint);
  expect((await store.list('key')).map(({ name }) => name)).toEqual(['last', 'best']);
  expect((await store.read('key', 'last')).state.weights).toEqual(weights);
});

it('lets an engine started anew go on, in its worker, with the same codes as a run that was never interrupted', async () => {
  const key = `folders-test-${performance.now()}`;
  const spec = { kind: 'r3-vae', params: { numCodes: [8], numLevels: 3, steps: 60, batchSize: 64 }, seed: 5 } as const;
  const file = new File([npyFile(smallRows().data, [240, 8])], 'rows.npy');
  const whole = await inEngine(async (client) => (await run(client, file, spec)).result);
  const plan = { key, every: 7, best: 'relativeError' };
  // The engine is gone in the middle of training, as by a reload.
  const seen = await inEngine((client) => run(client, file, { ...spec, checkpoints: plan }, 20));
  expect(seen.result).toBeNull();
  const { again, listed } = await inEngine(async (client) => {
    const infos = await client.checkpoints(key);
    const { result } = await run(client, file, { ...spec, checkpoints: plan, resume: 'step-14' });
    return { again: result!, listed: infos };
  });
  expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(['last', 'best', 'step-7', 'step-14']));
  expect(again.codes).toEqual(whole!.codes);
  expect(again.reconstruction).toEqual(whole!.reconstruction);
  expect(again.steps).toBe(whole!.steps);
  await new CheckpointStore(await openFolders()).forget(key);
});

async function inEngine<T>(work: (client: EngineClient) => Promise<T>): Promise<T> {
  const client = createEngineClient();
  try {
    await client.start('wasm');
    return await work(client);
  } finally {
    client.close();
  }
}

/** Resolves at the end, or once a checkpoint of step `until` or later was told of. */
async function run(client: EngineClient, file: File, spec: Omit<RunSpec, 'runId' | 'inputs'>, until = Infinity): Promise<{ result: QuantizerResult | null; checkpoints: readonly CheckpointInfo[] }> {
  const { dataId } = await client.load(file, {});
  return new Promise((resolve, reject) => {
    let checkpoints: readonly CheckpointInfo[] = [];
    client.run({ ...spec, runId: 'cell.1', inputs: { rows: dataId } }, (event: RunEvent) => {
      if (event.type === 'checkpoints') checkpoints = event.checkpoints;
      if (event.type === 'checkpoints' && checkpoints.some(({ step }) => step >= until)) resolve({ result: null, checkpoints });
      if (event.type === 'failed') reject(new Error(event.problem.message));
      if (event.type === 'result') resolve({ result: event.result as QuantizerResult, checkpoints });
    });
  });
}
