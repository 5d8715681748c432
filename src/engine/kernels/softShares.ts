/** Rows shared among codes, P = softmax_k(-(|x - c_k|^2 + b_k) / eps), as the sums that a soft pass needs; on WebGPU P is held a chunk at a time. */
import * as tf from '@tensorflow/tfjs-core';
import { asStored, hasKernels, launch, newOutput, readTogether } from '../gpu/launch';
import source from './softShares.wgsl?raw';
import { softSharesTwin } from './softSharesTwin';

/** Shares of one chunk on the device, K * rows: 16 MB. */
const MAX_SHARES = 4_194_304;
const MAX_CHUNK_ROWS = 16_384;
/** float32 sums of more rows than this lose digits. */
const MAX_SLICE_ROWS = 512;
/** Invocations that keep a GPU busy; few codes and dimensions are made up for by more slices. */
const BUSY = 16_384;
/** Entries of one array of partial sums that are read back: 4 MB, one slice where K * d alone is more. */
const MAX_PARTIALS = 1_048_576;
/** The kernel's workgroup size. */
const THREADS = 64;

export interface SoftSums {
  /** P'1, [K]. */
  readonly mass: Float64Array;
  /** P'x, [K, d]; null where not asked for. */
  readonly sums: Float64Array | null;
}

/** Of rows x [n, d], centres [K, d] and bias [K]; sums over chunks are float64, in the order of the rows. The same input gives the same bits. @throws Error where shapes do not agree. */
export async function softShares(x: tf.Tensor2D, centres: tf.Tensor2D, bias: tf.Tensor1D, epsilon: number, withSums: boolean): Promise<SoftSums> {
  if (x.shape[1] !== centres.shape[1] || bias.shape[0] !== centres.shape[0]) throw new Error(`softShares: x is [${x.shape.join(', ')}], the centres [${centres.shape.join(', ')}] and the bias [${bias.shape.join(', ')}]; equal widths and a bias for each centre are needed`);
  const [values, own] = await Promise.all([centres.data<'float32'>(), bias.data<'float32'>()]);
  if (!hasKernels() || x.size === 0) return softSharesTwin(await x.data<'float32'>(), values, own, x.shape[1], epsilon, withSums);
  return onGpu(x, centres, values, bias, epsilon, withSums);
}

type Part = { readonly mass: tf.Tensor2D; readonly sums: tf.Tensor3D | null };

async function onGpu(x: tf.Tensor2D, centres: tf.Tensor2D, values: Float32Array, bias: tf.Tensor1D, epsilon: number, withSums: boolean): Promise<SoftSums> {
  const [n, dim] = x.shape;
  const numCodes = centres.shape[0];
  const width = 4 * Math.ceil(dim / 4);
  const { rows, book } = tf.tidy(() => ({ rows: padded(x, width), book: padded(centres, width) }));
  const mass = new Float64Array(numCodes);
  const sums = withSums ? new Float64Array(numCodes * dim) : null;
  const inverse = new Uint32Array(Float32Array.of(1 / epsilon).buffer)[0]!;
  const step = Math.max(1, Math.min(MAX_CHUNK_ROWS, Math.floor(MAX_SHARES / numCodes)));
  try {
    for (let firstRow = 0; firstRow < n; firstRow += step) {
      const count = Math.min(step, n - firstRow);
      const slices = slicesOf(count, numCodes, withSums ? width : 1);
      const part = tf.tidy(() => passes({ rows, book, bias }, [firstRow, count, numCodes, width / 4, slices, Math.ceil(count / slices), inverse], withSums) as tf.TensorContainer) as Part;
      const read = part.sums ? [part.mass, part.sums] : [part.mass];
      await readTogether(read);
      addUp(mass, await part.mass.data(), 1, 1);
      if (sums && part.sums) addUp(sums, await part.sums.data(), dim, width);
      tf.dispose(read);
    }
  } finally {
    tf.dispose([rows, book]);
  }
  // The kernel's sums are about the centres.
  sums?.forEach((_, at) => (sums[at]! += mass[Math.floor(at / dim)]! * values[at]!));
  return { mass, sums };
}

function passes({ rows, book, bias }: { rows: tf.Tensor2D; book: tf.Tensor2D; bias: tf.Tensor1D }, sizes: readonly number[], withSums: boolean): Part {
  const [, count, numCodes, dim4, slices] = sizes as [number, number, number, number, number];
  const shares = newOutput<tf.Tensor2D>([numCodes, count], 'float32');
  pass('share', [rows, book, asStored(bias), shares], sizes, count);
  const mass = newOutput<tf.Tensor2D>([slices, numCodes], 'float32');
  pass('masses', [shares, mass], sizes, slices * numCodes);
  if (!withSums) return { mass, sums: null };
  const sums = newOutput<tf.Tensor3D>([slices, numCodes, 4 * dim4], 'float32');
  pass('moments', [rows, book, shares, sums], sizes, slices * numCodes * dim4);
  return { mass, sums };
}

function pass(entryPoint: string, tensors: readonly tf.Tensor[], uniforms: readonly number[], invocations: number): void {
  launch({ label: `softShares ${entryPoint}`, source, entryPoint, tensors, uniforms, workgroups: Math.ceil(invocations / THREADS) });
}

/** A tensor of its own, with zeros added up to a width: they change no distance. */
function padded(tensor: tf.Tensor2D, width: number): tf.Tensor2D {
  const stored = asStored(tensor);
  return stored.shape[1] === width ? stored.clone() : tf.pad2d(stored, [[0, 0], [0, width - stored.shape[1]]]);
}

function slicesOf(rows: number, numCodes: number, width: number): number {
  const wanted = Math.max(Math.ceil(rows / MAX_SLICE_ROWS), Math.ceil((4 * BUSY) / (numCodes * width)));
  return Math.max(1, Math.min(wanted, rows, Math.floor(MAX_PARTIALS / (numCodes * width))));
}

/** Adds partial sums [slices, K, width] to totals [K, dim]; the columns past dim are padding. */
function addUp(totals: Float64Array, partials: ArrayLike<number>, dim: number, width: number): void {
  const entries = totals.length / dim;
  for (let line = 0, at = 0; at < partials.length; line++, at += width) {
    for (let j = 0, to = (line % entries) * dim; j < dim; j++) totals[to++]! += partials[at + j]!;
  }
}
