/**
 * Semantic cohesion of rows that share a code, over kept memory, forward and backward, as semanticCohesion in quantizers/r3Vae/forward.ts.
 *
 *     S[k] = sum of v^ over the n[k] rows of code k;   SC = mean over codes with n >= 2 of (|S|^2 - n) / (n (n - 1));   d SC / d v^ = 2 S / (m n (n - 1)), m such codes
 */
import { scaledToFloat, sumsByCode } from '../kernels';
import { rowSquares, sharedBack, unitRows, type UnitRows } from '../r3Kernels';
import type { CpuRoad } from '../road';

export class CohesionBlock {
  private readonly unit: UnitRows;
  /** S, float32 [K, dim]. */
  private readonly sums: number;
  /** d SC / d v^ over S, float64 [K]. */
  private readonly factors: number;
  private codes = 0;

  constructor(
    private readonly road: CpuRoad,
    private readonly shape: { readonly batch: number; readonly dim: number; readonly numCodes: number },
  ) {
    const { memory } = road;
    const { batch, dim, numCodes } = shape;
    this.unit = { unit: memory.allocate(batch * dim * 4), norms: memory.allocate(batch * 4) };
    this.sums = memory.allocate(numCodes * dim * 4);
    this.factors = memory.allocate(numCodes * 8);
  }

  /** SC of rows at v [batch, dim] by codes, int32 [batch], which stay as they are until `backward`. */
  forward(v: number, codes: number): number {
    const { road, unit, sums, shape: { batch, dim, numCodes } } = this;
    this.codes = codes;
    unitRows(road, v, batch, dim, unit);
    const inFull = road.scratch('cohesion.sums', numCodes * dim * 8);
    sumsByCode(road, unit.unit, batch, dim, codes, numCodes, inFull);
    scaledToFloat(road, inFull, 1, numCodes * dim, sums);
    const squares = rowSquares(road, sums, numCodes, dim);
    const counts = new Float64Array(numCodes);
    for (const code of road.memory.ints(codes, batch)) counts[code]! += 1;
    const shared = Math.max(1, counts.reduce((sum, count) => sum + (count >= 2 ? 1 : 0), 0));
    const factors = road.memory.doubles(this.factors, numCodes);
    let cohesion = 0;
    counts.forEach((n, k) => {
      if (n >= 2) cohesion += (squares[k]! - n) / (n * (n - 1));
      factors[k] = n >= 2 ? 2 / (n * (n - 1) * shared) : 0;
    });
    return cohesion / shared;
  }

  /** Writes `weight` times the gradient of SC at v to `out` [batch, dim]. */
  backward(weight: number, out: number): void {
    const { road, unit, shape: { batch, dim, numCodes } } = this;
    const factors = road.memory.doubles(this.factors, numCodes);
    for (let k = 0; k < numCodes; k++) factors[k]! *= weight;
    sharedBack(road, this.sums, this.factors, this.codes, unit, batch, dim, out);
  }

  dispose(): void {
    for (const address of [this.unit.unit, this.unit.norms, this.sums, this.factors]) this.road.memory.free(address);
  }
}
