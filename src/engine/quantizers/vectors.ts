/** Vectors in memory and on the device at once: what quantizers are fitted to, and the residuals they hand from level to level. */
import * as tf from '@tensorflow/tfjs-core';
import { cpuRoad, type CpuRoad } from '../cpu/road';
import { keptTensor } from '../cpu/tensors';
import type { TrainingRows } from './quantizer';

/** Numbers in one chunk on the device: 16 MB, small enough for every adapter, large enough to keep it busy. */
const CHUNK_NUMBERS = 4 * 1024 * 1024;

/** Rows in the processor's kept memory: `values` is a view of them. */
interface Kept {
  readonly road: CpuRoad;
  readonly address: number;
  readonly values: Float32Array;
}

export class Vectors implements TrainingRows {
  private uploaded: tf.Tensor2D[] | null = null;
  private kept: Kept | null = null;

  /**
   * `given` is row-major [rows, dim]; it is not copied, and it is let go once the rows lie in kept memory. `labels`: the number of each row's label, -1: none; no quantizer sees them.
   * `chunkRows`: rows of a chunk on the device, which residuals and samples keep; absent: as many as the width allows.
   */
  constructor(
    private given: Float32Array | null,
    readonly rows: number,
    readonly dim: number,
    readonly labels: Int32Array | null = null,
    readonly chunkRows?: number,
  ) {}

  /** Rows that `write` puts at an address of the kept memory. */
  static inKept(road: CpuRoad, rows: number, dim: number, chunkRows: number | undefined, write: (address: number) => void): Vectors {
    const made = new Vectors(null, rows, dim, null, chunkRows);
    const address = road.memory.allocate(rows * dim * 4);
    made.kept = { road, address, values: road.memory.floats(address, rows * dim) };
    write(address);
    return made;
  }

  /** Row-major, float32 [rows, dim]: the array given, or a view of the kept memory. Not to be read after `dispose`, nor sent to another thread. */
  get data(): Float32Array {
    const data = this.kept?.values ?? this.given;
    if (!data) throw new Error('Vectors: the rows were disposed');
    return data;
  }

  /** Moves the rows into the processor's kept memory where there is one, so that they are held once. */
  keep(): void {
    const road = cpuRoad();
    if (!road || this.kept || !this.given || this.rows === 0) return;
    const address = road.memory.allocate(this.given.length * 4);
    const values = road.memory.floats(address, this.given.length);
    values.set(this.given);
    this.kept = { road, address, values };
    this.given = null;
  }

  /** Uploaded on first use, in chunks of one fixed number of rows (the last may be shorter). */
  get chunks(): readonly tf.Tensor2D[] {
    if (this.uploaded) return this.uploaded;
    this.keep();
    const { data, dim, kept } = this;
    const chunkRows = this.chunkRows ?? rowsPerChunk(dim);
    const onRoad = kept && cpuRoad() === kept.road ? kept : null;
    const chunks: tf.Tensor2D[] = [];
    for (let start = 0; start < this.rows; start += chunkRows) {
      const end = Math.min(start + chunkRows, this.rows);
      // Else a copy, because TensorFlow.js keeps the array it is given: a view would tie the buffer's lifetime to the tensor.
      chunks.push(tf.keep(onRoad ? keptTensor(onRoad.road, onRoad.address + start * dim * 4, [end - start, dim]) : tf.tensor2d(data.slice(start * dim, end * dim), [end - start, dim])));
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

  /** Gives up what lies on a device that is gone; it is uploaded again when next used. */
  leaveDevice(): void {
    this.uploaded?.forEach((chunk) => chunk.dispose());
    this.uploaded = null;
  }

  /** Gives up the device's copy and the kept memory. Rows that lie in neither, which a device of its own held, can be used again. */
  dispose(): void {
    this.leaveDevice();
    this.kept?.road.memory.free(this.kept.address);
    this.kept = null;
  }
}

/** Rows of one chunk at this width. */
export function rowsPerChunk(dim: number): number {
  return Math.max(256, Math.min(16384, Math.floor(CHUNK_NUMBERS / dim)));
}
