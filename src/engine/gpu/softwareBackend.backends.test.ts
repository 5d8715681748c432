/** What a software adapter runs in place of TensorFlow.js's own programs gives the same numbers, and does not wait for itself. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { SoftwareBackend, useLibraryPrograms } from './softwareBackend';

type Op = (x: tf.Tensor2D) => tf.Tensor;

const OPS: readonly (readonly [name: string, op: Op])[] = [
  ['sum over columns', (x) => tf.sum(x, 1)],
  ['sum over rows', (x) => tf.sum(x, 0)],
  ['sum of all', (x) => tf.sum(x)],
  ['mean', (x) => tf.mean(x, 1, true)],
  ['largest', (x) => tf.max(x, 1)],
  ['smallest', (x) => tf.min(x, 0)],
  ['place of the largest', (x) => tf.argMax(x, 1)],
  ['place of the smallest', (x) => tf.argMin(x, 0)],
  ['softmax', (x) => tf.softmax(x)],
  ['log of the softmax', (x) => tf.logSoftmax(x)],
  ['transpose', (x) => tf.transpose(x)],
  ['a row added to each', (x) => tf.add(x, tf.range(0, x.shape[1]))],
  ['each taken from a row', (x) => tf.sub(tf.range(0, x.shape[1]), x)],
];
const SHAPES: readonly (readonly [number, number])[] = [[1, 1], [3, 1], [1, 5], [7, 3], [33, 70], [5, 4100]];

describeBackends('programs without barriers', (backend) => {
  afterEach(() => useLibraryPrograms(false));

  test('are used on software adapters', () => {
    expect(tf.backend() instanceof SoftwareBackend).toBe(backend === 'webgpu');
  });

  test.each(OPS)("%s: as the library's own", async (name, op) => {
    for (const [rows, columns] of SHAPES) {
      const x = tf.tensor2d(normals(rows * columns, 7), [rows, columns]);
      // The library looks shaders up by a key: a wrong key would run the one of the other program.
      const values: Float32Array[] = [];
      for (const library of [true, false]) {
        useLibraryPrograms(library);
        const value = tf.tidy(() => op(x));
        values.push(await value.data<'float32'>());
        value.dispose();
      }
      expectClose(values[1]!, values[0]!, { rtol: 1e-5, atol: 1e-4 }, `${name} of ${rows} x ${columns}`);
      x.dispose();
    }
  });

  test('booleans and whole numbers keep their type', async () => {
    const [ints, flags] = tf.tidy(() => {
      const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3], 'int32');
      return [tf.sum(x, 1), tf.transpose(tf.greater(x, 2))] as const;
    });
    expect([ints.dtype, [...(await ints.data())]]).toEqual(['int32', [6, 15]]);
    expect([flags.dtype, [...(await flags.data())]]).toEqual(['bool', [0, 1, 0, 1, 1, 1]]);
    tf.dispose([ints, flags]);
  });
});
