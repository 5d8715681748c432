/** Inner products of rows with some rows of a table: logits over the tokens whose embeddings these are (weights tied to the input, Press and Wolf, 1608.05859). */
import * as tf from '@tensorflow/tfjs-core';
import { plainProduct } from './matMul';

/** x [n, d] and rows from .. from + count of a table [K, d] -> [n, count], differentiable in both. */
export function tableScores(x: tf.Tensor2D, table: tf.Tensor2D, from: number, count: number): tf.Tensor2D {
  const [rows, width] = table.shape;
  return tf.customGrad((...args) => {
    const [x, table, save] = args as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
    const part = tf.slice(table, [from, 0], [count, width]);
    save([x, part]);
    return {
      value: plainProduct(x, part, 'nt'),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, part] = saved as [tf.Tensor2D, tf.Tensor2D];
        const toPart = plainProduct(dy as tf.Tensor2D, x, 'tn');
        return [plainProduct(dy as tf.Tensor2D, part, 'nn'), tf.pad(toPart, [[from, rows - from - count], [0, 0]])];
      },
    };
  })(x, table) as tf.Tensor2D;
}
