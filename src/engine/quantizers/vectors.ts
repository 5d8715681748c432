/** Vectors in memory and on the device at once: what quantizers are fitted to, and the residuals they hand from level to level. */
import * as tf from '@tensorflow/tfjs-core';
import { cpuRoad, type CpuRoad } from '../cpu/road';
import { keptTensor } from '../cpu/tensors';
import type { TrainingRows } from './quantizer';

/** Numbers in one chunk on the device: 16 MB, small enough for every adapter, large enough to keep it busy. */
const CHUNK_NUMBERS = 4 * 1024 * 1024;

export class Vectors implements TrainingRows {
  private uploaded: tf.Tensor2D[] | null = null;
  /** Where the rows lie in the processor's kept memory; null elsewhere. */
  private kept: { readonly road: CpuRoad; readonly address: number } | null = null;

  /**
   * `data` is row-major [rows, dim]; it is not copied. `labels`: the number of each row's label, -1: none; no quantizer sees them.
   * `chunkRows`: rows of a chunk on the device, which residuals and samples keep; absent: as many as the width allows.
   */
  constructor(
    readonly data: Float32Array,
    readonly rows: number,
    readonly dim: number,
    readonly labels: Int32Array | null = null,
    readonly chunkRows?: number,
  ) {}

  /** Uploaded on first use, in chunks of one fixed number of rows (the last may be shorter). */
  get chunks(): readonly tf.Tensor2D[] {
    if (this.uploaded) return this.uploaded;
    const chunkRows = this.chunkRows ?? rowsPerChunk(this.dim);
    const chunks: tf.Tensor2D[] = [];
    const road = cpuRoad();
    if (road && this.rows > 0) {
      this.kept = { road, address: road.memory.allocate(this.data.length * 4) };
      road.memory.floats(this.kept.address, this.data.length).set(this.data);
    }
    for (let start = 0; start < this.rows; start += chunkRows) {
      const end = Math.min(start + chunkRows, this.rows);
      if (this.kept) {
        chunks.push(tf.keep(keptTensor(this.kept.road, this.kept.address + start * this.dim * 4, [end - start, this.dim])));
        continue;
      }
      // A copy, because TensorFlow.js keeps the array it is given: a view would tie the buffer's lifetime to the tensor.
      chunks.push(tf.keep(tf.tensor2d(this.data.slice(start * this.dim, end * this.dim), [end - start, this.dim])));
    }
    this.uploaded = chunks;
    return chunks;
  }

  gather(indices: ArrayLike<number>): tf.Tensor2D {
    const { data, dim } = this;
    const picked = new Float32Array(indices.length * dim);
    for (let i = 0; i < indices.length; i++) picked.set(data.subarray(indices[i]! * dim, (indices[i]! + 1) * dim), i * dim);
    return tf.tensor2d(picked, [indices.length, dim]);
  }

  dispose(): void {
    this.uploaded?.forEach((chunk) => chunk.dispose());
    this.uploaded = null;
    this.kept?.road.memory.free(this.kept.address);
    this.kept = null;
  }
}

/** Rows of one chunk at this width. */
export function rowsPerChunk(dim: number): number {
  return Math.max(256, Math.min(16384, Math.floor(CHUNK_NUMBERS / dim)));
}

/** Column means in float64. */
export function columnMeans(data: Float32Array, rows: number, dim: number): Float64Array {
  const means = new Float64Array(dim);
  for (let i = 0, at = 0; i < rows; i++) for (let d = 0; d < dim; d++) means[d]! += data[at++]!;
  for (let d = 0; d < dim; d++) means[d]! /= rows;
  return means;
}

/** Sum of squared distances of rows to their mean, in float64. */
export function totalSquares(data: Float32Array, rows: number, dim: number, means: ArrayLike<number> = columnMeans(data, rows, dim)): number {
  let total = 0;
  for (let i = 0, at = 0; i < rows; i++) for (let d = 0; d < dim; d++, at++) total += (data[at]! - means[d]!) ** 2;
  return total;
}

/** Squared Euclidean norm of each row, in float64. */
export function squaredNorms(data: Float32Array, rows: number, dim: number): Float64Array {
  const norms = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) for (let d = 0; d < dim; d++, at++) norms[i]! += data[at]! ** 2;
  return norms;
}

/** A copy with `means` subtracted from every row. */
export function centred(data: Float32Array, rows: number, dim: number, means: ArrayLike<number>): Float32Array {
  const result = new Float32Array(rows * dim);
  for (let i = 0, at = 0; i < rows; i++) for (let d = 0; d < dim; d++, at++) result[at] = data[at]! - means[d]!;
  return result;
}

/** What is left of the rows after their code vectors are taken away: residual hand-over from one level to the next. */
export function residuals(data: Float32Array, rows: number, dim: number, codes: ArrayLike<number>, codebook: ArrayLike<number>): Float32Array {
  const result = new Float32Array(rows * dim);
  for (let i = 0, at = 0; i < rows; i++) {
    let from = codes[i]! * dim;
    for (let d = 0; d < dim; d++, at++) result[at] = data[at]! - codebook[from++]!;
  }
  return result;
}
