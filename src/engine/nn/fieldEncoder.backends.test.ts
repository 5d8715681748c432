/** Fields as vectors: values and gradients against the definition in float64, and what must change nothing. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../math/random';
import type { FeatureRows, FeatureShape } from '../records/features';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { expectClose } from '../testing/tolerance';
import { disposeBatch, FieldEncoder, featureBatch } from './fieldEncoder';

const DIM = 3;
const shape: FeatureShape = { numbers: ['a', 'b'], categories: [{ name: 'c', levels: 2 }, { name: 'd', levels: 1 }], lists: [{ name: 'l', levels: 3 }, { name: 'm', levels: 2 }] };
const features: FeatureRows = {
  rows: 4,
  numbers: Float32Array.of(0.5, -1, 0, 2, 1.5, 0, -0.25, 1),
  missing: Uint8Array.of(0, 0, 1, 0, 0, 1, 0, 0),
  categories: Int32Array.of(1, 0, 2, 1, 0, 1, 2, 1),
  lists: [
    { offsets: Uint32Array.of(0, 2, 2, 5, 6), values: Int32Array.of(1, 3, 2, 2, 0, 3) },
    { offsets: Uint32Array.of(0, 0, 1, 1, 3), values: Int32Array.of(2, 1, 2) },
  ],
};
const WIDTH = 6 * DIM;

describeBackends('FieldEncoder', () => {
  it('is x w + b, a row of the table, a sum of rows; gradients by finite differences in float64', async () => {
    const encoder = new FieldEncoder(shape, DIM, new Random(1));
    expect(encoder.width).toBe(WIDTH);
    const random = new Random(2);
    encoder.variables.forEach((variable) => tf.tidy(() => variable.assign(tf.tensor(Float32Array.from({ length: variable.size }, () => random.normal()), variable.shape))));
    const values = await Promise.all(encoder.variables.map(async (variable) => Float64Array.from(await variable.data())));
    const rows = [2, 0, 3, 1, 2];
    const weights = normals(rows.length * WIDTH, 3);
    const batch = featureBatch(features, rows);
    const out = encoder.apply(batch);
    expectClose(await out.data(), defined(values, rows), { rtol: 1e-5, atol: 1e-6 });
    const { value, grads } = tf.variableGrads(() => tf.sum(tf.mul(encoder.apply(batch), tf.tensor2d(weights, [rows.length, WIDTH]))), encoder.variables);
    for (const [i, variable] of encoder.variables.entries()) {
      const wanted = Array.from(values[i]!, (_, at) => {
        const moved = (by: number) => {
          const copy = values.map((array) => array.slice());
          copy[i]![at]! += by;
          return defined(copy, rows).reduce((sum, number, j) => sum + number * weights[j]!, 0);
        };
        return (moved(1e-4) - moved(-1e-4)) / 2e-4;
      });
      expectClose(await grads[variable.name]!.data(), wanted, { rtol: 1e-4, atol: 1e-5 }, `variable ${i}`);
    }
    tf.dispose([out, value, grads]);
    disposeBatch(batch);
    encoder.dispose();
  });

  it('gives a row the same vector whatever stands beside it: longer lists only add padding', async () => {
    const encoder = new FieldEncoder(shape, DIM, new Random(1));
    const alone = await vectors(encoder, [0]);
    const crowd = await vectors(encoder, [2, 2, 0, 2, 2, 2, 2]);
    expect(crowd.subarray(2 * WIDTH, 3 * WIDTH)).toEqual(alone);
    encoder.dispose();
  });

  it('gives a missing number its learned vector, and an empty list zeros', async () => {
    const encoder = new FieldEncoder(shape, DIM, new Random(1));
    const row = await vectors(encoder, [1]);
    expect(row.subarray(0, DIM)).toEqual((await encoder.variables[2]!.data<'float32'>()).slice(0, DIM));
    expect([...row.subarray(4 * DIM, 5 * DIM)]).toEqual([0, 0, 0]);
    encoder.dispose();
  });

  it('works with fields of one sort alone, and refuses none', async () => {
    const none = { numbers: [], categories: [], lists: [] };
    const empty = { numbers: new Float32Array(0), missing: new Uint8Array(0), categories: new Int32Array(0), lists: [] };
    const sorts = [
      [{ ...none, numbers: shape.numbers }, { ...empty, rows: 4, numbers: features.numbers, missing: features.missing }],
      [{ ...none, categories: shape.categories }, { ...empty, rows: 4, categories: features.categories }],
      [{ ...none, lists: shape.lists }, { ...empty, rows: 4, lists: features.lists }],
    ] as const;
    for (const [only, rows] of sorts) {
      const encoder = new FieldEncoder(only, DIM, new Random(1));
      const out = await vectors(encoder, [3, 1], rows);
      expect(out.length).toBe(2 * encoder.width);
      expect(out.every(Number.isFinite)).toBe(true);
      expect(out.some((value) => value !== 0)).toBe(true);
      encoder.dispose();
    }
    expect(() => new FieldEncoder(none, DIM, new Random(1))).toThrow('No feature is left');
  });
});

async function vectors(encoder: FieldEncoder, rows: readonly number[], of: FeatureRows = features): Promise<Float32Array> {
  const batch = featureBatch(of, rows);
  const out = encoder.apply(batch);
  const values = await out.data<'float32'>();
  out.dispose();
  disposeBatch(batch);
  return values;
}

/** The definition, field by field: [weight, bias, missing, table] as arrays. */
function defined([weight, bias, missing, table]: readonly Float64Array[], rows: readonly number[]): number[] {
  const vector = (array: Float64Array, at: number) => Array.from(array.subarray(at * DIM, (at + 1) * DIM));
  // Where the fields c, d, l, m start: levels and one unknown each.
  const starts = [0, 3, 5, 9];
  return rows.flatMap((row) => {
    const numbers = [0, 1].flatMap((field) => {
      const at = row * 2 + field;
      if (features.missing[at] === 1) return vector(missing!, field);
      return vector(weight!, field).map((w, d) => features.numbers[at]! * w + vector(bias!, field)[d]!);
    });
    const categories = [0, 1].flatMap((field) => vector(table!, starts[field]! + features.categories[row * 2 + field]!));
    const lists = features.lists.flatMap(({ offsets, values }, list) => {
      const entries = Array.from(values.subarray(offsets[row]!, offsets[row + 1]!), (id) => vector(table!, starts[2 + list]! + id));
      return entries.reduce((sum, entry) => sum.map((value, d) => value + entry[d]!), [0, 0, 0]);
    });
    return [...numbers, ...categories, ...lists];
  });
}
