/** Encoding and decoding where nothing is encoded: code vectors live in the data's own space and add up to the reconstruction. */
import * as tf from '@tensorflow/tfjs-core';
import { codeLevel, nearestCode } from '../kernels/nearestCode';
import type { Encoding } from './quantizer';

/** Chooses codes [n] for residuals [n, dim] at one level. */
export type Choose = (residuals: tf.Tensor2D, level: number, codebook: tf.Tensor2D) => tf.Tensor1D;

/** The nearest code vector, lowest index on ties. */
export const chooseNearest: Choose = (residuals, _level, codebook) => {
  const { codes, distances } = nearestCode(residuals, codebook);
  distances.dispose();
  return codes;
};

/**
 * The residual loop: e[0] = x - mean; code[l] = choose(e[l]); e[l+1] = e[l] - C[l][code[l]]. With `chooseNearest` each level is one kernel.
 * Every tensor of the result is the caller's.
 */
export function encodeAdditive(x: tf.Tensor2D, mean: tf.Tensor1D, codebooks: readonly tf.Tensor2D[], choose: Choose): Encoding {
  if (choose === chooseNearest) {
    const { counts, ...encoding } = encodeNearest(x, mean, codebooks);
    tf.dispose([...counts]);
    return encoding;
  }
  const latents = tf.sub(x, mean) as tf.Tensor2D;
  const residuals: tf.Tensor2D[] = [latents.clone()];
  const codes: tf.Tensor1D[] = [];
  for (const [level, codebook] of codebooks.entries()) {
    const code = choose(residuals[level]!, level, codebook);
    codes.push(code);
    residuals.push(tf.tidy(() => tf.sub(residuals[level]!, tf.gather(codebook, code))));
  }
  return { latents, codes, residuals };
}

/** An encoding by nearest codes with what its kernels know besides. */
export interface NearestEncoding extends Encoding {
  /** int32 [K_l] a level: rows of each code. */
  readonly counts: readonly tf.Tensor1D[];
}

/** encodeAdditive by nearest codes, with the use of each code counted on the way. Nothing is read back; every tensor is the caller's. */
export function encodeNearest(x: tf.Tensor2D, mean: tf.Tensor1D, codebooks: readonly tf.Tensor2D[]): NearestEncoding {
  const latents = tf.sub(x, mean) as tf.Tensor2D;
  const residuals: tf.Tensor2D[] = [latents.clone()];
  const codes: tf.Tensor1D[] = [];
  const counts: tf.Tensor1D[] = [];
  for (const [level, codebook] of codebooks.entries()) {
    const coded = codeLevel(residuals[level]!, codebook);
    coded.distances.dispose();
    codes.push(coded.codes);
    counts.push(coded.counts);
    residuals.push(coded.residual);
  }
  return { latents, codes, residuals, counts };
}

/** xhat = mean + sum over levels of C[l][code[l]]; shapes: codes [n] a level, result [n, dim]. */
export function decodeAdditive(codes: readonly tf.Tensor1D[], rows: number, mean: tf.Tensor1D, codebooks: readonly tf.Tensor2D[]): tf.Tensor2D {
  return tf.tidy(() =>
    codes.reduce<tf.Tensor2D>(
      (sum, code, level) => tf.add(sum, tf.gather(codebooks[level]!, code)),
      tf.tile(tf.reshape(mean, [1, -1]), [rows, 1]) as tf.Tensor2D,
    ),
  );
}

/** Codebooks for export: the mean is part of level 0, so that an item's code vectors add up to its reconstruction. */
export function exportAdditive(codebooks: readonly Float32Array[], mean: ArrayLike<number>): Float32Array[] {
  return codebooks.map((codebook, level) => (level > 0 ? codebook.slice() : codebook.map((value, i) => value + mean[i % mean.length]!)));
}
