/** The self-test passes on a sound device and says what it saw on one that is not. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { SelfTestResult } from '../records/engine';
import { describeBackends } from '../testing/backends';
import { selfTest } from './selfTest';

describeBackends('selfTest', (backend) => {
  test('passes', async () => {
    const results = await selfTest();
    expect(results.map(({ name, passed }) => [name, passed])).toEqual([
      ['nearest code kernel', true],
      ['two nearest codes kernel', true],
      ['coded level kernel', true],
      ['centroid sums kernel', true],
      ['mixture kernel', true],
      ['mixture codes kernel', true],
      ['soft shares kernel', true],
      ['beam kernel', true],
      ...(backend === 'webgpu' ? [['layer kernel', true]] : []),
      ['training step kernels', true],
      ['rank contrast kernel', true],
      ['attention kernels', true],
      ['segment sums kernel', true],
      ['matrix product', true],
      ['gradient', true],
    ]);
    expect(results[0]!.detail).toBe('all 140 numbers as wanted');
  });

  test('reports wrong numbers', async () => {
    const right = tf.getKernel('BatchMatMul', backend);
    const negative = tf.getKernel('Neg', backend);
    const results = await withMatMul(backend, (params) => {
      const product = right.kernelFunc(params) as tf.TensorInfo;
      const minus = negative.kernelFunc({ ...params, inputs: { x: product }, attrs: {} });
      (params.backend as { disposeData(id: object): boolean }).disposeData(product.dataId);
      return minus;
    });
    expect(results.at(-2)).toEqual({ name: 'matrix product', passed: false, detail: 'saw 1024 at position 0 of 4096 where -1024 was wanted' });
    expect(results.at(-1)!.passed).toBe(true); // 2 x^T (x w) with both products negated
  });

  test('reports thrown errors', async () => {
    const results = await withMatMul(backend, () => {
      throw new Error('out of memory');
    });
    for (const { passed, detail } of results.slice(-2)) expect([passed, detail]).toEqual([false, 'stopped with an error: out of memory']);
  });
});

/** The self-test with another matrix product in place of the backend's own. */
async function withMatMul(backend: string, kernelFunc: tf.KernelFunc): Promise<SelfTestResult[]> {
  const right = tf.getKernel('BatchMatMul', backend);
  tf.unregisterKernel('BatchMatMul', backend);
  tf.registerKernel({ ...right, kernelFunc });
  try {
    return await selfTest();
  } finally {
    tf.unregisterKernel('BatchMatMul', backend);
    tf.registerKernel(right);
  }
}
