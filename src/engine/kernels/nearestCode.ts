/** The nearest code vectors of each row: the inner loop of k-means and of every residual quantizer. */
import * as tf from '@tensorflow/tfjs-core';
import { nearestCodes } from '../cpu/kernels';
import { cpuRoad, type CpuRoad } from '../cpu/road';
import { fitsSearch } from '../cpu/scratch';
import { addressOf, keptTensor } from '../cpu/tensors';
import { asStored, hasKernels, kernelVariant, launch, newOutput, type KernelVariant } from '../gpu/launch';
import { HELD_ROWS_PER_GROUP, TILE, heldSource, heldStride, tiledSource } from './codeSearchSource';
import { nearestCodeTwin, nearestTwoTwin } from './nearestCodeTwin';

/** Workgroup memory from which the tiled kernel takes 16 dimensions at a time instead of 8. */
const DEEP_TILES_FROM = 32_768;

export interface NearestCodes {
  /** int32 [n]: index of the nearest code vector, the lowest where several are equally near. */
  readonly codes: tf.Tensor1D;
  /** float32 [n]: squared Euclidean distance to it, summed over (x - c)^2. */
  readonly distances: tf.Tensor1D;
}

export interface NearestTwo {
  /** int32 [n, 2]: the nearest and the second nearest code vector; of equally near ones the lower index first. */
  readonly codes: tf.Tensor2D;
  /** float32 [n, 2]: squared Euclidean distances to them, ascending in each row. */
  readonly distances: tf.Tensor2D;
}

export interface CodedLevel extends NearestCodes {
  /** float32 [n, d]: x less its code vector, what the next level codes. */
  readonly residual: tf.Tensor2D;
  /** int32 [K]: rows of each code. */
  readonly counts: tf.Tensor1D;
}

/**
 * For each row of x [n, d] the nearest row of codebook [K, d]: a kernel of our own on WebGPU and on the processor's road, elsewhere matrix products. With a `bias` [K] the
 * code of the least |x - c|^2 + bias; distances leave the bias out. Not differentiable: both outputs are constants to a gradient. The caller disposes them.
 */
export function nearestCode(x: tf.Tensor2D, codebook: tf.Tensor2D, bias: tf.Tensor1D | null = null): NearestCodes {
  checkShapes('nearestCode', x, codebook, bias, 1);
  if (x.shape[0] === 0) return { codes: tf.tensor1d([], 'int32'), distances: tf.tensor1d([], 'float32') };
  if (hasKernels()) return search(x, { codebook, bias }, 'nearest');
  const road = roadFor(x, codebook);
  if (road) return onRoad(road, x, { codebook, bias }, 'nearest');
  const { codes, distances } = nearestCodeTwin(x, codebook, bias);
  return { codes: tf.tensor1d(codes, 'int32'), distances: tf.tensor1d(distances) };
}

/** As nearestCode, with the second nearest code vector of each row: for restarts and repairs. Throws for fewer than two codes. */
export function nearestTwo(x: tf.Tensor2D, codebook: tf.Tensor2D, bias: tf.Tensor1D | null = null): NearestTwo {
  checkShapes('nearestTwo', x, codebook, bias, 2);
  const n = x.shape[0];
  if (n === 0) return { codes: tf.tensor2d([], [0, 2], 'int32'), distances: tf.tensor2d([], [0, 2], 'float32') };
  if (hasKernels()) return search(x, { codebook, bias }, 'two');
  const road = roadFor(x, codebook);
  if (road) return onRoad(road, x, { codebook, bias }, 'two');
  const { codes, distances } = nearestTwoTwin(x, codebook, bias);
  return { codes: tf.tensor2d(codes, [n, 2], 'int32'), distances: tf.tensor2d(distances, [n, 2]) };
}

/**
 * One level of a residual quantizer in one kernel: the nearest code vector of each row, what it leaves over, and how often each is chosen
 * (counted by integer atomics, so the same every time). Not differentiable. The caller disposes the tensors.
 */
export function codeLevel(x: tf.Tensor2D, codebook: tf.Tensor2D, bias: tf.Tensor1D | null = null): CodedLevel {
  checkShapes('codeLevel', x, codebook, bias, 1);
  const numCodes = codebook.shape[0];
  if (x.shape[0] > 0 && hasKernels()) return search(x, { codebook, bias }, 'level');
  const road = roadFor(x, codebook);
  if (road && x.shape[0] > 0) return onRoad(road, x, { codebook, bias }, 'level');
  const { codes, distances } = nearestCode(x, codebook, bias);
  const picked = codes.dataSync<'int32'>();
  const counts = new Int32Array(numCodes);
  for (const code of picked) counts[code]! += 1;
  const residual = tf.tidy(() => (x.shape[0] === 0 ? x.clone() : tf.sub(x, tf.gather(codebook, codes)))) as tf.Tensor2D;
  return { codes, distances, residual, counts: tf.tensor1d(counts, 'int32') };
}

/** Code vectors [K, d], and what is added to the squared distances of each [K]. */
interface Book {
  readonly codebook: tf.Tensor2D;
  readonly bias: tf.Tensor1D | null;
}

type Found = { nearest: NearestCodes; two: NearestTwo; level: CodedLevel };

// ---------------------------------------------------------------- processor

function roadFor(x: tf.Tensor2D, codebook: tf.Tensor2D): CpuRoad | null {
  return fitsSearch(x.shape[1], codebook.shape[0]) ? cpuRoad() : null;
}

function onRoad<Kind extends keyof Found>(road: CpuRoad, x: tf.Tensor2D, { codebook, bias }: Book, kind: Kind): Found[Kind] {
  const [n, dim] = x.shape;
  const numCodes = codebook.shape[0];
  const each = kind === 'two' ? 2 : 1;
  const out = {
    codes: road.scratch('nearestCode.codes', n * each * 4),
    distances: road.scratch('nearestCode.distances', n * each * 4),
    residual: kind === 'level' ? road.memory.allocate(n * dim * 4) : 0,
  };
  const book = { address: addressOf(road, codebook, 'nearestCode.codebook'), bias: bias ? addressOf(road, bias, 'nearestCode.bias') : 0, numCodes };
  nearestCodes(road, addressOf(road, x, 'nearestCode.x'), n, dim, book, each, out);
  const picked = road.memory.ints(out.codes, n * each);
  const shape = each === 2 ? [n, 2] : [n];
  const found: Record<string, tf.Tensor> = { codes: tf.tensor(picked, shape, 'int32'), distances: tf.tensor(road.memory.floats(out.distances, n * each), shape) };
  if (kind === 'level') {
    const counts = new Int32Array(numCodes);
    for (const code of picked) counts[code]! += 1;
    found['counts'] = tf.tensor1d(counts, 'int32');
    found['residual'] = keptTensor(road, out.residual, [n, dim], true);
  }
  return found as unknown as Found[Kind];
}

// ---------------------------------------------------------------- WebGPU

function search<Kind extends keyof Found>(x: tf.Tensor2D, { codebook, bias }: Book, kind: Kind): Found[Kind] {
  return tf.tidy(() => {
    const [n, dim] = x.shape;
    const numCodes = codebook.shape[0];
    const { variant, workgroupStorage } = kernelVariant();
    const vectors = paddedTo(asStored(codebook), variant === 'tiled' ? dim : heldStride(dim));
    const shape = kind === 'two' ? [n, 2] : [n];
    const outputs: Record<string, tf.Tensor> = { codes: newOutput(shape, 'int32'), distances: newOutput(shape, 'float32') };
    if (kind === 'level') {
      outputs['residual'] = newOutput([n, dim], 'float32');
      outputs['counts'] = newOutput([numCodes], 'int32', true);
    }
    launch({
      label: `nearestCode ${kind} ${variant}`,
      source: sourceOf(variant, workgroupStorage, dim, kind, bias !== null),
      tensors: [asStored(x), vectors, ...Object.values(outputs), ...(bias ? [asStored(bias)] : [])],
      uniforms: [n, numCodes, dim, vectors.shape[1]],
      workgroups: Math.ceil(n / (variant === 'tiled' ? TILE : HELD_ROWS_PER_GROUP)),
    });
    return outputs as tf.TensorContainer;
  }) as unknown as Found[Kind];
}

/** Written once for each width: the pipelines are found by their source. */
const sources = new Map<string, string>();

function sourceOf(variant: KernelVariant, workgroupStorage: number, dim: number, kind: keyof Found, biased: boolean): string {
  const shape = { dim, two: kind === 'two', residual: kind === 'level', biased };
  const depth = workgroupStorage >= DEEP_TILES_FROM ? 16 : 8;
  const key = variant === 'tiled' ? `tiled ${depth} ${kind} ${biased}` : `${variant} ${dim} ${kind} ${biased}`;
  let source = sources.get(key);
  if (source === undefined) {
    source = variant === 'tiled' ? tiledSource(shape, depth) : heldSource(shape, variant === 'heldSubgroups');
    sources.set(key, source);
  }
  return source;
}

/** Rows with zeros added up to a width: they change no distance. */
function paddedTo(rows: tf.Tensor2D, width: number): tf.Tensor2D {
  const missing = width - rows.shape[1];
  return missing === 0
    ? rows
    : tf.pad2d(rows, [
        [0, 0],
        [0, missing],
      ]);
}

function checkShapes(name: string, x: tf.Tensor2D, codebook: tf.Tensor2D, bias: tf.Tensor1D | null, fewest: number): void {
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== codebook.shape[0])) throw new Error(`${name}: the bias is [${bias.shape.join(', ')}] for ${codebook.shape[0]} codes; one number for each is needed`);
  if (x.shape[1] === codebook.shape[1] && codebook.shape[0] >= fewest) return;
  throw new Error(
    `${name}: x is [${x.shape.join(', ')}] and the codebook [${codebook.shape.join(', ')}]; equal dimensions and ${fewest === 1 ? 'one code' : 'two codes'} at least are needed`,
  );
}
