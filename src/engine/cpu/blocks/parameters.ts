/** All parameters of a method behind each other in the kept memory, with their gradient and the moments of AdamW: one pass updates them all. */
import type { AdamWFactors } from '../../math/adamWFactors';
import { NUMBERS, sumOfSquares } from '../kernels';
import type { CpuRoad } from '../road';

/** One variable's place. */
export interface Place {
  /** Addresses of its numbers and of its gradient. */
  readonly address: number;
  readonly gradient: number;
  readonly length: number;
}

export class KeptParameters {
  readonly places: readonly Place[];
  private readonly length: number;
  private readonly arrays: readonly [values: number, gradient: number, first: number, second: number];

  constructor(
    private readonly road: CpuRoad,
    lengths: readonly number[],
  ) {
    this.length = lengths.reduce((sum, length) => sum + padded(length), 0);
    const allocate = () => road.memory.allocate(this.length * 4);
    this.arrays = [allocate(), allocate(), allocate(), allocate()];
    for (const address of this.arrays) road.memory.floats(address, this.length).fill(0);
    let at = 0;
    this.places = lengths.map((length) => {
      const place = { address: this.arrays[0] + at * 4, gradient: this.arrays[1] + at * 4, length };
      at += padded(length);
      return place;
    });
  }

  /** Numbers, first and second moments of variable i, views of the kept memory. */
  views(i: number): { readonly values: Float32Array; readonly first: Float32Array; readonly second: Float32Array } {
    const { address, length } = this.places[i]!;
    const offset = address - this.arrays[0];
    const view = (start: number) => this.road.memory.floats(start + offset, length);
    return { values: view(this.arrays[0]), first: view(this.arrays[2]), second: view(this.arrays[3]) };
  }

  /** One update of the variables `from` to `to` - 1 from their gradient, which is first scaled down to the norm `clipNorm` where that is above 0 (as nn/clipNorm.ts). */
  update({ beta1, beta2, rate, epsilon, decay }: AdamWFactors, clipNorm: number, from: number, to: number): void {
    const offset = this.places[from]!.address - this.arrays[0];
    const [values, gradient, first, second] = this.arrays.map((address) => address + offset) as [number, number, number, number];
    const length = to === this.places.length ? this.length - offset / 4 : (this.places[to]!.address - values) / 4;
    const clip = clipNorm > 0 ? Math.min(clipNorm / (Math.sqrt(sumOfSquares(this.road, gradient, length)) + 1e-6), 1) : 1;
    this.road.pool.run('adamW', Math.ceil(length / NUMBERS), [values, first, second, gradient, length, beta1, 1 - beta1, beta2, 1 - beta2, rate, epsilon, decay, clip]);
  }

  dispose(): void {
    for (const address of this.arrays) this.road.memory.free(address);
  }
}

/** Each variable starts at a multiple of four numbers. */
function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
