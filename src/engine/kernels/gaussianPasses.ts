/** The passes of the mixture's kernels over chunks of rows on WebGPU, plain or with rows held in private memory, as suits the adapter. */
import * as tf from '@tensorflow/tfjs-core';
import { asStored, kernelVariant, launch, newOutput, readTogether } from '../gpu/launch';
import {
  HELD_DENSITY_ROWS, HELD_SHARES, MAX_HELD_DIM, heldDensitiesSource, heldMomentsSource, momentThreads,
} from './gaussianHeldSource';
import source from './gaussianStatistics.wgsl?raw';
import { peaks, type Mixture } from './mixture';

/** Values of one chunk on the device, K * rows: 16 MB. */
const MAX_VALUES = 4_194_304;
const MAX_CHUNK_ROWS = 16_384;
/** float32 sums of more rows than this lose digits. */
const MAX_SLICE_ROWS = 512;
/** Rows the held kernel has at once. */
const MIN_HELD_ROWS = 64;
/** Invocations that keep a GPU busy; few components and dimensions are made up for by more slices. */
const BUSY = 16_384;
/** Entries of one array of partial sums that are read back: 4 MB, one slice where K * d alone is more. */
const MAX_PARTIALS = 1_048_576;
/** Of 1 / variance in float32: the square of a difference times it must stay finite or be seen to overflow, never be 0 * infinity. */
const MAX_INVERSE = 1e30;
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

export type Inputs = {
  /** [n, 4 * dim4] */
  readonly rows: tf.Tensor2D;
  /** [K, 4 * dim4] */
  readonly means: tf.Tensor2D;
  readonly inverse: tf.Tensor2D;
  /** [K] */
  readonly peak: tf.Tensor1D;
};

/** The inputs are the caller's to dispose. */
export async function statisticsOnGpu(inputs: Inputs, mixture: Mixture): Promise<GaussianStatistics> {
  const { numCodes, dim } = mixture;
  const [n, width] = inputs.rows.shape;
  const mass = new Float64Array(numCodes);
  const first = new Float64Array(numCodes * dim);
  const second = new Float64Array(numCodes * dim);
  const logDensity = newOutput<tf.Tensor1D>([n], 'float32');
  try {
    for (const { firstRow, rows } of chunks(n, numCodes)) {
      const held = runsHeld(width);
      const slices = held ? heldSlices(rows, numCodes, width) : slicesOf(rows, numCodes, width);
      const partials = tf.tidy(() => {
        const sizes = [firstRow, rows, numCodes, width / 4, slices, Math.ceil(rows / slices)];
        return held ? heldPasses(inputs, logDensity, sizes) : plainPasses(inputs, logDensity, sizes);
      });
      await readTogether(firstRow + rows === n ? [...partials, logDensity] : partials);
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

/** Call inside a tidy. */
export function codesOnGpu(inputs: Inputs, { numCodes }: Mixture): MixtureCodes {
  const [n, width] = inputs.rows.shape;
  const codes = newOutput<tf.Tensor1D>([n], 'int32');
  const logDensity = newOutput<tf.Tensor1D>([n], 'float32');
  const confidence = newOutput<tf.Tensor1D>([n], 'float32');
  if (runsHeld(width)) {
    const { rows, means, inverse, peak } = inputs;
    launch({
      label: 'gaussianStatistics codes held',
      source: heldDensitiesSource(width, 'codes'),
      tensors: [rows, means, inverse, peak, logDensity, codes, confidence],
      uniforms: [0, n, numCodes, width / 4, 1, n],
      workgroups: Math.ceil(n / HELD_DENSITY_ROWS),
    });
    return { codes, logDensity, confidence };
  }
  for (const { firstRow, rows } of chunks(n, numCodes)) {
    tf.tidy(() => {
      const sizes = [firstRow, rows, numCodes, width / 4, 1, rows];
      pass('pick', [densities(inputs, sizes), codes, logDensity, confidence], sizes, rows);
    });
  }
  return { codes, logDensity, confidence };
}

/** Partial sums [slices, K], [slices, K, width] twice. */
function plainPasses(inputs: Inputs, logDensity: tf.Tensor1D, sizes: readonly number[]): tf.Tensor[] {
  const [, rows, numCodes, dim4, slices] = sizes as [number, number, number, number, number, number];
  const values = densities(inputs, sizes);
  pass('responsibilities', [values, logDensity], sizes, rows);
  const shape = [slices, numCodes, 4 * dim4];
  const sums = [newOutput([slices, numCodes], 'float32'), newOutput(shape, 'float32'), newOutput(shape, 'float32')];
  pass('moments', [inputs.rows, inputs.means, values, ...sums], sizes, slices * numCodes * dim4);
  return sums;
}

/** The same with rows held. */
function heldPasses({ rows, means, inverse, peak }: Inputs, logDensity: tf.Tensor1D, sizes: readonly number[]): tf.Tensor[] {
  const [, count, numCodes, dim4, slices] = sizes as [number, number, number, number, number, number];
  const held = (label: string, text: string, tensors: readonly tf.Tensor[], workgroups: number) =>
    launch({ label: `gaussianStatistics ${label} held`, source: text, tensors, uniforms: sizes, workgroups });
  const values = newOutput<tf.Tensor2D>([numCodes, count], 'float32');
  const densityTensors = [rows, means, inverse, peak, logDensity, values];
  held('densities', heldDensitiesSource(4 * dim4, 'values'), densityTensors, Math.ceil(count / HELD_DENSITY_ROWS));
  held('shares', HELD_SHARES, [values, logDensity], Math.ceil((numCodes * count) / THREADS));
  const shape = [slices, numCodes, 4 * dim4];
  const sums = [newOutput([slices, numCodes], 'float32', true), newOutput(shape, 'float32', true), newOutput(shape, 'float32', true)];
  const threads = momentThreads(dim4);
  held('moments', heldMomentsSource(threads), [rows, means, values, ...sums], slices * Math.ceil(dim4 / threads));
  return sums;
}

function runsHeld(width: number): boolean {
  return width <= MAX_HELD_DIM && kernelVariant().variant === 'heldSubgroups';
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

/** Call inside a tidy. Everything padded with zeros to a multiple of four dimensions, as the kernels read it: padding has no weight. */
export function onDevice(x: tf.Tensor2D, mixture: Mixture): Inputs {
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

/** A few for the processor's cores, and never slices of fewer rows than the kernel holds. */
function heldSlices(rows: number, numCodes: number, width: number): number {
  const wanted = Math.min(Math.max(Math.ceil(rows / MAX_SLICE_ROWS), 8), Math.ceil(rows / MIN_HELD_ROWS));
  return Math.max(1, Math.min(wanted, Math.floor(MAX_PARTIALS / (numCodes * width))));
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
