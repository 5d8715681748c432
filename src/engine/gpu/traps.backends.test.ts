/** Known ways of TensorFlow.js to give silently wrong numbers or none: each is avoided by how the engine is set up. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { nearestCode } from '../kernels/nearestCode';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';

/** Products that the split-K program, or its vec4 variant for a transposed second operand, gets wrong. */
const PRODUCTS: readonly (readonly [m: number, k: number, n: number])[] = [
  [64, 2048, 64],
  [256, 32, 256],
  [256, 64, 256],
  [17, 2051, 5],
];

describeBackends('a trap avoided', (backend) => {
  test.each(PRODUCTS)('a matrix product with the second operand transposed is right, %i x %i x %i', async (m, k, n) => {
    const a = normals(m * k, 1);
    const b = normals(n * k, 2);
    const product = tf.tidy(() => tf.matMul(tf.tensor2d(a, [m, k]), tf.tensor2d(b, [n, k]), false, true));
    const wanted = Float64Array.from({ length: m * n }, (_, at) => {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += a[Math.floor(at / n) * k + j]! * b[(at % n) * k + j]!;
      return sum;
    });
    expectClose(await product.data(), wanted, { rtol: 1e-4, atol: 1e-3 }, 'product');
    product.dispose();
  });

  test('a product over 2,500 rows, as weight gradients are, gives the same bits twice', async () => {
    const x = tf.tensor2d(normals(2500 * 32, 3), [2500, 32]);
    const dy = tf.tensor2d(normals(2500 * 16, 4), [2500, 16]);
    const first = tf.matMul(x, dy, true);
    const second = tf.matMul(x, dy, true);
    expect(await first.data()).toEqual(await second.data());
    tf.dispose([x, dy, first, second]);
  });

  test('a code vector gradient by a one-hot product gives the same bits twice', async () => {
    const dy = tf.tensor2d(normals(600 * 8, 5), [600, 8]);
    const codes = tf.tensor1d(
      Int32Array.from({ length: 600 }, (_, i) => (i * 7) % 13),
      'int32',
    );
    const gradient = (): tf.Tensor => tf.tidy(() => tf.matMul(tf.cast(tf.oneHot(codes, 13), 'float32'), dy, true));
    const [first, second] = [gradient(), gradient()];
    expect(await first.data()).toEqual(await second.data());
    tf.dispose([dy, codes, first, second]);
  });

  test('a look-up by the nearest code trains its code vectors when it carries its own gradient', async () => {
    const codebook = tf.tensor2d([0, 0, 10, 10, 20, 20], [3, 2]);
    const x = tf.tensor2d([1, 2, 11, 9, 12, 9], [3, 2]);
    const lookUp = tf.customGrad((value, save) => {
      const { codes, distances } = nearestCode(x, value as tf.Tensor2D);
      distances.dispose();
      (save as tf.GradSaveFunc)([codes]);
      return {
        value: tf.gather(value as tf.Tensor, codes),
        gradFunc: (dy, saved) => tf.matMul(tf.cast(tf.oneHot((saved as tf.Tensor[])[0]!, 3), 'float32'), dy as tf.Tensor2D, true),
      };
    });
    const gradient = tf.grad((c: tf.Tensor) => tf.sum(tf.square(tf.sub(lookUp(c), x))))(codebook);
    // 2 (c - x) summed over the rows of each code: rows 1 and 2 are code 1's, code 2 has none.
    expect([...(await gradient.data())]).toEqual([-2, -4, -6, 4, 0, 0]);
    tf.dispose([codebook, x, gradient]);
  });

  test('matMul is pinned to one program on WebGPU', () => {
    expect(backend === 'webgpu' ? tf.env().get('WEBGPU_MATMUL_PROGRAM_TYPE') : 3).toBe(3);
  });
});

// TensorFlow.js keeps what a gradient saved when it throws, so no leak check here.
describeBackends(
  'a trap that is still there',
  () => {
    test('a gather by the argMin of what is trained has no gradient: the reason why look-ups carry their own', () => {
      const codebook = tf.tensor2d(normals(12, 6), [4, 3]);
      const x = tf.tensor2d(normals(6, 7), [2, 3]);
      const loss = (c: tf.Tensor): tf.Tensor => tf.sum(tf.gather(c, tf.argMin(tf.matMul(x, c as tf.Tensor2D, false, true), 1)));
      expect(() => tf.grad(loss)(codebook)).toThrow(/must have 'float32' dtype|UnsortedSegmentSum/);
    });
  },
  { leakCheck: false },
);
