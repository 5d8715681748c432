/**
 * The codebooks of RQ-VAE and how they move: tables trained by gradient, running means (EMA), or SimVQ's frozen tables under a learned matrix.
 *
 * `tables` are what is stored, `vectors` what codes stand for: C = V, C = V W with SimVQ, and C / |C| row by row on levels of unit code vectors.
 */
import * as tf from '@tensorflow/tfjs-core';
import { readTogether } from '../../gpu/launch';
import type { Random } from '../../math/random';
import type { AdamW } from '../../nn/adamW';
import { matMulData } from '../../ops/matMul';
import { unitRows } from '../../ops/unitRows';
import { writeRows, type DeadCodes } from '../deadCodes';
import { RunningMeans } from './runningMeans';
import { identityMap, preimages } from './simVq';

export interface CodebookOptions {
  readonly simVq: boolean;
  /** Decay of the running means; null: moved by gradient. */
  readonly emaDecay: number | null;
  /** 0-based levels whose code vectors have unit length. */
  readonly unitLevels: ReadonlySet<number>;
  readonly batchSize: number;
}

export class RqVaeCodebooks {
  /** V [K, d] a level. */
  private readonly tables: tf.Variable<tf.Rank.R2>[];
  /** W [d, d] a level with SimVQ, else none. */
  private readonly maps: tf.Variable<tf.Rank.R2>[];
  private readonly means: RunningMeans | null;

  /** Random start: uniform in (-1/K, 1/K); with SimVQ V is normal of variance 1/d and W the identity. */
  constructor(
    numCodes: readonly number[],
    private readonly dim: number,
    private readonly options: CodebookOptions,
    random: Random,
  ) {
    const { simVq, emaDecay, batchSize } = options;
    const draw = (k: number) => (simVq ? random.normal() / Math.sqrt(dim) : (2 * random.uniform() - 1) / k);
    this.tables = numCodes.map((k) =>
      tf.tidy(() => tf.variable(tf.tensor2d(Float32Array.from({ length: k * dim }, () => draw(k)), [k, dim]), !simVq && emaDecay === null)),
    );
    this.maps = simVq ? numCodes.map(() => tf.tidy(() => tf.variable(tf.tensor2d(identityMap(dim), [dim, dim])))) : [];
    this.means = emaDecay === null ? null : new RunningMeans(this.tables, batchSize, emaDecay);
  }

  /** What gradients move. */
  get trained(): tf.Variable<tf.Rank.R2>[] {
    if (this.options.simVq) return this.maps;
    return this.means ? [] : this.tables;
  }

  /** What a checkpoint holds, beside the state of the running means. */
  get variables(): tf.Variable[] {
    return [...this.tables, ...this.maps];
  }

  get parameters(): number {
    return this.variables.reduce((sum, variable) => sum + variable.size, 0);
  }

  /** C [K, d] a level, differentiable in what is trained. Call it inside tf.tidy: where a table is C itself, the table comes. */
  vectors(): tf.Tensor2D[] {
    return this.tables.map((table, level) => {
      const mapped = this.maps[level] ? matMulData(table, this.maps[level] as tf.Tensor2D) : table;
      return this.options.unitLevels.has(level) ? unitRows(mapped) : mapped;
    });
  }

  /** C of each level as numbers. */
  async read(): Promise<Float32Array[]> {
    const vectors = tf.tidy(() => this.vectors().map((book) => book.clone()));
    const values = await Promise.all(vectors.map(async (book) => (await book.data<'float32'>()).slice()));
    tf.dispose(vectors);
    return values;
  }

  /** Starts one level at centres [K, d]; with SimVQ V is the centres and W the identity. */
  start(level: number, centres: Float32Array): void {
    const table = this.tables[level]!;
    tf.tidy(() => {
      table.assign(tf.tensor2d(centres.slice(), table.shape));
      this.maps[level]?.assign(tf.tensor2d(identityMap(this.dim), [this.dim, this.dim]));
    });
    this.means?.start(level);
  }

  /** After a step, with the codes [n] and inputs e [n, d] it saw, a level: moves running means. */
  follow(codes: readonly tf.Tensor1D[], inputs: readonly tf.Tensor2D[]): void {
    this.means?.update(codes, inputs);
  }

  /**
   * Moves dead codes onto rows of `residuals` [batch, d] a level. Where gradients train the table its moments are forgotten, where it is a running
   * mean N and M start anew; with SimVQ the row of V is replaced by the one that W maps to the residual, and W, which belongs to all codes, stays.
   */
  async restart(dead: DeadCodes, residuals: readonly tf.Tensor2D[], optimizer: AdamW): Promise<void> {
    await dead.readUsage(residuals);
    for (const [level, table] of this.tables.entries()) {
      const found = await dead.replacements(level, residuals[level]!);
      if (!found) continue;
      const map = this.maps[level];
      await readTogether([table, ...(map ? [map] : []), ...optimizer.momentsOf(table)]);
      await writeRows(table, found.codes, map ? preimages(found.vectors, await map.data<'float32'>(), this.dim) : found.vectors);
      if (this.trained.includes(table)) await optimizer.forgetRows(table, found.codes);
      await this.means?.startCodes(level, found.codes);
    }
  }

  async state(): Promise<Record<string, Float32Array>> {
    return (await this.means?.state()) ?? {};
  }

  restore(state: Readonly<Record<string, Float32Array | Float64Array>>): void {
    this.means?.restore(state);
  }

  dispose(): void {
    this.means?.dispose();
    tf.dispose(this.variables);
  }
}
