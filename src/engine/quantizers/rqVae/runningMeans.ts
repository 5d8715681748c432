/**
 * Codebooks as running means of what was assigned to them (EMA; van den Oord et al., 1711.00937, appendix A.1): no gradient, no optimizer state.
 *
 *     N_k <- g N_k + (1 - g) n_k;    M_k <- g M_k + (1 - g) sum_{b: code = k} e[b]
 *     N~_k = N_tot (N_k + eps) / (N_tot + K eps);    C_k = M_k / N~_k
 */
import * as tf from '@tensorflow/tfjs-core';
import { oneHot } from '../../ops/oneHot';

const EPSILON = 1e-5;

export class RunningMeans {
  /** N [K] and M [K, d] a level. */
  private readonly counts: tf.Variable<tf.Rank.R1>[];
  private readonly sums: tf.Variable<tf.Rank.R2>[];

  /** `tables`: the codebooks [K, d] that follow, one a level; `decay` is g, `batchSize` B. */
  constructor(
    private readonly tables: readonly tf.Variable<tf.Rank.R2>[],
    private readonly batchSize: number,
    private readonly decay: number,
  ) {
    this.counts = tables.map((table) => tf.tidy(() => tf.variable(tf.zeros([table.shape[0]]), false) as tf.Variable<tf.Rank.R1>));
    this.sums = tables.map((table) => tf.tidy(() => tf.variable(tf.zeros(table.shape), false) as tf.Variable<tf.Rank.R2>));
    tables.forEach((_, level) => this.start(level));
  }

  /** Takes the table as it stands for the means so far, each of an even share of a batch: N_k = B / K, M_k = N_k C_k. */
  start(level: number): void {
    const table = this.tables[level]!;
    const share = this.batchSize / table.shape[0];
    tf.tidy(() => {
      this.counts[level]!.assign(tf.fill([table.shape[0]], share));
      this.sums[level]!.assign(tf.mul(table, share));
    });
  }

  /** The same for some codes only, after they were moved in the table. */
  async startCodes(level: number, codes: readonly number[]): Promise<void> {
    const table = this.tables[level]!;
    const [numCodes, dim] = table.shape;
    const share = this.batchSize / numCodes;
    const [vectors, counts, sums] = await Promise.all([table.data<'float32'>(), this.counts[level]!.data<'float32'>(), this.sums[level]!.data<'float32'>()]);
    const [nextCounts, nextSums] = [counts.slice(), sums.slice()];
    for (const k of codes) {
      nextCounts[k] = share;
      for (let d = k * dim; d < (k + 1) * dim; d++) nextSums[d] = share * vectors[d]!;
    }
    tf.tidy(() => {
      this.counts[level]!.assign(tf.tensor1d(nextCounts));
      this.sums[level]!.assign(tf.tensor2d(nextSums, [numCodes, dim]));
    });
  }

  /** Moves the tables by one batch: codes int32 [n] and inputs e [n, d] a level. */
  update(codes: readonly tf.Tensor1D[], inputs: readonly tf.Tensor2D[]): void {
    this.tables.forEach((table, level) =>
      tf.tidy(() => {
        const assigned = oneHot(codes[level]!, table.shape[0]);
        const blend = (old: tf.Tensor, fresh: tf.Tensor) => tf.add(tf.mul(old, this.decay), tf.mul(fresh, 1 - this.decay));
        const counts = blend(this.counts[level]!, tf.sum(assigned, 0)) as tf.Tensor1D;
        // The transpose is written out: asked to transpose, the product takes a slow path on wasm and a wrong one on WebGPU.
        const sums = blend(this.sums[level]!, tf.matMul(tf.transpose(assigned), inputs[level]!)) as tf.Tensor2D;
        const total = tf.sum(counts);
        const smooth = tf.mul(tf.div(tf.add(counts, EPSILON), tf.add(total, table.shape[0] * EPSILON)), total);
        this.counts[level]!.assign(counts);
        this.sums[level]!.assign(sums);
        table.assign(tf.div(sums, tf.reshape(smooth, [-1, 1])));
      }),
    );
  }

  async state(): Promise<Record<string, Float32Array>> {
    const state: Record<string, Float32Array> = {};
    for (const level of this.tables.keys()) {
      state[`means.counts.${level}`] = (await this.counts[level]!.data<'float32'>()).slice();
      state[`means.sums.${level}`] = (await this.sums[level]!.data<'float32'>()).slice();
    }
    return state;
  }

  restore(state: Readonly<Record<string, Float32Array | Float64Array>>): void {
    this.tables.forEach((table, level) =>
      tf.tidy(() => {
        this.counts[level]!.assign(tf.tensor1d(Float32Array.from(state[`means.counts.${level}`]!)));
        this.sums[level]!.assign(tf.tensor2d(Float32Array.from(state[`means.sums.${level}`]!), table.shape));
      }),
    );
  }

  dispose(): void {
    tf.dispose([...this.counts, ...this.sums]);
  }
}
