/**
 * RQ-Reg (arXiv 2602.23012): a continuous value predicted as a sequence of residual codes, coarse to fine.
 *
 * The target is taken apart once (targetQuantizer.ts); the network (rqRegForward.ts) learns to name its codes and to add up their values under
 * three losses (rqRegLosses.ts). In use each level reads the expected embedding of the level before it; nothing is sampled.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Node, Tape } from '../../../cpu/tape';
import { InputError } from '../../../errors';
import type { Random } from '../../../math/random';
import { FieldEncoder, type FeatureBatch } from '../../../nn/fieldEncoder';
import { keptFields } from '../../../nn/keptFields';
import { matMul } from '../../../ops/matMul';
import type { FeatureRows } from '../../../records/features';
import type { Params } from '../../../records/params';
import type { LevelsAndCodes, TargetQuantization } from '../../../records/predict';
import type { BatchPlace, KeptLosses, Losses } from '../../training/gradientTraining';
import { GradientPredictor, type GradientModel } from '../gradientPredictor';
import type { Decoded, FitData, Prediction, PredictorFactory, TargetRows } from '../predictor';
import { ERROR_HEAD } from '../../../records/predict';
import { decodeRows } from './decode';
import { RqRegNetwork, type Reading } from './forward';
import { keptGenerationLoss, keptPass, keptRegressionLoss, keptRepresentationLoss, type KeptReading } from './keptForward';
import { generationLoss, labelOrder, regressionLoss, representationLoss } from './losses';
import { rqRegSettings, samplingRate, type RqRegSettings } from './params';
import { fitTargetQuantizer, type TargetCodes, type TargetQuantizer } from './targetQuantizer';
import { copyQuantization, targetQuantization } from './targetQuantizerRecord';
import { tryLevelsAndCodes } from './targetQuantizerTrials';
import { trainingSettings } from '../trainingParams';

/** Share of zeros from which on the representation loss has little to order. */
const MANY_ZEROS = 0.8;

/** @throws InputError where no feature is left, or every loss is turned off. */
export const createRqReg: PredictorFactory = async (data, params, random) => new GradientPredictor(data, new RqReg(data, params, random), trainingSettings(params), random);

export class RqReg implements GradientModel {
  readonly network: RqRegNetwork;
  readonly quantizer: TargetQuantizer;
  readonly stages: readonly string[];
  readonly keptLosses: GradientModel['keptLosses'];
  private readonly settings: RqRegSettings;
  private readonly epochs: number;
  private readonly encoder: FieldEncoder;
  private readonly quantization: TargetQuantization;
  private readonly trials: Random;
  /** Counted when first shown: a predictor taken up to predict new rows has no use for it. */
  private tried: LevelsAndCodes | null = null;
  private readonly targets: Float64Array;
  private readonly codes: TargetCodes;
  /** Of scheduled sampling. */
  readonly random: Random;
  private readonly views: Random;
  /** [V, 1] */
  private readonly tokenValues: tf.Tensor2D;

  constructor({ shape, train }: FitData, params: Params, random: Random) {
    const settings = rqRegSettings(params);
    if (settings.generation + settings.value + settings.representation === 0) {
      throw new InputError('All three losses have weight 0: there is nothing to learn.', 'Give the codes or the value a weight above 0.');
    }
    const { width, fieldDim, epochs } = trainingSettings(params);
    this.settings = settings;
    this.epochs = epochs;
    this.encoder = new FieldEncoder(shape, fieldDim, random.split('fields'));
    this.quantizer = fitTargetQuantizer(train.targets, settings.quantizer, random.split('target codes'));
    this.quantization = targetQuantization(this.quantizer, train.targets);
    this.trials = random.split('other target codes');
    this.codes = this.quantizer.encode(train.targets);
    this.targets = train.targets;
    this.network = new RqRegNetwork(this.quantizer, { inputs: this.encoder.width, width, ...settings }, random.split('network'));
    this.tokenValues = tf.tensor2d(Float32Array.from(this.quantizer.tokenValues), [this.quantizer.vocabulary, 1]);
    this.random = random.split('sampling');
    this.views = random.split('views');
    const levels = settings.quantizer.numCodes.map((_, level) => `level ${level + 1}`);
    // The LSTM's cell over kept memory is written in fours.
    this.keptLosses = width % 4 === 0 ? this.onTape : undefined;
    this.stages = settings.errorHead && settings.head === 'learned' ? [...levels, ERROR_HEAD] : levels;
  }

  get variables(): tf.Variable[] {
    return [...this.encoder.variables, ...this.network.variables];
  }

  losses(batch: FeatureBatch, { rows, epoch }: BatchPlace): Losses {
    const { settings, network } = this;
    const rate = samplingRate(settings.sampling, epoch, this.epochs);
    const { logits, scalars, mixes } = network.pass(this.encoder.apply(batch), this.readings(rows, rate).map(asTensors));
    const weighted: tf.Scalar[] = [];
    const terms: Record<string, tf.Scalar | number> = {};
    const add = (name: string, weight: number, loss: () => tf.Scalar) => {
      if (weight === 0) return;
      terms[name] = loss();
      weighted.push(tf.mul(terms[name], weight) as tf.Scalar);
    };
    add('generation', settings.generation, () => generationLoss(logits, tf.tensor1d(this.tokensOf(rows), 'int32')));
    add('regression', settings.value, () => regressionLoss(scalars, tf.tensor2d(this.sumsOf(rows), [scalars.shape[0], rows.length]), settings.regression));
    add('representation', settings.representation, () => {
      const { order, kept } = labelOrder(Float64Array.from(rows, (row) => this.targets[row]!), settings.balanceZeros);
      return representationLoss(mixes, order, kept && tf.tensor1d(kept, 'int32'));
    });
    return { total: tf.addN(weighted) as tf.Scalar, terms: { ...terms, samplingRate: rate } };
  }

  private onTape(tape: Tape, variables: readonly Node[], features: FeatureRows, { rows, epoch }: BatchPlace): KeptLosses {
    const { settings, network, encoder } = this;
    const rate = samplingRate(settings.sampling, epoch, this.epochs);
    const count = encoder.variables.length;
    const f = keptFields(tape, encoder.nodes(variables.slice(0, count)), features, rows);
    const pass = keptPass(tape, network, variables.slice(count), f, this.readings(rows, rate));
    const terms: Record<string, number> = {};
    let total = 0;
    const add = (name: string, weight: number, loss: () => number) => {
      if (weight === 0) return;
      terms[name] = loss();
      total += weight * terms[name];
    };
    add('generation', settings.generation, () => keptGenerationLoss(tape, pass, this.quantizer.centroids.map((_, level) => this.tokensOf(rows, [level])), settings.generation));
    add('regression', settings.value, () => keptRegressionLoss(tape, pass, this.sumsOf(rows), rows.length, settings.regression, settings.value));
    add('representation', settings.representation, () => keptRepresentationLoss(tape, pass, Float64Array.from(rows, (row) => this.targets[row]!), settings.balanceZeros, settings.representation));
    return { total, terms: { ...terms, samplingRate: rate } };
  }

  /** [B, stages]: what each stage adds, scaled. */
  outputs(batch: FeatureBatch): tf.Tensor2D {
    const { scalars, probabilities } = this.network.pass(this.encoder.apply(batch));
    if (this.settings.head === 'learned') return tf.transpose(scalars);
    return tf.concat(probabilities.map((p) => matMul(p, this.tokenValues)), 1);
  }

  read(outputs: Float32Array, rows: number): Prediction {
    const stages = this.stages.length;
    const partials = new Float32Array(outputs.length);
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let stage = 0; stage < stages; stage++) {
        sum += outputs[row * stages + stage]!;
        partials[row * stages + stage] = sum * this.quantizer.scale;
      }
    }
    return { values: Float32Array.from({ length: rows }, (_, row) => partials[(row + 1) * stages - 1]!), partials };
  }

  async decode(rows: TargetRows, thorough: boolean): Promise<Decoded> {
    const { network, encoder, tokenValues } = this;
    this.tried ??= tryLevelsAndCodes(this.targets, this.settings.quantizer, this.trials);
    return { quantization: { ...copyQuantization(this.quantization), tried: this.tried }, ...(await decodeRows({ network, encoder, tokenValues, random: this.views }, rows, thorough)) };
  }

  notes(): readonly string[] {
    const { settings, quantizer, quantization } = this;
    const { numCodes } = settings.quantizer;
    const fewer = numCodes.some((count, level) => count > quantizer.numCodes[level]!) ? [`Levels have ${quantizer.numCodes.join(', ')} codes: no more different values are left to code.`] : [];
    const head = settings.value === 0 ? ['The learned head was not trained (weight of the value 0): predictions are the expected code values.'] : [];
    const zeros = this.targets.filter((y) => y === 0).length / this.targets.length;
    const ties = zeros > MANY_ZEROS && settings.representation > 0 && !settings.balanceZeros ? [`${(100 * zeros).toFixed(0)} % of the training targets are zero, so most pairs tie in the representation loss; "Even zeros in the order" may help.`] : [];
    return [`The codes alone leave ${Number(quantization.remainder.mean.toPrecision(2))} of a training target on average, ${Number(quantization.remainder.max.toPrecision(2))} at most.`, ...fewer, ...head, ...ties];
  }

  dispose(): void {
    this.encoder.dispose();
    this.network.dispose();
    this.tokenValues.dispose();
  }

  /** What steps 1, 2, ... read in this batch: each drawn anew. */
  private readings(rows: Uint32Array, rate: number): KeptReading[] {
    const { random, settings } = this;
    return this.quantizer.centroids.slice(1).map((_, before): KeptReading => {
      if (!settings.sampling?.perSample) return random.uniform() < rate ? 'own' : { tokens: this.tokensOf(rows, [before]) };
      const own = Float32Array.from(rows, () => (random.uniform() < rate ? 1 : 0));
      return { tokens: this.tokensOf(rows, [before]), own };
    });
  }

  /** True tokens of these levels, all where they are absent, level by level: [levels * B]. */
  private tokensOf(rows: Uint32Array, wanted: readonly number[] = [...this.quantizer.centroids.keys()]): Int32Array {
    const { levels } = this.quantizer;
    const tokens = new Int32Array(wanted.length * rows.length);
    wanted.forEach((at, i) => rows.forEach((row, b) => (tokens[i * rows.length + b] = this.codes.tokens[row * levels + at]!)));
    return tokens;
  }

  /** True running sums [P, B], scaled: of the code values, and at last, for the error head, the target itself. */
  private sumsOf(rows: Uint32Array): Float32Array {
    const { levels, scale } = this.quantizer;
    const stages = levels + (this.settings.errorHead ? 1 : 0);
    const sums = new Float32Array(stages * rows.length);
    rows.forEach((row, b) => {
      let sum = 0;
      for (let level = 0; level < levels; level++) sums[level * rows.length + b] = sum += this.codes.values[row * levels + level]!;
      if (stages > levels) sums[levels * rows.length + b] = this.targets[row]! / scale;
    });
    return sums;
  }
}

function asTensors(reading: KeptReading): Reading {
  if (reading === 'own') return reading;
  const { tokens, own } = reading;
  return { tokens: tf.tensor1d(tokens, 'int32'), ...(own && { own: tf.tensor2d(own, [own.length, 1]) }) };
}
