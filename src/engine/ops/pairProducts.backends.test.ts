/** Inner products of pairs: by hand, and against plain loops in float64 and their finite differences, as ops and on a tape. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { pairProducts as pairProductsOnTape } from '../cpu/blocks/pairProducts';
import { describeBackends } from '../testing/backends';
import { expectForms, matrix } from '../testing/layers';
import { pairProducts } from './pairProducts';

describeBackends('pair products', () => {
  it('of three vectors are three numbers, in their order', async () => {
    const v = tf.tensor3d([1, 2, 3, 4, 5, 6, 1, 0, 0, 1, 2, -1], [2, 3, 2]);
    const products = tf.tidy(() => pairProducts(v));
    // (1, 2) . (3, 4), (1, 2) . (5, 6), (3, 4) . (5, 6); then (1, 0) . (0, 1), (1, 0) . (2, -1), (0, 1) . (2, -1).
    expect([...(await products.data())]).toEqual([11, 17, 39, 0, 2, -1]);
    tf.dispose([v, products]);
  });

  it.each([[3, 2, 3], [4, 5, 3], [2, 7, 1], [3, 1, 4]] as const)('%i rows of %i vectors of %i numbers', async (n, F, w) => {
    await expectForms({
      inputs: { v: matrix(n, F * w, 1) },
      naive: ([v]) => {
        const products: number[] = [];
        for (let row = 0; row < n; row++)
          for (let i = 0; i < F; i++) for (let j = i + 1; j < F; j++) products.push(Array.from({ length: w }, (_, k) => v![(row * F + i) * w + k]! * v![(row * F + j) * w + k]!).reduce((sum, product) => sum + product, 0));
        return products;
      },
      plain: ([v]) => pairProducts(tf.reshape(v!, [n, F, w]) as tf.Tensor3D),
      kept: (tape, [v]) => pairProductsOnTape(tape, v!, F),
    }, { rtol: 1e-4, atol: 1e-4 });
  });
});
