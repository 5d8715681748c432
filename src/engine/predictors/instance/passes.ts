/** Batches of an epoch: everything in a new random order, and with two passes once more in the reverse of that order. */
import type { Random } from '../../math/random';

export class Passes {
  readonly size: number;
  readonly stepsPerEpoch: number;
  private order: Uint32Array;
  private step = 0;

  /** `count` things in batches of `size`; what is left of a pass, less than a batch, is dropped. */
  constructor(
    private readonly count: number,
    size: number,
    passes: number,
    private readonly random: Random,
  ) {
    this.size = Math.min(size, count);
    this.stepsPerEpoch = passes * Math.floor(count / this.size);
    this.order = random.permutation(count);
  }

  next(): Uint32Array {
    if (this.step === this.stepsPerEpoch) {
      this.order = this.random.permutation(this.count);
      this.step = 0;
    }
    const ofPass = Math.floor(this.count / this.size);
    const from = (this.step % ofPass) * this.size;
    const back = this.step >= ofPass;
    this.step++;
    return Uint32Array.from({ length: this.size }, (_, i) => this.order[back ? this.count - 1 - from - i : from + i]!);
  }

  state(): Record<string, Float64Array> {
    return { 'passes.order': Float64Array.from(this.order), 'passes.step': Float64Array.of(this.step), 'passes.random': this.random.state() };
  }

  restore(state: Readonly<Record<string, ArrayLike<number>>>): void {
    this.order = Uint32Array.from(state['passes.order']!);
    this.step = state['passes.step']![0]!;
    this.random.restore(state['passes.random']!);
  }
}
