/**
 * RQ-VAE: an autoencoder whose latent is coded level by level (2203.01941), as used for semantic IDs by TIGER (2305.05065).
 *
 * Training has two parts: `warmupSteps` of the plain autoencoder, then codebooks started by k-means on its latents and trained with it.
 * One step is one batch. The losses stand in rqVaeForward.ts, the choice of codes in rqVaeChoice.ts, the codebooks in rqVaeCodebooks.ts.
 */
import * as tf from '@tensorflow/tfjs-core';
import { cpuRoad } from '../../cpu/road';
import { inTurn } from '../../cpu/tensors';
import type { Random } from '../../math/random';
import { AdamW } from '../../nn/adamW';
import { clipNorm } from '../../nn/clipNorm';
import { asFloat32 } from '../../nn/keptTraining';
import { rateAt } from '../../nn/schedule';
import type { Params } from '../../records/params';
import type { Traits } from '../../records/quantize';
import type { Tell } from '../../records/run';
import { chooseNearest, encodeAdditive, exportAdditive, type Choose } from '../additiveCodes';
import { Batches } from '../batches';
import { CollapseGuard } from './collapseGuard';
import { DeadCodes } from '../deadCodes';
import { fitKMeans } from '../kMeans';
import { numCodesPerLevel } from '../numCodes';
import type { Encoding, Quantizer, StepResult, TrainingRows } from '../quantizer';
import { lessCodes } from '../residuals';
import { Autoencoder } from './autoencoder';
import { chooseCodes } from './choice';
import { RqVaeCodebooks } from './codebooks';
import { quantize, squaredError } from './forward';
import { GumbelSchedule } from './gumbel';
import { RqVaeKeptStep } from './keptStep';
import { rqVaeNotes } from './notes';
import { readSettings, type RqVaeSettings } from './settings';
import { readTraining, writeTraining, type Training } from '../trainingState';
import { Vectors } from '../vectors';

/** Rows the k-means start looks at, and its Lloyd passes. */
const INIT_ROWS = 20_000;
const INIT_PASSES = 20;
/** No restarts in the last tenth of the steps, so that codes settle. */
const SETTLE = 0.9;

export class RqVae implements Quantizer {
  readonly latentDim: number;
  readonly plannedSteps: number;
  private readonly settings: RqVaeSettings;
  private readonly autoencoder: Autoencoder;
  private readonly books: RqVaeCodebooks;
  private readonly gumbel: GumbelSchedule | null;
  private readonly optimizer: AdamW;
  private readonly batches: Batches;
  private readonly dead: DeadCodes;
  private readonly guard: CollapseGuard;
  private readonly zero: tf.Tensor1D;
  /** The step in the processor's kept memory, where there is one for these options. */
  private readonly kept: RqVaeKeptStep | null;
  private step = 0;
  private started = false;

  constructor(
    private readonly rows: TrainingRows,
    readonly numCodes: readonly number[],
    private readonly params: Params,
    private readonly random: Random,
    private readonly tell?: Tell,
  ) {
    const settings = readSettings(params);
    this.settings = settings;
    this.plannedSteps = settings.steps;
    this.autoencoder = new Autoencoder(rows, settings.autoencoder, random);
    this.latentDim = this.autoencoder.latentDim;
    this.zero = tf.zeros([this.latentDim]);
    this.batches = new Batches(rows.rows, params.batchSize as number, random.split('batches'));
    this.books = new RqVaeCodebooks(numCodes, this.latentDim, { ...settings.codebooks, batchSize: this.batches.size }, random.split('codebooks'));
    this.optimizer = new AdamW(this.trained, { weightDecay: params.weightDecay as number });
    this.dead = new DeadCodes(numCodes, this.batches.size, params.restartThreshold as number, random.split('restarts'));
    this.gumbel = settings.gumbel && new GumbelSchedule(settings.gumbel.start, settings.gumbel.end, random.split('gumbel'));
    this.guard = new CollapseGuard(numCodes[0]!, settings.warmupSteps, settings.steps);
    const { mean, scale } = this.autoencoder;
    const road = cpuRoad();
    this.kept = road && RqVaeKeptStep.create(road, settings, { rows, numCodes, batch: this.batches.size, mean: mean.dataSync<'float32'>().slice(), scale }, this.optimizer);
  }

  get traits(): Traits {
    const { mlp } = this.settings.autoencoder;
    return { encoder: mlp ? [...mlp.hidden, mlp.latentDim].join('-') : 'none', perItem: 0, soft: this.gumbel !== null };
  }

  get levelsReady(): number {
    return this.started ? this.numCodes.length : 0;
  }

  get parameters(): number {
    return this.autoencoder.parameters + this.books.parameters;
  }

  async trainStep(): Promise<StepResult> {
    const warm = this.step < this.settings.warmupSteps;
    if (!warm && !this.started) await this.startCodebooks();
    const picked = this.batches.next();
    const losses = this.kept ? this.keptStep(this.kept, picked, warm) : this.tensorStep(picked, warm);
    const every = this.params.restartEvery as number;
    if (!warm && every > 0 && this.step % every === every - 1 && this.step < SETTLE * this.plannedSteps) await this.restartDead(picked);
    this.step++;
    if (!warm && this.guard.due(this.step)) await this.lookForCollapse();
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
    this.kept?.training.flush();
    const standardised = this.autoencoder.standardised(x);
    const encoding = this.encodeStandardised(standardised);
    standardised.dispose();
    return this.settings.autoencoder.mlp ? encoding : scaled(encoding, this.autoencoder.scale);
  }

  decode(codes: readonly tf.Tensor1D[], rows: number): tf.Tensor2D {
    this.kept?.training.flush();
    return tf.tidy(() => {
      const { mean } = this.autoencoder;
      if (codes.length === 0) return tf.tile(tf.reshape(mean, [1, -1]), [rows, 1]) as tf.Tensor2D;
      const vectors = this.books.vectors();
      const latents = codes.map((code, level) => tf.gather(vectors[level]!, code)).reduce((sum, q) => tf.add(sum, q));
      return this.autoencoder.restored(this.autoencoder.decode(latents as tf.Tensor2D));
    });
  }

  /** Where nothing is encoded, in the units of the data and with its mean in level 0: then an item's code vectors add up to its reconstruction. */
  async codebooks(): Promise<Float32Array[]> {
    this.kept?.training.flush();
    const books = await this.books.read();
    if (this.settings.autoencoder.mlp) return books;
    const { mean, scale } = this.autoencoder;
    return exportAdditive(books.map((book) => book.map((value) => value * scale)), await mean.data());
  }

  notes(): readonly string[] {
    const { dim } = this.rows;
    return [...rqVaeNotes(this.settings, this.numCodes, dim, this.latentDim, this.dead.restarts), ...this.guard.notes()];
  }

  async state(): Promise<Record<string, Float32Array | Float64Array>> {
    this.kept?.training.flush();
    return {
      ...(await readTraining(this.training, { step: this.step, started: this.started })),
      ...(await this.books.state()),
      ...this.gumbel?.state(),
      ...this.guard.state(),
    };
  }

  async restore(state: Readonly<Record<string, Float32Array | Float64Array>>): Promise<void> {
    ({ step: this.step, started: this.started } = writeTraining(this.training, state));
    this.kept?.training.changed();
    this.books.restore(state);
    this.gumbel?.restore(state);
    this.guard.restore(state);
  }

  recentUse(): Promise<readonly Float32Array[]> {
    return this.dead.recentUse();
  }

  dispose(): void {
    this.kept?.dispose();
    this.autoencoder.dispose();
    this.books.dispose();
    this.optimizer.dispose();
    this.dead.dispose();
    this.zero.dispose();
  }

  /** What gradients move. */
  private get trained(): tf.Variable[] {
    return [...this.autoencoder.variables, ...this.books.trained];
  }

  private get training(): Training {
    const variables = [...this.autoencoder.variables, ...this.books.variables];
    return { variables, optimizer: this.optimizer, dead: this.dead, batches: this.batches };
  }

  private tensorStep(picked: Uint32Array, warm: boolean): Record<string, tf.Scalar> {
    const batch = this.rows.gather(picked);
    const x = this.autoencoder.standardised(batch);
    const losses = warm ? this.warmUp(x) : this.descend(x);
    tf.dispose([batch, x]);
    return losses;
  }

  private keptStep(kept: RqVaeKeptStep, picked: Uint32Array, warm: boolean): Record<string, number> {
    const losses = warm ? kept.warmUp(picked, this.rate) : kept.descend(picked, this.rate);
    if (!warm) this.dead.countPicked(kept.codes);
    return asFloat32(losses);
  }

  private get rate(): number {
    return rateAt(this.params.schedule as string, this.params.learningRate as number, this.step, this.plannedSteps);
  }

  /** One step of the plain autoencoder. */
  private warmUp(x: tf.Tensor2D): Record<string, tf.Scalar> {
    const { autoencoder, settings } = this;
    const { value, grads } = tf.variableGrads(
      () => squaredError(autoencoder.decode(autoencoder.encode(x)), x, settings.reconstructionReduction),
      autoencoder.variables,
    );
    this.update(grads);
    return { reconstruction: value };
  }

  /** One step with codes. */
  private descend(x: tf.Tensor2D): Record<string, tf.Scalar> {
    const { autoencoder, settings, trained } = this;
    const gumbel = this.gumbel?.at((this.step - settings.warmupSteps) / Math.max(1, this.plannedSteps - 1 - settings.warmupSteps));
    const losses: Record<string, tf.Scalar> = {};
    let codes: readonly tf.Tensor1D[] = [];
    let inputs: readonly tf.Tensor2D[] = [];
    const loss = (): tf.Scalar => {
      const quantized = quantize(autoencoder.encode(x), this.books.vectors(), { ...settings.quantize, gumbel });
      codes = quantized.codes.map((code) => tf.keep(code));
      inputs = quantized.inputs.map((input) => tf.keep(input));
      losses.reconstruction = tf.keep(squaredError(autoencoder.decode(quantized.output), x, settings.reconstructionReduction));
      if (quantized.codebookLoss) losses.codebook = tf.keep(quantized.codebookLoss);
      losses.commitment = tf.keep(quantized.commitmentLoss);
      return tf.add(losses.reconstruction, tf.mul(quantized.quantizationLoss, settings.quantizationWeight)) as tf.Scalar;
    };
    // Running means under the identity encoder leave nothing for a gradient.
    const { value, grads } = trained.length > 0 ? tf.variableGrads(loss, trained) : { value: tf.tidy(loss), grads: {} };
    this.update(grads);
    this.dead.count(codes);
    this.books.follow(codes, inputs);
    tf.dispose([...codes, ...inputs]);
    return { ...losses, total: value };
  }

  private update(grads: tf.NamedTensorMap): void {
    const { clipNorm: most } = this.settings;
    const clipped = most > 0 && Object.keys(grads).length > 0 ? clipNorm(grads, most) : grads;
    this.optimizer.apply(clipped, this.rate);
    tf.dispose([grads, clipped]);
  }

  /** The rule of evaluation: no noise, no soft choice, no shares. */
  private encodeStandardised(x: tf.Tensor2D): Encoding {
    const { distance } = this.settings.quantize;
    const choose: Choose = distance === 'l2' ? chooseNearest : (e, _level, codebook) => chooseCodes(e, codebook, distance);
    let encoding: Encoding | null = null;
    tf.tidy(() => {
      encoding = encodeAdditive(this.autoencoder.encode(x), this.zero, this.started ? this.books.vectors() : [], choose);
      return [encoding.latents, ...encoding.codes, ...encoding.residuals];
    });
    return encoding!;
  }

  /** k-means level by level on the latents of up to 20,000 rows. */
  private async startCodebooks(): Promise<void> {
    this.started = true;
    if (!this.params.kMeansInit) return;
    this.kept?.training.flush();
    const random = this.random.split('k-means start');
    const picked = random.choose(this.rows.rows, INIT_ROWS);
    const latents = new Float32Array(picked.length * this.latentDim);
    for (let start = 0; start < picked.length; start += 4096) {
      const z = tf.tidy(() => this.autoencoder.encode(this.autoencoder.standardised(this.rows.gather(picked.subarray(start, start + 4096)))));
      latents.set(await z.data<'float32'>(), start * this.latentDim);
      z.dispose();
    }
    let current = new Vectors(latents, picked.length, this.latentDim, null, this.rows.chunkRows);
    for (const [level, numCodes] of this.numCodes.entries()) {
      const kMeans = await fitKMeans(current, numCodes, random.split(`level ${level}`), INIT_PASSES, { init: 'k-means++', repair: true }, (share) => this.tell?.('starting the codebooks from k-means', (level + share) / this.numCodes.length));
      this.books.start(level, kMeans.centres);
      const codes = await this.chosenAtStart(current, level);
      const vectors = (await this.books.read())[level]!;
      const left = lessCodes(current, codes, vectors);
      current.dispose();
      current = left;
    }
    current.dispose();
    this.kept?.training.changed();
  }

  /** The code of every row at one level, by the rule of evaluation. */
  private async chosenAtStart(rows: Vectors, level: number): Promise<Int32Array> {
    const codes = new Int32Array(rows.rows);
    let start = 0;
    for (const chunk of inTurn(rows.chunks)) {
      const chosen = tf.tidy(() => chooseCodes(chunk, this.books.vectors()[level]!, this.settings.quantize.distance));
      codes.set(await chosen.data<'int32'>(), start);
      start += chunk.shape[0];
      chosen.dispose();
    }
    return codes;
  }

  private async restartDead(picked: Uint32Array): Promise<void> {
    this.kept?.training.flush();
    const batch = this.rows.gather(picked);
    const x = this.autoencoder.standardised(batch);
    const encoding = this.encodeStandardised(x);
    await this.books.restart(this.dead, encoding.residuals, this.optimizer);
    this.kept?.training.changed();
    tf.dispose([batch, x, encoding.latents, ...encoding.codes, ...encoding.residuals]);
  }

  private async lookForCollapse(): Promise<void> {
    this.kept?.training.flush();
    const rows = this.rows.gather(this.guard.rowsOf(this.rows.rows));
    const codes = tf.tidy(() => chooseCodes(this.autoencoder.encode(this.autoencoder.standardised(rows)), this.books.vectors()[0]!, this.settings.quantize.distance));
    this.guard.look(this.step, await codes.data<'int32'>());
    tf.dispose([rows, codes]);
  }
}

/** Where nothing is encoded, latents and residuals in the units of the data, as the codebooks are given out. Takes the place of `encoding`. */
function scaled(encoding: Encoding, scale: number): Encoding {
  const times = (tensor: tf.Tensor2D) => tf.mul(tensor, scale) as tf.Tensor2D;
  const { latents, codes, residuals: left } = encoding;
  const result = { latents: times(latents), codes, residuals: left.map(times) };
  tf.dispose([latents, ...left]);
  return result;
}

/** Throws InputError where levels, codes and rows do not fit together, or options exclude each other. */
export async function createRqVae(rows: TrainingRows, params: Params, random: Random, tell?: Tell): Promise<Quantizer> {
  return new RqVae(rows, numCodesPerLevel(params, rows.rows), params, random, tell);
}
