/**
 * Mini-batch k-means (Sculley, 2010), for more rows than one cares to sweep: each centre is the running mean of the rows it was given.
 *
 *     v_k <- v_k + n_k;   C_k <- C_k + (sum of its rows in the batch - n_k C_k) / v_k
 *
 * which is Sculley's step of 1 / v_k row by row, done for a batch at once. Not exact: early rows were given by centres that have moved since.
 */
import * as tf from '@tensorflow/tfjs-core';
import { centroidSums } from '../../kernels/centroidSums';
import { nearestCode } from '../../kernels/nearestCode';
import type { Random } from '../../math/random';
import { Batches } from '../batches';
import type { Vectors } from '../vectors';

export class MiniBatchKMeans {
  /** Batches in a pass' worth of rows. */
  readonly batchesPerPass: number;
  readonly batchSize: number;
  private readonly batches: Batches;
  /** Rows each centre was given since the start, and in this pass. */
  private given: Float64Array;
  private givenInPass: Float64Array;
  private batch = 0;

  /** `centres` float32 [numCodes, dim] are moved in place. With `repair`, a centre that a whole pass gave no row moves onto the worst served row. */
  constructor(
    private readonly rows: Vectors,
    readonly centres: Float32Array,
    private readonly numCodes: number,
    private readonly options: { readonly batchSize: number; readonly repair: boolean },
    random: Random,
  ) {
    this.batches = new Batches(rows.rows, options.batchSize, random);
    this.batchSize = this.batches.size;
    this.batchesPerPass = Math.max(1, Math.floor(rows.rows / this.batchSize));
    this.given = new Float64Array(numCodes);
    this.givenInPass = new Float64Array(numCodes);
  }

  /** One batch. Inertia: sum over its rows of the squared distance to the centres before the step. */
  async step(): Promise<{ readonly inertia: number; readonly passEnded: boolean; readonly repaired: number }> {
    const { numCodes, centres } = this;
    const { dim } = this.rows;
    const picked = this.batches.next();
    const x = this.rows.gather(picked);
    const codebook = tf.tensor2d(centres.slice(), [numCodes, dim]);
    const nearest = nearestCode(x, codebook);
    const { sums, counts } = await centroidSums(x, nearest.codes, numCodes, [nearest.distances]);
    const distances = (await nearest.distances.data<'float32'>()).slice();
    tf.dispose([x, codebook, nearest.codes, nearest.distances]);
    for (let k = 0; k < numCodes; k++) {
      if (counts[k] === 0) continue;
      this.given[k]! += counts[k]!;
      this.givenInPass[k]! += counts[k]!;
      for (let d = 0, at = k * dim; d < dim; d++, at++) centres[at]! += (sums[at]! - counts[k]! * centres[at]!) / this.given[k]!;
    }
    const passEnded = ++this.batch % this.batchesPerPass === 0;
    const repaired = passEnded && this.options.repair ? this.repair(picked, distances) : 0;
    if (passEnded) this.givenInPass.fill(0);
    return { inertia: distances.reduce((sum, distance) => sum + distance, 0), passEnded, repaired };
  }

  state(): Record<string, Float32Array | Float64Array> {
    return {
      ...this.batches.state(),
      centres: this.centres.slice(),
      given: this.given.slice(),
      givenInPass: this.givenInPass.slice(),
      batch: Float64Array.of(this.batch),
    };
  }

  restore(state: Readonly<Record<string, Float32Array | Float64Array>>): void {
    this.batches.restore(state);
    this.centres.set(state.centres!);
    this.given = Float64Array.from(state.given!);
    this.givenInPass = Float64Array.from(state.givenInPass!);
    this.batch = state.batch![0]!;
  }

  /** Centres without a row in the pass, lowest first, onto the rows of the last batch that lie farthest from their centres. */
  private repair(picked: Uint32Array, distances: Float32Array): number {
    const { dim, data } = this.rows;
    const idle = Array.from(this.givenInPass.keys()).filter((k) => this.givenInPass[k] === 0);
    if (idle.length === 0) return 0;
    const worst = Uint32Array.from(distances.keys()).sort((a, b) => distances[b]! - distances[a]! || a - b);
    const moved = idle.slice(0, worst.length).filter((_, j) => distances[worst[j]!]! > 0);
    moved.forEach((k, j) => {
      const row = picked[worst[j]!]!;
      this.centres.set(data.subarray(row * dim, (row + 1) * dim), k * dim);
      this.given[k] = 1;
    });
    return moved.length;
  }
}
