/** Launches of our own: what TensorFlow.js would swallow is reported, and its order of work is kept. */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { expect, test } from 'vitest';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { asStored, checkLaunches, launch, launchErrors, newOutput, readTogether } from './launch';

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

  test('shares a compute pass with the programs of TensorFlow.js, and brings numbers in without ending it', async () => {
    checkLaunches(false);
    const calls = counted(GPUCommandEncoder.prototype, 'beginComputePass');
    try {
      const x = tf.tensor1d(normals(5000, 1));
      const result = tf.tidy(() => {
        let value: tf.Tensor1D = x;
        for (let i = 0; i < 5; i++) value = tf.add(scaled(value, 1), tf.tensor1d(new Float32Array(5000).fill(i)));
        return value;
      });
      expect(await result.data()).toEqual((await x.data()).map((value) => [0, 1, 2, 3, 4].reduce((sum, i) => Math.fround(sum + i), value)));
      expect(calls.count()).toBe(1);
      tf.dispose([x, result]);
    } finally {
      calls.restore();
      checkLaunches(true);
    }
  });

  test('gives numbers brought in to the command that was recorded with them, though buffers are used again', async () => {
    checkLaunches(false);
    try {
      const results: tf.Tensor[] = [];
      for (let i = 0; i < 60; i++) results.push(tf.tidy(() => tf.add(tf.tensor1d(new Float32Array(2000).fill(i)), scaled(tf.tensor1d(new Float32Array(2000).fill(1000)), 1))));
      await readTogether(results);
      for (const [i, result] of results.entries()) expect([...new Set(await result.data())]).toEqual([1000 + i]);
      tf.dispose(results);
    } finally {
      checkLaunches(true);
    }
  });

  test('reads several tensors in one read-back', async () => {
    const x = tf.tensor1d(normals(3000, 4));
    const whole = tf.tidy(() => tf.add(tf.range(0, 3000, 1, 'int32'), tf.scalar(1, 'int32')));
    const parts = [scaled(x, 2), scaled(x, 3), whole, tf.tensor1d([1, 2, 3])];
    const calls = counted(GPUBuffer.prototype, 'mapAsync');
    try {
      await readTogether(parts);
      expect(await parts[0]!.data()).toEqual(Float32Array.from(normals(3000, 4), (value) => 2 * value));
      expect(await parts[1]!.data()).toEqual(Float32Array.from(normals(3000, 4), (value) => 3 * value));
      expect(await parts[2]!.data()).toEqual(Int32Array.from({ length: 3000 }, (_, i) => i + 1));
      expect([...(await parts[3]!.data())]).toEqual([1, 2, 3]);
      expect(calls.count()).toBe(1);
    } finally {
      calls.restore();
    }
    // What was read goes on being computed with.
    const sum = tf.add(parts[0]!, parts[1]!);
    expect(await sum.data()).toEqual(Float32Array.from(normals(3000, 4), (value) => Math.fround(2 * value) + Math.fround(3 * value)));
    tf.dispose([x, sum, ...parts]);
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

/** Counts calls of a method until it is restored. */
function counted<Type extends object>(type: Type, method: keyof Type & string): { count(): number; restore(): void } {
  const own = type[method] as (...given: unknown[]) => unknown;
  let calls = 0;
  const replaced = function (this: unknown, ...given: unknown[]) {
    calls++;
    return own.apply(this, given);
  };
  Object.assign(type, { [method]: replaced });
  return { count: () => calls, restore: () => void Object.assign(type, { [method]: own }) };
}

function scaled(x: tf.Tensor1D, factor: number, source = SCALE): tf.Tensor1D {
  const out = newOutput<tf.Tensor1D>(x.shape, 'float32');
  launch({ label: 'scale', source, tensors: [x, out], uniforms: [factor], workgroups: Math.ceil(x.size / 64) });
  return out;
}
