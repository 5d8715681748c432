/**
 * RQ-VAE: an autoencoder whose latent is coded level by level (2203.01941), as used for semantic IDs by TIGER (2305.05065).
 *
 * Training has two parts: `warmupSteps` of the plain autoencoder, then codebooks started by k-means on its latents and trained with it.
 * One step is one batch. The losses stand in rqVaeForward.ts.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../math/random';
import { AdamW } from '../nn/adamW';
import { Mlp } from '../nn/mlp';
import { rateAt } from '../nn/schedule';
import { rotationTrick } from '../ops/rotationTrick';
import { straightThrough } from '../ops/straightThrough';
import type { Params, Traits } from '../records';
import { chooseNearest, encodeAdditive } from './additiveCodes';
import { Batches } from './batches';
import { DeadCodes } from './deadCodes';
import { fitKMeans } from './kMeans';
import { numCodesPerLevel } from './numCodes';
import type { Encoding, Quantizer, StepResult, TrainingRows } from './quantizer';
import { quantize, squaredError, type Reduction, type Routing, type RqVaeLossOptions } from './rqVaeForward';
import { readTraining, writeTraining, type Training } from './trainingState';
import { columnMeans, residuals, totalSquares, Vectors } from './vectors';

/** Rows the k-means start looks at, and its Lloyd passes. */
const INIT_ROWS = 20_000;
const INIT_PASSES = 20;
/** No restarts in the last tenth of the steps, so that codes settle. */
const SETTLE = 0.9;

export class RqVae implements Quantizer {
  readonly latentDim: number;
  readonly plannedSteps: number;
  private readonly mean: tf.Tensor1D;
  private readonly scale: number;
  private readonly encoder: Mlp;
  private readonly decoder: Mlp;
  private readonly codebookVariables: tf.Variable<tf.Rank.R2>[];
  private readonly optimizer: AdamW;
  private readonly batches: Batches;
  private readonly dead: DeadCodes;
  private readonly loss: RqVaeLossOptions;
  private readonly zero: tf.Tensor1D;
  private step = 0;
  private started = false;

  constructor(
    private readonly rows: TrainingRows,
    readonly numCodes: readonly number[],
    private readonly params: Params,
    private readonly random: Random,
  ) {
    const hidden = params.hidden as readonly number[];
    this.latentDim = params.latentDim as number;
    this.plannedSteps = params.steps as number;
    const { mean, scale } = params.standardise ? standard(rows) : { mean: new Float64Array(rows.dim), scale: 1 };
    this.mean = tf.tensor1d(Float32Array.from(mean));
    this.scale = scale;
    this.zero = tf.zeros([this.latentDim]);
    this.encoder = new Mlp([rows.dim, ...hidden, this.latentDim], random.split('encoder'));
    this.decoder = new Mlp([this.latentDim, ...[...hidden].reverse(), rows.dim], random.split('decoder'));
    const start = random.split('codebooks');
    this.codebookVariables = numCodes.map((k) =>
      tf.tidy(() => tf.variable(tf.tensor2d(Float32Array.from({ length: k * this.latentDim }, () => (2 * start.uniform() - 1) / k), [k, this.latentDim]))),
    );
    this.optimizer = new AdamW([...this.networks, ...this.codebookVariables], { weightDecay: params.weightDecay as number });
    this.batches = new Batches(rows.rows, params.batchSize as number, random.split('batches'));
    this.dead = new DeadCodes(numCodes, this.batches.size, params.restartThreshold as number, random.split('restarts'));
    this.loss = {
      beta: params.beta as number,
      quantizationWeight: params.quantizationWeight as number,
      reconstructionReduction: params.reconstructionReduction as Reduction,
      quantizationReduction: params.quantizationReduction as Reduction,
      levelReduction: params.levelReduction as Reduction,
      routing: params.routing as Routing,
      estimator: params.estimator === 'rotation' ? rotationTrick : straightThrough,
    };
  }

  get traits(): Traits {
    return { encoder: `${[...(this.params.hidden as readonly number[]), this.latentDim].join('-')}`, perItem: 0, soft: false };
  }

  get levelsReady(): number {
    return this.started ? this.numCodes.length : 0;
  }

  get parameters(): number {
    return this.encoder.parameters + this.decoder.parameters + this.codebookVariables.reduce((sum, codebook) => sum + codebook.size, 0);
  }

  async trainStep(): Promise<StepResult> {
    const warm = this.step < Math.min(this.params.warmupSteps as number, this.plannedSteps - 1);
    if (!warm && !this.started) await this.startCodebooks();
    const batch = this.rows.gather(this.batches.next());
    const x = this.standardised(batch);
    const losses = warm ? this.warmUp(x) : this.descend(x);
    const every = this.params.restartEvery as number;
    if (!warm && every > 0 && this.step % every === every - 1 && this.step < SETTLE * this.plannedSteps) await this.restartDead(x);
    tf.dispose([batch, x]);
    this.step++;
    return {
      losses,
      level: -1,
      phase: warm ? 'warming up the autoencoder' : 'training codes',
      items: this.batches.size,
      done: this.step >= this.plannedSteps,
    };
  }

  async settle(): Promise<void> {
    if (!this.started) await this.startCodebooks();
  }

  async encode(x: tf.Tensor2D): Promise<Encoding> {
    const latents = tf.tidy(() => this.encoder.apply(this.standardised(x), true));
    const encoding = encodeAdditive(latents, this.zero, this.started ? this.codebookVariables : [], chooseNearest);
    latents.dispose();
    return encoding;
  }

  decode(codes: readonly tf.Tensor1D[], rows: number): tf.Tensor2D {
    return tf.tidy(() => {
      if (codes.length === 0) return tf.tile(tf.reshape(this.mean, [1, -1]), [rows, 1]) as tf.Tensor2D;
      const latents = codes.map((code, level) => tf.gather(this.codebookVariables[level]!, code)).reduce((sum, q) => tf.add(sum, q));
      return tf.add(tf.mul(this.decoder.apply(latents as tf.Tensor2D), this.scale), this.mean) as tf.Tensor2D;
    });
  }

  codebooks(): Promise<Float32Array[]> {
    return Promise.all(this.codebookVariables.map(async (codebook) => (await codebook.data<'float32'>()).slice()));
  }

  notes(): readonly string[] {
    const { reconstructionReduction, quantizationReduction, levelReduction } = this.loss;
    const restarts = this.dead.restarts.some((count) => count > 0) ? [`Dead codes restarted, by level: ${this.dead.restarts.join(', ')}.`] : [];
    return [
      `Loss: ${reconstructionReduction} over dimensions for reconstruction, ${quantizationReduction} over dimensions and ${levelReduction} over levels for quantization, mean over the batch. ` +
        `One squared unit of the latent weighs ${this.quantizationShare().toPrecision(3)} times one of the data (rho).`,
      'Errors after fewer levels than all decode a partial sum the decoder was not trained on.',
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
    this.encoder.dispose();
    this.decoder.dispose();
    this.optimizer.dispose();
    this.dead.dispose();
    tf.dispose([this.mean, this.zero, ...this.codebookVariables]);
  }

  private get networks(): tf.Variable[] {
    return [...this.encoder.variables, ...this.decoder.variables];
  }

  private get training(): Training {
    return { variables: [...this.networks, ...this.codebookVariables], optimizer: this.optimizer, dead: this.dead, batches: this.batches };
  }

  private standardised(x: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => tf.mul(tf.sub(x, this.mean), 1 / this.scale));
  }

  /** One step of the plain autoencoder. */
  private warmUp(x: tf.Tensor2D): Record<string, tf.Scalar> {
    const { value, grads } = tf.variableGrads(
      () => squaredError(this.decoder.apply(this.encoder.apply(x, true)), x, this.loss.reconstructionReduction),
      this.networks,
    );
    this.update(grads);
    return { reconstruction: value };
  }

  /** One step with codes. */
  private descend(x: tf.Tensor2D): Record<string, tf.Scalar> {
    const kept: tf.Tensor[] = [];
    const keep = <T extends tf.Tensor>(tensor: T): T => {
      kept.push(tensor);
      return tf.keep(tensor);
    };
    let codes: readonly tf.Tensor1D[] = [];
    const losses: Record<string, tf.Scalar> = {};
    const { value, grads } = tf.variableGrads(() => {
      const quantized = quantize(this.encoder.apply(x, true), this.codebookVariables, this.loss);
      codes = quantized.codes.map(keep);
      losses.reconstruction = tf.keep(squaredError(this.decoder.apply(quantized.output), x, this.loss.reconstructionReduction));
      losses.codebook = tf.keep(quantized.codebookLoss);
      losses.commitment = tf.keep(quantized.commitmentLoss);
      const quantization = tf.add(losses.codebook, tf.mul(losses.commitment, this.loss.beta));
      return tf.add(losses.reconstruction, tf.mul(quantization, this.loss.quantizationWeight));
    }, [...this.networks, ...this.codebookVariables]);
    this.update(grads);
    this.dead.count(codes);
    tf.dispose(kept);
    return { ...losses, total: value };
  }

  private update(grads: Readonly<Record<string, tf.Tensor>>): void {
    this.optimizer.apply(grads, rateAt(this.params.schedule as string, this.params.learningRate as number, this.step, this.plannedSteps));
    tf.dispose(grads as tf.TensorContainer);
  }

  /** k-means level by level on the latents of up to 20,000 rows. */
  private async startCodebooks(): Promise<void> {
    this.started = true;
    if (!this.params.kMeansInit) return;
    const random = this.random.split('k-means start');
    const picked = random.choose(this.rows.rows, INIT_ROWS);
    const latents = new Float32Array(picked.length * this.latentDim);
    for (let start = 0; start < picked.length; start += 4096) {
      const z = tf.tidy(() => this.encoder.apply(this.standardised(this.rows.gather(picked.subarray(start, start + 4096))), true));
      latents.set(await z.data<'float32'>(), start * this.latentDim);
      z.dispose();
    }
    let current = new Vectors(latents, picked.length, this.latentDim);
    for (const [level, codebook] of this.codebookVariables.entries()) {
      const kMeans = await fitKMeans(current, this.numCodes[level]!, random.split(`level ${level}`), INIT_PASSES, { init: 'k-means++', repair: true });
      const { codes } = await kMeans.assign();
      tf.tidy(() => codebook.assign(tf.tensor2d(kMeans.centres.slice(), codebook.shape)));
      current.dispose();
      current = new Vectors(residuals(current.data, current.rows, current.dim, codes, kMeans.centres), current.rows, current.dim);
    }
    current.dispose();
  }

  private async restartDead(x: tf.Tensor2D): Promise<void> {
    const latents = tf.tidy(() => this.encoder.apply(x, true));
    const encoding = encodeAdditive(latents, this.zero, this.codebookVariables, chooseNearest);
    await this.dead.restart(this.codebookVariables, encoding.residuals, this.optimizer);
    tf.dispose([latents, encoding.latents, ...encoding.codes, ...encoding.residuals]);
  }

  /** rho: effective weight of one squared latent unit over that of one squared input unit. */
  private quantizationShare(): number {
    const { reconstructionReduction, quantizationReduction, levelReduction, quantizationWeight } = this.loss;
    const data = reconstructionReduction === 'sum' ? 1 : 1 / this.rows.dim;
    const latent = (quantizationReduction === 'sum' ? 1 : 1 / this.latentDim) * (levelReduction === 'sum' ? 1 : 1 / this.numCodes.length);
    return (quantizationWeight * latent) / data;
  }
}

/** Throws InputError where levels, codes and rows do not fit together. */
export async function createRqVae(rows: TrainingRows, params: Params, random: Random): Promise<Quantizer> {
  return new RqVae(rows, numCodesPerLevel(params, rows.rows), params, random);
}

/** Mean and one scale for all elements: unit element variance after both. */
function standard(rows: TrainingRows): { mean: Float64Array; scale: number } {
  const mean = columnMeans(rows.data, rows.rows, rows.dim);
  return { mean, scale: Math.sqrt(totalSquares(rows.data, rows.rows, rows.dim, mean) / rows.data.length) || 1 };
}
