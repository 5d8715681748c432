/** A pass over rows with a quantizer as it stands: codes, residual norms, and errors after each level, all from the codes alone. */
import * as tf from '@tensorflow/tfjs-core';
import { inTurn } from '../../cpu/tensors';
import type { Quantizer } from '../quantizer';

export interface Sweep {
  readonly rows: number;
  readonly levels: number;
  /** int32 [rows] a level. */
  readonly codes: readonly Int32Array[];
  /** Norms of what is left before level 0, 1, ... and after the last: levels + 1 of float32 [rows]. */
  readonly norms: readonly Float32Array[];
  /** Sum over rows of |x - xhat|^2 after 0, 1, ... levels. */
  readonly squaredErrors: readonly number[];
  /** The same for the quantizer's other reconstructions, by name. */
  readonly otherSquaredErrors: Readonly<Record<string, number>>;
  /** float32 [rows, dim] from all levels; only where asked for. */
  readonly reconstruction: Float32Array | null;
}

/** Encodes and decodes every chunk [.., dim]; `everything` adds the reconstruction and the other errors. `tell`: the share of the rows done. Sums over dimensions are float32 on the device, sums over rows float64. */
export async function sweep(quantizer: Quantizer, chunks: readonly tf.Tensor2D[], everything = false, tell?: (share: number) => void): Promise<Sweep> {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.shape[0], 0);
  const dim = chunks[0]!.shape[1];
  const reconstruction = everything ? new Float32Array(rows * dim) : null;
  const codes: Int32Array[] = [];
  const norms: Float32Array[] = [];
  const squaredErrors: number[] = [];
  const otherSquaredErrors: Record<string, number> = {};
  let start = 0;
  for (const chunk of inTurn(chunks)) {
    const count = chunk.shape[0];
    const encoding = await quantizer.encode(chunk);
    for (const [level, code] of encoding.codes.entries()) (codes[level] ??= new Int32Array(rows)).set(await code.data<'int32'>(), start);
    for (const [stage, left] of encoding.residuals.entries()) {
      const lengths = tf.tidy(() => tf.sqrt(tf.sum(tf.square(left), 1)));
      (norms[stage] ??= new Float32Array(rows)).set(await lengths.data<'float32'>(), start);
      lengths.dispose();
    }
    for (let depth = 0; depth <= encoding.codes.length; depth++) {
      const decoded = quantizer.decode(encoding.codes.slice(0, depth), count);
      squaredErrors[depth] = (squaredErrors[depth] ?? 0) + (await squaredError(chunk, decoded));
      if (reconstruction && depth === encoding.codes.length) reconstruction.set(await decoded.data<'float32'>(), start * dim);
      decoded.dispose();
    }
    for (const [name, other] of Object.entries((everything && (await quantizer.reconstructions?.(chunk))) || {})) {
      otherSquaredErrors[name] = (otherSquaredErrors[name] ?? 0) + (await squaredError(chunk, other));
      other.dispose();
    }
    tf.dispose([encoding.latents, ...encoding.codes, ...encoding.residuals]);
    start += count;
    tell?.(start / rows);
  }
  return { rows, levels: codes.length, codes, norms, squaredErrors, otherSquaredErrors, reconstruction };
}

async function squaredError(x: tf.Tensor2D, decoded: tf.Tensor2D): Promise<number> {
  const perRow = tf.tidy(() => tf.sum(tf.square(tf.sub(x, decoded)), 1));
  let sum = 0;
  for (const value of await perRow.data()) sum += value;
  perRow.dispose();
  return sum;
}
