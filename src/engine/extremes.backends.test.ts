/** Data of any size and any offset: every method does as well as on plain data, and no error reads as zero for want of float32's range. */
import { expect, it } from 'vitest';
import { loadDataset } from './data/dataset';
import { nestedClusters } from './data/generators/nestedClusters';
import { fileOf } from './data/testFiles';
import { npyBytes } from './export/npy';
import { Vectors } from './quantizers/vectors';
import type { Params } from './records/params';
import type { QuantizerKind } from './records/quantize';
import { describeBackends } from './testing/backends';
import { KINDS, smallOf, trainSmall } from './testing/training';

const ROWS = 400;
const { data, dim } = nestedClusters(3, ROWS, 8);

async function errorOf(kind: QuantizerKind, values: Float32Array, params: Params): Promise<number> {
  // As a person's file is read.
  const { data: prepared } = await loadDataset(fileOf('x.npy', npyBytes(values, [ROWS, dim])), {});
  const rows = new Vectors(prepared, ROWS, dim);
  const { result, problem } = await trainSmall({ kind, params }, rows);
  rows.dispose();
  expect(problem).toBeNull();
  return result!.metrics.relativeError;
}

describeBackends('extremes', (backend) => {
  const paramsOf = (kind: QuantizerKind): Params => ({ ...smallOf(kind), ...(kind === 'r3-vae' && { steps: backend === 'webgpu' ? 80 : 200, batchSize: 64 }) });
  const errorOn = (kind: QuantizerKind, values: Float32Array, params = paramsOf(kind)) => errorOf(kind, values, params);
  // Where every training takes seconds, the farthest of each alone.
  const farthest = <Case>(cases: readonly Case[]): readonly Case[] => (backend === 'wasm' ? cases : cases.slice(-1));

  it.each(KINDS)('%s: values of 1e30 and 1e-30 are coded as well as values of 1', async (kind) => {
    const plain = await errorOn(kind, data);
    expect(plain).toBeLessThan(1);
    for (const scale of farthest([2 ** 100, 2 ** -100, 1e-30, 1e30])) {
      const error = await errorOn(kind, data.map((value) => value * scale));
      expect(Math.abs(error / plain - 1), `times ${scale}`).toBeLessThan(0.25);
    }
  });

  it.each(farthest([false, true]))('R3-VAE: an offset far beyond the spread costs nothing (reference vector: %s)', async (reference) => {
    const params = { ...paramsOf('r3-vae'), reference };
    const plain = await errorOn('r3-vae', data, params);
    for (const [offset, scale] of farthest([[1e2, 0.01], [1e4, 1], [1e6, 1], [1e4, 0.01]] as const)) {
      const error = await errorOn('r3-vae', data.map((value) => offset + scale * value), params);
      // At 1e6 float32 itself leaves steps of a sixteenth.
      expect(error, `${offset} + ${scale} x`).toBeLessThan(1.3 * plain + 0.1);
    }
  });

  it.each(['rq-kmeans', 'rq-gmm', 'rq-vae'] as const)('%s: so it is for the others', async (kind) => {
    const plain = await errorOn(kind, data);
    for (const [offset, scale] of [[1e4, 0.01], [1e6, 1]] as const) expect(await errorOn(kind, data.map((value) => offset + scale * value))).toBeLessThan(1.2 * plain + 0.1);
  });
});
