/**
 * Fields of a table as one vector a row: a number becomes x w + b (a learned vector where it is missing), a category the row of its table, a
 * list the sum over its entries.
 *
 * All categories and lists share one table of rows, field after field, so that a batch is one look-up, whose gradient is an ordered sum.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Node } from '../cpu/tape';
import { InputError } from '../errors';
import { codeSums } from '../kernels/codeSums';
import type { Random } from '../math/random';
import { lookUp } from '../ops/lookUp';
import type { FeatureRows, FeatureShape } from '../records/features';
import type { FieldNodes } from './keptFields';

/** Spread of the vectors at first: of numbers, and of labels, which start nearly alike and part as they are seen. */
const NUMBER_SPREAD = 0.5;
const LABEL_SPREAD = 0.1;

/** Some rows of encoded features. Tensors, and the ids in memory: what row of a table they stand for is the encoder's to say. */
export interface FeatureBatch {
  readonly rows: number;
  /** [B, numbers, 1]; null without numbers. `given` is 1 where there is a value, `missing` where there is none. */
  readonly numbers: { readonly values: tf.Tensor3D; readonly given: tf.Tensor3D; readonly missing: tf.Tensor3D } | null;
  /** [B, categories] */
  readonly categories: Int32Array;
  /** Of each list field: its entries in order of the rows, and the row (0 .. B - 1) of each. */
  readonly lists: readonly { readonly values: Int32Array; readonly rowOf: Int32Array }[];
}

export class FieldEncoder {
  /** Numbers a row becomes: fields x dim. */
  readonly width: number;
  readonly variables: tf.Variable[];
  /** [numbers, dim] each. */
  private readonly numbers: { readonly weight: tf.Variable; readonly bias: tf.Variable; readonly missing: tf.Variable } | null;
  /** [labels of all fields and one unknown each, dim] */
  private readonly table: tf.Variable | null;
  /** Where each category's, then each list's rows start in the table. */
  private readonly offsets: readonly number[];

  /** @throws InputError where there is no field at all. */
  constructor(
    private readonly shape: FeatureShape,
    private readonly dim: number,
    random: Random,
  ) {
    const labelled = [...shape.categories, ...shape.lists];
    checkFields(shape);
    this.width = (shape.numbers.length + labelled.length) * dim;
    let rows = 0;
    this.offsets = labelled.map(({ levels }) => (rows += levels + 1) - levels - 1);
    const count = shape.numbers.length;
    this.numbers = count === 0 ? null : { weight: normal([count, dim], NUMBER_SPREAD, random.split('numbers')), bias: normal([count, dim], 0, random), missing: normal([count, dim], LABEL_SPREAD, random.split('missing')) };
    this.table = rows === 0 ? null : normal([rows, dim], LABEL_SPREAD, random.split('labels'));
    this.variables = [...(this.numbers ? [this.numbers.weight, this.numbers.bias, this.numbers.missing] : []), ...(this.table ? [this.table] : [])];
  }

  get parameters(): number {
    return this.variables.reduce((sum, variable) => sum + variable.size, 0);
  }

  /** [B, width]: numbers, categories, lists, each field `dim` wide; differentiable in the variables. */
  apply(batch: FeatureBatch): tf.Tensor2D {
    return tf.tidy(() => {
      const parts = [...this.numberFields(batch), ...this.labelFields(batch)];
      return parts.length === 1 ? parts[0]! : tf.concat(parts, 1);
    });
  }

  /** Its variables on a tape, given in their order: what keptFields works on. */
  nodes(variables: readonly Node[]): FieldNodes {
    const [weight, bias, missing] = variables as [Node, Node, Node];
    const { dim, offsets } = this;
    return { dim, offsets, numbers: this.numbers && { weight, bias, missing }, table: this.table && variables[this.numbers ? 3 : 0]! };
  }

  dispose(): void {
    tf.dispose(this.variables);
  }

  private numberFields({ rows, numbers }: FeatureBatch): tf.Tensor2D[] {
    if (!this.numbers || !numbers) return [];
    const { weight, bias, missing } = this.numbers;
    const valued = tf.add(tf.mul(numbers.values, weight), tf.mul(numbers.given, bias));
    return [tf.reshape(tf.add(valued, tf.mul(numbers.missing, missing)), [rows, this.shape.numbers.length * this.dim])];
  }

  private labelFields({ rows, categories, lists }: FeatureBatch): tf.Tensor2D[] {
    if (!this.table) return [];
    const { offsets, dim } = this;
    const fields = this.shape.categories.length;
    const slots = lists.length * rows;
    const listed = lists.reduce((count, { values }) => count + values.length, 0);
    const padded = lists.length === 0 ? 0 : nextPowerOfTwo(listed);
    const codes = new Int32Array(categories.length + padded);
    categories.forEach((id, at) => (codes[at] = id + offsets[at % fields]!));
    const slotOf = new Int32Array(padded).fill(slots);
    let at = 0;
    lists.forEach(({ values, rowOf }, list) =>
      values.forEach((id, entry) => {
        codes[categories.length + at] = id + offsets[fields + list]!;
        slotOf[at++] = rowOf[entry]! * lists.length + list;
      }),
    );
    const found = lookUp(this.table as unknown as tf.Tensor2D, tf.tensor1d(codes, 'int32'));
    const single = fields === 0 ? [] : [tf.reshape(padded === 0 ? found : tf.slice(found, 0, categories.length), [rows, fields * dim]) as tf.Tensor2D];
    if (lists.length === 0) return single;
    const entries = fields === 0 ? found : tf.slice(found, categories.length, padded);
    return [...single, tf.reshape(sumBySlot(entries, tf.tensor1d(slotOf, 'int32'), slots), [rows, lists.length * dim])];
  }
}

/** These rows of encoded features [n], in this order. Its tensors are the caller's: `disposeBatch`. */
export function featureBatch(features: FeatureRows, rows: ArrayLike<number>): FeatureBatch {
  const [n, count] = [features.rows, rows.length];
  const numbers = n === 0 ? 0 : features.numbers.length / n;
  const fields = n === 0 ? 0 : features.categories.length / n;
  const values = new Float32Array(count * numbers);
  const missing = new Float32Array(count * numbers);
  const categories = new Int32Array(count * fields);
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    values.set(features.numbers.subarray(row * numbers, (row + 1) * numbers), i * numbers);
    missing.set(features.missing.subarray(row * numbers, (row + 1) * numbers), i * numbers);
    categories.set(features.categories.subarray(row * fields, (row + 1) * fields), i * fields);
  }
  const tensor = (array: Float32Array) => tf.tensor3d(array, [count, numbers, 1]);
  return {
    rows: count,
    numbers: numbers === 0 ? null : { values: tensor(values), given: tensor(missing.map((flag) => 1 - flag)), missing: tensor(missing) },
    categories,
    lists: features.lists.map(({ offsets, values }) => {
      const kept = Array.from(rows, (row) => values.subarray(offsets[row]!, offsets[row + 1]!));
      const total = kept.reduce((sum, entries) => sum + entries.length, 0);
      const list = { values: new Int32Array(total), rowOf: new Int32Array(total) };
      let at = 0;
      kept.forEach((entries, row) => {
        list.values.set(entries, at);
        list.rowOf.fill(row, at, (at += entries.length));
      });
      return list;
    }),
  };
}

export function disposeBatch({ numbers }: FeatureBatch): void {
  if (numbers) tf.dispose([numbers.values, numbers.given, numbers.missing]);
}

/** @throws InputError where there is nothing to predict from. */
export function checkFields({ numbers, categories, lists }: FeatureShape): void {
  if (numbers.length + categories.length + lists.length > 0) return;
  throw new InputError('No feature is left to predict from: the chosen columns are constant, empty, or have no label that occurs twice in the training rows.', 'Choose other features in the table cell.');
}

function normal(shape: [number, number], spread: number, random: Random): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor2d(Float32Array.from({ length: shape[0] * shape[1] }, () => (spread === 0 ? 0 : spread * random.normal())), shape)));
}

/** x [n, d], slots int32 [n] -> [S, d]: sums of the rows of each slot, in their order; rows of slot S are left out. Differentiable in x. */
function sumBySlot(x: tf.Tensor2D, slots: tf.Tensor1D, count: number): tf.Tensor2D {
  return tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    save([slots]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.tidy(() => tf.gather(tf.concat([dy as tf.Tensor2D, tf.zeros([1, x.shape[1]])], 0), saved[0] as tf.Tensor1D));
    return { value: codeSums(x, slots, count), gradFunc };
  })(x) as tf.Tensor2D;
}

/** So that batches with a few entries more or less have one shape, and buffers are used again. */
function nextPowerOfTwo(count: number): number {
  return count <= 1 ? 1 : 2 ** Math.ceil(Math.log2(count));
}
