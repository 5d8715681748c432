/** The direct network: fields through one hidden layer to one number, the plainest thing RQ-Reg has to beat. */
import * as tf from '@tensorflow/tfjs-core';
import type { Node, Tape } from '../../../cpu/tape';
import { mean, quantiles } from '../../../math/statistics';
import type { Random } from '../../../math/random';
import type { FeatureBatch } from '../../../nn/fieldEncoder';
import type { Params, ParamSpec } from '../../../records/params';
import type { PredictorEntry } from '../../../records/predict';
import type { FeatureRows } from '../../../records/features';
import { FieldNetwork } from '../fieldNetwork';
import type { BatchPlace, KeptLosses, Losses } from '../../training/gradientTraining';
import { GradientPredictor, type GradientModel } from '../gradientPredictor';
import { keptPointLoss, pointLoss, type PointLossKind } from '../pointLoss';
import type { FitData, Prediction, PredictorFactory } from '../predictor';
import { column, refuseNegative, targetScale } from '../targets';
import { trainingParams, trainingSettings } from '../trainingParams';

/** Training rows from which the smearing factor is taken. */
const SMEARING_ROWS = 8192;

export const mlpParams: readonly ParamSpec[] = [
  {
    name: 'loss',
    title: 'Loss',
    help: 'What a miss costs. Squared: aims at the mean, a few long values pull hard. Absolute: aims at the median, best for MAE, too low on average. Huber: squared near the target, absolute far from it.',
    type: 'choice',
    default: 'huber',
    choices: [
      { value: 'mse', title: 'squared error (MSE)' },
      { value: 'huber', title: 'Huber' },
      { value: 'l1', title: 'absolute error (L1)' },
    ],
    group: 'method',
  },
  {
    name: 'delta',
    title: 'Huber bend (delta)',
    help: 'Errors beyond it count linearly in Huber\'s loss. It is given as a multiple of a typical target (the median of those that are not zero). Smaller: nearer to the absolute error. On log targets: in units of the logarithm.',
    type: 'number',
    default: 0.5,
    min: 1e-4,
    max: 1e4,
    group: 'method',
    advanced: true,
  },
  {
    name: 'target',
    title: 'Target',
    help: 'As it is, or its logarithm log(1 + y / typical target), for long tails. Predictions are turned back by exp and multiplied by the mean of exp(residual) on training rows (smearing); the absolute loss predicts a median and needs no smearing.',
    type: 'choice',
    default: 'raw',
    choices: [
      { value: 'raw', title: 'as it is' },
      { value: 'log1p', title: 'its logarithm (log1p)' },
    ],
    group: 'method',
  },
  ...trainingParams(),
];

export const mlpPresets: PredictorEntry['presets'] = [
  { name: 'huber', title: 'Huber loss', params: {} },
  { name: 'mse', title: 'Squared error: aims at the mean', params: { loss: 'mse' } },
  { name: 'l1', title: 'Absolute error: aims at the median', params: { loss: 'l1' } },
  { name: 'log', title: 'Squared error of the logarithm, with smearing', params: { loss: 'mse', target: 'log1p' } },
];

/** @throws InputError where no feature is left, or logarithms of negative targets are asked for. */
export const createMlp: PredictorFactory = async (data, params, random) => new GradientPredictor(data, new DirectNetwork(data, params, random.split('network')), trainingSettings(params), random);

class DirectNetwork implements GradientModel {
  readonly variables: readonly tf.Variable[];
  private readonly network: FieldNetwork;
  private readonly scale: number;
  private readonly log: boolean;
  private readonly loss: PointLossKind;
  private readonly delta: number;
  /** [n] training targets as the network sees them. */
  private readonly seen: Float32Array;
  private readonly smearingRows: Uint32Array;
  /** Mean of exp(residual); 1 where none is wanted. */
  private smearing = 1;

  constructor({ shape, train }: FitData, params: Params, random: Random) {
    this.loss = params.loss as PointLossKind;
    this.delta = params.delta as number;
    this.log = params.target === 'log1p';
    if (this.log) refuseNegative(train.targets, 'The logarithm log(1 + y) needs targets of zero or more');
    this.scale = targetScale(train.targets);
    this.seen = Float32Array.from(train.targets, (y) => (this.log ? Math.log1p(y / this.scale) : y / this.scale));
    const start = this.loss === 'mse' ? mean(this.seen) : quantiles(this.seen, [0.5])[0]!;
    this.network = new FieldNetwork(shape, trainingSettings(params), [start], random);
    this.variables = this.network.variables;
    this.smearingRows = random.split('smearing').choose(train.targets.length, SMEARING_ROWS);
  }

  losses(batch: FeatureBatch, { rows }: BatchPlace): Losses {
    return { total: pointLoss(tf.sub(this.network.apply(batch), column(this.seen, rows)), this.loss, this.delta) };
  }

  keptLosses(tape: Tape, variables: readonly Node[], features: FeatureRows, { rows }: BatchPlace): KeptLosses {
    const output = this.network.applyKept(tape, variables, features, rows);
    const errors = tape.view(output).map((value, i) => value - this.seen[rows[i]!]!);
    let total = 0;
    tape.give(output, (address) => (total = keptPointLoss(errors, tape.road.memory.floats(address, rows.length), this.loss, this.delta)));
    return { total };
  }

  outputs(batch: FeatureBatch): tf.Tensor2D {
    return this.network.apply(batch);
  }

  read(outputs: Float32Array): Prediction {
    const { scale, smearing } = this;
    return { values: this.log ? outputs.map((output) => scale * (smearing * Math.exp(output) - 1)) : outputs.map((output) => scale * output) };
  }

  /** Duan's smearing estimate (1983): the mean of exp(output) alone would be too low, since exp bends upwards. */
  async adjust(trainingOutputs: (rows: Uint32Array) => Promise<Float32Array>): Promise<void> {
    if (!this.log || this.loss === 'l1') return;
    const outputs = await trainingOutputs(this.smearingRows);
    this.smearing = mean(Float64Array.from(outputs, (output, i) => Math.exp(this.seen[this.smearingRows[i]!]! - output)));
  }

  notes(): readonly string[] {
    return this.smearing === 1 ? [] : [`Predictions from the logarithm are multiplied by ${this.smearing.toPrecision(3)}, the mean of exp(residual) on training rows (smearing).`];
  }

  dispose(): void {
    this.network.dispose();
  }
}
