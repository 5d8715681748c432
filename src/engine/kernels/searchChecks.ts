/** The self-test of the kernels that search codes: whole numbers and quarters, and what comes out on paper. */
import * as tf from '@tensorflow/tfjs-core';
import { mixtureCodes } from './gaussianStatistics';
import { codeLevel, nearestTwo } from './nearestCode';

interface Comparison {
  readonly seen: ArrayLike<number>;
  readonly wanted: ArrayLike<number>;
}

const [ROWS, CODES, DIM] = [70, 37, 5];

/** Rows of r + 1/4 against codes of the whole numbers 0 .. 36: r and r + 1 are nearest up to row 35, then 36 and 35. */
export async function twoNearest(): Promise<Comparison> {
  const seen = await readAndDispose(tf.tidy(() => Object.values({ ...nearestTwo(line(ROWS, 0.25), line(CODES, 0)) })));
  const wanted = range(ROWS).flatMap((row) => (row < CODES - 1 ? [row, row + 1] : [CODES - 1, CODES - 2]));
  return { seen, wanted: [...wanted, ...wanted.map((code, at) => DIM * (Math.floor(at / 2) + 0.25 - code) ** 2)] };
}

/** The same rows and codes: what each row's code leaves over, and how often each is chosen, code 36 by the last 34 rows. */
export async function codedLevel(): Promise<Comparison> {
  const outputs = tf.tidy(() => {
    const { codes, residual, counts } = codeLevel(line(ROWS, 0.25), line(CODES, 0));
    return [codes, residual, counts];
  });
  const codes = range(ROWS).map((row) => Math.min(row, CODES - 1));
  const left = range(ROWS * DIM).map((at) => Math.floor(at / DIM) + 0.25 - codes[Math.floor(at / DIM)]!);
  return { seen: await readAndDispose(outputs), wanted: [...codes, ...left, ...range(CODES).map((code) => (code < CODES - 1 ? 1 : ROWS - code))] };
}

/** Components at -20 and 20 with variance 4 and rows two off: codes 0 0 1 1, a log density of log 1/2 - 2 log(8 PI) - 2, no doubt about any. */
export async function codesOfMixture(): Promise<Comparison> {
  const dim = 4;
  const outputs = tf.tidy(() => {
    const x = tf.tensor2d(range(4 * dim).map((at) => [-22, -18, 18, 22][Math.floor(at / dim)]!), [4, dim]);
    const { codes, logDensity, confidence } = mixtureCodes(x, {
      numCodes: 2,
      dim,
      logWeights: new Float64Array(2).fill(Math.log(0.5)),
      means: Float64Array.from({ length: 2 * dim }, (_, at) => (at < dim ? -20 : 20)),
      variances: new Float64Array(2 * dim).fill(4),
    });
    return [codes, logDensity, confidence];
  });
  const density = Math.log(0.5) - 2 * Math.log(8 * Math.PI) - 2;
  return { seen: await readAndDispose(outputs), wanted: [0, 0, 1, 1, density, density, density, density, 1, 1, 1, 1] };
}

function line(length: number, offset: number): tf.Tensor2D {
  return tf.tensor2d(range(length * DIM).map((at) => Math.floor(at / DIM) + offset), [length, DIM]);
}

async function readAndDispose(tensors: tf.Tensor[]): Promise<number[]> {
  try {
    const parts = await Promise.all(tensors.map((tensor) => tensor.data()));
    return parts.flatMap((part) => Array.from(part));
  } finally {
    tf.dispose(tensors);
  }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
