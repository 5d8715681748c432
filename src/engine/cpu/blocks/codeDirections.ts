/**
 * The directions of one codebook over kept memory, forward and backward: unit code vectors, and their preference discrimination, as preferenceDiscrimination in quantizers/r3Vae/forward.ts.
 *
 *     u[k] = C[k] / N[k];   w[i][j] = exp(2 (u[i] . u[j] - 1));   PD = log(W / (K (K - 1))), W the sum of w over i != j;   d PD / d u[i] = 4 / W sum_j w[i][j] u[j]
 *     d / d C[k] = (D - (D . u) u) / N for D = d / d u[k]
 */
import { scaledToFloat } from '../kernels';
import { pairPulls, unitRows, unitRowsBack, type UnitRows } from '../r3Kernels';
import type { CpuRoad } from '../road';
import type { Place } from './parameters';

export class CodeDirectionsBlock {
  readonly unit: UnitRows;
  /** PD of the last `forward`; 0 for one code. */
  discrimination = 0;
  /** sum_j w[i][j] u[j], [K, dim], and the sum of all w. */
  private readonly pulls: number;
  private total = 1;

  /** `book`: place of the codebook [K, dim]. */
  constructor(
    private readonly road: CpuRoad,
    private readonly book: Place,
    private readonly numCodes: number,
    private readonly dim: number,
  ) {
    const { memory } = road;
    this.unit = { unit: memory.allocate(numCodes * dim * 4), norms: memory.allocate(numCodes * 4) };
    this.pulls = memory.allocate(numCodes * dim * 4);
  }

  forward(): void {
    const { road, book, numCodes, dim, unit } = this;
    unitRows(road, book.address, numCodes, dim, unit);
    if (numCodes < 2) return;
    this.total = pairPulls(road, unit.unit, numCodes, dim, this.pulls);
    this.discrimination = Math.log(this.total / (numCodes * (numCodes - 1)));
  }

  /** Writes the codebook's gradient: that of unit code vectors, float64 [K, dim] at `sums`, and `weight` times that of PD. */
  backward(sums: number, weight: number): void {
    const { road, book, numCodes, dim, unit } = this;
    scaledToFloat(road, sums, 1, numCodes * dim, book.gradient);
    unitRowsBack(road, book.gradient, numCodes < 2 ? 0 : this.pulls, (4 * weight) / this.total, unit, numCodes, dim);
  }

  dispose(): void {
    for (const address of [this.unit.unit, this.unit.norms, this.pulls]) this.road.memory.free(address);
  }
}
