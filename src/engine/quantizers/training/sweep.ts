/** A pass over rows with a quantizer as it stands: codes, residual norms, and errors after each level, all from the codes alone. */
import * as tf from '@tensorflow/tfjs-core';
import { inTurn } from '../../cpu/tensors';
import { readTogether } from '../../gpu/launch';
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
    const lengths = encoding.residuals.map((left) => tf.tidy(() => tf.sqrt(tf.sum(tf.square(left), 1))));
    let rebuilt = quantizer.decode([], count);
    const errors = [errorsOf(chunk, rebuilt)];
    for (let depth = 1; depth <= encoding.codes.length; depth++) {
      rebuilt.dispose();
      rebuilt = quantizer.decode(encoding.codes.slice(0, depth), count);
      errors.push(errorsOf(chunk, rebuilt));
    }
    await readTogether([...encoding.codes, ...lengths, ...errors, ...(reconstruction ? [rebuilt] : [])]);
    for (const [level, code] of encoding.codes.entries()) (codes[level] ??= new Int32Array(rows)).set(await code.data<'int32'>(), start);
    for (const [stage, values] of lengths.entries()) (norms[stage] ??= new Float32Array(rows)).set(await values.data<'float32'>(), start);
    for (const [depth, values] of errors.entries()) squaredErrors[depth] = (squaredErrors[depth] ?? 0) + total(await values.data());
    reconstruction?.set(await rebuilt.data<'float32'>(), start * dim);
    tf.dispose([...lengths, ...errors, rebuilt]);
    for (const [name, other] of Object.entries((everything && (await quantizer.reconstructions?.(chunk))) || {})) {
      otherSquaredErrors[name] = (otherSquaredErrors[name] ?? 0) + (await squaredError(chunk, other));
    }
    tf.dispose([encoding.latents, ...encoding.codes, ...encoding.residuals]);
    start += count;
    tell?.(start / rows);
  }
  return { rows, levels: codes.length, codes, norms, squaredErrors, otherSquaredErrors, reconstruction };
}

/**
 * The same of codes as they are given, int32 [rows] a level, for methods that code the data itself: what is left after a level is the row less what its codes stand for.
 * With the reconstruction.
 */
export async function sweepCodes(quantizer: Quantizer, chunks: readonly tf.Tensor2D[], codes: readonly Int32Array[], tell?: (share: number) => void): Promise<Sweep> {
  const rows = codes[0]!.length;
  const depths = codes.length + 1;
  const norms = Array.from({ length: depths }, () => new Float32Array(rows));
  const squaredErrors = Array.from({ length: depths }, () => 0);
  const reconstruction = new Float32Array(rows * (chunks[0]?.shape[1] ?? 0));
  let start = 0;
  for (const chunk of inTurn(chunks)) {
    const [count, dim] = chunk.shape;
    const own = codes.map((column) => tf.tensor1d(column.slice(start, start + count), 'int32'));
    const rebuilt = Array.from({ length: depths }, (_, depth) => quantizer.decode(own.slice(0, depth), count));
    const errors = rebuilt.map((values) => errorsOf(chunk, values));
    await readTogether([...errors, rebuilt.at(-1)!]);
    for (const [depth, error] of errors.entries()) {
      const values = await error.data<'float32'>();
      norms[depth]!.set(values.map(Math.sqrt), start);
      squaredErrors[depth]! += total(values);
    }
    reconstruction.set(await rebuilt.at(-1)!.data<'float32'>(), start * dim);
    tf.dispose([...own, ...rebuilt, ...errors]);
    start += count;
    tell?.(start / rows);
  }
  return { rows, levels: codes.length, codes, norms, squaredErrors, otherSquaredErrors: {}, reconstruction };
}

/** [rows]: squared errors of a chunk's rows. */
function errorsOf(x: tf.Tensor2D, rebuilt: tf.Tensor2D): tf.Tensor {
  return tf.tidy(() => tf.sum(tf.square(tf.sub(x, rebuilt)), 1));
}

/** Disposes what was rebuilt. */
async function squaredError(x: tf.Tensor2D, rebuilt: tf.Tensor2D): Promise<number> {
  const errors = errorsOf(x, rebuilt);
  const sum = total(await errors.data());
  tf.dispose([errors, rebuilt]);
  return sum;
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
