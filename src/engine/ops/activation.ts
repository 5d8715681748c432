/**
 * Functions between layers, each differentiable once.
 *
 *     relu   max(0, x)                 silu  x s(x), s the logistic function (1606.08415, 1710.05941)
 *     gelu   x Phi(x), Phi the normal distribution (1606.08415)
 *     geluTanh  x s(2 u), u = sqrt(2 / pi) (x + 0.044715 x^3), which is x (1 + tanh u) / 2
 */
import * as tf from '@tensorflow/tfjs-core';
import { gate } from '../kernels/gate';
import type { Activation } from '../math/activations';

/** The normal distribution below zero: exp(-x^2 / 2) times a polynomial of t = 1 / (1 + P |x|), to 1e-7 (Abramowitz and Stegun 7.1.26, halved). */
const P = 0.3275911 / Math.SQRT2;
const SERIES = [0.127414796, -0.142248368, 0.7107068705, -0.7265760135, 0.5307027145];
const CUBE = 0.044715;
const INNER = 2 * Math.sqrt(2 / Math.PI);

/** Every number by itself, of any shape. */
export function activate<T extends tf.Tensor>(x: T, kind: Activation): T {
  return functions[kind](x) as T;
}

type Pointwise = (x: tf.Tensor) => tf.Tensor;

const functions: Readonly<Record<Activation, Pointwise>> = {
  relu: (x) => tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor, tf.GradSaveFunc];
    const y = tf.relu(x);
    save([y]);
    return { value: y, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gate(dy, saved[0]!) };
  })(x),
  silu: withDerivative(
    (x) => tf.mul(x, tf.sigmoid(x)),
    (x) => {
      const share = tf.sigmoid(x);
      return tf.mul(share, tf.add(1, tf.mul(x, tf.sub(1, share))));
    },
  ),
  gelu: withDerivative(
    (x) => tf.mul(x, normal(x)),
    (x) => tf.add(normal(x), tf.mul(x, tf.mul(density(x), 1 / Math.sqrt(2 * Math.PI)))),
  ),
  geluTanh: withDerivative(
    (x) => tf.mul(x, tf.sigmoid(inner(x))),
    (x) => {
      const share = tf.sigmoid(inner(x));
      const slope = tf.mul(tf.add(1, tf.mul(tf.square(x), 3 * CUBE)), INNER);
      return tf.mul(share, tf.add(1, tf.mul(tf.mul(x, slope), tf.sub(1, share))));
    },
  ),
};

/** A function with its derivative, which is computed from x. */
function withDerivative(value: Pointwise, derivative: Pointwise): Pointwise {
  return tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor, tf.GradSaveFunc];
    save([x]);
    return { value: value(x), gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, derivative(saved[0]!)) };
  });
}

function density(x: tf.Tensor): tf.Tensor {
  return tf.exp(tf.mul(tf.square(x), -0.5));
}

/** Phi(x): the part beyond |x|, and what it leaves of 1 above zero. */
function normal(x: tf.Tensor): tf.Tensor {
  const t = tf.div(1, tf.add(1, tf.mul(tf.abs(x), P)));
  const series = SERIES.reduceRight<tf.Tensor | null>((sum, factor) => tf.mul(t, sum ? tf.add(sum, factor) : factor), null)!;
  const beyond = tf.mul(series, density(x));
  const above = tf.step(x);
  return tf.add(above, tf.mul(beyond, tf.sub(1, tf.mul(above, 2))));
}

function inner(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(x, INNER), tf.add(1, tf.mul(tf.square(x), CUBE)));
}
