/** Restart of dead codes (after SoundStream, 2107.03312, section III-C): codes hardly used are moved onto residuals of the current batch. */
import * as tf from '@tensorflow/tfjs-core';
import { readTogether } from '../gpu/launch';
import { codeSums } from '../kernels/codeSums';
import type { AdamW } from '../nn/adamW';
import type { Random } from '../math/random';

/** Decay of the running mean of uses per batch. */
const DECAY = 0.99;

export interface Replacements {
  readonly codes: readonly number[];
  /** Row-major [codes, dim]. */
  readonly vectors: Float32Array;
}

export class DeadCodes {
  /** Running mean of uses per batch, [K] a level; starts at an even split. */
  private readonly usage: tf.Variable<tf.Rank.R1>[];
  readonly restarts: number[];
  /** The same numbers in memory, where steps count there; then `usage` is behind. */
  private counted: Float32Array[] | null = null;

  constructor(
    private readonly numCodes: readonly number[],
    private readonly batchSize: number,
    /** A code is dead below this share of an even split. */
    private readonly threshold: number,
    private readonly random: Random,
  ) {
    this.usage = numCodes.map((k) => tf.tidy(() => tf.variable(tf.fill([k], batchSize / k), false) as tf.Variable<tf.Rank.R1>));
    this.restarts = numCodes.map(() => 0);
  }

  /** As `count`, of codes in memory. */
  countPicked(codes: readonly Int32Array[]): void {
    this.counted ??= this.usage.map((usage) => usage.dataSync<'float32'>().slice());
    codes.forEach((picked, level) => {
      const usage = this.counted![level]!;
      const uses = new Float32Array(usage.length);
      for (const code of picked) uses[code]! += 1;
      for (let k = 0; k < usage.length; k++) usage[k] = Math.fround(usage[k]! * Math.fround(DECAY)) + Math.fround(uses[k]! * Math.fround(1 - DECAY));
    });
  }

  /** Counts one batch's codes, int32 [batch] a level. */
  count(codes: readonly tf.Tensor1D[]): void {
    this.bringBack();
    codes.forEach((code, level) =>
      tf.tidy(() => {
        const uses = tf.reshape(codeSums(tf.ones([code.size, 1]), code, this.numCodes[level]!), [-1]);
        this.usage[level]!.assign(tf.add(tf.mul(this.usage[level]!, DECAY), tf.mul(uses, 1 - DECAY)) as tf.Tensor1D);
      }),
    );
  }

  /** Brings the counts of all levels to the processor in one read-back, and `others` with them. */
  async readUsage(others: readonly tf.Tensor[] = []): Promise<void> {
    this.bringBack();
    await readTogether([...this.usage, ...others]);
  }

  /**
   * The codes of one level that are dead now, each with a random row of `residuals` [batch, dim] to move it to (without replacement, while there are
   * rows). They count as restarted, with the uses of an even split.
   */
  async replacements(level: number, residuals: tf.Tensor2D): Promise<Replacements | null> {
    this.bringBack();
    const numCodes = this.numCodes[level]!;
    const usage = await this.usage[level]!.data<'float32'>();
    const dead = Array.from(usage.keys()).filter((k) => usage[k]! < (this.threshold * this.batchSize) / numCodes);
    if (dead.length === 0) return null;
    const rows = await residuals.data<'float32'>();
    const [count, dim] = residuals.shape;
    const picked = this.random.permutation(count);
    const codes = dead.slice(0, picked.length);
    const vectors = new Float32Array(codes.length * dim);
    const counts = usage.slice();
    codes.forEach((k, j) => {
      vectors.set(rows.subarray(picked[j]! * dim, (picked[j]! + 1) * dim), j * dim);
      counts[k] = this.batchSize / numCodes;
    });
    tf.tidy(() => this.usage[level]!.assign(tf.tensor1d(counts)));
    this.restarts[level]! += codes.length;
    return { codes, vectors };
  }

  /** Moves the dead codes of codebooks [K, dim] that an optimizer trains, and forgets their moments. */
  async restart(codebooks: readonly tf.Variable[], residuals: readonly tf.Tensor2D[], optimizer: AdamW): Promise<void> {
    await this.readUsage(residuals);
    for (const [level, codebook] of codebooks.entries()) {
      const found = await this.replacements(level, residuals[level]!);
      if (!found) continue;
      await readTogether([codebook, ...optimizer.momentsOf(codebook)]);
      await writeRows(codebook, found.codes, found.vectors);
      await optimizer.forgetRows(codebook, found.codes);
    }
  }

  /** Running mean of uses per batch, [K] a level, over an even split. */
  async recentUse(): Promise<Float32Array[]> {
    await this.readUsage();
    return Promise.all(this.usage.map(async (usage, level) => (await usage.data<'float32'>()).map((uses) => (uses * this.numCodes[level]!) / this.batchSize)));
  }

  async state(): Promise<Record<string, Float32Array | Float64Array>> {
    await this.readUsage();
    const state: Record<string, Float32Array | Float64Array> = { 'dead.random': this.random.state(), 'dead.restarts': Float64Array.from(this.restarts) };
    for (const [level, usage] of this.usage.entries()) state[`dead.usage.${level}`] = (await usage.data<'float32'>()).slice();
    return state;
  }

  restore(state: Readonly<Record<string, Float32Array | Float64Array>>): void {
    this.counted = null;
    this.random.restore(state['dead.random']!);
    this.usage.forEach((usage, level) => {
      this.restarts[level] = state['dead.restarts']![level]!;
      tf.tidy(() => usage.assign(tf.tensor1d(Float32Array.from(state[`dead.usage.${level}`]!))));
    });
  }

  dispose(): void {
    for (const usage of this.usage) usage.dispose();
  }

  private bringBack(): void {
    this.counted?.forEach((counts, level) => tf.tidy(() => this.usage[level]!.assign(tf.tensor1d(counts))));
    this.counted = null;
  }
}

/** Replaces some rows of a table [rows, dim] by `vectors`, row-major. */
export async function writeRows(table: tf.Variable, rows: readonly number[], vectors: Float32Array): Promise<void> {
  const values = (await table.data<'float32'>()).slice();
  const dim = vectors.length / rows.length;
  rows.forEach((row, j) => values.set(vectors.subarray(j * dim, (j + 1) * dim), row * dim));
  tf.tidy(() => table.assign(tf.tensor(values, table.shape)));
}
