/** A short proof at start-up that this very device computes right: every kernel of ours, one matrix product, one gradient. */
import * as tf from '@tensorflow/tfjs-core';
import { centroidSums } from './centroidSums';
import { gaussianStatistics } from './gaussianStatistics';
import { beamChoices, sharedRows } from './evenChecks';
import { nearestCode } from './nearestCode';
import type { SelfTestResult } from '../records/engine';
import { hasKernels } from '../gpu/launch';
import { codedLevel, codesOfMixture, twoNearest } from './searchChecks';
import { attended, segmented } from './sequenceChecks';
import { layer, rankedRows, trainingStep } from './trainingChecks';

/** Nearly every number below is a whole one that float32 holds exactly: the slack is for devices that divide or add in another order. */
const TOLERANCE = 1e-4;

/**
 * Runs the checks on the current backend, in under a second where it is fast. Never throws: what goes wrong is a result that says what
 * was seen and what was wanted. The wanted values come from whole-number arithmetic on paper, not from another run of the same ops.
 */
export async function selfTest(): Promise<SelfTestResult[]> {
  return [
    await check('nearest code kernel', nearestCodes),
    await check('two nearest codes kernel', twoNearest),
    await check('coded level kernel', codedLevel),
    await check('centroid sums kernel', sumsByCode),
    await check('mixture kernel', mixtureMoments),
    await check('mixture codes kernel', codesOfMixture),
    await check('soft shares kernel', sharedRows),
    await check('beam kernel', beamChoices),
    ...(hasKernels() ? [await check('layer kernel', layer)] : []),
    await check('training step kernels', trainingStep),
    await check('rank contrast kernel', rankedRows),
    await check('attention kernels', attended),
    await check('segment sums kernel', segmented),
    await check('matrix product', longProduct),
    await check('gradient', gradient),
  ];
}

interface Comparison {
  readonly seen: ArrayLike<number>;
  readonly wanted: ArrayLike<number>;
}

async function check(name: string, run: () => Promise<Comparison>): Promise<SelfTestResult> {
  try {
    const { seen, wanted } = await run();
    if (seen.length !== wanted.length)
      return { name, passed: false, detail: `saw ${seen.length} numbers where ${wanted.length} were wanted` };
    const wrong = Array.from(wanted).findIndex((value, i) => !(Math.abs(seen[i]! - value) <= TOLERANCE * Math.max(1, Math.abs(value))));
    if (wrong >= 0)
      return {
        name,
        passed: false,
        detail: `saw ${seen[wrong]} at position ${wrong} of ${wanted.length} where ${wanted[wrong]} was wanted`,
      };
    return { name, passed: true, detail: `all ${wanted.length} numbers as wanted` };
  } catch (failure) {
    return { name, passed: false, detail: `stopped with an error: ${failure instanceof Error ? failure.message : String(failure)}` };
  }
}

/** 70 rows of 5 numbers r + 1/4, codes of the whole numbers 0 .. 36: code of row r is r up to 36, its distance 5 (r + 1/4 - code)^2. */
async function nearestCodes(): Promise<Comparison> {
  const rows = 70;
  const numCodes = 37;
  const [codes, distances] = tf.tidy(() => {
    const line = (length: number, offset: number): tf.Tensor2D =>
      tf.tensor2d(
        Float32Array.from({ length: length * 5 }, (_, i) => Math.floor(i / 5) + offset),
        [length, 5],
      );
    const found = nearestCode(line(rows, 0.25), line(numCodes, 0));
    return [found.codes, found.distances];
  });
  const seen = await readAndDispose(codes, distances);
  const wantedCodes = Array.from({ length: rows }, (_, row) => Math.min(row, numCodes - 1));
  return { seen, wanted: [...wantedCodes, ...wantedCodes.map((code, row) => 5 * (row + 0.25 - code) ** 2)] };
}

/** Rows (r, 2 r) for r = 0 .. 69, code r (mod 3): per code 24, 23, 23 rows, and 3 (0 + 1 + ...) plus the code for each of them. */
async function sumsByCode(): Promise<Comparison> {
  const rows = 70;
  const x = tf.tensor2d(Float32Array.from({ length: rows * 2 }, (_, at) => Math.floor(at / 2) * (1 + (at % 2))), [rows, 2]);
  const codes = tf.tensor1d(Int32Array.from({ length: rows }, (_, row) => row % 3), 'int32');
  try {
    const { sums, counts } = await centroidSums(x, codes, 3);
    const wanted = [24, 23, 23].flatMap((count, code) => {
      const sum = (3 * count * (count - 1)) / 2 + code * count;
      return [sum, 2 * sum];
    });
    return { seen: [...sums, ...counts], wanted: [...wanted, 24, 23, 23] };
  } finally {
    tf.dispose([x, codes]);
  }
}

/**
 * Components at -20 and 20 with variance 4, rows two above and two below each: nothing is shared between them, so each has a mass of 2,
 * a first moment of 0 and a second of 8 in every dimension.
 */
async function mixtureMoments(): Promise<Comparison> {
  const dim = 4;
  const x = tf.tensor2d(Float32Array.from({ length: 4 * dim }, (_, at) => [-22, -18, 18, 22][Math.floor(at / dim)]!), [4, dim]);
  try {
    const { mass, first, second } = await gaussianStatistics(x, {
      numCodes: 2,
      dim,
      logWeights: new Float64Array(2).fill(Math.log(0.5)),
      means: Float64Array.from({ length: 2 * dim }, (_, at) => (at < dim ? -20 : 20)),
      variances: new Float64Array(2 * dim).fill(4),
    });
    return { seen: [...mass, ...first, ...second], wanted: [2, 2, ...new Array<number>(2 * dim).fill(0), ...new Array<number>(2 * dim).fill(8)] };
  } finally {
    x.dispose();
  }
}

/**
 * a b^T with a[i, k] = i (mod 8) + k (mod 2) and b[j, k] = j (mod 8) - k (mod 2), 2048 long: the sum over k is 2048 i j + 1024 (j - i) - 1024.
 * A long inner dimension, a small output and a transposed second operand is where TensorFlow.js's own choice of program gave wrong numbers.
 */
async function longProduct(): Promise<Comparison> {
  const size = 64;
  const length = 2048;
  const matrix = (sign: number): tf.Tensor2D =>
    tf.tensor2d(
      Float32Array.from({ length: size * length }, (_, at) => (Math.floor(at / length) % 8) + sign * (at % 2)),
      [size, length],
    );
  const product = tf.tidy(() => tf.matMul(matrix(1), matrix(-1), false, true));
  const seen = await readAndDispose(product);
  const wanted = Array.from({ length: size * size }, (_, at) => {
    const i = Math.floor(at / size) % 8;
    const j = at % 8;
    return length * i * j + (length / 2) * (j - i) - length / 2;
  });
  return { seen, wanted };
}

/** d/dw of sum((x w)^2) = 2 x^T (x w), with x [2, 2] and w [2, 1] small whole numbers: x w = [11, 25], so the gradient is [172, 244]. */
async function gradient(): Promise<Comparison> {
  const result = tf.tidy(() => {
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    return tf.grad((w: tf.Tensor) => tf.sum(tf.square(tf.matMul(x, w as tf.Tensor2D))))(tf.tensor2d([3, 4], [2, 1]));
  });
  return { seen: await readAndDispose(result), wanted: [172, 244] };
}

async function readAndDispose(...tensors: tf.Tensor[]): Promise<number[]> {
  try {
    const parts = await Promise.all(tensors.map((tensor) => tensor.data()));
    return parts.flatMap((part) => Array.from(part));
  } finally {
    tf.dispose(tensors);
  }
}
