/** The mixture's kernels of the processor give what the plain float64 loops give, wherever rows and components lie. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeCpuRoad, cpuRoad } from '../cpu/road';
import { openBackend } from '../gpu/device';
import { normals } from '../testing/arrays';
import { expectClose } from '../testing/tolerance';
import { gaussianStatistics, mixtureCodes, type Mixture } from './gaussianStatistics';

const close = { rtol: 1e-12, atol: 1e-12 };

/** Components around every few rows, the rest between rows. */
function near(rows: Float32Array, K: number, d: number, spread: number, variance: (k: number, j: number) => number): Mixture {
  const n = rows.length / d;
  const noise = normals(K * d, 9, 0, spread);
  return {
    numCodes: K,
    dim: d,
    logWeights: Float64Array.from({ length: K }, (_, k) => -Math.log(K) + ((k % 3) - 1) * 0.3),
    means: Float64Array.from({ length: K * d }, (_, at) => rows[((Math.floor(at / d) * 7) % n) * d + (at % d)]! + noise[at]!),
    variances: Float64Array.from({ length: K * d }, (_, at) => variance(Math.floor(at / d), at % d)),
  };
}

async function both(rows: Float32Array, mixture: Mixture) {
  const x = tf.tensor2d(rows, [rows.length / mixture.dim, mixture.dim]);
  const one = async () => {
    const statistics = await gaussianStatistics(x, mixture);
    const chosen = mixtureCodes(x, mixture);
    const codes = { codes: await chosen.codes.data(), logDensity: await chosen.logDensity.data(), confidence: await chosen.confidence.data() };
    tf.dispose([chosen.codes, chosen.logDensity, chosen.confidence]);
    return { ...statistics, chosen: codes };
  };
  expect(cpuRoad()).not.toBeNull();
  const seen = await one();
  closeCpuRoad(true);
  const wanted = await one();
  closeCpuRoad(false);
  x.dispose();
  return { seen, wanted };
}

async function compare(rows: Float32Array, mixture: Mixture, tolerance = close): Promise<void> {
  const { seen, wanted } = await both(rows, mixture);
  expectClose(seen.logDensity, wanted.logDensity, tolerance, 'logDensity');
  expectClose(seen.mass, wanted.mass, tolerance, 'mass');
  const scale = (values: Float64Array): { rtol: number; atol: number } => ({ ...tolerance, atol: tolerance.atol * Math.max(...values.map(Math.abs)) });
  expectClose(seen.first, wanted.first, scale(wanted.first), 'first');
  expectClose(seen.second, wanted.second, scale(wanted.second), 'second');
  expect(seen.chosen.codes).toEqual(wanted.chosen.codes);
  expectClose(seen.chosen.logDensity, wanted.chosen.logDensity, { rtol: 1e-6, atol: 1e-6 }, 'log density of the choice');
  expectClose(seen.chosen.confidence, wanted.chosen.confidence, { rtol: 1e-6, atol: 1e-6 }, 'confidence');
}

describe('the mixture on the processor', () => {
  beforeAll(async () => {
    await openBackend('wasm');
  });
  afterEach(() => closeCpuRoad(false));

  for (const n of [1, 2, 31, 515])
    for (const d of [1, 3, 5, 16, 17, 37])
      for (const K of [1, 3, 130]) {
        it(`${n} rows, ${K} components, ${d} dimensions`, () => {
          const rows = normals(n * d, n + d);
          return compare(rows, near(rows, K, d, 0.5, (k, j) => 0.4 + ((k + j) % 5) * 0.3));
        });
      }

  it('components that lie close together', () => compare(normals(600 * 64, 1), near(normals(64, 1), 40, 64, 0.02, () => 1)));
  it('components far apart', () => {
    const rows = normals(300 * 40, 1, 0, 30);
    return compare(rows, near(rows, 50, 40, 0.3, () => 0.2));
  });
  it('far from the origin', () => {
    const rows = normals(300 * 20, 1, 1e4);
    return compare(rows, near(rows, 33, 20, 0.5, (k) => 0.3 + (k % 2)));
  });
  it('components collapsed onto rows', () => {
    const rows = normals(300 * 20, 1, 5);
    return compare(rows, near(rows, 30, 20, 0, (k) => (k % 3 === 0 ? 1e-6 : 1)));
  });
  it('a thousand deviations away', () => compare(normals(50 * 24, 1, 0, 3000), near(normals(50 * 24, 2), 12, 24, 1, () => 1), { rtol: 1e-9, atol: 1e-9 }));
  for (const scale of [1e-30, 1e-12, 1e12, 1e30]) {
    it(`rows of ${scale}`, () => {
      const rows = normals(200 * 18, 1, 0, scale);
      return compare(rows, near(rows, 20, 18, 0.5 * scale, () => (scale * 0.7) ** 2));
    });
  }

  it('components of no weight or hardly any', async () => {
    const rows = normals(200 * 8, 1);
    const mixture = near(rows, 9, 8, 0.5, () => 1);
    mixture.logWeights.set([-Infinity, -700, -32, -1e300], 1);
    await compare(rows, mixture);
    const { seen } = await both(rows, mixture);
    expect([seen.mass[1], seen.mass[2], seen.mass[4]]).toEqual([0, 0, 0]);
  });

  it('a row that is no number says nothing about the rows beside it', async () => {
    const rows = normals(9 * 6, 1);
    rows[4 * 6 + 2] = NaN;
    rows[6 * 6] = Infinity;
    const { seen, wanted } = await both(rows, near(normals(9 * 6, 1), 5, 6, 0.5, () => 1));
    expect([...seen.logDensity].map(Number.isNaN)).toEqual([0, 0, 0, 0, 1, 0, 1, 0, 0].map(Boolean));
    expectClose(seen.logDensity, wanted.logDensity, close, 'logDensity');
    expect(seen.chosen.codes).toEqual(wanted.chosen.codes);
    expect(seen.mass).toEqual(wanted.mass);
  });

  it('gives a row the same bits whatever rows lie beside it', async () => {
    const [n, d] = [70, 33];
    const rows = normals(n * d, 1, 0, 2);
    const mixture = near(rows, 50, d, 1, () => 0.5);
    const { seen } = await both(rows, mixture);
    for (const start of [1, 2, 35]) {
      const part = (await both(rows.slice(start * d), mixture)).seen;
      expect(part.logDensity).toEqual(seen.logDensity.slice(start));
      expect(part.chosen.codes).toEqual(seen.chosen.codes.slice(start));
    }
  });

  it('leaves a mixture too wide for its scratch memory to the plain loops', async () => {
    const d = 40_000;
    const rows = normals(2 * d, 1);
    await compare(rows, near(rows, 2, d, 0.1, () => 1));
  });
});
