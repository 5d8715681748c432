/** Inner products of all pairs of a row's vectors: what an inner product network (Qu et al., 1611.00144) adds to its fields. */
import * as tf from '@tensorflow/tfjs-core';

/** v [n, F, w] -> [n, F (F - 1) / 2]: v_i . v_j for i < j, in the order (0, 1), (0, 2), ..., (1, 2), ...; differentiable in v. */
export function pairProducts(v: tf.Tensor3D): tf.Tensor2D {
  const [n, fields] = v.shape;
  const pairs = (fields * (fields - 1)) / 2;
  return tf.customGrad((...args) => {
    const [v, save] = args as [tf.Tensor3D, tf.GradSaveFunc];
    save([v]);
    const products = tf.reshape(tf.matMul(v, tf.transpose(v, [0, 2, 1])), [n, fields * fields]);
    return {
      value: tf.gather(products, tf.tensor1d(placesOfPairs(fields), 'int32'), 1),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        // dy of each pair at both of its places, zero on the diagonal: its product with v is the gradient.
        const spread = tf.gather(tf.concat([dy as tf.Tensor2D, tf.zeros([n, 1])], 1), tf.tensor1d(pairsOfPlaces(fields, pairs), 'int32'), 1);
        return tf.matMul(tf.reshape(spread, [n, fields, fields]), saved[0] as tf.Tensor3D);
      },
    };
  })(v) as tf.Tensor2D;
}

/** [pairs]: where each pair stands in a matrix [F, F]. */
function placesOfPairs(fields: number): Int32Array {
  const places: number[] = [];
  for (let i = 0; i < fields; i++) for (let j = i + 1; j < fields; j++) places.push(i * fields + j);
  return Int32Array.from(places);
}

/** [F F]: the pair of each place, `pairs` on the diagonal. */
function pairsOfPlaces(fields: number, pairs: number): Int32Array {
  const found = new Int32Array(fields * fields).fill(pairs);
  placesOfPairs(fields).forEach((place, pair) => {
    found[place] = pair;
    found[(place % fields) * fields + Math.floor(place / fields)] = pair;
  });
  return found;
}
