/**
 * Blocks of encoders and decoders over a face, pre-norm (Xiong and others, 2002.04745): attention to a source of keys and values, and two linear layers for each row by itself.
 *
 *     attend: x + drop(attention(norm(x) Wq, s Wk, s Wv) Wo),  s = norm(x), or what an encoder left;   feed: x + drop(relu(norm(x) W1) W2)
 */
import type { AttentionData } from '../math/attentionData';
import type { Random } from '../math/random';
import type { Face } from './face';
import { normed, through, type DenseAt, type NormAt, type Weights } from './weights';

export interface AttentionAt {
  readonly norm: NormAt;
  readonly query: DenseAt;
  readonly key: DenseAt;
  readonly value: DenseAt;
  readonly out: DenseAt;
}

export interface FeedAt {
  readonly norm: NormAt;
  readonly up: DenseAt;
  readonly down: DenseAt;
}

/** So many numbers to multiply by, each 0 or 1 / (1 - share); null: nothing is left out. */
export type Dropping = ((length: number) => Float32Array) | null;

export interface BlockShape {
  readonly width: number;
  /** Numbers of all heads together. */
  readonly inner: number;
  readonly ffn: number;
}

export function attentionAt(weights: Weights, { width, inner }: BlockShape, random: Random): AttentionAt {
  const dense = (name: string, from: number, to: number) => weights.dense(from, to, random.split(name));
  return { norm: weights.norm(width), query: dense('query', width, inner), key: dense('key', width, inner), value: dense('value', width, inner), out: dense('out', inner, width) };
}

export function feedAt(weights: Weights, { width, ffn }: BlockShape, random: Random): FeedAt {
  return { norm: weights.norm(width), up: weights.dense(width, ffn, random.split('up')), down: weights.dense(ffn, width, random.split('down')) };
}

/** Rows x [G Tq, width] look at each other, or at a source [G Tk, width] that is normed already. */
export function attend<X>(face: Face<X>, at: AttentionAt, x: X, source: X | null, data: AttentionData, dropping: Dropping, width: number): X {
  const h = normed(face, x, at.norm);
  const s = source ?? h;
  return joinHeads(face, at, x, through(face, h, at.query), through(face, s, at.key), through(face, s, at.value), data, dropping, width);
}

/** The same where keys and values are projected already. */
export function joinHeads<X>(face: Face<X>, at: AttentionAt, x: X, q: X, k: X, v: X, data: AttentionData, dropping: Dropping, width: number): X {
  return face.add(x, dropped(face, through(face, face.attention(q, k, v, data, []), at.out), data.groups * data.queries, width, dropping));
}

export function feed<X>(face: Face<X>, at: FeedAt, x: X, rows: number, width: number, dropping: Dropping): X {
  return face.add(x, dropped(face, through(face, through(face, normed(face, x, at.norm), at.up, true), at.down), rows, width, dropping));
}

export function dropped<X>(face: Face<X>, x: X, rows: number, width: number, dropping: Dropping): X {
  return dropping ? face.times(x, face.data(dropping(rows * width), rows, width)) : x;
}
