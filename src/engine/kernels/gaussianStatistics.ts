/** One EM step of a Gaussian mixture with diagonal covariances over rows, and the most probable component of each row. */
import * as tf from '@tensorflow/tfjs-core';
import { asStored, hasKernels, launch, newOutput } from '../gpu/launch';
import source from './gaussianStatistics.wgsl?raw';
import { ScreenedDensities, screenProducts } from './gaussianScreen';
import { gaussianStatisticsTwin, mixtureCodesTwin, type RowDensities } from './gaussianTwin';
import { checkMixture, peaks, type Mixture } from './mixture';

export type { Mixture } from './mixture';

/** Values of one chunk on the device, K * rows: 16 MB. */
const MAX_VALUES = 4_194_304;
const MAX_CHUNK_ROWS = 16_384;
/** float32 sums of more rows than this lose digits. */
const MAX_SLICE_ROWS = 512;
/** Invocations that keep a GPU busy; few components and dimensions are made up for by more slices. */
const BUSY = 16_384;
/** Entries of one array of partial sums that are read back: 4 MB, one slice where K * d alone is more. */
const MAX_PARTIALS = 1_048_576;
/** Of 1 / variance in float32: the square of a difference times it must stay finite or be seen to overflow, never be 0 * infinity. */
const MAX_INVERSE = 1e30;
/** Components times dimensions from which the wasm backend screens components by a matrix product. */
const SCREEN_FROM = 512;
/** The kernels' workgroup size. */
const THREADS = 64;

/** The sums an M step needs, about the means the step started from. */
export interface GaussianStatistics {
  /** [K]: sum of gamma. */
  readonly mass: Float64Array;
  /** [K * d]: sum of gamma (e - mu). */
  readonly first: Float64Array;
  /** [K * d]: sum of gamma (e - mu)^2. */
  readonly second: Float64Array;
  /** [n]: log of the mixture's density at each row, all constants included. */
  readonly logDensity: Float32Array | Float64Array;
}

export type MixtureCodes = {
  /** int32 [n]: argmax of log pi + log N, the lowest index where several are equal. */
  readonly codes: tf.Tensor1D;
  /** float32 [n] */
  readonly logDensity: tf.Tensor1D;
  /** float32 [n]: the largest responsibility. */
  readonly confidence: tf.Tensor1D;
};

/**
 * E step and the sums of the M step over all rows of x [n, d], exactly, without an n x K matrix: in float32 kernels whose partial sums
 * are added in float64 on WebGPU, in float64 elsewhere. The same input gives the same bits.
 */
export async function gaussianStatistics(x: tf.Tensor2D, mixture: Mixture): Promise<GaussianStatistics> {
  checkMixture(mixture, x.shape[1]);
  if (!hasKernels() || x.shape[0] === 0) return gaussianStatisticsTwin(await x.data(), mixture, screened(x, mixture));
  const inputs = tf.tidy(() => onDevice(x, mixture));
  try {
    return await statisticsOnGpu(inputs, mixture);
  } finally {
    tf.dispose(inputs);
  }
}

/** The most probable component of each row of x [n, d]. Not differentiable. The caller disposes the tensors. */
export function mixtureCodes(x: tf.Tensor2D, mixture: Mixture): MixtureCodes {
  checkMixture(mixture, x.shape[1]);
  if (hasKernels() && x.shape[0] > 0) return tf.tidy(() => codesOnGpu(onDevice(x, mixture), mixture));
  const { codes, logDensity, confidence } = mixtureCodesTwin(x.dataSync(), mixture, screened(x, mixture));
  return { codes: tf.tensor1d(codes, 'int32'), logDensity: tf.tensor1d(logDensity), confidence: tf.tensor1d(confidence) };
}

/** On wasm, whose products are many times faster than loops, the screen pays from some hundred numbers a row on; elsewhere the plain loops. */
function screened(x: tf.Tensor2D, mixture: Mixture): RowDensities | undefined {
  if (tf.getBackend() !== 'wasm' || x.shape[0] === 0 || mixture.numCodes * mixture.dim < SCREEN_FROM) return undefined;
  return new ScreenedDensities(mixture, screenProducts(x, mixture));
}

// ---------------------------------------------------------------- WebGPU

type Inputs = {
  /** [n, 4 * dim4] */
  readonly rows: tf.Tensor2D;
  /** [K, 4 * dim4] */
  readonly means: tf.Tensor2D;
  readonly inverse: tf.Tensor2D;
  /** [K] */
  readonly peak: tf.Tensor1D;
};

async function statisticsOnGpu(inputs: Inputs, mixture: Mixture): Promise<GaussianStatistics> {
  const { numCodes, dim } = mixture;
  const [n, width] = inputs.rows.shape;
  const mass = new Float64Array(numCodes);
  const first = new Float64Array(numCodes * dim);
  const second = new Float64Array(numCodes * dim);
  const logDensity = newOutput<tf.Tensor1D>([n], 'float32');
  try {
    for (const { firstRow, rows } of chunks(n, numCodes)) {
      const slices = slicesOf(rows, numCodes, width);
      const sliceRows = Math.ceil(rows / slices);
      const partials = tf.tidy(() => {
        const sizes = [firstRow, rows, numCodes, width / 4, slices, sliceRows];
        const values = densities(inputs, sizes);
        pass('responsibilities', [values, logDensity], sizes, rows);
        const shape = [slices, numCodes, width];
        const sums = [newOutput([slices, numCodes], 'float32'), newOutput(shape, 'float32'), newOutput(shape, 'float32')];
        pass('moments', [inputs.rows, inputs.means, values, ...sums], sizes, slices * numCodes * (width / 4));
        return sums;
      });
      const [partMass, partFirst, partSecond] = await Promise.all(partials.map((tensor) => tensor.data()));
      tf.dispose(partials);
      addSlices(mass, partMass!, 1, 1);
      addSlices(first, partFirst!, dim, width);
      addSlices(second, partSecond!, dim, width);
    }
    moveToExactMeans(mixture, mass, first, second);
    return { mass, first, second, logDensity: (await logDensity.data()) as Float32Array };
  } finally {
    logDensity.dispose();
  }
}

function codesOnGpu(inputs: Inputs, { numCodes }: Mixture): MixtureCodes {
  const [n, width] = inputs.rows.shape;
  const codes = newOutput<tf.Tensor1D>([n], 'int32');
  const logDensity = newOutput<tf.Tensor1D>([n], 'float32');
  const confidence = newOutput<tf.Tensor1D>([n], 'float32');
  for (const { firstRow, rows } of chunks(n, numCodes)) {
    tf.tidy(() => {
      const sizes = [firstRow, rows, numCodes, width / 4, 1, rows];
      pass('pick', [densities(inputs, sizes), codes, logDensity, confidence], sizes, rows);
    });
  }
  return { codes, logDensity, confidence };
}

function densities({ rows, means, inverse, peak }: Inputs, sizes: readonly number[]): tf.Tensor2D {
  const values = newOutput<tf.Tensor2D>([means.shape[0], sizes[1]!], 'float32');
  pass('densities', [rows, means, inverse, peak, values], sizes, sizes[1]!);
  return values;
}

function pass(entryPoint: string, tensors: readonly tf.Tensor[], uniforms: readonly number[], invocations: number): void {
  launch({
    label: `gaussianStatistics ${entryPoint}`,
    source,
    entryPoint,
    tensors,
    uniforms,
    workgroups: Math.ceil(invocations / THREADS),
  });
}

/** Everything padded with zeros to a multiple of four dimensions, as the kernels read it: padding has no weight. */
function onDevice(x: tf.Tensor2D, mixture: Mixture): Inputs {
  const { numCodes, dim, means, variances } = mixture;
  const missing = (4 - (dim % 4)) % 4;
  const padded = (tensor: tf.Tensor2D): tf.Tensor2D =>
    missing === 0
      ? tensor
      : tf.pad2d(tensor, [
          [0, 0],
          [0, missing],
        ]);
  const inverse = Float32Array.from(variances, (variance) => Math.min(1 / variance, MAX_INVERSE));
  const stored = asStored(x);
  return {
    rows: stored === x && missing === 0 ? tf.clone(x) : padded(stored),
    means: padded(tf.tensor2d(Float32Array.from(means), [numCodes, dim])),
    inverse: padded(tf.tensor2d(inverse, [numCodes, dim])),
    peak: tf.tensor1d(Float32Array.from(peaks(mixture))),
  };
}

function chunks(n: number, numCodes: number): { readonly firstRow: number; readonly rows: number }[] {
  const most = Math.max(1, Math.min(MAX_CHUNK_ROWS, Math.floor(MAX_VALUES / numCodes)));
  return Array.from({ length: Math.ceil(n / most) }, (_, i) => ({ firstRow: i * most, rows: Math.min(most, n - i * most) }));
}

function slicesOf(rows: number, numCodes: number, width: number): number {
  const entries = numCodes * width;
  const wanted = Math.max(Math.ceil(rows / MAX_SLICE_ROWS), Math.ceil((4 * BUSY) / entries));
  return Math.max(1, Math.min(wanted, rows, Math.floor(MAX_PARTIALS / entries)));
}

/** Adds partial sums [slices, K, width] to totals [K, dim]; the columns past dim are padding. */
function addSlices(totals: Float64Array, partials: ArrayLike<number>, dim: number, width: number): void {
  const entries = totals.length / dim;
  for (let line = 0, at = 0; at < partials.length; line++, at += width) {
    const start = (line % entries) * dim;
    for (let j = 0; j < dim; j++) totals[start + j]! += partials[at + j]!;
  }
}

/** The kernels' sums are about the means rounded to float32; with delta = rounded - exact they are moved to the exact ones. */
function moveToExactMeans({ numCodes, dim, means }: Mixture, mass: Float64Array, first: Float64Array, second: Float64Array): void {
  for (let k = 0, at = 0; k < numCodes; k++) {
    for (let j = 0; j < dim; j++, at++) {
      const delta = Math.fround(means[at]!) - means[at]!;
      second[at]! += delta * (2 * first[at]! + delta * mass[k]!);
      first[at]! += delta * mass[k]!;
    }
  }
}
