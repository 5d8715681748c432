/**
 * ZILN: a chance that the target is above zero and a lognormal for how much, learned together (Wang, Liu and Miao, 1912.07753).
 *
 *     outputs a, b, c:  p = sigmoid(a), loc = b, spread = max(softplus(c), 3.2e-4)
 *     loss = BCE(y > 0, a) + [y > 0] (log y + log spread + log(2 pi) / 2 + (log y - loc)^2 / (2 spread^2)),  prediction p exp(loc + spread^2 / 2)
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Node, Tape } from '../../../cpu/tape';
import { mean } from '../../../math/statistics';
import type { Random } from '../../../math/random';
import type { FeatureBatch } from '../../../nn/fieldEncoder';
import type { Params, ParamSpec } from '../../../records/params';
import type { FeatureRows } from '../../../records/features';
import { FieldNetwork } from '../fieldNetwork';
import type { BatchPlace, KeptLosses, Losses } from '../../training/gradientTraining';
import { GradientPredictor, type GradientModel } from '../gradientPredictor';
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

  keptLosses(tape: Tape, variables: readonly Node[], features: FeatureRows, { rows }: BatchPlace): KeptLosses {
    const output = this.network.applyKept(tape, variables, features, rows);
    const targets = Float64Array.from(rows, (row) => this.seen[row]!);
    let terms = { chance: 0, amount: 0 };
    tape.give(output, (address) => (terms = keptZilnLosses(tape.view(output), targets, tape.road.memory.floats(address, 3 * rows.length))));
    return { total: terms.chance + terms.amount, terms };
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

/** The same for outputs in memory [B, 3], with the gradient of their sum at `slopes` [B, 3]. */
export function keptZilnLosses(outputs: Float32Array, targets: Float64Array, slopes: Float32Array): { chance: number; amount: number } {
  const n = targets.length;
  let chance = 0;
  let amount = 0;
  for (let row = 0, at = 0; row < n; row++, at += 3) {
    const [a, loc, c] = [outputs[at]!, outputs[at + 1]!, outputs[at + 2]!];
    const y = targets[row]!;
    const positive = y > 0 ? 1 : 0;
    chance += softplus(a) - a * positive;
    slopes[at] = (sigmoid(a) - positive) / n;
    slopes[at + 1] = 0;
    slopes[at + 2] = 0;
    if (positive === 0) continue;
    const wide = softplus(c);
    const spread = Math.max(wide, LEAST_SPREAD);
    const distance = (Math.log(y) - loc) / spread;
    amount += Math.log(y) + Math.log(spread) + Math.log(2 * Math.PI) / 2 + (distance * distance) / 2;
    slopes[at + 1] = -distance / spread / n;
    slopes[at + 2] = wide >= LEAST_SPREAD ? ((1 - distance * distance) / spread / n) * sigmoid(c) : 0;
  }
  return { chance: chance / n, amount: amount / n };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function softplus(x: number): number {
  return x > 30 ? x : Math.log1p(Math.exp(x));
}
