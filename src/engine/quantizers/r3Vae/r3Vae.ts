/**
 * R3-VAE: a reference vector and rated code vectors, trained on the vectors themselves or on what an encoder makes of them (2604.11440).
 *
 *     z = enc(x);   zhat = alpha r + sum_l q[l];   loss = mean_B |x - dec(zhat)|^2 + lambda (w_pd PD - w_sc SC)
 *
 * The training path uses numbers of each item (alpha, ratings) that its codes do not hold. `decode` therefore rebuilds from the codes alone:
 * dec(mean(alpha) r + sum_l m[l][code[l]]), with m[l][k] the mean contribution of code k over rows. One step is one batch.
 */
import * as tf from '@tensorflow/tfjs-core';
import { cpuRoad } from '../../cpu/road';
import { inTurn } from '../../cpu/tensors';
import { centroidSums } from '../../kernels/centroidSums';
import type { Random } from '../../math/random';
import { AdamW } from '../../nn/adamW';
import { asFloat32 } from '../../nn/keptTraining';
import { rateAt } from '../../nn/schedule';
import { InputError } from '../../errors';
import type { Params } from '../../records/params';
import type { Traits } from '../../records/quantize';
import type { Tell } from '../../records/run';
import { Batches } from '../batches';
import { DeadCodes } from '../deadCodes';
import { numCodesPerLevel } from '../numCodes';
import type { Encoding, Quantizer, StepResult, TrainingRows } from '../quantizer';
import { R3Encoder } from './encoder';
import { preferenceDiscrimination, project, rate, semanticCohesion, type RatingMode } from './forward';
import { R3VaeKeptStep } from './keptStep';
import { referenceStart, startBooks } from './start';
import { readTraining, writeTraining, type Training } from '../trainingState';
import { columnMeans, totalSquares } from '../rowSums';

/** Rows the k-means start looks at. */
const INIT_ROWS = 20_000;
/** Rows encoded at once for that. */
const ENCODE_ROWS = 4096;
/**
 * Length of the mean row, in root mean square distances from it, beyond which the mean is subtracted first. A float32 has 24 bits: what the rows share would leave few of them for what they do not
 * (from about 100 on errors grow, at 10^6 they are hundreds of times the data's spread), and the loss would hardly see the codes.
 */
const FAR_FROM_ZERO = 50;
/** No restarts in the last tenth of the steps, so that codes settle. */
const SETTLE = 0.9;

export class R3Vae implements Quantizer {
  readonly latentDim: number;
  readonly plannedSteps: number;
  /** Subtracted from every row first, [dim], where the rows lie far from zero; null elsewhere. */
  private readonly offset: tf.Tensor1D | null;
  /** Rows are divided by this, their root mean square norm, so that the loss and the regularisers keep the balance of unit rows. */
  private readonly scale: number;
  /** The mean of the scaled rows, [dim]: what stands for no code where there is an encoder. */
  private readonly mean: tf.Tensor1D;
  private readonly encoder: R3Encoder;
  private readonly reference: tf.Variable<tf.Rank.R1>;
  private readonly books: tf.Variable<tf.Rank.R2>[];
  private readonly optimizer: AdamW;
  private readonly batches: Batches;
  private readonly dead: DeadCodes;
  /** The step in the processor's kept memory, where there is one for these options. */
  private readonly kept: R3VaeKeptStep | null;
  /** What decode adds up: the constant for no code [latentDim], and the mean contribution of each code [K, latentDim] a level. */
  private constant: tf.Tensor1D;
  private contributions: tf.Tensor2D[] = [];
  private step = 0;
  private started = false;

  constructor(
    private readonly rows: TrainingRows,
    readonly numCodes: readonly number[],
    private readonly params: Params,
    private readonly random: Random,
    private readonly tell?: Tell,
  ) {
    this.encoder = new R3Encoder(rows.dim, params, random);
    this.latentDim = this.encoder.latentDim;
    this.plannedSteps = params.steps as number;
    const means = columnMeans(rows.data, rows.rows, rows.dim);
    const spread = rootMeanSquareNorm(rows, means);
    const isFar = spread > 0 && Math.hypot(...means) > FAR_FROM_ZERO * spread;
    this.offset = isFar ? tf.tensor1d(Float32Array.from(means)) : null;
    this.scale = isFar ? spread : rootMeanSquareNorm(rows, null);
    if (this.scale === 0) throw new InputError('All rows are zero: there is no direction to rate.', 'Choose another array or column.');
    const mean = isFar ? new Float64Array(rows.dim) : means;
    this.mean = tf.tensor1d(Float32Array.from(mean, (value) => value / this.scale));
    this.constant = this.encoder.identity ? this.mean.clone() : tf.zeros([this.latentDim]);
    // Behind an encoder the mean of the latents is not known before the encoder has warmed up: until then the reference is a random direction.
    const latentMean = this.encoder.identity ? mean : new Float64Array(this.latentDim);
    this.reference = tf.tidy(() => tf.variable(tf.tensor1d(referenceStart(latentMean, params.referenceInit as string, random.split('reference')))));
    const start = random.split('codebooks');
    this.books = numCodes.map((k, level) =>
      tf.tidy(() => tf.variable(tf.tensor2d(Float32Array.from({ length: k * this.latentDim }, () => (2 * start.uniform() - 1) / (level + 1)), [k, this.latentDim]))),
    );
    this.optimizer = new AdamW(this.trained, { weightDecay: params.weightDecay as number });
    this.batches = new Batches(rows.rows, params.batchSize as number, random.split('batches'));
    this.dead = new DeadCodes(numCodes, this.batches.size, params.restartThreshold as number, random.split('restarts'));
    const shape = { rows, numCodes, batch: this.batches.size, offset: isFar ? Float32Array.from(means) : null, scale: this.scale, widths: this.encoder.widths, gain: this.encoder.gain };
    this.kept = R3VaeKeptStep.create(cpuRoad(), params, shape, this.optimizer);
  }

  get traits(): Traits {
    const ratings = this.mode === 'soft' ? this.numCodes.reduce((sum, k) => sum + k, 0) : this.numCodes.length;
    const encoder = this.encoder.identity ? 'none' : [...(this.params.hidden as readonly number[]), this.latentDim].join('-');
    return { encoder, perItem: (this.params.reference ? 1 : 0) + ratings, soft: this.mode === 'soft' };
  }

  get levelsReady(): number {
    return this.started ? this.numCodes.length : 0;
  }

  get parameters(): number {
    return this.books.reduce((sum, book) => sum + book.size, 0) + (this.params.reference ? this.latentDim : 0) + this.encoder.parameters;
  }

  async trainStep(): Promise<StepResult> {
    const warm = !this.started && this.step < this.warmupSteps;
    if (!warm && !this.started) await this.startCodebooks();
    const picked = this.batches.next();
    const losses = this.kept ? this.keptStep(this.kept, picked, warm) : this.tensorStep(picked, warm);
    const every = this.params.restartEvery as number;
    if (!warm && this.mode !== 'soft' && every > 0 && this.step % every === every - 1 && this.step < SETTLE * this.plannedSteps) await this.restartDead(picked);
    this.step++;
    return { losses, level: -1, phase: warm ? 'warming up the autoencoder' : 'training codes', items: this.batches.size, done: this.step >= this.plannedSteps };
  }

  async settle(): Promise<void> {
    if (!this.started) await this.startCodebooks();
  }

  async encode(x: tf.Tensor2D): Promise<Encoding> {
    this.kept?.training.flush();
    const { along, start, levels } = tf.tidy(() => this.path(this.encoder.encode(this.scaled(x))));
    along.dispose();
    const residuals = levels.map((level) => level.left);
    tf.dispose(levels.map((level) => level.q));
    return { latents: start.clone(), codes: levels.map((level) => level.code), residuals: [start, ...residuals] };
  }

  decode(codes: readonly tf.Tensor1D[], rows: number): tf.Tensor2D {
    this.kept?.training.flush();
    return tf.tidy(() => {
      if (codes.length === 0 && !this.encoder.identity) return this.unscaled(tf.tile(tf.reshape(this.mean, [1, -1]), [rows, 1]) as tf.Tensor2D);
      const constant = tf.tile(tf.reshape(this.constant, [1, -1]), [rows, 1]) as tf.Tensor2D;
      const sum = codes.reduce<tf.Tensor2D>((total, code, level) => tf.add(total, tf.gather(this.contributions[level]!, code)), constant);
      return this.unscaled(this.encoder.decode(sum));
    });
  }

  /** `soft`: the training path. `hard`: picked code vectors, with the item's own alpha and, in the top-1 ratings, its own ratings. */
  async reconstructions(x: tf.Tensor2D): Promise<Record<string, tf.Tensor2D>> {
    this.kept?.training.flush();
    return tf.tidy(() => {
      const { along, levels } = this.path(this.encoder.encode(this.scaled(x)));
      const rebuilt = (z: tf.Tensor2D) => this.unscaled(this.encoder.decode(z));
      const soft = rebuilt(levels.reduce<tf.Tensor2D>((sum, level) => tf.add(sum, level.q), along));
      if (this.mode !== 'soft') return { hard: soft, soft: soft.clone() };
      const picked = levels.reduce<tf.Tensor2D>((sum, { code }, level) => tf.add(sum, tf.gather(this.books[level]!, code)), along);
      return { hard: rebuilt(picked), soft };
    });
  }

  /** Means over the rows of chunks: of alpha, and of each code's contribution. A code no row has keeps a contribution of zero. */
  async gatherConstants(chunks: readonly tf.Tensor2D[]): Promise<void> {
    this.kept?.training.flush();
    const dim = this.latentDim;
    const along = new Float64Array(dim);
    const sums = this.numCodes.map((k) => new Float64Array(k * dim));
    const counts = this.numCodes.map((k) => new Float64Array(k));
    let rows = 0;
    for (const chunk of inTurn(chunks)) {
      const pass = tf.tidy(() => {
        const { along, levels } = this.path(this.encoder.encode(this.scaled(chunk)));
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

  /** What each code stands for by itself: in the units of the data, or as latents behind an encoder; the constant for no code is part of level 0. */
  async codebooks(): Promise<Float32Array[]> {
    const constant = await this.constant.data();
    const tables = await Promise.all(this.contributions.map((table) => table.data<'float32'>()));
    const unit = this.encoder.identity ? this.scale : 1;
    const offset = this.encoder.identity ? await this.offset?.data() : undefined;
    return tables.map((table, level) => table.map((value, j) => unit * (value + (level === 0 ? constant[j % constant.length]! : 0)) + (level === 0 ? (offset?.[j % constant.length] ?? 0) : 0)));
  }

  notes(): readonly string[] {
    const ratings = this.mode === 'soft' ? 'the mix of all code vectors' : 'the length along each code vector';
    const restarts = this.dead.restarts.some((count) => count > 0) ? [`Dead codes restarted, by level: ${this.dead.restarts.join(', ')}.`] : [];
    return [
      ...(this.offset ? ['The rows lie far from zero compared with their spread: their mean is subtracted first, because float32 cannot hold both.'] : []),
      `Training uses numbers of each item that its codes do not hold (${this.params.reference ? 'its share of the reference vector and ' : ''}${ratings}). The error in comparisons leaves them out.`,
      ...restarts,
    ];
  }

  async state(): Promise<Record<string, Float32Array | Float64Array>> {
    this.kept?.training.flush();
    return readTraining(this.training, { step: this.step, started: this.started });
  }

  async restore(state: Readonly<Record<string, Float32Array | Float64Array>>): Promise<void> {
    ({ step: this.step, started: this.started } = writeTraining(this.training, state));
    this.kept?.training.changed();
  }

  recentUse(): Promise<readonly Float32Array[]> {
    return this.dead.recentUse();
  }

  dispose(): void {
    this.kept?.dispose();
    this.optimizer.dispose();
    this.dead.dispose();
    this.encoder.dispose();
    if (this.offset) this.offset.dispose();
    tf.dispose([this.mean, this.reference, this.constant, ...this.books, ...this.contributions]);
  }

  /** Rows in the units of training. */
  private scaled(x: tf.Tensor2D): tf.Tensor2D {
    return tf.mul(this.offset ? tf.sub(x, this.offset) : x, 1 / this.scale) as tf.Tensor2D;
  }

  private unscaled(x: tf.Tensor2D): tf.Tensor2D {
    const rows = tf.mul(x, this.scale) as tf.Tensor2D;
    return this.offset ? (tf.add(rows, this.offset) as tf.Tensor2D) : rows;
  }

  private get mode(): RatingMode {
    return this.params.rating as RatingMode;
  }

  private get trained(): tf.Variable[] {
    return [...(this.params.reference ? [this.reference] : []), ...this.books, ...this.encoder.variables];
  }

  /** Steps of the plain autoencoder before codes start: a k-means start on an untrained encoder's latents would wash out. */
  private get warmupSteps(): number {
    return this.encoder.identity ? 0 : Math.min(this.params.warmupSteps as number, this.plannedSteps - 1);
  }

  private get training(): Training {
    return { variables: [this.reference, ...this.books, ...this.encoder.variables], optimizer: this.optimizer, dead: this.dead, batches: this.batches };
  }

  /** alpha r, e[0], and each level's code, contribution and remainder, for latents z [n, latentDim]. */
  private path(z: tf.Tensor2D): { along: tf.Tensor2D; start: tf.Tensor2D; levels: { code: tf.Tensor1D; q: tf.Tensor2D; left: tf.Tensor2D }[] } {
    const along = this.params.reference ? project(z, this.reference as unknown as tf.Tensor1D).along : tf.zerosLike(z);
    const start = tf.sub(z, along) as tf.Tensor2D;
    const levels: { code: tf.Tensor1D; q: tf.Tensor2D; left: tf.Tensor2D }[] = [];
    let e = start;
    for (const book of this.started ? this.books : []) {
      const { code, q } = rate(e, book, this.mode, this.params.tau as number);
      e = tf.sub(e, q);
      levels.push({ code, q, left: e });
    }
    return { along, start, levels };
  }

  private tensorStep(picked: Uint32Array, warm: boolean): Record<string, tf.Scalar> {
    const batch = this.rows.gather(picked);
    const x = tf.tidy(() => this.scaled(batch));
    const losses = warm ? this.warmUp(x) : this.descend(x);
    tf.dispose([batch, x]);
    return losses;
  }

  private keptStep(kept: R3VaeKeptStep, picked: Uint32Array, warm: boolean): Record<string, number> {
    const losses = warm ? kept.warmUp(picked, this.rate) : kept.descend(picked, this.rate);
    if (!warm) this.dead.countPicked(kept.codes);
    return asFloat32(losses);
  }

  private get rate(): number {
    return rateAt(this.params.schedule as string, this.params.learningRate as number, this.step, this.plannedSteps);
  }

  /** One step of the plain autoencoder. */
  private warmUp(x: tf.Tensor2D): Record<string, tf.Scalar> {
    const { value, grads } = tf.variableGrads(() => squaredError(this.encoder.decode(this.encoder.encode(x)), x), this.encoder.variables);
    this.update(grads);
    return { reconstruction: value };
  }

  /** One step with codes. */
  private descend(x: tf.Tensor2D): Record<string, tf.Scalar> {
    const { regularisation, cohesionWeight, discriminationWeight } = this.params as Record<string, number>;
    const losses: Record<string, tf.Scalar> = {};
    let codes: tf.Tensor1D[] = [];
    const { value, grads } = tf.variableGrads(() => {
      const z = this.encoder.encode(x);
      const { levels } = this.path(z);
      codes = levels.map((level) => tf.keep(level.code));
      const contribution = levels.map((level) => level.q).reduce((sum, q) => tf.add(sum, q));
      const left = levels.at(-1)!.left;
      // Without an encoder what is left of the latents is what is left of the rows.
      const error = this.encoder.identity ? (tf.mul(tf.sum(tf.square(left)), 1 / x.shape[0]) as tf.Scalar) : squaredError(this.encoder.decode(tf.sub(z, left)), x);
      losses.reconstruction = tf.keep(error);
      losses.cohesion = tf.keep(semanticCohesion(contribution, codes[0]!, this.numCodes[0]!));
      const terms = this.books.map((book) => preferenceDiscrimination(book));
      losses.discrimination = tf.keep(tf.mul(terms.reduce((sum, term) => tf.add(sum, term) as tf.Scalar), 1 / terms.length) as tf.Scalar);
      const metric = tf.sub(tf.mul(losses.discrimination, discriminationWeight!), tf.mul(losses.cohesion, cohesionWeight!));
      return tf.add(losses.reconstruction, tf.mul(metric, regularisation!)) as tf.Scalar;
    }, this.trained);
    this.update(grads);
    this.dead.count(codes);
    tf.dispose(codes);
    return { ...losses, total: value };
  }

  private update(grads: Readonly<Record<string, tf.Tensor>>): void {
    this.optimizer.apply(grads, this.rate);
    tf.dispose(grads as tf.TensorContainer);
  }

  /** The reference at the mean latent where there is an encoder, then the codebooks by k-means on up to 20,000 rows. */
  private async startCodebooks(): Promise<void> {
    this.started = true;
    const { kMeansInit, reference, referenceInit, tau } = this.params;
    const meansReference = reference && referenceInit === 'mean' && !this.encoder.identity;
    if (!kMeansInit && !meansReference) return;
    this.kept?.training.flush();
    const random = this.random.split('k-means start');
    const z = await this.latentsOf(random.choose(this.rows.rows, INIT_ROWS));
    if (meansReference) {
      const values = await z.data<'float32'>();
      const start = referenceStart(columnMeans(values, z.shape[0], this.latentDim), 'mean', random.split('reference'));
      tf.tidy(() => this.reference.assign(tf.tensor1d(start)));
    }
    if (kMeansInit) {
      const direction = reference ? (this.reference as unknown as tf.Tensor1D) : null;
      await startBooks(z, { books: this.books, reference: direction, mode: this.mode, tau: tau as number, chunkRows: this.rows.chunkRows }, random, (share) => this.tell?.('starting the codebooks from k-means', share));
    }
    z.dispose();
    this.kept?.training.changed();
  }

  private async latentsOf(picked: Uint32Array): Promise<tf.Tensor2D> {
    const parts: tf.Tensor2D[] = [];
    for (let start = 0; start < picked.length; start += ENCODE_ROWS) {
      const rows = this.rows.gather(picked.subarray(start, start + ENCODE_ROWS));
      parts.push(tf.tidy(() => this.encoder.encode(this.scaled(rows)).clone()));
      rows.dispose();
    }
    const z = tf.concat(parts) as tf.Tensor2D;
    tf.dispose(parts);
    return z;
  }

  private async restartDead(picked: Uint32Array): Promise<void> {
    const batch = this.rows.gather(picked);
    const encoding = await this.encode(batch);
    await this.dead.restart(this.books, encoding.residuals, this.optimizer);
    this.kept?.training.changed();
    tf.dispose([batch, encoding.latents, ...encoding.codes, ...encoding.residuals]);
  }
}

/** Throws InputError where levels, codes and rows do not fit together, or all rows are zero. */
export async function createR3Vae(rows: TrainingRows, params: Params, random: Random, tell?: Tell): Promise<Quantizer> {
  return new R3Vae(rows, numCodesPerLevel(params, rows.rows), params, random, tell);
}

/** Of the rows, or of their distances to a mean. */
function rootMeanSquareNorm(rows: TrainingRows, mean: Float64Array | null): number {
  return Math.sqrt(totalSquares(rows.data, rows.rows, rows.dim, mean ?? new Float64Array(rows.dim)) / rows.rows);
}

/** Squared error of rows a against b [n, dim], mean over rows. */
function squaredError(a: tf.Tensor2D, b: tf.Tensor2D): tf.Scalar {
  return tf.mul(tf.sum(tf.square(tf.sub(a, b))), 1 / a.shape[0]) as tf.Scalar;
}
