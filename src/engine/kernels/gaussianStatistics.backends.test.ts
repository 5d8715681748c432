/** EM statistics and mixture codes against a plain loop in float64 and against scikit-learn's GaussianMixture. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forceVariant, type KernelVariant } from '../gpu/launch';
import { Random } from '../math/random';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import given from '../testing/fixtures/gmm-diag.json';
import { expectClose, expectTensorClose, type Shaped, type Tolerance } from '../testing/tolerance';
import { watched } from '../testing/watched';
import { gaussianStatistics, mixtureCodes, type Mixture } from './gaussianStatistics';

const reference = watched(given, ['*/after/*/responsibilities_20', '*/after/*/component_mass', '*/after/*/mean_log_density', 'near_empty/mass_of_component_4_in_first_e_step']);
const SIZES: readonly (readonly [n: number, K: number, d: number])[] = [
  [1, 1, 3],
  [1, 300, 3],
  [77, 5, 1],
  [130, 300, 6],
  [60, 17, 133],
  [3000, 4, 4],
];

/** scikit-learn adds it to every variance. */
const REG = 1e-6;

const { tolerance_float32, tolerance_float64 } = reference.meta;

/** Plain kernels and those for the processor; null where no kernel of ours runs. */
const variantsOf = (backend: string): readonly (KernelVariant | null)[] => (backend === 'webgpu' ? ['tiled', 'heldSubgroups'] : [null]);

describeBackends('gaussianStatistics', (backend) => {
  describe.each(variantsOf(backend))('variant %s', (variant) => {
    beforeAll(() => forceVariant(variant));
    afterAll(() => forceVariant(null));
    statistics(backend);
  });
});

function statistics(backend: string): void {
  const single = backend === 'webgpu';
  const ownTolerance: Tolerance = single ? { rtol: 2e-4, atol: 2e-4 } : { rtol: 1e-9, atol: 1e-9 };

  test.each(SIZES)('sums over %i rows, %i components, %i dimensions', async (n, K, d) => {
    const rows = normals(n * d, 1, 0, 2);
    const mixture = someMixture(K, d);
    const x = tf.tensor2d(rows, [n, d]);
    const seen = await gaussianStatistics(x, mixture);
    const wanted = naive(rows, mixture);
    expectClose(seen.logDensity, wanted.logDensity, ownTolerance, 'logDensity');
    expectClose(seen.mass, wanted.mass, ownTolerance, 'mass');
    expectClose(seen.first, wanted.first, ownTolerance, 'first');
    expectClose(seen.second, wanted.second, ownTolerance, 'second');
    expectClose(
      seen.mass.reduce((sum, value) => sum + value, 0),
      n,
      { rtol: 1e-5, atol: 0 },
      'total mass',
    );

    const { codes, logDensity, confidence } = mixtureCodes(x, mixture);
    expect([codes.dtype, codes.shape]).toEqual(['int32', [n]]);
    expect([...(await codes.data())]).toEqual(wanted.codes);
    await expectTensorClose(logDensity, wanted.logDensity, { rtol: 2e-5, atol: 2e-4 }, 'logDensity');
    await expectTensorClose(confidence, wanted.confidence, { rtol: 2e-4, atol: 2e-4 }, 'confidence');
    tf.dispose([x, codes, logDensity, confidence]);
  });

  test('does not depend on where the rows are cut into chunks', async () => {
    // 300 components make two chunks of 13,981 rows and less.
    const rows = normals(20_000 * 2, 3, 0, 2);
    const mixture = someMixture(300, 2);
    const x = tf.tensor2d(rows, [20_000, 2]);
    const whole = await gaussianStatistics(x, mixture);
    const mass = new Float64Array(300);
    for (const [start, end] of [
      [0, 7000],
      [7000, 20_000],
    ] as const) {
      const part = tf.slice(x, [start, 0], [end - start, 2]);
      (await gaussianStatistics(part, mixture)).mass.forEach((value, k) => (mass[k]! += value));
      part.dispose();
    }
    expectClose(whole.mass, mass, { rtol: 1e-4, atol: 1e-4 }, 'mass');
    const { codes, logDensity, confidence } = mixtureCodes(x, mixture);
    await expectTensorClose(logDensity, whole.logDensity, { rtol: 1e-5, atol: 1e-4 }, 'logDensity');
    tf.dispose([x, codes, logDensity, confidence]);
  }, 120_000);

  test('moves the sums to means that float32 cannot hold', async () => {
    const rows = normals(64, 4, 1000);
    const mixture: Mixture = {
      numCodes: 1,
      dim: 1,
      logWeights: new Float64Array([0]),
      means: new Float64Array([1000.00002]),
      variances: new Float64Array([1]),
    };
    const x = tf.tensor2d(rows, [64, 1]);
    const { first } = await gaussianStatistics(x, mixture);
    expectClose(first, naive(rows, mixture).first, { rtol: 1e-6, atol: 1e-5 }, 'first');
    x.dispose();
  });

  test('stays finite for rows a thousand deviations away', async () => {
    const mixture = someMixture(3, 8);
    const x = tf.tensor2d(normals(4 * 8, 5, 0, 3000), [4, 8]);
    const { mass, first, second, logDensity } = await gaussianStatistics(x, mixture);
    expect([...mass, ...first, ...second, ...logDensity].every(Number.isFinite)).toBe(true);
    expectClose(
      mass.reduce((sum, value) => sum + value, 0),
      4,
      { rtol: 1e-5, atol: 0 },
    );
    x.dispose();
  });

  test('gives ties to the lowest index', async () => {
    const one = someMixture(1, 3);
    const twice = <T extends Float64Array>(values: T): Float64Array => new Float64Array([...values, ...values, ...values]);
    const mixture: Mixture = {
      numCodes: 3,
      dim: 3,
      logWeights: twice(one.logWeights),
      means: twice(one.means),
      variances: twice(one.variances),
    };
    const x = tf.tensor2d(normals(12, 6), [4, 3]);
    const { codes, logDensity, confidence } = mixtureCodes(x, mixture);
    expect([...(await codes.data())]).toEqual([0, 0, 0, 0]);
    await expectTensorClose(confidence, [1 / 3, 1 / 3, 1 / 3, 1 / 3], { rtol: 1e-6, atol: 0 });
    tf.dispose([x, codes, logDensity, confidence]);
  });

  test('gives the same bits twice', async () => {
    const mixture = someMixture(20, 7);
    const x = tf.tensor2d(normals(500 * 7, 7), [500, 7]);
    expect(await gaussianStatistics(x, mixture)).toEqual(await gaussianStatistics(x, mixture));
    x.dispose();
  });

  const cases = [
    { name: 'main', part: reference.main, float32: tolerance_float32.main, float64: tolerance_float64.main },
    { name: 'near_empty', part: reference.near_empty, float32: tolerance_float32.near_empty, float64: tolerance_float64.near_empty },
    {
      name: 'offset_64d',
      part: reference.offset_64d,
      float32: tolerance_float32.offset_64d_if_data_is_centred_first,
      float64: tolerance_float64.offset_64d,
    },
  ];
  test.each(cases)('one EM step agrees with scikit-learn: $name', async ({ part, float32, float64 }) => {
    const tolerance = single ? float32 : float64;
    const { rows, centre } = centred(part.data);
    const x = tf.tensor2d(rows, part.data.shape as [number, number]);
    const start = mixtureOf(part, centre);
    const { mass, first, second, logDensity } = await gaussianStatistics(x, start);
    const wanted = mixtureOf(part.after[0]!, centre);
    const n = part.data.shape[0]!;
    // The component that nearly no row belongs to.
    if ('mass_of_component_4_in_first_e_step' in part) expectClose(mass[4]!, part.mass_of_component_4_in_first_e_step as number, tolerance, 'mass of component 4');
    expectClose(mean(logDensity), part.after[0]!.lower_bound, tolerance, 'lower bound');
    expectClose(
      mass.map((value) => value / n),
      part.after[0]!.weights,
      tolerance,
      'weights',
    );
    // Means near 1000 are printed to 9 digits, that is to half of 1e-5.
    const printed = { ...tolerance, atol: Math.max(tolerance.atol, centre[0] === 0 ? 0 : 6e-6) };
    expectClose(
      start.means.map((value, i) => value + first[i]! / mass[Math.floor(i / start.dim)]!),
      wanted.means,
      printed,
      'means',
    );
    const variances = start.variances.map((_, i) => {
      const N = mass[Math.floor(i / start.dim)]!;
      return second[i]! / N - (first[i]! / N) ** 2 + REG;
    });
    expectClose(variances, wanted.variances, tolerance, 'variances');
    x.dispose();
  });

  test.each(cases)('codes and densities agree with scikit-learn: $name', async ({ part, float32 }) => {
    const { rows, centre } = centred(part.data);
    const x = tf.tensor2d(rows, part.data.shape as [number, number]);
    // The parameters themselves are printed to 9 digits, which means near 1000 and variances near 1e-6 magnify: the wider tolerance everywhere.
    for (const after of part.after) {
      const mixture = mixtureOf(after, centre);
      const { codes, logDensity, confidence } = mixtureCodes(x, mixture);
      expect([...(await codes.data())]).toEqual(after.labels.data);
      const firstRows = (await logDensity.data()).slice(0, 20);
      expectClose(firstRows, after.log_density_20, float32, 'log density');
      const K = mixture.numCodes;
      const largest = Array.from({ length: 20 }, (_, i) => Math.max(...after.responsibilities_20.data.slice(i * K, (i + 1) * K)));
      expectClose((await confidence.data()).slice(0, 20), largest, float32, 'confidence');
      const own = await gaussianStatistics(x, mixture);
      expectClose(own.mass, after.component_mass, float32, 'mass');
      expectClose(mean(own.logDensity), after.mean_log_density, float32, 'mean log density');
      tf.dispose([codes, logDensity, confidence]);
    }
    x.dispose();
  });
}

function someMixture(K: number, d: number): Mixture {
  const random = new Random(11);
  const weights = Float64Array.from({ length: K }, () => 0.2 + random.uniform());
  const total = weights.reduce((sum, value) => sum + value, 0);
  return {
    numCodes: K,
    dim: d,
    logWeights: weights.map((value) => Math.log(value / total)),
    means: Float64Array.from({ length: K * d }, () => Math.fround(random.normal())),
    variances: Float64Array.from({ length: K * d }, () => Math.fround(0.5 + random.uniform())),
  };
}

function mixtureOf(part: { weights: Shaped; means: Shaped; variances: Shaped }, centre: Float64Array): Mixture {
  const [numCodes, dim] = part.means.shape as [number, number];
  return {
    numCodes,
    dim,
    logWeights: Float64Array.from(part.weights.data, Math.log),
    means: Float64Array.from(part.means.data, (value, i) => value - centre[i % dim]!),
    variances: Float64Array.from(part.variances.data),
  };
}

/** Rows less a centre that float32 holds exactly, so that centring loses nothing. */
function centred({ shape, data }: Shaped): { rows: Float32Array; centre: Float64Array } {
  const dim = shape[1]!;
  const centre = new Float64Array(dim);
  for (let i = 0; i < data.length; i++) centre[i % dim]! += data[i]! / shape[0]!;
  const rounded = centre.map(Math.round);
  return { rows: Float32Array.from(data, (value, i) => value - rounded[i % dim]!), centre: rounded };
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

function naive(x: Float32Array, { numCodes, dim, logWeights, means, variances }: Mixture) {
  const n = x.length / dim;
  const mass = new Float64Array(numCodes);
  const first = new Float64Array(numCodes * dim);
  const second = new Float64Array(numCodes * dim);
  const logDensity = new Float64Array(n);
  const confidence = new Float64Array(n);
  const codes: number[] = [];
  for (let i = 0; i < n; i++) {
    const values = Array.from({ length: numCodes }, (_, k) => {
      let value = logWeights[k]!;
      for (let j = 0; j < dim; j++) {
        const variance = variances[k * dim + j]!;
        value -= 0.5 * (Math.log(2 * Math.PI * variance) + (x[i * dim + j]! - means[k * dim + j]!) ** 2 / variance);
      }
      return value;
    });
    const best = Math.max(...values);
    const logZ = best + Math.log(values.reduce((sum, value) => sum + Math.exp(value - best), 0));
    logDensity[i] = logZ;
    codes.push(values.indexOf(best));
    confidence[i] = Math.exp(best - logZ);
    values.forEach((value, k) => {
      const gamma = Math.exp(value - logZ);
      mass[k]! += gamma;
      for (let j = 0; j < dim; j++) {
        const difference = x[i * dim + j]! - means[k * dim + j]!;
        first[k * dim + j]! += gamma * difference;
        second[k * dim + j]! += gamma * difference ** 2;
      }
    });
  }
  return { mass, first, second, logDensity, codes, confidence };
}
