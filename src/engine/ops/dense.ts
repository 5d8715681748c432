/**
 * One linear layer, y = max(0, x W + b) or x W + b, forward in one pass and back in three.
 *
 * The ReLU's gradient is read off the output (y > 0), so nothing but x and y is kept, and the bias gradient comes out of the pass that makes
 * the weight gradient. Every sum has one order: the same input gives the same bits.
 */
import * as tf from '@tensorflow/tfjs-core';
import { gate } from '../kernels/gate';
import { matMulKernel, prefersOwnMatMul, weightGradients, withoutProduct } from '../kernels/matMul';
import { plainProduct } from './matMul';

export interface Layer {
  /** [in, out] */
  readonly weight: tf.Tensor2D;
  /** [out] */
  readonly bias: tf.Tensor1D;
  readonly relu: boolean;
}

/** x [rows, in] -> [rows, out], differentiable in x, weight and bias. */
export function dense(x: tf.Tensor2D, { weight, bias, relu }: Layer): tf.Tensor2D {
  return tf.customGrad((...args) => {
    const [x, weight, bias, save] = args as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D, tf.GradSaveFunc];
    const y = forward(x, weight, bias, relu);
    save([x, weight, y]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, weight, y] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
        const inner = relu ? gate(dy as tf.Tensor2D, y) : (dy as tf.Tensor2D);
        const gradients = layerGradients(x, inner);
        return [plainProduct(inner, weight, 'nt'), gradients.weight, gradients.bias];
      },
    };
  })(x, weight, bias) as tf.Tensor2D;
}

/** As dense, but x is data: no gradient is computed for it. */
export function denseData(x: tf.Tensor2D, { weight, bias, relu }: Layer): tf.Tensor2D {
  return tf.customGrad((...args) => {
    const [weight, bias, save] = args as [tf.Tensor2D, tf.Tensor1D, tf.GradSaveFunc];
    const y = forward(x, weight, bias, relu);
    save([x, y]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, y] = saved as [tf.Tensor2D, tf.Tensor2D];
        const gradients = layerGradients(x, relu ? gate(dy as tf.Tensor2D, y) : (dy as tf.Tensor2D));
        return [gradients.weight, gradients.bias];
      },
    };
  })(weight, bias) as tf.Tensor2D;
}

function forward(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D, relu: boolean): tf.Tensor2D {
  if (prefersOwnMatMul()) return matMulKernel(x, weight, 'nn', { bias, relu });
  if (x.size === 0) return withoutProduct(x.shape[0], weight.shape[1], { bias, relu });
  // TensorFlow.js fuses no activation while it records gradients, although this one is not recorded: its kernel is called by name.
  return tf.tidy(() => {
    const [rows, length] = x.shape;
    const inputs = { a: tf.reshape(x, [1, rows, length]), b: tf.reshape(weight, [1, ...weight.shape]), bias };
    const attributes = { transposeA: false, transposeB: false, activation: relu ? 'relu' : 'linear' };
    return tf.reshape(tf.engine().runKernel(tf._FusedMatMul, inputs, attributes) as tf.Tensor, [rows, weight.shape[1]]) as tf.Tensor2D;
  });
}

/** x^T dy and the column sums of dy. */
function layerGradients(x: tf.Tensor2D, dy: tf.Tensor2D): { weight: tf.Tensor2D; bias: tf.Tensor1D } {
  if (prefersOwnMatMul() || x.size === 0) return weightGradients(x, dy);
  return tf.tidy(() => ({ weight: plainProduct(x, dy, 'tn'), bias: tf.sum(dy, 0) as tf.Tensor1D }));
}
