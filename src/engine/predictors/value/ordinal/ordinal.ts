/** The target as ordered buckets: a probability for each, and their mean values weighed by it as the prediction. */
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from '../../../cpu/blocks/layers';
import type { Node, Tape } from '../../../cpu/tape';
import type { Random } from '../../../math/random';
import type { FeatureBatch } from '../../../nn/fieldEncoder';
import { dense } from '../../../ops/dense';
import { matMul } from '../../../ops/matMul';
import { oneHot } from '../../../ops/oneHot';
import type { Params, ParamSpec } from '../../../records/params';
import type { PredictorEntry } from '../../../records/predict';
import { quantileBuckets, type Buckets } from './buckets';
import type { FeatureRows } from '../../../records/features';
import { FieldNetwork } from '../fieldNetwork';
import type { BatchPlace, KeptLosses, Losses } from '../../training/gradientTraining';
import { GradientPredictor, type GradientModel } from '../gradientPredictor';
import type { FitData, Prediction, PredictorFactory } from '../predictor';
import { targetScale } from '../targets';
import { trainingParams, trainingSettings, type TrainingSettings } from '../trainingParams';

export const ordinalParams: readonly ParamSpec[] = [
  {
    name: 'form',
    title: 'Form',
    help: 'One probability per bucket, without regard to their order (softmax); or one score per row and one threshold per bucket edge, so that P(target > edge) falls from edge to edge (ordinal).',
    type: 'choice',
    default: 'softmax',
    choices: [
      { value: 'softmax', title: 'one probability per bucket (softmax)' },
      { value: 'cumulative', title: 'one score and thresholds (ordinal)' },
    ],
    group: 'method',
  },
  {
    name: 'buckets',
    title: 'Buckets',
    help: 'Parts of about equally many training rows; a value that fills several of them becomes one bucket. Rows within a bucket are not told apart.',
    type: 'integer',
    default: 50,
    min: 2,
    max: 1000,
    group: 'shape',
  },
  ...trainingParams(),
];

export const ordinalPresets: PredictorEntry['presets'] = [
  { name: 'softmax', title: 'Quantile buckets (softmax)', params: {} },
  { name: 'cumulative', title: 'Ordinal thresholds', params: { form: 'cumulative' } },
];

/** @throws InputError where all targets are equal, or no feature is left. */
export const createOrdinal: PredictorFactory = async (data, params, random) => {
  const buckets = quantileBuckets(data.train.targets, params.buckets as number);
  return new GradientPredictor(data, new BucketModel(data, buckets, params, random.split('network')), trainingSettings(params), random);
};

/** Probabilities of buckets from features: what the two forms differ in. */
export interface BucketForm {
  readonly variables: readonly tf.Variable[];
  /** buckets int32 [B] -> mean loss. */
  loss(batch: FeatureBatch, buckets: Int32Array): tf.Scalar;
  /** As `loss`, on a tape; see GradientModel.keptLosses. */
  keptLoss?(tape: Tape, variables: readonly Node[], features: FeatureRows, rows: Uint32Array, buckets: Int32Array): number;
  /** [B, buckets]; rows add up to 1. */
  probabilities(batch: FeatureBatch): tf.Tensor2D;
  dispose(): void;
}

class BucketModel implements GradientModel {
  readonly variables: readonly tf.Variable[];
  readonly keptLosses: GradientModel['keptLosses'];
  private readonly form: BucketForm;
  private readonly scale: number;
  private readonly means: tf.Tensor2D;

  constructor(
    { shape, train }: FitData,
    private readonly buckets: Buckets,
    params: Params,
    random: Random,
  ) {
    const Form = params.form === 'softmax' ? SoftmaxBuckets : CumulativeBuckets;
    this.form = new Form(shape, trainingSettings(params), buckets.counts, random);
    this.variables = this.form.variables;
    if (this.form.keptLoss) this.keptLosses = (tape, variables, features, { rows }): KeptLosses => ({ total: this.form.keptLoss!(tape, variables, features, rows, this.bucketsOf(rows)) });
    this.scale = targetScale(train.targets);
    this.means = tf.tensor2d(Float32Array.from(buckets.means, (value) => value / this.scale), [buckets.means.length, 1]);
  }

  losses(batch: FeatureBatch, { rows }: BatchPlace): Losses {
    return { total: this.form.loss(batch, this.bucketsOf(rows)) };
  }

  outputs(batch: FeatureBatch): tf.Tensor2D {
    return matMul(this.form.probabilities(batch), this.means);
  }

  read(outputs: Float32Array): Prediction {
    return { values: outputs.map((output) => output * this.scale) };
  }

  notes(): readonly string[] {
    return [`${this.buckets.counts.length} buckets; every prediction lies between the means of the lowest and the highest.`];
  }

  dispose(): void {
    this.form.dispose();
    this.means.dispose();
  }

  private bucketsOf(rows: Uint32Array): Int32Array {
    return Int32Array.from(rows, (row) => this.buckets.of[row]!);
  }
}

/** One logit a bucket. */
export class SoftmaxBuckets implements BucketForm {
  readonly variables: readonly tf.Variable[];
  private readonly network: FieldNetwork;

  constructor(shape: FitData['shape'], settings: TrainingSettings, private readonly counts: Uint32Array, random: Random) {
    const rows = counts.reduce((sum, count) => sum + count, 0);
    this.network = new FieldNetwork(shape, settings, Array.from(counts, (count) => Math.log((count * counts.length) / rows)), random);
    this.variables = this.network.variables;
  }

  loss(batch: FeatureBatch, buckets: Int32Array): tf.Scalar {
    const wanted = oneHot(tf.tensor1d(buckets, 'int32'), this.counts.length);
    return tf.div(tf.sum(tf.mul(wanted, tf.logSoftmax(this.network.apply(batch)))), -batch.rows) as tf.Scalar;
  }

  keptLoss(tape: Tape, variables: readonly Node[], features: FeatureRows, rows: Uint32Array, buckets: Int32Array): number {
    return crossEntropy(tape, [this.network.applyKept(tape, variables, features, rows)], [buckets]);
  }

  probabilities(batch: FeatureBatch): tf.Tensor2D {
    return tf.softmax(this.network.apply(batch));
  }

  dispose(): void {
    this.network.dispose();
  }
}

/** One score a row; edge q is passed with probability sigmoid(score - rise_q), rises growing with q: a sum of softplus steps. */
export class CumulativeBuckets implements BucketForm {
  readonly variables: readonly tf.Variable[];
  private readonly network: FieldNetwork;
  /** [1, edges - 1]; null for one edge. */
  private readonly steps: tf.Variable | null;
  /** [edges - 1, edges]: step j raises the edges above it. */
  private readonly below: tf.Tensor2D | null;
  private readonly edges: number;

  constructor(shape: FitData['shape'], settings: TrainingSettings, counts: Uint32Array, random: Random) {
    const rows = counts.reduce((sum, count) => sum + count, 0);
    let passed = rows;
    // Log-odds of passing each edge, over all training rows.
    const odds = Array.from(counts.subarray(0, -1), (count) => Math.log((passed -= count) / (rows - passed)));
    this.edges = odds.length;
    const rises = odds.slice(1).map((value, at) => odds[at]! - value);
    const inverse = Float32Array.from(rises, (rise) => Math.log(Math.expm1(Math.max(rise, 1e-4))));
    const triangle = Float32Array.from({ length: rises.length * odds.length }, (_, at) => (at % odds.length > Math.floor(at / odds.length) ? 1 : 0));
    this.network = new FieldNetwork(shape, settings, [odds[0]!], random);
    this.steps = rises.length === 0 ? null : tf.tidy(() => tf.variable(tf.tensor2d(inverse, [1, rises.length])));
    this.below = rises.length === 0 ? null : tf.tensor2d(triangle, [rises.length, odds.length]);
    this.variables = [...this.network.variables, ...(this.steps ? [this.steps] : [])];
  }

  loss(batch: FeatureBatch, buckets: Int32Array): tf.Scalar {
    const { edges } = this;
    const passed = Float32Array.from({ length: batch.rows * edges }, (_, at) => (buckets[Math.floor(at / edges)]! > at % edges ? 1 : 0));
    const logits = this.logits(batch);
    return tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, tf.tensor2d(passed, [batch.rows, edges])))) as tf.Scalar;
  }

  probabilities(batch: FeatureBatch): tf.Tensor2D {
    return tf.tidy(() => {
      const passed = tf.sigmoid(this.logits(batch));
      return tf.sub(tf.concat([tf.ones([batch.rows, 1]), passed], 1), tf.concat([passed, tf.zeros([batch.rows, 1])], 1));
    });
  }

  dispose(): void {
    this.network.dispose();
    this.steps?.dispose();
    this.below?.dispose();
  }

  /** Of passing each edge [B, edges], falling from edge to edge. */
  private logits(batch: FeatureBatch): tf.Tensor2D {
    const score = this.network.apply(batch);
    if (!this.steps || !this.below) return score;
    const rises = matMul(tf.softplus(this.steps as unknown as tf.Tensor2D), this.below);
    // The score of a row goes to every edge: as a layer with weights of one, its gradient is a product and not a sum by row.
    return dense(score, { weight: tf.ones([1, this.edges]), bias: tf.neg(tf.reshape(rises, [this.edges])) as tf.Tensor1D, relu: false });
  }
}
