/** The fused steps of a training step against plain loops in float64 and against the ops they stand for. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { codeSums } from '../kernels/codeSums';
import { nearestCode } from '../kernels/nearestCode';
import { totalSquaredDifference } from '../kernels/squaredDifference';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { lookUp } from './lookUp';
import { residualLevels } from './residualLevels';
import { squaredErrorTo } from './squaredError';
import { stopGradient } from './stopGradient';

const SIZES: readonly (readonly [n: number, K: number, d: number])[] = [
  [1, 1, 1],
  [3, 5, 17],
  [17, 3, 5],
  [255, 33, 4],
  [40, 70, 255],
];
const close = { rtol: 1e-5, atol: 1e-5 };

describeBackends('sums of a training step', () => {
  test.each(SIZES)('sums by code, %i rows, %i codes, %i dimensions', async (n, K, d) => {
    const values = normals(n * d, 1);
    const chosen = codesOf(n, K);
    const [x, codes] = [tf.tensor2d(values, [n, d]), tf.tensor1d(chosen, 'int32')];
    const wanted = new Float64Array(K * d);
    values.forEach((value, at) => (wanted[chosen[Math.floor(at / d)]! * d + (at % d)]! += value));
    const [first, second] = [codeSums(x, codes, K), codeSums(x, codes, K)];
    expect(first.shape).toEqual([K, d]);
    expectClose(await first.data(), wanted, close);
    expect(await second.data()).toEqual(await first.data());
    const gradient = tf.tidy(() => tf.grad((book) => lookUp(book as tf.Tensor2D, codes))(tf.zeros([K, d]), x));
    expect(await gradient.data()).toEqual(await first.data());
    tf.dispose([x, codes, first, second, gradient]);
  });

  test('sums by code pass over codes that are not there, and give zeros for no rows', async () => {
    const [x, codes] = [tf.tensor2d([1, 2, 4, 8], [4, 1]), tf.tensor1d([-1, 1, 3, 1], 'int32')];
    const sums = codeSums(x, codes, 3);
    expect([...(await sums.data())]).toEqual([0, 10, 0]);
    const none = tf.tidy(() => codeSums(tf.zeros([0, 2]), tf.tensor1d([], 'int32'), 2));
    expect([...(await none.data())]).toEqual([0, 0, 0, 0]);
    tf.dispose([x, codes, sums, none]);
  });

  test.each([1, 3, 255, 1024, 1025, 70_001])('squared error of %i numbers and its gradient', async (size) => {
    const [a, b] = [normals(size, 2), normals(size, 3)];
    const [x, target] = [tf.tensor2d(a, [1, size]), tf.tensor2d(b, [1, size])];
    const wanted = a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
    const { value, grad } = tf.valueAndGrad((x) => tf.mul(squaredErrorTo(x as tf.Tensor2D, target, 0.25), 3) as tf.Scalar)(x);
    expectClose(await value.data(), [0.75 * wanted], { rtol: 2e-6, atol: 0 });
    expectClose(await grad.data(), a.map((value, i) => 1.5 * (value - b[i]!)), close);
    const [first, second] = [totalSquaredDifference(x, target), totalSquaredDifference(x, target)];
    expect(await second.data()).toEqual(await first.data());
    tf.dispose([x, target, value, grad, first, second]);
  });

  test('squared error of nothing is 0', async () => {
    const none = tf.zeros([0, 3]) as tf.Tensor2D;
    const { value, grad } = tf.valueAndGrad((x) => squaredErrorTo(x as tf.Tensor2D, none, 1))(none);
    expect([...(await value.data()), grad.size]).toEqual([0, 0]);
    tf.dispose([none, value, grad]);
  });
});

describeBackends('residualLevels', () => {
  test.each(SIZES)('values and gradients are those of the ops it stands for, %i rows, %i codes, %i dimensions', async (n, K, d) => {
    const z = tf.tensor2d(normals(n * d, 4), [n, d]);
    const books = [0, 1, 2].map((level) => tf.tensor2d(normals(K * d, 5 + level, 0, 1 / (level + 1)), [K, d]));
    const [fused, composed] = [fusedStep, composedStep].map((step) => tf.tidy(() => tf.grads((z, ...books) => step(z as tf.Tensor2D, books as tf.Tensor2D[]))([z, ...books])));
    for (const [i, wanted] of composed!.entries()) expectClose(await fused![i]!.data(), await wanted.data(), { rtol: 1e-4, atol: 1e-5 * n }, `gradient ${i}`);
    const again = tf.tidy(() => tf.grads((z, ...books) => fusedStep(z as tf.Tensor2D, books as tf.Tensor2D[]))([z, ...books]));
    for (const [i, seen] of fused!.entries()) expect(await again[i]!.data()).toEqual(await seen.data());
    const values = tf.tidy(() => [fusedStep(z, books), composedStep(z, books)]);
    expectClose(await values[0]!.data(), await values[1]!.data(), { rtol: 1e-5, atol: 0 }, 'loss');
    const { quantized, codes, inputs } = kept(z, books);
    const chosen = (await Promise.all(codes.map((code) => code.data()))).map((code) => Array.from(code));
    const vectors = await Promise.all(books.map((book) => book.data()));
    const sums = Float64Array.from({ length: n * d }, (_, at) => vectors.reduce((sum, book, l) => sum + book[chosen[l]![Math.floor(at / d)]! * d + (at % d)]!, 0));
    expectClose(await quantized.data(), sums, close, 'quantized');
    const third = (await z.data()).map((value, at) => value - vectors[0]![chosen[0]![Math.floor(at / d)]! * d + (at % d)]! - vectors[1]![chosen[1]![Math.floor(at / d)]! * d + (at % d)]!);
    expectClose(await inputs[2]!.data(), third, close, 'what the third level codes');
    tf.dispose([z, books, fused!, composed!, again, values, quantized, [...codes], inputs.slice(1)]);
  });
});

function fusedStep(z: tf.Tensor2D, books: readonly tf.Tensor2D[]): tf.Scalar {
  const { codebookLoss, commitmentLoss } = residualLevels(z, books, 0.5, nearest);
  return tf.add(codebookLoss, tf.mul(commitmentLoss, 0.25));
}

function composedStep(z: tf.Tensor2D, books: readonly tf.Tensor2D[]): tf.Scalar {
  let e = z;
  return tf.addN(
    books.map((book) => {
      const q = lookUp(book, nearest(e, book));
      const [held, constant] = [stopGradient(e), stopGradient(q)];
      const term = tf.add(tf.sum(tf.square(tf.sub(held, q))), tf.mul(tf.sum(tf.square(tf.sub(e, constant))), 0.25));
      e = tf.sub(e, constant);
      return tf.mul(term, 0.5) as tf.Scalar;
    }),
  );
}

function kept(z: tf.Tensor2D, books: readonly tf.Tensor2D[]): Pick<ReturnType<typeof residualLevels>, 'quantized' | 'codes' | 'inputs'> {
  return tf.tidy(() => {
    const { quantized, codes, inputs } = residualLevels(z, books, 1, nearest);
    return { quantized, codes: [...codes], inputs: [...inputs] };
  });
}

function nearest(e: tf.Tensor2D, book: tf.Tensor2D): tf.Tensor1D {
  const { codes, distances } = nearestCode(e, book);
  distances.dispose();
  return codes;
}

function codesOf(n: number, K: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => (i * 7 + (i % 3)) % K);
}
