/**
 * The levels of a residual quantizer over kept memory, forward and backward: the nearest code of what each level is given, and the losses around it, as ops/residualLevels.ts.
 *
 *     e[0] = z;   q[l] = C[l][code[l]];   e[l+1] = e[l] - sg(q[l])
 *     codebook loss   = scale sum_l |sg(e[l]) - q[l]|^2      d / d C[l][k] = -2 scale (sum of e[l+1] over the rows of code k)
 *     commitment loss = scale sum_l b[l] |e[l] - sg(q[l])|^2   d / d z     =  2 scale sum_l b[l] e[l+1]
 */
import { addScaled, nearestCodes, residualLoss, scaledToFloat, sumsByCode } from '../kernels';
import type { CpuRoad } from '../road';
import type { Place } from './parameters';

export class ResidualLevelsBlock {
  /** int32 [batch] a level. */
  readonly codes: readonly Int32Array[];
  /** scale |e[l+1]|^2 of each level, the value of both losses. */
  readonly losses: Float64Array;
  private readonly codeAddresses: readonly number[];
  /** e[l + 1], [batch, dim] a level. */
  private readonly left: readonly number[];
  private readonly pull: number;
  private readonly quantized: number;
  private readonly distances: number;

  /** `books`: place of the codebook [K, dim] of each level; `commitment`: the factors b. */
  constructor(
    private readonly road: CpuRoad,
    private readonly shape: { readonly batch: number; readonly dim: number; readonly numCodes: readonly number[] },
    private readonly books: readonly Place[],
    private readonly scale: number,
    private readonly commitment: readonly number[],
  ) {
    const { batch, dim, numCodes } = shape;
    const { memory } = road;
    const rows = () => memory.allocate(batch * dim * 4);
    this.codeAddresses = numCodes.map(() => memory.allocate(batch * 4));
    this.codes = this.codeAddresses.map((address) => memory.ints(address, batch));
    this.losses = new Float64Array(numCodes.length);
    this.left = numCodes.map(rows);
    this.pull = rows();
    this.quantized = rows();
    this.distances = memory.allocate(batch * 4);
  }

  /** Address of the sum of the chosen code vectors [batch, dim] for latents at z [batch, dim]. */
  forward(z: number): number {
    const { road, shape: { batch, dim, numCodes }, books, left, scale, distances } = this;
    numCodes.forEach((k, level) => {
      const outputs = { codes: this.codeAddresses[level]!, distances, residual: left[level]! };
      nearestCodes(road, level === 0 ? z : left[level - 1]!, batch, dim, { address: books[level]!.address, bias: 0, numCodes: k }, 1, outputs);
      this.losses[level] = scale * residualLoss(road, left[level]!, this.pull, level === 0, batch, dim, 2 * scale * this.commitment[level]!);
    });
    addScaled(road, z, left.at(-1)!, -1, batch * dim, this.quantized);
    return this.quantized;
  }

  /** Writes the gradients of the codebooks, of `weight` times their loss; adds that of the commitment loss to `times` dz, in place. */
  backward(dz: number, times: number, weight: number): void {
    const { road, shape: { batch, dim, numCodes }, books, left, scale } = this;
    numCodes.forEach((k, level) => {
      const sums = road.scratch('residualLevels.sums', k * dim * 8);
      sumsByCode(road, left[level]!, batch, dim, this.codeAddresses[level]!, k, sums);
      scaledToFloat(road, sums, -2 * scale * weight, k * dim, books[level]!.gradient);
    });
    addScaled(road, this.pull, dz, times, batch * dim, dz);
  }

  dispose(): void {
    for (const address of [...this.codeAddresses, ...this.left, this.pull, this.quantized, this.distances]) this.road.memory.free(address);
  }
}
