/**
 * RQ-KMeans: residual k-means, the baseline every other quantizer is compared with.
 *
 *     e[0] = x - mean;   C[l] = kmeans(e[l], K_l);   code[l] = argmin_k |e[l] - C[l][k]|^2;   e[l+1] = e[l] - C[l][code[l]]
 *
 * Levels are fitted one after another: k-means++ seeding, then Lloyd passes until no row changes its code, inertia falls by less than
 * `tolerance` of itself, or `maxIterations`. One step is one seeding or one Lloyd pass.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import type { Params } from '../records';
import { chooseNearest, decodeAdditive, encodeAdditive, exportAdditive } from './additiveCodes';
import { KMeans } from './kMeans';
import { numCodesPerLevel } from './numCodes';
import type { Encoding, Quantizer, StepResult, TrainingRows } from './quantizer';
import { centred, columnMeans, residuals, Vectors } from './vectors';

export class RqKMeans implements Quantizer {
  readonly latentDim: number;
  readonly plannedSteps: number;
  readonly traits = { encoder: 'none', perItem: 0, soft: false };
  private readonly mean: tf.Tensor1D;
  private readonly fitted: tf.Tensor2D[] = [];
  private current: Vectors;
  private kMeans: KMeans | null = null;
  private passes = 0;
  private lastInertia = Infinity;
  private readonly remarks: string[] = [];

  constructor(
    rows: TrainingRows,
    readonly numCodes: readonly number[],
    private readonly params: Params,
    private readonly random: Random,
  ) {
    this.latentDim = rows.dim;
    this.plannedSteps = numCodes.length * (1 + (params.maxIterations as number));
    const mean = params.centre ? columnMeans(rows.data, rows.rows, rows.dim) : new Float64Array(rows.dim);
    this.mean = tf.tensor1d(Float32Array.from(mean));
    this.current = new Vectors(centred(rows.data, rows.rows, rows.dim, mean), rows.rows, rows.dim);
  }

  get levelsReady(): number {
    return this.fitted.length;
  }

  get parameters(): number {
    return this.numCodes.reduce((sum, k) => sum + k, 0) * this.latentDim + (this.params.centre ? this.latentDim : 0);
  }

  async trainStep(): Promise<StepResult> {
    const level = this.fitted.length;
    const numCodes = this.numCodes[level]!;
    if (!this.kMeans) {
      this.kMeans = this.newKMeans(level);
      await this.kMeans.seed(this.random.split(`level ${level}`));
      this.passes = 0;
      this.lastInertia = Infinity;
      if (this.kMeans.effectiveCodes < numCodes) {
        this.remarks.push(`Level ${level + 1}: only ${this.kMeans.effectiveCodes} distinct residuals for ${numCodes} codes; the others stay unused.`);
      }
      return { losses: {}, level, phase: `choosing first centres, level ${level + 1}`, items: this.current.rows, done: false };
    }
    const { inertia, changed, repaired } = await this.kMeans.pass();
    this.passes++;
    const fall = (this.lastInertia - inertia) / this.lastInertia;
    const settled = changed === 0 || (repaired === 0 && Number.isFinite(fall) && fall < (this.params.tolerance as number));
    this.lastInertia = inertia;
    if (settled || this.passes >= (this.params.maxIterations as number)) {
      await this.closeLevel(settled ? `settled after ${this.passes} passes` : `stopped at the limit of ${this.passes} passes`);
    }
    return {
      losses: { inertia: inertia / this.current.rows },
      // Each level codes what is left, so its inertia is the error of all codes so far.
      squaredError: inertia,
      level,
      phase: `Lloyd pass ${this.passes}, level ${level + 1}`,
      items: this.current.rows,
      done: this.fitted.length === this.numCodes.length,
    };
  }

  async settle(): Promise<void> {
    if (this.fitted.length < this.numCodes.length && this.kMeans) await this.closeLevel(`stopped by hand after ${this.passes} passes`);
  }

  async encode(x: tf.Tensor2D): Promise<Encoding> {
    const books = this.readyCodebooks();
    const encoding = encodeAdditive(x, this.mean, books.codebooks, chooseNearest);
    books.release();
    return encoding;
  }

  decode(codes: readonly tf.Tensor1D[], rows: number): tf.Tensor2D {
    const books = this.readyCodebooks();
    const decoded = decodeAdditive(codes, rows, this.mean, books.codebooks);
    books.release();
    return decoded;
  }

  async codebooks(): Promise<Float32Array[]> {
    const books = await Promise.all(this.fitted.map((codebook) => codebook.data<'float32'>()));
    return exportAdditive(books, await this.mean.data());
  }

  notes(): readonly string[] {
    return this.remarks;
  }

  /** Finished levels only: a level in the middle is fitted anew, from the same seed, after a restore. */
  async state(): Promise<Record<string, Float32Array>> {
    const state: Record<string, Float32Array> = {};
    for (const [level, codebook] of this.fitted.entries()) state[`codebook.${level}`] = (await codebook.data<'float32'>()).slice();
    return state;
  }

  async restore(state: Readonly<Record<string, Float32Array | Float64Array>>): Promise<void> {
    for (let level = 0; state[`codebook.${level}`]; level++) {
      this.kMeans = this.newKMeans(level);
      this.kMeans.centres = Float32Array.from(state[`codebook.${level}`]!);
      await this.closeLevel('taken from a checkpoint');
    }
  }

  dispose(): void {
    this.mean.dispose();
    this.current.dispose();
    for (const codebook of this.fitted) codebook.dispose();
  }

  private newKMeans(level: number): KMeans {
    const { init, repairEmpty } = this.params;
    return new KMeans(this.current, this.numCodes[level]!, { init: init as 'k-means++' | 'random', repair: repairEmpty as boolean });
  }

  /** Freezes the level's centres and hands the residuals on. */
  private async closeLevel(outcome: string): Promise<void> {
    const level = this.fitted.length;
    const kMeans = this.kMeans!;
    const { codes } = await kMeans.assign();
    const { data, rows, dim } = this.current;
    this.fitted.push(tf.tensor2d(kMeans.centres.slice(), [kMeans.numCodes, dim]));
    this.remarks.push(`Level ${level + 1}: ${outcome}.`);
    this.current.dispose();
    this.current = new Vectors(residuals(data, rows, dim, codes, kMeans.centres), rows, dim);
    this.kMeans = null;
  }

  /** Finished codebooks, and the one in the making as it stands: what the views show while a level is fitted. */
  private readyCodebooks(): { codebooks: tf.Tensor2D[]; release: () => void } {
    if (!this.kMeans || this.passes === 0) return { codebooks: [...this.fitted], release: () => undefined };
    const unfinished = tf.tensor2d(this.kMeans.centres.slice(), [this.kMeans.numCodes, this.latentDim]);
    return { codebooks: [...this.fitted, unfinished], release: () => unfinished.dispose() };
  }
}

/** Throws InputError where levels, codes and rows do not fit together. */
export async function createRqKMeans(rows: TrainingRows, params: Params, random: Random): Promise<Quantizer> {
  return new RqKMeans(rows, numCodesPerLevel(params, rows.rows), params, random);
}
