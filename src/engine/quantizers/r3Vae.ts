/**
 * R3-VAE: a reference vector and rated code vectors, trained on the vectors themselves (2604.11440).
 *
 *     xhat = alpha r + sum_l q[l];   loss = mean_B |x - xhat|^2 + lambda (w_pd PD - w_sc SC)
 *
 * The training path uses numbers of each item (alpha, ratings) that its codes do not hold. `decode` therefore rebuilds from the codes alone:
 * mean(alpha) r + sum_l m[l][code[l]], with m[l][k] the mean contribution of code k over rows. One step is one batch.
 */
import * as tf from '@tensorflow/tfjs-core';
import { centroidSums } from '../kernels/centroidSums';
import type { Random } from '../math/random';
import { AdamW } from '../nn/adamW';
import { rateAt } from '../nn/schedule';
import { InputError } from '../errors';
import type { Params, Traits } from '../records';
import { Batches } from './batches';
import { DeadCodes } from './deadCodes';
import { fitKMeans } from './kMeans';
import { numCodesPerLevel } from './numCodes';
import type { Encoding, Quantizer, StepResult, TrainingRows } from './quantizer';
import { preferenceDiscrimination, project, rate, semanticCohesion, unitRows, type RatingMode } from './r3VaeForward';
import { readTraining, writeTraining, type Training } from './trainingState';
import { columnMeans, Vectors } from './vectors';

const INIT_ROWS = 20_000;
const INIT_PASSES = 20;
/** No restarts in the last tenth of the steps, so that codes settle. */
const SETTLE = 0.9;

export class R3Vae implements Quantizer {
  readonly latentDim: number;
  readonly plannedSteps: number;
  /** Rows are divided by this, their root mean square norm, so that the loss and the regularisers keep the balance of unit rows. */
  private readonly scale: number;
  private readonly reference: tf.Variable<tf.Rank.R1>;
  private readonly books: tf.Variable<tf.Rank.R2>[];
  private readonly optimizer: AdamW;
  private readonly batches: Batches;
  private readonly dead: DeadCodes;
  /** What decode adds up: the constant for no code [dim], and the mean contribution of each code [K, dim] a level. */
  private constant: tf.Tensor1D;
  private contributions: tf.Tensor2D[] = [];
  private step = 0;
  private started = false;

  constructor(
    private readonly rows: TrainingRows,
    readonly numCodes: readonly number[],
    private readonly params: Params,
    private readonly random: Random,
  ) {
    this.latentDim = rows.dim;
    this.plannedSteps = params.steps as number;
    this.scale = rootMeanSquareNorm(rows);
    if (this.scale === 0) throw new InputError('All rows are zero: there is no direction to rate.', 'Choose another array or column.');
    const mean = columnMeans(rows.data, rows.rows, rows.dim);
    this.constant = tf.tensor1d(Float32Array.from(mean, (value) => value / this.scale));
    this.reference = tf.tidy(() => tf.variable(tf.tensor1d(referenceStart(mean, params.referenceInit as string, random.split('reference')))));
    const start = random.split('codebooks');
    this.books = numCodes.map((k, level) =>
      tf.tidy(() => tf.variable(tf.tensor2d(Float32Array.from({ length: k * rows.dim }, () => (2 * start.uniform() - 1) / (level + 1)), [k, rows.dim]))),
    );
    this.optimizer = new AdamW(this.trained, { weightDecay: params.weightDecay as number });
    this.batches = new Batches(rows.rows, params.batchSize as number, random.split('batches'));
    this.dead = new DeadCodes(numCodes, this.batches.size, params.restartThreshold as number, random.split('restarts'));
  }

  get traits(): Traits {
    const ratings = this.mode === 'soft' ? this.numCodes.reduce((sum, k) => sum + k, 0) : this.numCodes.length;
    return { encoder: 'none', perItem: (this.params.reference ? 1 : 0) + ratings, soft: this.mode === 'soft' };
  }

  get levelsReady(): number {
    return this.started ? this.numCodes.length : 0;
  }

  get parameters(): number {
    return this.books.reduce((sum, book) => sum + book.size, 0) + (this.params.reference ? this.latentDim : 0);
  }

  async trainStep(): Promise<StepResult> {
    if (!this.started) {
      await this.startCodebooks();
      return { losses: {}, level: -1, phase: 'starting codebooks by k-means', items: this.rows.rows, done: false };
    }
    const batch = this.rows.gather(this.batches.next());
    const x = tf.tidy(() => tf.mul(batch, 1 / this.scale) as tf.Tensor2D);
    const losses = this.descend(x);
    const every = this.params.restartEvery as number;
    if (this.mode !== 'soft' && every > 0 && this.step % every === every - 1 && this.step < SETTLE * this.plannedSteps) await this.restartDead(batch);
    tf.dispose([batch, x]);
    this.step++;
    return { losses, level: -1, phase: 'training codes', items: this.batches.size, done: this.step >= this.plannedSteps };
  }

  async settle(): Promise<void> {
    if (!this.started) await this.startCodebooks();
  }

  async encode(x: tf.Tensor2D): Promise<Encoding> {
    const { along, start, levels } = tf.tidy(() => this.path(tf.mul(x, 1 / this.scale)));
    along.dispose();
    const residuals = levels.map((level) => level.left);
    tf.dispose(levels.map((level) => level.q));
    return { latents: start.clone(), codes: levels.map((level) => level.code), residuals: [start, ...residuals] };
  }

  decode(codes: readonly tf.Tensor1D[], rows: number): tf.Tensor2D {
    return tf.tidy(() => {
      const constant = tf.tile(tf.reshape(this.constant, [1, -1]), [rows, 1]) as tf.Tensor2D;
      const sum = codes.reduce<tf.Tensor2D>((total, code, level) => tf.add(total, tf.gather(this.contributions[level]!, code)), constant);
      return tf.mul(sum, this.scale) as tf.Tensor2D;
    });
  }

  /** `soft`: the training path. `hard`: picked code vectors, with the item's own alpha and, in the top-1 ratings, its own ratings. */
  async reconstructions(x: tf.Tensor2D): Promise<Record<string, tf.Tensor2D>> {
    return tf.tidy(() => {
      const { along, levels } = this.path(tf.mul(x, 1 / this.scale));
      const soft = tf.mul(levels.reduce<tf.Tensor2D>((sum, level) => tf.add(sum, level.q), along), this.scale) as tf.Tensor2D;
      if (this.mode !== 'soft') return { hard: soft, soft: soft.clone() };
      const picked = levels.reduce<tf.Tensor2D>((sum, { code }, level) => tf.add(sum, tf.gather(this.books[level]!, code)), along);
      return { hard: tf.mul(picked, this.scale) as tf.Tensor2D, soft };
    });
  }

  /** Means over the rows of chunks: of alpha, and of each code's contribution. A code no row has keeps a contribution of zero. */
  async gatherConstants(chunks: readonly tf.Tensor2D[]): Promise<void> {
    const dim = this.latentDim;
    const along = new Float64Array(dim);
    const sums = this.numCodes.map((k) => new Float64Array(k * dim));
    const counts = this.numCodes.map((k) => new Float64Array(k));
    let rows = 0;
    for (const chunk of chunks) {
      const pass = tf.tidy(() => {
        const { along, levels } = this.path(tf.mul(chunk, 1 / this.scale));
        return { total: tf.sum(along, 0), codes: levels.map((level) => level.code), q: levels.map((level) => level.q) };
      });
      (await pass.total.data()).forEach((value, d) => (along[d]! += value));
      for (const [level, q] of pass.q.entries()) {
        const part = await centroidSums(q, pass.codes[level]!, this.numCodes[level]!);
        part.sums.forEach((value, j) => (sums[level]![j]! += value));
        part.counts.forEach((value, k) => (counts[level]![k]! += value));
      }
      rows += chunk.shape[0];
      tf.dispose([pass.total, ...pass.codes, ...pass.q]);
    }
    tf.dispose([this.constant, ...this.contributions]);
    this.constant = tf.tensor1d(Float32Array.from(along, (value) => value / rows));
    this.contributions = sums.map((sum, level) =>
      tf.tensor2d(
        Float32Array.from(sum, (value, j) => value / Math.max(1, counts[level]![Math.floor(j / dim)]!)),
        [this.numCodes[level]!, dim],
      ),
    );
  }

  /** What each code stands for by itself, in the units of the data; the constant for no code is part of level 0. */
  async codebooks(): Promise<Float32Array[]> {
    const constant = await this.constant.data();
    const tables = await Promise.all(this.contributions.map((table) => table.data<'float32'>()));
    return tables.map((table, level) => table.map((value, j) => this.scale * (value + (level === 0 ? constant[j % constant.length]! : 0))));
  }

  notes(): readonly string[] {
    const ratings = this.mode === 'soft' ? 'the mix of all code vectors' : 'the length along each code vector';
    const restarts = this.dead.restarts.some((count) => count > 0) ? [`Dead codes restarted, by level: ${this.dead.restarts.join(', ')}.`] : [];
    return [
      `Training uses numbers of each item that its codes do not hold (${this.params.reference ? 'its share of the reference vector and ' : ''}${ratings}). The compared error drops them.`,
      ...restarts,
    ];
  }

  state(): Promise<Record<string, Float32Array | Float64Array>> {
    return readTraining(this.training, { step: this.step, started: this.started });
  }

  async restore(state: Readonly<Record<string, Float32Array | Float64Array>>): Promise<void> {
    ({ step: this.step, started: this.started } = writeTraining(this.training, state));
  }

  dispose(): void {
    this.optimizer.dispose();
    this.dead.dispose();
    tf.dispose([this.reference, this.constant, ...this.books, ...this.contributions]);
  }

  private get mode(): RatingMode {
    return this.params.rating as RatingMode;
  }

  private get trained(): tf.Variable[] {
    return this.params.reference ? [this.reference, ...this.books] : [...this.books];
  }

  private get training(): Training {
    return { variables: [this.reference, ...this.books], optimizer: this.optimizer, dead: this.dead, batches: this.batches };
  }

  /** alpha r, e[0], and each level's code, contribution and remainder, for scaled rows. */
  private path(x: tf.Tensor2D): { along: tf.Tensor2D; start: tf.Tensor2D; levels: { code: tf.Tensor1D; q: tf.Tensor2D; left: tf.Tensor2D }[] } {
    const along = this.params.reference ? project(x, this.reference as unknown as tf.Tensor1D).along : tf.zerosLike(x);
    const start = tf.sub(x, along) as tf.Tensor2D;
    const levels: { code: tf.Tensor1D; q: tf.Tensor2D; left: tf.Tensor2D }[] = [];
    let e = start;
    for (const book of this.started ? this.books : []) {
      const { code, q } = rate(e, book, this.mode, this.params.tau as number);
      e = tf.sub(e, q);
      levels.push({ code, q, left: e });
    }
    return { along, start, levels };
  }

  private descend(x: tf.Tensor2D): Record<string, tf.Scalar> {
    const { regularisation, cohesionWeight, discriminationWeight } = this.params as Record<string, number>;
    const losses: Record<string, tf.Scalar> = {};
    let codes: tf.Tensor1D[] = [];
    const { value, grads } = tf.variableGrads(() => {
      const { levels } = this.path(x);
      codes = levels.map((level) => tf.keep(level.code));
      const contribution = levels.map((level) => level.q).reduce((sum, q) => tf.add(sum, q));
      losses.reconstruction = tf.keep(tf.mul(tf.sum(tf.square(levels.at(-1)!.left)), 1 / x.shape[0]) as tf.Scalar);
      losses.cohesion = tf.keep(semanticCohesion(contribution, codes[0]!, this.numCodes[0]!));
      const terms = this.books.map((book) => preferenceDiscrimination(book));
      losses.discrimination = tf.keep(tf.mul(terms.reduce((sum, term) => tf.add(sum, term) as tf.Scalar), 1 / terms.length) as tf.Scalar);
      const metric = tf.sub(tf.mul(losses.discrimination, discriminationWeight!), tf.mul(losses.cohesion, cohesionWeight!));
      return tf.add(losses.reconstruction, tf.mul(metric, regularisation!)) as tf.Scalar;
    }, this.trained);
    this.optimizer.apply(grads, rateAt(this.params.schedule as string, this.params.learningRate as number, this.step, this.plannedSteps));
    this.dead.count(codes);
    tf.dispose([...codes, ...Object.values(grads)]);
    return { ...losses, total: value };
  }

  /** k-means level by level on up to 20,000 rows: on directions for the top-1 ratings, on residuals for the soft one. */
  private async startCodebooks(): Promise<void> {
    this.started = true;
    if (!this.params.kMeansInit) return;
    const random = this.random.split('k-means start');
    const picked = random.choose(this.rows.rows, INIT_ROWS);
    const chosen = this.rows.gather(picked);
    let e = tf.tidy(() => {
      const x = tf.mul(chosen, 1 / this.scale) as tf.Tensor2D;
      return this.params.reference ? (tf.sub(x, project(x, this.reference as unknown as tf.Tensor1D).along) as tf.Tensor2D) : x;
    });
    chosen.dispose();
    const spherical = this.mode !== 'soft';
    for (const [level, book] of this.books.entries()) {
      const points = tf.tidy(() => (spherical ? unitRows(e) : e.clone()));
      const vectors = new Vectors((await points.data<'float32'>()).slice(), picked.length, this.latentDim);
      points.dispose();
      const kMeans = await fitKMeans(vectors, this.numCodes[level]!, random.split(`level ${level}`), INIT_PASSES, { init: 'k-means++', repair: true, spherical });
      vectors.dispose();
      tf.tidy(() => book.assign(tf.tensor2d(kMeans.centres.slice(), book.shape)));
      const left = tf.tidy(() => tf.sub(e, rate(e, book, this.mode, this.params.tau as number).q) as tf.Tensor2D);
      e.dispose();
      e = left;
    }
    e.dispose();
  }

  private async restartDead(batch: tf.Tensor2D): Promise<void> {
    const encoding = await this.encode(batch);
    await this.dead.restart(this.books, encoding.residuals, this.optimizer);
    tf.dispose([encoding.latents, ...encoding.codes, ...encoding.residuals]);
  }
}

/** Throws InputError where levels, codes and rows do not fit together, or all rows are zero. */
export async function createR3Vae(rows: TrainingRows, params: Params, random: Random): Promise<Quantizer> {
  return new R3Vae(rows, numCodesPerLevel(params, rows.rows), params, random);
}

function rootMeanSquareNorm(rows: TrainingRows): number {
  let squares = 0;
  for (const value of rows.data) squares += value * value;
  return Math.sqrt(squares / rows.rows);
}

/** A unit vector: along the mean of the rows, or random where that is asked for or the mean is zero. */
function referenceStart(mean: Float64Array, init: string, random: Random): Float32Array {
  const norm = Math.hypot(...mean);
  const start = init === 'mean' && norm > 1e-12 ? mean : Float64Array.from(mean, () => random.normal());
  const length = Math.hypot(...start);
  return Float32Array.from(start, (value) => value / length);
}
