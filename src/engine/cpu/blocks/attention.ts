/** Masked attention of several heads on a tape: see ops/attention.ts for the equations and assembly/attention.ts for the passes. */
import type { AttentionData } from '../../math/attentionData';
import { SCRATCH_BYTES } from '../scratch';
import type { Node, Tape } from '../tape';

/** What a small learned table adds to the scores. */
export interface BiasNodes {
  /** [buckets, heads] */
  readonly table: Node;
  /** [groups, queries, keys]: rows of the table. */
  readonly buckets: Int32Array;
}

export interface Attended {
  /** [G Tq, d] */
  readonly out: Node;
  /** Address of the weights [G, heads, Tq, Tk], which last until the tape begins again. */
  readonly weights: number;
}

/** Whether a head of that width over so many keys fits a thread's scratch memory: where not, take the plain form. */
export function fitsAttention(keys: number, headWidth: number): boolean {
  return 4 * (4 * (headWidth + 3) * (keys + 3) + 2 * keys) <= SCRATCH_BYTES;
}

/** q [G Tq, d], k and v [G Tk, d], d a multiple of the heads -> [G Tq, d], with the weights. */
export function attention(tape: Tape, { q, k, v }: { readonly q: Node; readonly k: Node; readonly v: Node }, { groups, queries, keys, heads, mask }: AttentionData, biases: readonly BiasNodes[] = []): Attended {
  const { road } = tape;
  const [pairs, blocks, width] = [queries * keys, groups * heads, q.columns / heads];
  if (mask.length !== groups * pairs || q.rows !== groups * queries || k.rows !== groups * keys) throw new Error(`attention: ${q.rows} queries, ${k.rows} keys and a mask of ${mask.length} for ${groups} groups of ${queries} and ${keys}`);
  if (!fitsAttention(keys, width)) throw new Error(`attention: ${keys} keys of ${width} numbers do not fit a thread's scratch memory; ask fitsAttention first`);
  const [factor, size] = [1 / Math.sqrt(width), blocks * pairs * 4];
  const out = tape.node(q.rows, q.columns);
  const [weights, seen] = [tape.allocate(size), tape.allocate(mask.length)];
  road.memory.bytes(seen, mask.length).set(mask);
  const buckets = biases.map((bias) => tape.ints(bias.buckets));
  biases.forEach(({ table }, i) => road.pool.run('attentionBias', blocks, [table.address, buckets[i]!, pairs, heads, table.rows, i > 0 ? 1 : 0, weights]));
  road.pool.run('attention', blocks, [q.address, k.address, v.address, seen, queries, keys, heads, width, factor, biases.length > 0 ? 1 : 0, weights, out.address]);
  tape.record(out, () => {
    const [toQ, toK, toV] = [q, k, v].map((node, i) => road.scratch(`attention.${'qkv'[i]}`, node.rows * node.columns * 4)) as [number, number, number];
    const toScores = biases.length > 0 ? road.scratch('attention.scores', size) : 0;
    road.pool.run('attentionGradient', blocks, [q.address, k.address, v.address, queries, keys, heads, width, factor, weights, out.gradient, toQ, toK, toV, toScores]);
    tape.giveFrom(q, toQ);
    tape.giveFrom(k, toK);
    tape.giveFrom(v, toV);
    biases.forEach(({ table }, i) => tape.give(table, (to) => road.pool.run('attentionBiasGradient', heads, [toScores, buckets[i]!, groups, pairs, heads, table.rows, to])));
  });
  return { out, weights };
}
