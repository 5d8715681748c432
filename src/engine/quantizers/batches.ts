/** Mini-batches: the rows in a new random order every epoch, every batch of the same size. */
import type { Random } from '../math/random';

export class Batches {
  readonly size: number;
  private order: Uint32Array;
  private position = 0;

  constructor(
    private readonly rows: number,
    size: number,
    private readonly random: Random,
  ) {
    this.size = Math.min(size, rows);
    this.order = random.permutation(rows);
  }

  /** Row numbers of the next batch. What is left of an epoch, less than a batch, is dropped: one shape keeps buffers reusable. */
  next(): Uint32Array {
    if (this.position + this.size > this.rows) {
      this.order = this.random.permutation(this.rows);
      this.position = 0;
    }
    this.position += this.size;
    return this.order.subarray(this.position - this.size, this.position);
  }

  state(): Record<string, Float64Array> {
    return { 'batches.order': Float64Array.from(this.order), 'batches.position': Float64Array.of(this.position), 'batches.random': this.random.state() };
  }

  restore(state: Readonly<Record<string, ArrayLike<number>>>): void {
    this.order = Uint32Array.from(state['batches.order']!);
    this.position = state['batches.position']![0]!;
    this.random.restore(state['batches.random']!);
  }
}
