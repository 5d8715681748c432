/** What stands around RQ-VAE's codebooks: input scaling, encoder and decoder, or nothing but the scaling where codes are chosen in the data's own space. */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../math/random';
import { Mlp } from '../../nn/mlp';
import { unitRows } from '../../ops/unitRows';
import type { TrainingRows } from '../quantizer';
import { columnMeans, totalSquares } from '../rowSums';

export interface AutoencoderOptions {
  /** Latent size and hidden widths; null: no networks, the latent is the standardised row. */
  readonly mlp: { readonly latentDim: number; readonly hidden: readonly number[] } | null;
  /** Centre and divide by one number, undone by `decode`. */
  readonly standardise: boolean;
  /** Latents of unit length. */
  readonly normalise: boolean;
}

export class Autoencoder {
  readonly latentDim: number;
  /** Mean [dim] and scale of the data: x = scale * standardised + mean. */
  readonly mean: tf.Tensor1D;
  readonly scale: number;
  private readonly encoder: Mlp | null;
  private readonly decoder: Mlp | null;

  constructor(
    rows: TrainingRows,
    private readonly options: AutoencoderOptions,
    random: Random,
  ) {
    const { mlp, standardise } = options;
    const { mean, scale } = standardise ? standard(rows) : { mean: new Float64Array(rows.dim), scale: 1 };
    this.mean = tf.tensor1d(Float32Array.from(mean));
    this.scale = scale;
    this.latentDim = mlp?.latentDim ?? rows.dim;
    this.encoder = mlp && new Mlp([rows.dim, ...mlp.hidden, mlp.latentDim], random.split('encoder'));
    this.decoder = mlp && new Mlp([mlp.latentDim, ...[...mlp.hidden].reverse(), rows.dim], random.split('decoder'));
  }

  /** Encoder first. */
  get variables(): tf.Variable[] {
    return [...(this.encoder?.variables ?? []), ...(this.decoder?.variables ?? [])];
  }

  get parameters(): number {
    return (this.encoder?.parameters ?? 0) + (this.decoder?.parameters ?? 0);
  }

  /** Rows of the data [n, dim], made ready for `encode`. */
  standardised(x: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => tf.mul(tf.sub(x, this.mean), 1 / this.scale));
  }

  /** Standardised rows [n, dim], constants to the gradient -> latents [n, latentDim]. */
  encode(x: tf.Tensor2D): tf.Tensor2D {
    const z = this.encoder ? this.encoder.apply(x, true) : x.clone();
    return this.options.normalise ? unitRows(z) : z;
  }

  /** Latents [n, latentDim] -> standardised rows [n, dim]. */
  decode(z: tf.Tensor2D): tf.Tensor2D {
    return this.decoder ? this.decoder.apply(z) : z.clone();
  }

  /** Standardised rows in the units of the data. */
  restored(x: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => tf.add(tf.mul(x, this.scale), this.mean));
  }

  dispose(): void {
    this.encoder?.dispose();
    this.decoder?.dispose();
    this.mean.dispose();
  }
}

/** Mean and one scale for all elements: unit element variance after both. */
function standard(rows: TrainingRows): { mean: Float64Array; scale: number } {
  const mean = columnMeans(rows.data, rows.rows, rows.dim);
  return { mean, scale: Math.sqrt(totalSquares(rows.data, rows.rows, rows.dim, mean) / rows.data.length) || 1 };
}
