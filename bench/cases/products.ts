/** Kernel cases of the training step: a matrix product with its second operand transposed, and a linear layer with ReLU. */
import * as tf from '@tensorflow/tfjs-core';
import { dense } from '../../src/engine/ops/dense';
import { plainProduct } from '../../src/engine/ops/matMul';
import { normals } from '../../src/engine/testing/arrays';
import { product, relativeToLargest } from '../float64';
import type { KernelCase } from './kernelCase';

/** Sums of some hundred float32 products. */
const BOUND = 1e-5;

/** a [m, k] times b [n, k] transposed: what a gradient asks for. */
export function matMulCase(m: number, k: number, n: number): KernelCase {
  return {
    name: 'matMul, transposed',
    sizes: `${m} x ${k} by ${k} x ${n}`,
    flops: 2 * m * k * n,
    bytes: 4 * (m * k + k * n + m * n),
    formula: '2 m k n; reads both, writes m n',
    bound: BOUND,
    async prepare() {
      const [left, right] = [normals(m * k, 61), normals(n * k, 62)];
      const a = tf.tensor2d(left, [m, k]);
      const b = tf.tensor2d(right, [n, k]);
      return {
        ours: () => plainProduct(a, b, 'nt'),
        plain: () => tf.matMul(a, b, false, true),
        async errors() {
          const wanted = product(left, transposed(right, n, k), m, k, n);
          return { ours: await errorOf(plainProduct(a, b, 'nt'), wanted), plain: await errorOf(tf.matMul(a, b, false, true), wanted) };
        },
        dispose: () => tf.dispose([a, b]),
      };
    },
  };
}

/** max(0, x W + b) for x [rows, from]. */
export function denseCase(rows: number, from: number, to: number): KernelCase {
  return {
    name: 'dense',
    sizes: `${rows} x ${from} to ${to}, ReLU`,
    flops: 2 * rows * from * to + 2 * rows * to,
    bytes: 4 * (rows * from + from * to + to + rows * to),
    formula: '2 n k m + 2 n m; reads x, weights and bias, writes n m',
    bound: BOUND,
    async prepare() {
      const [data, weights, biases] = [normals(rows * from, 63), normals(from * to, 64), normals(to, 65)];
      const x = tf.tensor2d(data, [rows, from]);
      const weight = tf.tensor2d(weights, [from, to]);
      const bias = tf.tensor1d(biases);
      const ours = () => dense(x, { weight, bias, relu: true });
      const plain = () => tf.tidy(() => tf.relu(tf.add(tf.matMul(x, weight), bias)));
      return {
        ours,
        plain,
        async errors() {
          const wanted = product(data, weights, rows, from, to).map((value, at) => Math.max(0, value + biases[at % to]!));
          return { ours: await errorOf(ours(), wanted), plain: await errorOf(plain(), wanted) };
        },
        dispose: () => tf.dispose([x, weight, bias]),
      };
    },
  };
}

async function errorOf(seen: tf.Tensor, wanted: Float64Array): Promise<number> {
  const values = await seen.data();
  seen.dispose();
  return relativeToLargest(values, wanted);
}

/** [rows, columns] to [columns, rows]. */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  return values.map((_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!);
}
