/**
 * Vectors of ids from a table, however large: one an id, or the weighted sum of several a row.
 *
 * As in lookUp.ts the gradient adds the rows of each id in their order, without float atomics; here it costs what the touched rows cost, and the ids come as an array, because they are sorted first.
 */
import * as tf from '@tensorflow/tfjs-core';
import { segmentSums } from '../kernels/segmentSums';
import { checkIds, segmentsOf, segmentsOfBags, segmentsWithin, type Bags } from '../math/segments';

/** table [K, d], ids [n] -> [n, d], differentiable in the table. @throws RangeError for an id that is no row. */
export function embedding(table: tf.Tensor2D, ids: Int32Array): tf.Tensor2D {
  const [rows] = table.shape;
  checkIds(ids, rows);
  return tf.customGrad((...args) => {
    const [table] = args as [tf.Tensor2D];
    return { value: tf.gather(table, tf.tensor1d(ids, 'int32')), gradFunc: (dy: tf.Tensor) => segmentSums(dy as tf.Tensor2D, segmentsOf(ids), rows) };
  })(table) as tf.Tensor2D;
}

/** table [K, d] -> [rows of the bags, d], differentiable in the table. @throws RangeError for an id that is no row. */
export function embeddingBag(table: tf.Tensor2D, bags: Bags): tf.Tensor2D {
  const [rows] = table.shape;
  checkIds(bags.ids, rows);
  return tf.customGrad((...args) => {
    const [table] = args as [tf.Tensor2D];
    return { value: segmentSums(table, segmentsWithin(bags), bags.starts.length - 1), gradFunc: (dy: tf.Tensor) => segmentSums(dy as tf.Tensor2D, segmentsOfBags(bags), rows) };
  })(table) as tf.Tensor2D;
}
