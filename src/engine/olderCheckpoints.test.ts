/** Checkpoints that people have: files written by an earlier version, each cut after three steps or two reports on plain JavaScript, resume to the codes and predictions of a run that never stopped. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { memoryFolders } from './checkpoints/folders';
import { CheckpointStore } from './checkpoints/store';
import type { Params } from './records/params';
import type { PredictorKind } from './records/predict';
import type { QuantizerKind } from './records/quantize';
import kept from './testing/checkpoints/version1.json';
import { fitSmall, fitSpec, smallTable } from './testing/fitting';
import { smallRows, trainSmall } from './testing/training';
import { expectClose } from './testing/tolerance';

beforeAll(() => tf.setBackend('cpu'));

const resumed = { checkpoints: { key: 'key', every: 0, best: '' }, resume: 'last' };

async function storeOf(checkpoint: string): Promise<CheckpointStore> {
  const folders = memoryFolders();
  await folders.write('key', 'last~1', Uint8Array.from(atob(checkpoint), (letter) => letter.charCodeAt(0)));
  return new CheckpointStore(folders);
}

it.each(['rq-kmeans', 'rq-vae', 'r3-vae', 'rq-gmm'] as const satisfies readonly QuantizerKind[])('%s', async (kind) => {
  const { params, checkpoint, codes } = kept[kind];
  const rows = smallRows(60);
  const { result, problem } = await trainSmall({ kind, params: params as Params, ...resumed }, rows, { checkpoints: await storeOf(checkpoint) });
  expect(problem).toBeNull();
  expect([...result!.codes]).toEqual(codes);
  expect(result!.notes.join(' ')).toMatch(/Went on from the checkpoint of step \d/);
  rows.dispose();
});

it.each(['mlp', 'rq-reg'] as const satisfies readonly PredictorKind[])('%s', async (kind) => {
  const { params, checkpoint, predictions } = kept[kind];
  const { result, problem } = await fitSmall(fitSpec(kind, params as Params, resumed), smallTable(), { checkpoints: await storeOf(checkpoint) });
  expect(problem).toBeNull();
  expectClose(result!.predictions.slice(0, predictions.length), Float64Array.from(predictions), { rtol: 1e-6, atol: 1e-7 }, 'predictions');
  expect(result!.notes.join(' ')).toMatch(/Went on from the checkpoint of step \d/);
});
