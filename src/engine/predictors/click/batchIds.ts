/** Rows of the table of all fields that a batch of events looks up, with ids and codes left out at random while it trains. */
import type { Random } from '../../math/random';
import type { KnownFields } from './knownFields';

export interface BatchIds {
  readonly rows: number;
  /** int32 [rows, fields]: rows of one table in which the fields' tables lie one after the other. */
  readonly ids: Int32Array;
  /** float32 [rows, dim]; null without vectors. */
  readonly vectors: Float32Array | null;
}

/** Where each field's rows begin in the table, and how many rows it has. */
export function tableLayout({ fields }: KnownFields): { readonly offsets: readonly number[]; readonly rows: number } {
  let rows = 0;
  const offsets = fields.map(({ size }) => (rows += size) - size);
  return { offsets, rows };
}

/**
 * `drop`: each event loses its item's id with this probability, and, drawn apart, its item's codes and vector: so "no id", "no codes" and the zero vector are trained, which new items
 * need. Both are drawn for every event, whatever fields there are, so that all settings see the same losses.
 */
export function batchIds({ fields, vectors, items }: KnownFields, offsets: readonly number[], events: Uint32Array, drop?: { readonly share: number; readonly random: Random }): BatchIds {
  const n = events.length;
  const ids = new Int32Array(n * fields.length);
  const rows = vectors && new Float32Array(n * vectors.dim);
  for (let i = 0, at = 0; i < n; i++) {
    const event = events[i]!;
    const item = items[event]!;
    const noId = drop !== undefined && drop.random.uniform() < drop.share;
    const noCodes = drop !== undefined && drop.random.uniform() < drop.share;
    for (let f = 0; f < fields.length; f++, at++) {
      const { codes, by, of } = fields[f]!;
      const left = of === 'id' ? noId : of === 'codes' && noCodes;
      ids[at] = offsets[f]! + (left ? 0 : codes[by === 'item' ? item : event]!);
    }
    if (vectors && !noCodes) rows!.set(vectors.data.subarray(item * vectors.dim, (item + 1) * vectors.dim), i * vectors.dim);
  }
  return { rows: n, ids, vectors: rows };
}
