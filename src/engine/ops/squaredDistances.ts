/** Squared Euclidean distances between all rows and all code vectors, differentiable in both: for softmax over codes and Sinkhorn assignment. */
import * as tf from '@tensorflow/tfjs-core';
import { matMul } from './matMul';
import { stopGradient } from './stopGradient';

/** x [n, d], codebook [K, d] -> [n, K]. Rounding may leave a distance of zero slightly negative. */
export function squaredDistances(x: tf.Tensor2D, codebook: tf.Tensor2D): tf.Tensor2D {
  // |x|^2 + |c|^2 - 2 x.c cancels far from the origin; distances do not change when all is measured from the codes' centre, a constant.
  const centre = stopGradient(tf.mean(codebook, 0, true));
  const rows = tf.sub(x, centre) as tf.Tensor2D;
  const codes = tf.sub(codebook, centre) as tf.Tensor2D;
  const squares = tf.add(tf.sum(tf.square(rows), 1, true), tf.reshape(tf.sum(tf.square(codes), 1), [1, -1]));
  return tf.sub(squares, tf.mul(matMul(rows, tf.transpose(codes)), 2)) as tf.Tensor2D;
}
