/** Rows with codes, and what the first codes of each rebuild: of a quantizer as it stands. */
import * as tf from '@tensorflow/tfjs-core';
import type { Quantizer } from '../quantizer';

export interface CodedRows {
  readonly rows: number;
  readonly dim: number;
  readonly levels: number;
  /** float32 [rows, dim], zeros where an item has no vector. */
  readonly data: Float32Array;
  /** [rows] 1: the item has a vector; null: all have. */
  readonly known: Uint8Array | null;
  /** int32 [rows, levels] */
  readonly codes: Int32Array;
  /** float32 [count, dim]: items from `start`, rebuilt from their first `depth` codes. */
  rebuilt(depth: number, start: number, count: number): Promise<Float32Array>;
  /** float32 [count, dim]: what any codes rebuild; `ids`: int32 [count, levels], row-major. */
  decoded(ids: Int32Array, count: number): Promise<Float32Array>;
}

/** `codes`: int32 [rows, levels] of the levels that are ready. */
export function codedRows(quantizer: Pick<Quantizer, 'decode' | 'levelsReady'>, { rows, dim, data }: Pick<CodedRows, 'rows' | 'dim' | 'data'>, codes: Int32Array): CodedRows {
  const levels = quantizer.levelsReady;
  async function decoded(ids: Int32Array, depth: number, count: number): Promise<Float32Array> {
    const columns = Array.from({ length: depth }, (_, level) => tf.tensor1d(Int32Array.from({ length: count }, (__, i) => ids[i * levels + level]!), 'int32'));
    const made = quantizer.decode(columns, count);
    try {
      return await made.data<'float32'>();
    } finally {
      tf.dispose([made, ...columns]);
    }
  }
  return {
    rows, dim, levels, data, codes, known: null,
    rebuilt: (depth, start, count) => decoded(codes.subarray(start * levels, (start + count) * levels), depth, count),
    decoded: (ids, count) => decoded(ids, levels, count),
  };
}
