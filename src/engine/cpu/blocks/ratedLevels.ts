/**
 * Levels of rated code vectors over kept memory, forward and backward, as `rate` in quantizers/r3Vae/forward.ts: codes are constants, all else has its gradient.
 *
 *     u = C[l][code[l]] / |C[l][code[l]]|;   s = e[l] . u (projection) or e^[l] . u (cosine);   e[l+1] = e[l] - s u;   v = sum_l s u
 *     with g = d / d e[l+1], h = d / d v, t = (h - g) . u:
 *       projection:  d / d u = s (h - g) + t e[l],    d / d e[l] = g + t u
 *       cosine:      d / d u = s (h - g) + t e^[l],   d / d e[l] = g + t (u - s e^[l]) / |e[l]|
 */
import { nearestCodes, sumsByCode } from '../kernels';
import { rateRows, rateRowsBack, unitRows, type Rating } from '../r3Kernels';
import type { CpuRoad } from '../road';
import { CodeDirectionsBlock } from './codeDirections';
import type { Place } from './parameters';

export class RatedLevelsBlock {
  /** int32 [batch] a level, and where they lie. */
  readonly codes: readonly Int32Array[];
  readonly codeAddresses: readonly number[];
  /** Address of the sum of contributions v, [batch, dim], after `forward`. */
  readonly contribution: number;
  private readonly books: readonly CodeDirectionsBlock[];
  /** e[l + 1], [batch, dim] a level. */
  private readonly left: readonly number[];
  /** e^[l] and |e[l]|: of each level for cosines, one buffer for all of them for projections. */
  private readonly units: readonly number[];
  private readonly norms: readonly number[];
  private readonly ratings: readonly number[];
  private readonly toVectors: number;
  private readonly distances: number;
  private start = 0;

  /** `books`: place of the codebook [K, dim] of each level. `cosine`: ratings are cosines, else projections. */
  constructor(
    private readonly road: CpuRoad,
    private readonly shape: { readonly batch: number; readonly dim: number; readonly numCodes: readonly number[] },
    books: readonly Place[],
    private readonly cosine: boolean,
  ) {
    const { batch, dim, numCodes } = shape;
    const { memory } = road;
    const rows = () => memory.allocate(batch * dim * 4);
    const numbers = () => memory.allocate(batch * 4);
    this.books = numCodes.map((k, level) => new CodeDirectionsBlock(road, books[level]!, k, dim));
    this.codeAddresses = numCodes.map(numbers);
    this.codes = this.codeAddresses.map((address) => memory.ints(address, batch));
    this.left = numCodes.map(rows);
    this.units = cosine ? numCodes.map(rows) : [rows()];
    this.norms = numCodes.map(numbers);
    this.ratings = numCodes.map(numbers);
    this.contribution = rows();
    this.toVectors = rows();
    this.distances = numbers();
  }

  /** Mean over levels of preference discrimination, after `forward`. */
  get discrimination(): number {
    return this.books.reduce((sum, book) => sum + book.discrimination, 0) / this.books.length;
  }

  /** Address of what is left [batch, dim] of rows at e [batch, dim], which stay as they are until `backward`. */
  forward(e: number): number {
    const { road, shape: { batch, dim, numCodes }, books, left } = this;
    this.start = e;
    books.forEach((book, level) => {
      book.forward();
      const { unit, norms } = { unit: this.units[this.cosine ? level : 0]!, norms: this.norms[level]! };
      const rating = this.rating(level);
      unitRows(road, rating.e, batch, dim, { unit, norms });
      const outputs = { codes: rating.codes, distances: this.distances, residual: 0 };
      nearestCodes(road, unit, batch, dim, { address: book.unit.unit, bias: 0, numCodes: numCodes[level]! }, 1, outputs);
      rateRows(road, rating, batch, dim, left[level]!, this.contribution, level === 0);
    });
    return left.at(-1)!;
  }

  /** From the gradients g of what is left, in whose place comes that of e[0], and h of v, both [batch, dim]: writes those of the codebooks, with `weight` times that of the mean discrimination. */
  backward(g: number, h: number, weight: number): void {
    const { road, shape: { batch, dim, numCodes }, books, toVectors } = this;
    for (let level = books.length - 1; level >= 0; level--) {
      const rating = this.rating(level);
      rateRowsBack(road, rating, batch, dim, g, h, toVectors);
      const sums = road.scratch('ratedLevels.sums', numCodes[level]! * dim * 8);
      sumsByCode(road, toVectors, batch, dim, rating.codes, numCodes[level]!, sums);
      books[level]!.backward(sums, weight / books.length);
    }
  }

  dispose(): void {
    for (const book of this.books) book.dispose();
    const own = [...this.codeAddresses, ...this.left, ...this.units, ...this.norms, ...this.ratings, this.contribution, this.toVectors, this.distances];
    for (const address of own) this.road.memory.free(address);
  }

  private rating(level: number): Rating {
    return {
      e: level === 0 ? this.start : this.left[level - 1]!,
      directions: { unit: this.cosine ? this.units[level]! : 0, norms: this.norms[level]! },
      codes: this.codeAddresses[level]!,
      vectors: this.books[level]!.unit.unit,
      ratings: this.ratings[level]!,
    };
  }
}
