/** What may stand around R3-VAE's codebooks: a perceptron and its mirror, or nothing, where the (scaled) rows themselves are rated. */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../../math/random';
import { Mlp } from '../../nn/mlp';
import type { Params } from '../../records/params';

export class R3Encoder {
  readonly latentDim: number;
  /** Widths of the encoder, [dim, hidden ..., latentDim]; [dim] where there is none. */
  readonly widths: readonly number[];
  private readonly encoder: Mlp | null = null;
  private readonly decoder: Mlp | null = null;
  /** Rows come with a root mean square norm of 1; the networks see and give elements of about 1. 1 where there are none. */
  readonly gain: number;

  constructor(dim: number, params: Params, random: Random) {
    const encodes = params.encoder === 'mlp';
    this.gain = encodes ? Math.sqrt(dim) : 1;
    this.widths = encodes ? [dim, ...(params.hidden as readonly number[]), params.latentDim as number] : [dim];
    this.latentDim = this.widths.at(-1)!;
    if (!encodes) return;
    this.encoder = new Mlp(this.widths, random.split('encoder'));
    this.decoder = new Mlp([...this.widths].reverse(), random.split('decoder'));
  }

  get identity(): boolean {
    return this.encoder === null;
  }

  get variables(): tf.Variable[] {
    return [...(this.encoder?.variables ?? []), ...(this.decoder?.variables ?? [])];
  }

  get parameters(): number {
    return (this.encoder?.parameters ?? 0) + (this.decoder?.parameters ?? 0);
  }

  /** Scaled rows [n, dim], constants to the gradient -> latents [n, latentDim]. */
  encode(x: tf.Tensor2D): tf.Tensor2D {
    return this.encoder ? this.encoder.apply(tf.mul(x, this.gain), true) : x;
  }

  /** Latents [n, latentDim] -> scaled rows [n, dim]. */
  decode(z: tf.Tensor2D): tf.Tensor2D {
    return this.decoder ? tf.mul(this.decoder.apply(z), 1 / this.gain) : z;
  }

  dispose(): void {
    this.encoder?.dispose();
    this.decoder?.dispose();
  }
}
