/** Kernel case of the two nearest codes, which restarts and repairs ask for. */
import * as tf from '@tensorflow/tfjs-core';
import { nearestTwo } from '../../src/engine/kernels/nearestCode';
import { normals } from '../../src/engine/testing/arrays';
import { squaredDistance } from '../float64';
import { plainNearestTwo } from '../plain/nearestCode';
import { grouped, type KernelCase } from './kernelCase';

export function nearestTwoCase(rows: number, dim: number, numCodes: number): KernelCase {
  return {
    name: 'nearestTwo',
    sizes: `${grouped(rows)} x ${dim}, ${numCodes} codes`,
    flops: 2 * rows * numCodes * dim,
    bytes: 4 * (rows * dim + numCodes * dim + 4 * rows),
    formula: '2 n K d; reads x and codes, writes 4 n',
    bound: 1e-5,
    async prepare() {
      const data = normals(rows * dim, 51);
      const codes = normals(numCodes * dim, 52);
      const x = tf.tensor2d(data, [rows, dim]);
      const codebook = tf.tensor2d(codes, [numCodes, dim]);
      const error = async (form: typeof nearestTwo) => {
        const found = form(x, codebook);
        const picked = await found.codes.data();
        const distances = await found.distances.data();
        tf.dispose([found.codes, found.distances]);
        return twoError(data, codes, dim, picked, distances);
      };
      return {
        ours: () => ({ ...nearestTwo(x, codebook) }),
        plain: () => plainNearestTwo(x, codebook),
        errors: async () => ({ ours: await error(nearestTwo), plain: await error(plainNearestTwo) }),
        dispose: () => tf.dispose([x, codebook]),
      };
    },
  };
}

/** Largest excess of the chosen two over the true two, and error of the reported distances, relative; infinite for the same code twice. */
function twoError(data: Float32Array, book: Float32Array, dim: number, codes: ArrayLike<number>, distances: ArrayLike<number>): number {
  const numCodes = book.length / dim;
  const all = new Float64Array(numCodes);
  let error = (2 * data.length) / dim === codes.length ? 0 : Infinity;
  for (let i = 0; i < codes.length / 2; i++) {
    for (let k = 0; k < numCodes; k++) all[k] = squaredDistance(data, i, book, k, dim);
    const best = all.toSorted();
    if (codes[2 * i] === codes[2 * i + 1]) return Infinity;
    for (let rank = 0; rank < 2; rank++) {
      const chosen = all[codes[2 * i + rank]!] ?? Infinity;
      error = Math.max(error, Math.abs(chosen - best[rank]!) / best[rank]!, Math.abs(distances[2 * i + rank]! - chosen) / chosen);
    }
  }
  return error;
}
