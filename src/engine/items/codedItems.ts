/** The items of a finished run as views ask for them: vectors, codes, and what the first codes rebuild. */
import * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../errors';
import { rebuilt as sums } from '../quantizers/published/refit';
import { PublishedTask } from '../quantizers/published/task';
import { QuantizerTask } from '../quantizers/training/task';
import type { Task } from '../runs/task';

/** Rows rebuilt at a time. */
export const STRIP = 4096;

export interface CodedItems {
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

/** @throws EngineError where the run trained no quantizer, or codes without vectors. */
export function codedItems(task: Task): CodedItems {
  if (task instanceof QuantizerTask) return ofQuantizer(task);
  if (task instanceof PublishedTask) return ofPublished(task);
  throw new EngineError('This run trained no quantizer.', 'Choose a quantizer.');
}

function ofQuantizer({ quantizer, rows: { rows, dim, data }, codes }: QuantizerTask): CodedItems {
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

function ofPublished(task: PublishedTask): CodedItems {
  const fitted = task.codeVectors();
  if (!fitted) throw new EngineError('The codes are joined to no vectors: where their items lie is unknown.', 'Join the cell to vectors.');
  const { codes, codebooks, mean, vectors: { data, dim, known } } = fitted;
  const levels = codebooks.length;
  return {
    rows: known.length, dim, levels, data, codes, known,
    rebuilt(depth, start, count) {
      if (depth > 0) return Promise.resolve(sums(codes.subarray(start * levels, (start + count) * levels), codebooks, dim, depth));
      const made = new Float32Array(count * dim);
      for (let i = 0; i < count; i++) made.set(mean, i * dim);
      return Promise.resolve(made);
    },
    decoded: (ids) => Promise.resolve(sums(ids, codebooks, dim)),
  };
}
