/** Launches of our own: what TensorFlow.js would swallow is reported, and its order of work is kept. */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { expect, test } from 'vitest';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { asStored, checkLaunches, launch, launchErrors, newOutput } from './launch';

/** out[i] = factor * x[i] */
const SCALE = `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<uniform> factor: u32;
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = (group.x + group.y * groups.x) * 64u + local;
  if (i < arrayLength(&x)) { out[i] = f32(factor) * x[i]; }
}`;

describeBackends('launch', () => {
  test('runs between ops of TensorFlow.js in order, many in one submit', async () => {
    checkLaunches(false);
    try {
      const x = tf.tensor1d(normals(5000, 1));
      const result = tf.tidy(() => {
        let value: tf.Tensor1D = x;
        for (let i = 0; i < 40; i++) value = tf.mul(scaled(value, 2), 0.5);
        return value;
      });
      expect(await result.data()).toEqual(await x.data());
      tf.dispose([x, result]);
    } finally {
      checkLaunches(true);
    }
  });

  test('covers more workgroups than one dimension may hold', async () => {
    const count = 65_536 * 64 + 3;
    const x = tf.ones([count]) as tf.Tensor1D;
    const result = scaled(x, 7);
    const values = await result.data();
    expect([values[0], values[65_535 * 64], values[count - 1], values.every((value) => value === 7)]).toEqual([7, 7, 7, true]);
    tf.dispose([x, result]);
  });

  test('reports a shader that does not compile, with its line', async () => {
    const x = tf.tensor1d(normals(8, 2));
    const out = scaled(x, 1, SCALE.replace('f32(factor)', 'factor'));
    const errors = await launchErrors((tf.backend() as WebGPUBackend).device);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^scale: .*:8:39 error: no matching overload/);
    tf.dispose([x, out]);
  });

  test('poisons an output before it is written', async () => {
    const x = tf.tensor1d(normals(8, 3));
    const out = scaled(x, 1, SCALE.replace('i < arrayLength(&x)', 'i < 5u'));
    const values = await out.data();
    expect([...values].map(Number.isNaN)).toEqual([false, false, false, false, false, true, true, true]);
    tf.dispose([x, out]);
  });

  test('refuses floats whose buffer holds integers, and reads them after asStored', async () => {
    const flags = tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d([1, 0], 'int32'), 2), 'float32'));
    const x = tf.reshape(flags, [4]) as tf.Tensor1D;
    const before = tf.memory().numTensors;
    expect(() => tf.tidy(() => scaled(x, 3))).toThrow(/scale: binding 0 is a float32 tensor whose buffer holds int32/);
    const result = tf.tidy(() => scaled(asStored(x), 3));
    expect([...(await result.data())]).toEqual([0, 3, 3, 0]);
    expect(tf.memory().numTensors).toBe(before + 1);
    tf.dispose([flags, x, result]);
  });

  test('clears an output where asked', async () => {
    const out = newOutput<tf.Tensor1D>([300], 'float32', true);
    expect(await out.data()).toEqual(new Float32Array(300));
    out.dispose();
  });
});

function scaled(x: tf.Tensor1D, factor: number, source = SCALE): tf.Tensor1D {
  const out = newOutput<tf.Tensor1D>(x.shape, 'float32');
  launch({ label: 'scale', source, tensors: [x, out], uniforms: [factor], workgroups: Math.ceil(x.size / 64) });
  return out;
}
