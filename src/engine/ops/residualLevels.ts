/**
 * All levels of a residual quantizer with their losses, for one estimator around the sum of the levels: few passes, nothing kept twice.
 *
 *     e[0] = z;   q[l] = C[l][code[l]];   e[l+1] = e[l] - sg(q[l])
 *     codebook loss   = scale sum_l |sg(e[l]) - q[l]|^2      d / d C[l][k] = -2 scale (sum of e[l+1] over the rows of code k)
 *     commitment loss = scale sum_l |e[l] - sg(q[l])|^2      d / d z       =  2 scale sum_l e[l+1]
 *
 * Both have the value scale sum_l |e[l+1]|^2 (2203.01941, section 3.2).
 */
import * as tf from '@tensorflow/tfjs-core';
import { codeSums } from '../kernels/codeSums';
import { residualStep } from '../kernels/residualStep';
import { totalSquares } from '../kernels/squaredDifference';

/** codes int32 [n] for e [n, d] at a 0-based level; whatever it computes is constant to the gradient. */
export type ChooseCodes = (e: tf.Tensor2D, codebook: tf.Tensor2D, level: number) => tf.Tensor1D;

export interface ResidualLevels {
  /** Sum of the chosen code vectors [n, d], a constant: an estimator stands around it. */
  readonly quantized: tf.Tensor2D;
  /** int32 [n] a level. */
  readonly codes: readonly tf.Tensor1D[];
  /** e[l], [n, d] a level: z itself, then constants to the gradient. */
  readonly inputs: readonly tf.Tensor2D[];
  /** Differentiable in the codebooks. */
  readonly codebookLoss: tf.Scalar;
  /** Differentiable in z. */
  readonly commitmentLoss: tf.Scalar;
}

/** z [n, d], codebooks [K, d] a level, one at least. Call inside a tidy. */
export function residualLevels(z: tf.Tensor2D, codebooks: readonly tf.Tensor2D[], scale: number, choose: ChooseCodes): ResidualLevels {
  const codes: tf.Tensor1D[] = [];
  const left: tf.Tensor2D[] = [];
  let pull: tf.Tensor2D | null = null;
  for (const [level, codebook] of codebooks.entries()) {
    const e: tf.Tensor2D = left.at(-1) ?? z;
    codes.push(choose(e, codebook, level));
    const step = residualStep(e, codebook, codes[level]!, pull);
    pull = step.pull;
    left.push(step.next);
  }
  if (!pull) throw new Error('residualLevels: one codebook at least is needed');
  const value = tf.mul(tf.addN(left.map(totalSquares)), scale) as tf.Scalar;
  return {
    quantized: tf.sub(z, left.at(-1)!),
    codes,
    inputs: [z, ...left.slice(0, -1)],
    codebookLoss: codebookLoss(codebooks, value, left, codes, scale),
    commitmentLoss: commitmentLoss(z, value, pull, scale),
  };
}

function codebookLoss(codebooks: readonly tf.Tensor2D[], value: tf.Scalar, left: readonly tf.Tensor2D[], codes: readonly tf.Tensor1D[], scale: number): tf.Scalar {
  return tf.customGrad((...args) => {
    (args.at(-1) as tf.GradSaveFunc)([...left, ...codes]);
    return {
      value: value.clone(),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const factor = tf.mul(dy, -2 * scale);
        return codebooks.map(({ shape }, level) => tf.mul(codeSums(saved[level] as tf.Tensor2D, saved[left.length + level] as tf.Tensor1D, shape[0]), factor));
      },
    };
  })(...codebooks) as tf.Scalar;
}

function commitmentLoss(z: tf.Tensor2D, value: tf.Scalar, pull: tf.Tensor2D, scale: number): tf.Scalar {
  return tf.customGrad((...args) => {
    (args[1] as tf.GradSaveFunc)([pull]);
    return { value: value.clone(), gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(saved[0]!, tf.mul(dy, 2 * scale)) };
  })(z) as tf.Scalar;
}
