/** Rank-N-Contrast against the reference, the triple loop and finite differences; ties, equal rows and far rows. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { rankContrast } from '../kernels/rankContrast';
import { Random } from '../math/random';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import given from '../testing/fixtures/rank-n-contrast.json';
import { expectClose, type Shaped } from '../testing/tolerance';
import { watched } from '../testing/watched';
import { rankNContrast, rankOrder } from './rankNContrast';

const reference = watched(given, ['cases']);
const tolerance = reference.meta.tolerance_float32.cases;

describeBackends('Rank-N-Contrast', () => {
  for (const [name, { features, labels, loss, loss_vectorised, loss_per_anchor, gradient, temperature }] of Object.entries(reference.cases)) {
    it(`reference: ${name}`, async () => {
      const seen = await lossOf(features, labels.data, temperature);
      expectClose(seen.loss, [loss], tolerance, 'loss');
      expectClose(seen.loss, [loss_vectorised], tolerance, 'loss, vectorised');
      expectClose(await anchorLosses(features, labels.data, temperature), loss_per_anchor, tolerance, 'loss per anchor');
      expectClose(seen.gradient, gradient, tolerance, 'gradient');
    });
  }

  it('is the triple loop, also for rows far apart, and its slope is that of finite differences', async () => {
    const labels = [0, 0, 3, 1, 1, 5, 2, 0, 4];
    for (const scale of [1, 40]) {
      const features = { shape: [9, 5], data: normals(45, 3, 7, scale) };
      const seen = await lossOf(features, labels, 2);
      expectClose(seen.loss, tripleLoop(features, labels, 2), { rtol: 1e-5, atol: 1e-5 });
      const slopes = Float64Array.from(features.data, (value, i) => {
        const moved = (by: number) => tripleLoop({ ...features, data: features.data.map((x, j) => (j === i ? value + by : x)) }, labels, 2);
        return (moved(1e-2) - moved(-1e-2)) / 2e-2;
      });
      expectClose(seen.gradient, slopes, { rtol: 2e-3, atol: 2e-4 });
    }
  });

  it('two rows or one: exactly 0; all labels equal, or two rows the same: finite', async () => {
    expect(await lossOf({ shape: [2, 3], data: [1, 2, 3, -1, 0, 4] }, [1, 9], 2)).toEqual({ loss: 0, gradient: [0, 0, 0, 0, 0, 0] });
    expect((await lossOf({ shape: [1, 2], data: [1, 2] }, [1], 2)).loss).toBe(0);
    const equal = await lossOf({ shape: [6, 4], data: normals(24, 5) }, [2, 2, 2, 2, 2, 2], 2);
    expect([equal.loss, ...equal.gradient].every(Number.isFinite)).toBe(true);
    const twins = await lossOf({ shape: [4, 2], data: [1, 2, 1, 2, 1, 2, 5, 1] }, [0, 1, 2, 3], 2);
    expect([twins.loss, ...twins.gradient].every(Number.isFinite)).toBe(true);
    expect(twins.gradient.some((slope) => slope !== 0)).toBe(true);
  });

  it('takes a whole batch, and gives the same bits twice', async () => {
    const random = new Random(8);
    const labels = Array.from({ length: 200 }, () => random.integer(12));
    const features = { shape: [200, 24], data: normals(200 * 24, 9) };
    const seen = await lossOf(features, labels, 2);
    expectClose(seen.loss, tripleLoop(features, labels, 2), { rtol: 1e-5, atol: 1e-5 });
    expect(await lossOf(features, labels, 2)).toEqual(seen);
  });
});

async function lossOf({ shape, data }: Shaped, labels: readonly number[], temperature: number): Promise<{ loss: number; gradient: number[] }> {
  const features = tf.tensor2d(Float32Array.from(data), shape as [number, number]);
  const order = rankOrder(Float64Array.from(labels));
  const { value, grad } = tf.valueAndGrad((x) => rankNContrast(x as tf.Tensor2D, order, temperature))(features);
  const seen = { loss: (await value.data())[0]!, gradient: Array.from(await grad.data(), (slope) => slope || 0) };
  tf.dispose([features, value, grad]);
  return seen;
}

/** [n]: of each anchor, by the kernel alone, from similarities in float64. */
async function anchorLosses({ shape, data }: Shaped, labels: readonly number[], temperature: number): Promise<number[]> {
  const [n, dim] = shape as [number, number];
  const similarity = Float32Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return -Math.hypot(...Array.from({ length: dim }, (_, d) => data[i * dim + d]! - data[j * dim + d]!)) / temperature;
  });
  const tensor = tf.tensor2d(similarity, [n, n]);
  const { losses, slopes } = rankContrast(tensor, rankOrder(Float64Array.from(labels)));
  const values = Array.from(await losses.data());
  tf.dispose([tensor, losses, slopes]);
  return values;
}

/** The definition, in float64; O(n^2 d + n^3). */
function tripleLoop({ shape, data }: Shaped, labels: readonly number[], temperature: number): number {
  const [n, dim] = shape as [number, number];
  const similarity = (i: number, j: number) => -Math.hypot(...Array.from({ length: dim }, (_, d) => data[i * dim + d]! - data[j * dim + d]!)) / temperature;
  const table = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => similarity(i, j)));
  let loss = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      const largest = Math.max(...table[i]!.filter((_, k) => k !== i));
      let sum = 0;
      for (let k = 0; k < n; k++) if (k !== i && Math.abs(labels[i]! - labels[k]!) >= Math.abs(labels[i]! - labels[j]!)) sum += Math.exp(table[i]![k]! - largest);
      loss += largest + Math.log(sum) - table[i]![j]!;
    }
  }
  return loss / (n * (n - 1));
}
