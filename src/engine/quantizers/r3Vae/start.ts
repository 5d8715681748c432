/** The start of R3-VAE's reference vector and codebooks. */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../math/random';
import { fitKMeans } from '../kMeans';
import { project, rate, unitRows, type RatingMode } from './forward';
import { Vectors } from '../vectors';

const INIT_PASSES = 20;

/** A unit vector: along the mean of the rows, or random where that is asked for or the mean is zero. */
export function referenceStart(mean: Float64Array, init: string, random: Random): Float32Array {
  const norm = Math.hypot(...mean);
  const start = init === 'mean' && norm > 1e-12 ? mean : Float64Array.from(mean, () => random.normal());
  const length = Math.hypot(...start);
  return Float32Array.from(start, (value) => value / length);
}

export interface BooksStart {
  readonly books: readonly tf.Variable<tf.Rank.R2>[];
  readonly reference: tf.Tensor1D | null;
  readonly mode: RatingMode;
  readonly tau: number;
  /** As in Vectors. */
  readonly chunkRows: number | undefined;
}

/**
 * k-means level by level from latents z [n, d]: on directions for the top-1 ratings, on residuals for the soft one; the rating rule of training
 * hands the residuals on. Writes the books. `tell`: the share done.
 */
export async function startBooks(z: tf.Tensor2D, { books, reference, mode, tau, chunkRows }: BooksStart, random: Random, tell?: (share: number) => void): Promise<void> {
  let e = tf.tidy(() => (reference ? (tf.sub(z, project(z, reference).along) as tf.Tensor2D) : z.clone()));
  const spherical = mode !== 'soft';
  const [rows, dim] = z.shape;
  for (const [level, book] of books.entries()) {
    const points = tf.tidy(() => (spherical ? unitRows(e) : e.clone()));
    const vectors = new Vectors((await points.data<'float32'>()).slice(), rows, dim, null, chunkRows);
    points.dispose();
    const kMeans = await fitKMeans(vectors, book.shape[0], random.split(`level ${level}`), INIT_PASSES, { init: 'k-means++', repair: true, spherical }, (share) => tell?.((level + share) / books.length));
    vectors.dispose();
    tf.tidy(() => book.assign(tf.tensor2d(kMeans.centres.slice(), book.shape)));
    const left = tf.tidy(() => tf.sub(e, rate(e, book, mode, tau).q) as tf.Tensor2D);
    e.dispose();
    e = left;
  }
  e.dispose();
}
