/** Codes of rows by rule: the best of a beam by error and biases, or the greedy code where that costs less. */
import * as tf from '@tensorflow/tfjs-core';
import { BiasedBeam } from './beam';

export class RowCoder {
  /** [K, dim] a level. */
  readonly codebooks: readonly tf.Tensor2D[];
  private readonly beam: BiasedBeam;

  constructor(books: readonly Float32Array[], biases: readonly Float64Array[], dim: number) {
    this.codebooks = books.map((book) => tf.keep(tf.tensor2d(book.slice(), [book.length / dim, dim])));
    this.beam = new BiasedBeam(books.map((vectors, level) => ({ vectors, bias: biases[level]! })), dim);
  }

  /** int32 [n] a level, for centred rows [n, dim]. A pure function of each row. */
  async code(x: tf.Tensor2D, width: number): Promise<Int32Array[]> {
    const levels = this.codebooks.length;
    const codes = this.codebooks.map(() => new Int32Array(x.shape[0]));
    const least = new Float64Array(x.shape[0]);
    for await (const { start, rows, codes: found, costs } of this.beam.search([x], width, 1)) {
      least.set(costs, start);
      for (let i = 0; i < rows; i++) codes.forEach((own, level) => (own[start + i] = found[i * levels + level]!));
    }
    // With three levels or more the greedy path may be pushed out of a beam.
    if (levels < 3 || width === 1) return codes;
    for await (const { start, rows, codes: found, costs } of this.beam.search([x], 1, 1)) {
      for (let i = 0; i < rows; i++) if (costs[i]! < least[start + i]!) codes.forEach((own, level) => (own[start + i] = found[i * levels + level]!));
    }
    return codes;
  }

  dispose(): void {
    tf.dispose([...this.codebooks]);
  }
}
