/**
 * ZILN: a chance that the target is above zero and a lognormal for how much, learned together (Wang, Liu and Miao, 1912.07753).
 *
 *     outputs a, b, c:  p = sigmoid(a), loc = b, spread = max(softplus(c), 3.2e-4)
 *     loss = BCE(y > 0, a) + [y > 0] (log y + log spread + log(2 pi) / 2 + (log y - loc)^2 / (2 spread^2)),  prediction p exp(loc + spread^2 / 2)
 */
import * as tf from '@tensorflow/tfjs-core';
import { mean } from '../../../math/statistics';
import type { Random } from '../../../math/random';
import type { FeatureBatch } from '../../../nn/fieldEncoder';
import type { Params, ParamSpec } from '../../../records/params';
import { FieldNetwork } from '../fieldNetwork';
import { GradientPredictor, type BatchPlace, type GradientModel, type Losses } from '../gradientPredictor';
import type { FitData, Prediction, PredictorFactory } from '../predictor';
import { column, refuseNegative, targetScale } from '../targets';
import { trainingParams, trainingSettings } from '../trainingParams';

const LEAST_SPREAD = 3.2e-4;
/** A lognormal's mean may lie at most this many times above the largest training target: a spread a little too wide gives any number. */
const MOST_ABOVE = 10;

export const zilnParams: readonly ParamSpec[] = trainingParams();

/** @throws InputError where targets are negative, or no feature is left. */
export const createZiln: PredictorFactory = async (data, params, random) => new GradientPredictor(data, new Ziln(data, params, random.split('network')), trainingSettings(params), random);

class Ziln implements GradientModel {
  readonly variables: readonly tf.Variable[];
  private readonly network: FieldNetwork;
  private readonly scale: number;
  private readonly seen: Float32Array;
  /** Largest exponent of a prediction, and how many predictions of the last pass were held to it. */
  private readonly mostExponent: number;
  private held = 0;

  constructor({ shape, train }: FitData, params: Params, random: Random) {
    refuseNegative(train.targets, 'A zero-inflated lognormal (ZILN) is made for targets of zero or more');
    this.scale = targetScale(train.targets);
    this.seen = Float32Array.from(train.targets, (y) => y / this.scale);
    const logs = Float64Array.from(this.seen.filter((y) => y > 0), Math.log);
    const share = Math.min(Math.max(logs.length / this.seen.length, 1e-3), 1 - 1e-3);
    const centre = logs.length > 0 ? mean(logs) : 0;
    const spread = Math.max(0.1, Math.sqrt(mean(logs.map((value) => (value - centre) ** 2))) || 1);
    this.mostExponent = Math.log(MOST_ABOVE * this.seen.reduce((most, y) => Math.max(most, y), 1e-3));
    this.network = new FieldNetwork(shape, trainingSettings(params), [Math.log(share / (1 - share)), centre, Math.log(Math.expm1(spread))], random);
    this.variables = this.network.variables;
  }

  losses(batch: FeatureBatch, { rows }: BatchPlace): Losses {
    const { chance, amount } = zilnLosses(this.network.apply(batch), column(this.seen, rows));
    return { total: tf.add(chance, amount), terms: { chance, amount } };
  }

  outputs(batch: FeatureBatch): tf.Tensor2D {
    return this.network.apply(batch);
  }

  read(outputs: Float32Array, rows: number): Prediction {
    this.held = 0;
    const values = Float32Array.from({ length: rows }, (_, row) => {
      const [a, b, c] = [outputs[3 * row]!, outputs[3 * row + 1]!, outputs[3 * row + 2]!];
      const exponent = b + Math.max(softplus(c), LEAST_SPREAD) ** 2 / 2;
      if (exponent > this.mostExponent) this.held++;
      return (this.scale * Math.exp(Math.min(exponent, this.mostExponent))) / (1 + Math.exp(-a));
    });
    return { values };
  }

  notes(): readonly string[] {
    return this.held === 0 ? [] : [`${this.held} predicted amounts were limited to ${MOST_ABOVE} times the largest training target: the lognormal's mean grows with exp(spread² / 2) and exceeded it.`];
  }

  dispose(): void {
    this.network.dispose();
  }
}

/** outputs [B, 3], targets [B, 1] of zero and more -> the two terms, each the mean over the batch; differentiable in the outputs. */
export function zilnLosses(outputs: tf.Tensor2D, targets: tf.Tensor2D): { chance: tf.Scalar; amount: tf.Scalar } {
  const [a, loc, c] = [0, 1, 2].map((at) => tf.slice(outputs, [0, at], [outputs.shape[0], 1])) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const positive = tf.cast(tf.greater(targets, 0), 'float32');
  const logs = tf.log(tf.add(targets, tf.sub(1, positive)));
  const spread = tf.maximum(tf.softplus(c), LEAST_SPREAD);
  // Masked before it is squared: of a row without an amount even an infinite distance counts nothing.
  const distance = tf.div(tf.mul(tf.sub(logs, loc), positive), spread);
  const density = tf.add(tf.mul(tf.add(logs, tf.log(spread)), positive), tf.add(tf.mul(positive, Math.log(2 * Math.PI) / 2), tf.mul(tf.square(distance), 0.5)));
  return { chance: tf.mean(tf.sub(tf.softplus(a), tf.mul(a, positive))) as tf.Scalar, amount: tf.mean(density) as tf.Scalar };
}

function softplus(x: number): number {
  return x > 30 ? x : Math.log1p(Math.exp(x));
}
