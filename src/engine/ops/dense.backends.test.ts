/** Products and linear layers: values and gradients against plain loops in float64, at sizes that fill no tile, by our kernel and without it. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import { chooseMatMul, prefersOwnMatMul } from '../kernels/matMul';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { dense, denseData, type Layer } from './dense';
import { matMul, plainProduct } from './matMul';

type Sizes = readonly [m: number, k: number, n: number];

const SIZES: readonly Sizes[] = [
  [1, 1, 1],
  [3, 5, 17],
  [5, 17, 3],
  [17, 3, 5],
  [4, 8, 4],
  [12, 20, 36],
  [9, 255, 10],
  [255, 9, 4],
  [6, 4, 255],
  [70, 2051, 12],
  [130, 64, 68],
];
const close = { rtol: 1e-5, atol: 2e-5 };
const LAYOUTS = ['nn', 'tn', 'nt'] as const;

describeBackends('products and layers', (backend) => {
  const choices = backend === 'webgpu' ? (['own', 'tfjs'] as const) : (['auto'] as const);
  afterEach(() => chooseMatMul('auto'));

  test('the software adapter of the tests takes our kernel, hardware and processors do not', () => {
    expect(prefersOwnMatMul()).toBe(backend === 'webgpu');
    chooseMatMul('tfjs');
    expect(prefersOwnMatMul()).toBe(false);
  });

  for (const choice of choices) {
    // TensorFlow.js compiles a shader for most of these shapes, in seconds: without our kernel few of them must do.
    const sizes = choice === 'tfjs' ? SIZES.slice(1, 3) : SIZES;
    test.each(sizes)(`%i x %i x %i, every layout (${choice})`, async (m, k, n) => {
      chooseMatMul(choice);
      const a = normals(m * k, 1);
      const b = normals(k * n, 2);
      const wanted = naive(a, b, [m, k, n]);
      for (const layout of LAYOUTS) {
        const first = layout === 'tn' ? tf.tensor2d(turned(a, m, k), [k, m]) : tf.tensor2d(a, [m, k]);
        const second = layout === 'nt' ? tf.tensor2d(turned(b, k, n), [n, k]) : tf.tensor2d(b, [k, n]);
        const c = plainProduct(first, second, layout);
        const again = plainProduct(first, second, layout);
        expect(c.shape).toEqual([m, n]);
        expectClose(await c.data(), wanted, { rtol: 1e-5, atol: 2e-6 * Math.sqrt(k) * 4 }, layout);
        expect(await again.data()).toEqual(await c.data());
        tf.dispose([first, second, c, again]);
      }
    });

    test.each(sizes)(`a layer %i x %i x %i, its gradients, linear and ReLU (${choice})`, async (m, k, n) => {
      chooseMatMul(choice);
      for (const relu of [false, true]) await expectLayer([m, k, n], relu);
    });

    test(`a layer agrees with the ops it stands for (${choice})`, async () => {
      chooseMatMul(choice);
      const [x, weight, bias, dy] = tensorsOf([33, 20, 24]);
      const composed = (x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) => tf.relu(tf.add(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D), bias));
      const ours = (x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) => dense(x as tf.Tensor2D, layerOf(weight, bias, true));
      const gradients = [composed, ours].map((layer) => tf.tidy(() => tf.grads((x, weight, bias) => tf.sum(tf.mul(layer(x!, weight!, bias!), dy)))([x, weight, bias])));
      for (const [i, wanted] of gradients[0]!.entries()) expectClose(await gradients[1]![i]!.data(), await wanted.data(), close);
      tf.dispose([x, weight, bias, dy, gradients]);
    });

    test(`no rows, no inner numbers (${choice})`, async () => {
      chooseMatMul(choice);
      const [none, weight, bias] = [tf.zeros([0, 5]) as tf.Tensor2D, tf.ones([5, 3]) as tf.Tensor2D, tf.tensor1d([-1, 0, 2])];
      const empty = matMul(none, weight);
      const nothing = dense(none, layerOf(weight, bias, true));
      expect([empty.shape, nothing.shape]).toEqual([[0, 3], [0, 3]]);
      const gradients = tf.tidy(() => tf.grads((weight, bias) => dense(none, layerOf(weight!, bias!, true)))([weight, bias], tf.zeros([0, 3])));
      expect([...(await gradients[0]!.data()), ...(await gradients[1]!.data())]).toEqual(new Array(18).fill(0));
      const onlyBias = tf.tidy(() => dense(tf.zeros([2, 0]), layerOf(tf.zeros([0, 3]), bias, true)));
      expect([...(await onlyBias.data())]).toEqual([0, 0, 2, 0, 0, 2]);
      tf.dispose([none, weight, bias, empty, nothing, gradients, onlyBias]);
    });

    test(`a ReLU keeps a NaN where that of TensorFlow.js does (${choice})`, async () => {
      chooseMatMul(choice);
      const [x, weight, bias] = [tf.tensor2d([NaN, 1], [1, 2]), tf.ones([2, 4]) as tf.Tensor2D, tf.zeros([4]) as tf.Tensor1D];
      const y = dense(x, layerOf(weight, bias, true));
      expect([...(await y.data())]).toEqual(new Array(4).fill(backend === 'wasm' ? 0 : NaN));
      tf.dispose([x, weight, bias, y]);
    });
  }
});

async function expectLayer([m, k, n]: Sizes, relu: boolean): Promise<void> {
  const tensors = tensorsOf([m, k, n]);
  const [x, weight, bias, dy] = tensors;
  const y = dense(x, layerOf(weight, bias, relu));
  const gradients = (): tf.Tensor[] => tf.tidy(() => tf.grads((x, weight, bias) => tf.sum(tf.mul(dense(x as tf.Tensor2D, layerOf(weight!, bias!, relu)), dy)))([x, weight, bias]));
  const data = tf.tidy(() => tf.grads((weight, bias) => tf.sum(tf.mul(denseData(x, layerOf(weight!, bias!, relu)), dy)))([weight, bias]));
  const [first, second] = [gradients(), gradients()];
  const [xs, weights, biases, dys] = (await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()))) as [Float32Array, Float32Array, Float32Array, Float32Array];

  const sums = naive(xs, weights, [m, k, n]).map((value, at) => value + biases[at % n]!);
  const wanted = sums.map((value) => (relu && value < 0 ? 0 : value));
  expectClose(await y.data(), wanted, { rtol: 1e-5, atol: 2e-5 * Math.sqrt(k) }, 'output');
  // Where float32 may see the other sign of a sum near zero, its gradient is not compared: the test data hold none.
  expect(sums.every((value) => Math.abs(value) > 1e-5)).toBe(true);
  const inner = Float64Array.from(dys, (value, at) => (relu && sums[at]! < 0 ? 0 : value));
  const within = (length: number) => ({ rtol: 1e-5, atol: 2e-5 * Math.sqrt(length) });
  expectClose(await first[0]!.data(), naive(inner, turned(weights, k, n), [m, n, k]), within(n), 'gradient of x');
  const wantedWeight = naive(turned(xs, m, k), inner, [k, m, n]);
  const wantedBias = Float64Array.from({ length: n }, (_, j) => inner.reduce((sum, value, at) => (at % n === j ? sum + value : sum), 0));
  expectClose(await first[1]!.data(), wantedWeight, within(m), 'gradient of the weight');
  expectClose(await first[2]!.data(), wantedBias, within(m), 'gradient of the bias');
  expectClose(await data[0]!.data(), wantedWeight, within(m), 'gradient of the weight, x being data');
  expectClose(await data[1]!.data(), wantedBias, within(m), 'gradient of the bias, x being data');
  for (const i of first.keys()) expect(await second[i]!.data()).toEqual(await first[i]!.data());
  tf.dispose([tensors, y, first, second, data]);
}

function tensorsOf([m, k, n]: Sizes): [x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D, dy: tf.Tensor2D] {
  return [tf.tensor2d(normals(m * k, 1), [m, k]), tf.tensor2d(normals(k * n, 2), [k, n]), tf.tensor1d(normals(n, 3)), tf.tensor2d(normals(m * n, 4), [m, n])];
}

function layerOf(weight: tf.Tensor, bias: tf.Tensor, relu: boolean): Layer {
  return { weight: weight as tf.Tensor2D, bias: bias as tf.Tensor1D, relu };
}

/** a [m, k] b [k, n] */
function naive(a: ArrayLike<number>, b: ArrayLike<number>, [m, k, n]: Sizes): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) c[i * n + j]! += a[i * k + p]! * b[p * n + j]!;
  return c;
}

function turned(values: ArrayLike<number>, rows: number, columns: number): Float32Array {
  return Float32Array.from({ length: rows * columns }, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!);
}
