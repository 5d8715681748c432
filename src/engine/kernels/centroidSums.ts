/** Sum and number of the rows of each code: the update step of k-means. */
import * as tf from '@tensorflow/tfjs-core';
import { sumsByCode } from '../cpu/kernels';
import { cpuRoad, type CpuRoad } from '../cpu/road';
import { addressOf } from '../cpu/tensors';
import { asStored, hasKernels, launch, newOutput, readTogether } from '../gpu/launch';
import source from './centroidSums.wgsl?raw';

/** Partial sums on the device: 16 MB at most, one block where K * d alone is more. */
const MAX_PARTIALS = 4_194_304;
const MAX_BLOCKS = 64;
/** Fewer rows are not worth a block of their own. */
const MIN_BLOCK_ROWS = 64;
/** The kernel's dimensions per workgroup. */
const DIMS = 64;

export interface CentroidSums {
  /** [K * d], row-major: for each code the sum of its rows. */
  readonly sums: Float64Array;
  /** [K]: rows of each code. */
  readonly counts: Float64Array;
}

/** Adds up the rows of x [n, d] by their codes (int32 [n], each below numCodes). The same input gives the same bits. `readNext`: what the caller reads afterwards comes in the same read-back. */
export async function centroidSums(x: tf.Tensor2D, codes: tf.Tensor1D, numCodes: number, readNext: readonly tf.Tensor[] = []): Promise<CentroidSums> {
  if (codes.shape[0] !== x.shape[0]) throw new Error(`centroidSums: ${x.shape[0]} rows but ${codes.shape[0]} codes`);
  if (hasKernels() && x.size > 0) return await onGpu(x, codes, numCodes, readNext);
  const road = cpuRoad();
  return road && x.size > 0 ? onRoad(road, x, codes, numCodes) : await centroidSumsTwin(x, codes, numCodes);
}

/** The same by a plain loop in float64, on any backend: the oracle of the kernel's test. */
export async function centroidSumsTwin(x: tf.Tensor2D, codes: tf.Tensor1D, numCodes: number): Promise<CentroidSums> {
  const d = x.shape[1];
  const [values, picked] = await Promise.all([x.data(), codes.data()]);
  const sums = new Float64Array(numCodes * d);
  const counts = new Float64Array(numCodes);
  for (let i = 0; i < picked.length; i++) {
    const code = picked[i]!;
    if (code < 0 || code >= numCodes) continue;
    counts[code]! += 1;
    const start = code * d;
    const row = i * d;
    for (let j = 0; j < d; j++) sums[start + j]! += values[row + j]!;
  }
  return { sums, counts };
}

function onRoad(road: CpuRoad, x: tf.Tensor2D, codes: tf.Tensor1D, numCodes: number): CentroidSums {
  const [n, dim] = x.shape;
  const picked = addressOf(road, codes, 'centroidSums.codes');
  const sums = road.scratch('centroidSums.sums', numCodes * dim * 8);
  sumsByCode(road, addressOf(road, x, 'centroidSums.x'), n, dim, picked, numCodes, sums);
  const counts = new Float64Array(numCodes);
  for (const code of road.memory.ints(picked, n)) if (code >= 0 && code < numCodes) counts[code]! += 1;
  return { sums: road.memory.doubles(sums, numCodes * dim).slice(), counts };
}

async function onGpu(x: tf.Tensor2D, codes: tf.Tensor1D, numCodes: number, readNext: readonly tf.Tensor[]): Promise<CentroidSums> {
  const [rows, d] = x.shape;
  const mostBlocks = Math.max(1, Math.min(MAX_BLOCKS, Math.floor(MAX_PARTIALS / (numCodes * d))));
  const blockRows = Math.max(MIN_BLOCK_ROWS, Math.ceil(rows / mostBlocks));
  const blocks = Math.ceil(rows / blockRows);
  const [partialSums, partialCounts] = tf.tidy(() => {
    const sums = newOutput<tf.Tensor3D>([blocks, numCodes, d], 'float32', true);
    const counts = newOutput<tf.Tensor2D>([blocks, numCodes], 'int32', true);
    launch({
      label: 'centroidSums',
      source,
      tensors: [asStored(x), asStored(codes), sums, counts],
      uniforms: [rows, numCodes, d, blockRows],
      workgroups: blocks * Math.ceil(d / DIMS),
    });
    return [sums, counts];
  });
  try {
    await readTogether([partialSums, partialCounts, ...readNext]);
    const [sums, counts] = await Promise.all([partialSums.data(), partialCounts.data()]);
    return { sums: addedUp(sums, numCodes * d), counts: addedUp(counts, numCodes) };
  } finally {
    tf.dispose([partialSums, partialCounts]);
  }
}

function addedUp(partials: ArrayLike<number>, length: number): Float64Array {
  const total = new Float64Array(length);
  for (let start = 0; start < partials.length; start += length) {
    for (let i = 0; i < length; i++) total[i]! += partials[start + i]!;
  }
  return total;
}
