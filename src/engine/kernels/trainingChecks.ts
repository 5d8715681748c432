/** The self-test of the kernels of a training step: whole numbers, and what comes out on paper. */
import * as tf from '@tensorflow/tfjs-core';
import { adamWUpdate } from './adamW';
import { codeSums } from './codeSums';
import { gate } from './gate';
import { matMulKernel, weightGradients } from './matMul';
import { rankContrast } from './rankContrast';
import { residualStep } from './residualStep';
import { scaledDifference, totalSquaredDifference } from './squaredDifference';

export interface Comparison {
  readonly seen: ArrayLike<number>;
  readonly wanted: ArrayLike<number>;
}

/**
 * A layer with 5 rows of 8 times r + 1, the weight j - 2 in column j of 12, bias 4 and ReLU: y = max(0, 8 (r + 1) (j - 2) + 4). Its weight and
 * bias gradients with dy = y, and dy times the transposed weight. WebGPU only.
 */
export async function layer(): Promise<Comparison> {
  const [rows, inner, columns] = [5, 8, 12];
  const y = (r: number, j: number): number => Math.max(0, 8 * (r + 1) * (j - 2) + 4);
  const fill = (from: number, to: number, value: (i: number, j: number) => number): number[] =>
    Array.from({ length: from * to }, (_, at) => value(Math.floor(at / to), at % to));
  const sum = (count: number, term: (i: number) => number): number => Array.from({ length: count }, (_, i) => term(i)).reduce((a, b) => a + b, 0);
  const outputs = tf.tidy(() => {
    const x = tf.tensor2d(fill(rows, inner, (r) => r + 1), [rows, inner]);
    const weight = tf.tensor2d(fill(inner, columns, (_, j) => j - 2), [inner, columns]);
    const output = matMulKernel(x, weight, 'nn', { bias: tf.fill([columns], 4), relu: true });
    const gradients = weightGradients(x, output);
    return [output, gradients.weight, gradients.bias, matMulKernel(output, weight, 'nt')];
  });
  return {
    seen: await readAndDispose(outputs),
    wanted: [
      ...fill(rows, columns, y),
      ...fill(inner, columns, (_, j) => sum(rows, (r) => (r + 1) * y(r, j))),
      ...fill(1, columns, (_, j) => sum(rows, (r) => y(r, j))),
      ...fill(rows, inner, (r) => sum(columns, (j) => y(r, j) * (j - 2))),
    ],
  };
}

/**
 * Three rows with labels 0, 1, 2, all equally alike: the sums of exp are 2 and 1 for the outer rows, 2 for both tied others of the middle one. Losses
 * ln 2 / 2, ln 2, ln 2 / 2; slopes over n (n - 1) = 6.
 */
export async function rankedRows(): Promise<Comparison> {
  const outputs = tf.tidy(() => {
    const order = { others: Int32Array.of(1, 2, 0, 2, 1, 0), first: Int32Array.of(0, 1, 0, 0, 0, 1) };
    const { losses, slopes } = rankContrast(tf.zeros([3, 3]), order);
    return [losses, slopes];
  });
  const [half, twelfth] = [Math.LN2 / 2, 1 / 12];
  return { seen: await readAndDispose(outputs), wanted: [half, 2 * half, half, 0, -twelfth, twelfth, 0, 0, 0, twelfth, -twelfth, 0] };
}

/** One number at a time: rows 1, 2, 3, 4 of one dimension, code vectors 10 and 20, codes 0, 1, 0, 0, and what each kernel makes of them. */
export async function trainingStep(): Promise<Comparison> {
  const outputs = tf.tidy(() => {
    const x = tf.tensor2d([1, 2, 3, 4], [4, 1]);
    const codes = tf.tensor1d([0, 1, 0, 0], 'int32');
    const target = tf.tensor2d([1, 0, 0, 0], [4, 1]);
    const step = residualStep(x, tf.tensor2d([10, 20], [2, 1]), codes, x);
    // m = 1/2 * 4 + 1/2 * 8 = 6, v = 1/2 * 8 + 1/2 * 64 = 36, p = 10 / 2 - 3 * 6 / (6 + 3)
    const adam = adamWUpdate(
      { parameters: tf.tensor1d([10]), first: tf.tensor1d([4]), second: tf.tensor1d([8]) },
      tf.tensor1d([8]),
      { beta1: 0.5, beta2: 0.5, rate: 3, epsilon: 3, decay: 0.5 },
    );
    return [
      codeSums(x, codes, 2),
      step.next,
      step.pull,
      gate(x, tf.tensor2d([1, 0, -1, 2], [4, 1])),
      totalSquaredDifference(x, target),
      scaledDifference(x, target, tf.scalar(2), 3),
      adam.first,
      adam.second,
      adam.parameters,
    ];
  });
  return { seen: await readAndDispose(outputs), wanted: [8, 2, -9, -18, -7, -6, -8, -16, -4, -2, 1, 0, 0, 4, 29, 0, 12, 18, 24, 6, 36, 3] };
}

async function readAndDispose(tensors: tf.Tensor[]): Promise<number[]> {
  try {
    const parts = await Promise.all(tensors.map((tensor) => tensor.data()));
    return parts.flatMap((part) => Array.from(part));
  } finally {
    tf.dispose(tensors);
  }
}
