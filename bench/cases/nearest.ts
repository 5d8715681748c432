/** Kernel cases around the nearest code: alone, all levels at once, and one pass of k-means. */
import * as tf from '@tensorflow/tfjs-core';
import { nearestCode } from '../../src/engine/kernels/nearestCode';
import { chooseNearest, encodeAdditive } from '../../src/engine/quantizers/additiveCodes';
import { KMeans } from '../../src/engine/quantizers/kMeans';
import { Vectors } from '../../src/engine/quantizers/vectors';
import { normals } from '../../src/engine/testing/arrays';
import { clusterSums, nearestError, relativeToLargest, squaredDistance } from '../float64';
import { plainEncode } from '../plain/encode';
import { plainKMeansPass } from '../plain/kMeansPass';
import { plainNearestCode } from '../plain/nearestCode';
import { grouped, type KernelCase } from './kernelCase';

/** float32 distances of some hundred terms; the expanded square of the composed forms cancels and has no bound. */
const BOUND = 1e-5;

export function nearestCase(rows: number, dim: number, numCodes: number): KernelCase {
  return {
    name: 'nearestCode',
    sizes: `${grouped(rows)} x ${dim}, ${numCodes} codes`,
    flops: 2 * rows * numCodes * dim,
    bytes: 4 * (rows * dim + numCodes * dim + 2 * rows),
    formula: '2 n K d; reads x and codes, writes 2 n',
    bound: BOUND,
    async prepare() {
      const data = normals(rows * dim, 1);
      const codes = normals(numCodes * dim, 2);
      const x = tf.tensor2d(data, [rows, dim]);
      const codebook = tf.tensor2d(codes, [numCodes, dim]);
      const error = async (form: typeof nearestCode) => {
        const found = form(x, codebook);
        const picked = await found.codes.data();
        const distances = await found.distances.data();
        tf.dispose([found.codes, found.distances]);
        return nearestError(data, codes, dim, picked, distances);
      };
      return {
        ours: () => ({ ...nearestCode(x, codebook) }),
        plain: () => plainNearestCode(x, codebook),
        errors: async () => ({ ours: await error(nearestCode), plain: await error(plainNearestCode) }),
        dispose: () => tf.dispose([x, codebook]),
      };
    },
  };
}

export function encodeCase(rows: number, dim: number, numCodes: number, levels: number): KernelCase {
  return {
    name: 'encodeAdditive',
    sizes: `${grouped(rows)} x ${dim}, ${levels} x ${numCodes} codes`,
    flops: levels * (2 * rows * numCodes * dim + rows * dim),
    bytes: 4 * (2 * rows * dim + levels * (numCodes * dim + rows)),
    formula: 'L (2 n K d + n d); reads x and codes, writes what is left and L n',
    bound: BOUND,
    async prepare() {
      const data = normals(rows * dim, 3);
      // Each level's codes are smaller, as fitted ones are.
      const books = Array.from({ length: levels }, (_, level) => normals(numCodes * dim, 4 + level, 0, 0.5 ** (level + 1)));
      const x = tf.tensor2d(data, [rows, dim]);
      const mean = tf.zeros([dim]) as tf.Tensor1D;
      const codebooks = books.map((book) => tf.tensor2d(book, [numCodes, dim]));
      const ours = () => {
        const { latents, codes, residuals } = encodeAdditive(x, mean, codebooks, chooseNearest);
        return { codes: [...codes], left: residuals.at(-1)!, others: [latents, ...residuals.slice(0, -1)] };
      };
      const error = async (form: () => { codes: tf.Tensor1D[]; left: tf.Tensor2D }) => {
        const made = form();
        const picked = await Promise.all(made.codes.map((code) => code.data()));
        const left = await made.left.data();
        tf.dispose(made);
        return encodeError(data, books, dim, picked, left);
      };
      return {
        ours,
        plain: () => plainEncode(x, mean, codebooks),
        errors: async () => ({ ours: await error(ours), plain: await error(() => plainEncode(x, mean, codebooks)) }),
        dispose: () => tf.dispose([x, mean, codebooks]),
      };
    },
  };
}

export function kMeansCase(rows: number, dim: number, numCodes: number): KernelCase {
  return {
    name: 'k-means pass',
    sizes: `${grouped(rows)} x ${dim}, ${numCodes} codes`,
    flops: 2 * rows * numCodes * dim + rows * dim,
    bytes: 4 * (rows * dim + 2 * numCodes * dim + 2 * rows),
    formula: '2 n K d + n d; reads x and centres, writes new centres and 2 n',
    bound: BOUND,
    async prepare() {
      const data = normals(rows * dim, 7);
      const start = data.slice(0, numCodes * dim);
      const x = tf.tensor2d(data, [rows, dim]);
      const centres = tf.tensor2d(start, [numCodes, dim]);
      const vectors = new Vectors(data, rows, dim);
      const kMeans = new KMeans(vectors, numCodes, { init: 'random', repair: false });
      const ours = async () => {
        kMeans.centres = start.slice();
        await kMeans.pass();
        return kMeans.centres;
      };
      const wanted = updatedCentres(data, start, rows, dim, numCodes);
      return {
        ours: async () => void (await ours()),
        plain: async () => void (await plainKMeansPass(x, centres)),
        errors: async () => ({
          ours: relativeToLargest(await ours(), wanted),
          plain: relativeToLargest(await plainKMeansPass(x, centres), wanted),
        }),
        dispose() {
          vectors.dispose();
          tf.dispose([x, centres]);
        },
      };
    },
  };
}

/** Excess distance of every level's code given the codes before it, and the error of what is left; the largest over rows and levels. */
function encodeError(
  data: Float32Array, books: readonly Float32Array[], dim: number, codes: readonly ArrayLike<number>[], left: ArrayLike<number>,
): number {
  const residual = Float64Array.from(data);
  let error = 0;
  for (const [level, book] of books.entries()) {
    error = Math.max(error, nearestError(residual, book, dim, codes[level]!));
    for (let i = 0; i < codes[level]!.length; i++) {
      for (let j = 0; j < dim; j++) residual[i * dim + j]! -= book[codes[level]![i]! * dim + j]!;
    }
  }
  return Math.max(error, relativeToLargest(left, residual));
}

/** Centres after one pass in float64, ties to the lowest index. */
function updatedCentres(data: Float32Array, start: Float32Array, rows: number, dim: number, numCodes: number): Float64Array {
  const codes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    let best = Infinity;
    for (let k = 0; k < numCodes; k++) {
      const distance = squaredDistance(data, i, start, k, dim);
      if (distance < best) {
        best = distance;
        codes[i] = k;
      }
    }
  }
  const { sums, counts } = clusterSums(data, codes, numCodes, dim);
  return sums.map((sum, at) => (counts[Math.floor(at / dim)]! > 0 ? sum / counts[Math.floor(at / dim)]! : start[at]!));
}
