/** The device is ours: its loss and its errors are noticed, and another one can take its place. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openBackend } from './device';

test('a software adapter is used only when asked for', async () => {
  const chosen = await openBackend();
  expect(chosen.info.backend).toBe('wasm');
  expect(chosen.info.adapter).toMatch(/^CPU \(WebAssembly SIMD, \d+ threads\)$/);
  expect(chosen.info.reason).toMatch(/only on a software adapter \(google swiftshader\)/);
  const product = tf.matMul(tf.tensor2d([1, 2], [1, 2]), tf.tensor2d([3, 4], [2, 1]));
  expect([...(await product.data())]).toEqual([11]);

  const forced = await openBackend('webgpu');
  expect([forced.info.backend, forced.info.adapter, forced.info.software]).toEqual(['webgpu', 'google swiftshader', true]);
  expect(forced.info.reason).toMatch(/was asked for and runs on a software adapter/);
});

test('has the limits and features of the adapter', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const { device } = await openBackend('webgpu');
  for (const limit of ['maxStorageBuffersPerShaderStage', 'maxStorageBufferBindingSize', 'maxComputeWorkgroupStorageSize'] as const) {
    expect(device!.limits[limit]).toBe(adapter!.limits[limit]);
  }
  expect(device!.features.has('timestamp-query')).toBe(adapter!.features.has('timestamp-query'));
});

test('loss is noticed, and a new device takes over', async () => {
  const first = await openBackend('webgpu');
  const kept = tf.variable(tf.tensor1d(new Float32Array(2000).fill(1)));
  tf.square(kept);
  first.device!.destroy();
  expect((await first.lost).reason).toBe('destroyed');
  await expect(tf.square(kept).data()).rejects.toThrow();
  kept.dispose();

  const second = await openBackend('webgpu');
  expect(second.device).not.toBe(first.device);
  const squares = tf.square(tf.tensor1d(new Float32Array(2000).fill(3)));
  expect((await squares.data())[1999]).toBe(9);
  expect(second.uncaptured).toEqual([]);
});

test('uncaught errors are written down', async () => {
  const { device, uncaptured } = await openBackend('webgpu');
  device!.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
  device!.pushErrorScope('validation');
  await device!.popErrorScope();
  expect(uncaptured).toHaveLength(1);
  expect(uncaptured[0]).toMatch(/usage/i);
});
