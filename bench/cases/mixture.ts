/** Kernel cases of the diagonal Gaussian mixture: one EM iteration and the codes. */
import * as tf from '@tensorflow/tfjs-core';
import { gaussianStatistics, mixtureCodes, type Mixture } from '../../src/engine/kernels/gaussianStatistics';
import { normals } from '../../src/engine/testing/arrays';
import { logDensities, moments, relativeToLargest } from '../float64';
import { plainEmIteration, plainMixtureCodes, type PlainMixture } from '../plain/gaussianMixture';
import { grouped, type KernelCase } from './kernelCase';

/** Sums of thousands of float32 terms, and log-densities of some hundred. */
const BOUND = 2e-5;

export function emCase(rows: number, dim: number, numCodes: number): KernelCase {
  return {
    name: 'gaussianStatistics',
    sizes: `${grouped(rows)} x ${dim}, ${numCodes} components`,
    flops: 7 * rows * numCodes * dim,
    bytes: 4 * (rows * dim + 4 * numCodes * dim + rows),
    formula: '3 n K d for densities, 4 n K d for moments; reads x, means and variances, writes both moments and n',
    bound: BOUND,
    async prepare() {
      const { data, mixture, x, plain } = overlapping(rows, dim, numCodes);
      return {
        ours: async () => void (await gaussianStatistics(x, mixture)),
        plain: async () => void (await plainEmIteration(x, plain)),
        async errors() {
          const wanted = moments(data, mixture);
          const seen = await gaussianStatistics(x, mixture);
          const [mass, sums, squares, logDensity] = await plainEmIteration(x, plain);
          const moved = aboutMeans(mixture, mass!, sums!, squares!);
          return {
            ours: worst([[seen.mass, wanted.mass], [seen.first, wanted.first], [seen.second, wanted.second], [seen.logDensity, wanted.logDensity]]),
            plain: worst([[mass!, wanted.mass], [moved.first, wanted.first], [moved.second, wanted.second], [logDensity!, wanted.logDensity]]),
          };
        },
        dispose: () => tf.dispose([x, { ...plain }]),
      };
    },
  };
}

export function mixtureCodesCase(rows: number, dim: number, numCodes: number): KernelCase {
  return {
    name: 'mixtureCodes',
    sizes: `${grouped(rows)} x ${dim}, ${numCodes} components`,
    flops: 3 * rows * numCodes * dim,
    bytes: 4 * (rows * dim + 2 * numCodes * dim + 3 * rows),
    formula: '3 n K d; reads x, means and variances, writes 3 n',
    bound: BOUND,
    async prepare() {
      const { data, mixture, x, plain } = overlapping(rows, dim, numCodes);
      const error = async (found: { codes: tf.Tensor1D; logDensity: tf.Tensor1D }) => {
        const codes = await found.codes.data();
        const logDensity = await found.logDensity.data();
        tf.dispose({ ...found });
        return codesError(data, mixture, codes, logDensity);
      };
      return {
        ours: () => ({ ...mixtureCodes(x, mixture) }),
        plain: () => plainMixtureCodes(x, plain),
        errors: async () => ({ ours: await error(mixtureCodes(x, mixture)), plain: await error(plainMixtureCodes(x, plain)) }),
        dispose: () => tf.dispose([x, { ...plain }]),
      };
    },
  };
}

/** Rows drawn around the components of a mixture close enough for many rows to belong to several. */
function overlapping(rows: number, dim: number, numCodes: number) {
  const means = normals(numCodes * dim, 11, 0, 0.25);
  const data = normals(rows * dim, 12);
  for (let i = 0; i < rows; i++) for (let j = 0; j < dim; j++) data[i * dim + j]! += means[(i % numCodes) * dim + j]!;
  const variances = normals(numCodes * dim, 13, 1, 0.1).map((value) => Math.max(0.5, value));
  const mixture: Mixture = {
    numCodes,
    dim,
    logWeights: new Float64Array(numCodes).fill(-Math.log(numCodes)),
    means: Float64Array.from(means),
    variances: Float64Array.from(variances),
  };
  const plain: PlainMixture = {
    logWeights: tf.tensor1d(Float32Array.from(mixture.logWeights)),
    means: tf.tensor2d(means, [numCodes, dim]),
    variances: tf.tensor2d(variances, [numCodes, dim]),
  };
  return { data, mixture, x: tf.tensor2d(data, [rows, dim]), plain };
}

/** Moments about the origin moved to the means, in float64. */
function aboutMeans({ numCodes, dim, means }: Mixture, mass: Float32Array, sums: Float32Array, squares: Float32Array) {
  const first = new Float64Array(numCodes * dim);
  const second = new Float64Array(numCodes * dim);
  for (let k = 0, at = 0; k < numCodes; k++) {
    for (let j = 0; j < dim; j++, at++) {
      first[at] = sums[at]! - mass[k]! * means[at]!;
      second[at] = squares[at]! - 2 * means[at]! * sums[at]! + mass[k]! * means[at]! ** 2;
    }
  }
  return { first, second };
}

/** How much less likely the chosen component is than the likeliest, and the error of the log-density, both relative to the latter. */
function codesError(data: Float32Array, mixture: Mixture, codes: ArrayLike<number>, logDensity: ArrayLike<number>): number {
  const densities = new Float64Array(mixture.numCodes);
  let error = codes.length * mixture.dim === data.length ? 0 : Infinity;
  for (let i = 0; i < codes.length; i++) {
    const total = logDensities(data, i, mixture, densities);
    const chosen = densities[codes[i]!] ?? -Infinity;
    error = Math.max(error, (Math.max(...densities) - chosen) / Math.abs(total), Math.abs(logDensity[i]! - total) / Math.abs(total));
  }
  return error;
}

function worst(pairs: readonly (readonly [ArrayLike<number>, ArrayLike<number>])[]): number {
  return Math.max(...pairs.map(([seen, wanted]) => relativeToLargest(seen, wanted)));
}
