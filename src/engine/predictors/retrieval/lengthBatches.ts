/** Batches of rows of about equal length: padding costs as much as what is read, so rows of one length go together. */
import type { Random } from '../../math/random';

export class LengthBatches {
  readonly perEpoch: number;
  private order: { readonly epoch: number; readonly batches: readonly Uint32Array[] } | null = null;

  /** `lengths` [rows]. The order of an epoch follows from `random`'s seed and the epoch's number alone, so that there is nothing to keep. */
  constructor(
    private readonly lengths: ArrayLike<number>,
    private readonly size: number,
    private readonly random: Random,
  ) {
    this.perEpoch = Math.ceil(lengths.length / size);
  }

  /** Rows of the batch of a 0-based step. */
  at(step: number): Uint32Array {
    const epoch = Math.floor(step / this.perEpoch);
    if (this.order?.epoch !== epoch) this.order = { epoch, batches: this.drawn(epoch) };
    return this.order.batches[step % this.perEpoch]!;
  }

  /** All rows once, in random order within a length and random order of the batches. */
  private drawn(epoch: number): readonly Uint32Array[] {
    const random = this.random.split(`epoch ${epoch}`);
    const rows = random.permutation(this.lengths.length);
    const sorted = Uint32Array.from(Array.from(rows.keys()).sort((a, b) => this.lengths[rows[a]!]! - this.lengths[rows[b]!]! || a - b), (place) => rows[place]!);
    const batches = Array.from({ length: this.perEpoch }, (_, i) => sorted.subarray(i * this.size, (i + 1) * this.size));
    return Array.from(random.permutation(batches.length), (i) => batches[i]!);
  }
}

/** Epochs of a run that has at least so many steps. */
export function epochsOf({ epochs, leastSteps }: { readonly epochs: number; readonly leastSteps: number }, perEpoch: number): number {
  return Math.max(epochs, Math.ceil(leastSteps / perEpoch));
}
