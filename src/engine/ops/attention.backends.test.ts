/** Masked attention against plain loops in float64 and their finite differences, as ops and on a tape; and what must not change it. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { attention as attentionOnTape, fitsAttention } from '../cpu/blocks/attention';
import { cpuRoad } from '../cpu/road';
import { causalMask, keyMask, type AttentionData } from '../math/attentionData';
import { Random } from '../math/random';
import { normals } from '../testing/arrays';
import { describeBackends } from '../testing/backends';
import { byOps, expectForms, matrix, onTape, type Matrix } from '../testing/layers';
import { expectClose } from '../testing/tolerance';
import { attention, attentionWeights } from './attention';

const random = new Random(4);
const scattered = (length: number) => Uint8Array.from({ length }, () => (random.uniform() < 0.6 ? 1 : 0));
const blind = keyMask([3, 0], 2, 3);
const cases: readonly (readonly [string, AttentionData & { readonly width: number; readonly buckets: readonly number[] }])[] = [
  ['a causal mask', { groups: 2, queries: 5, keys: 5, heads: 2, width: 4, mask: causalMask([5, 3], 5), buckets: [] }],
  ['one query, a group that sees nothing', { groups: 3, queries: 1, keys: 6, heads: 1, width: 3, mask: keyMask([6, 0, 2], 1, 6), buckets: [] }],
  ['other queries than keys, two tables', { groups: 2, queries: 3, keys: 7, heads: 3, width: 6, mask: scattered(42), buckets: [5, 2] }],
  ['one key, wide heads', { groups: 2, queries: 2, keys: 1, heads: 2, width: 10, mask: Uint8Array.of(1, 1, 1, 0), buckets: [3] }],
  ['queries that see nothing, and a table', { groups: 2, queries: 2, keys: 3, heads: 2, width: 8, mask: blind, buckets: [4] }],
];

describeBackends('attention', (backend) => {
  it('has a road on wasm', () => expect(cpuRoad() !== null).toBe(backend === 'wasm'));

  it.each(cases)('%s', async (_, { width, buckets, ...data }) => {
    const { groups, queries, keys, heads } = data;
    const inputs: Record<string, Matrix> = { q: matrix(groups * queries, width, 1), k: matrix(groups * keys, width, 2), v: matrix(groups * keys, width, 3) };
    buckets.forEach((count, i) => (inputs[`table ${i}`] = matrix(count, heads, 4 + i)));
    const chosen = buckets.map((count) => bucketsOf(data, count));
    await expectForms({
      inputs,
      naive: (arrays) => naive(arrays, data, chosen).out,
      plain: ([q, k, v, ...tables]) => attention(q!, k!, v!, data, tables.map((table, i) => ({ table, buckets: chosen[i]! }))),
      kept: (tape, [q, k, v, ...tables]) => attentionOnTape(tape, { q: q!, k: k!, v: v! }, data, tables.map((table, i) => ({ table, buckets: chosen[i]! }))).out,
    }, { rtol: 2e-4, atol: 5e-5 });
    const wanted = naive(Object.values(inputs).map(({ values }) => Float64Array.from(values)), data, chosen).weights;
    const weights = tf.tidy(() => {
      const [q, k, , ...tables] = Object.values(inputs).map(({ values, shape }) => tf.tensor2d(values, [...shape]));
      return attentionWeights(q!, k!, data, tables.map((table, i) => ({ table, buckets: chosen[i]! })));
    });
    expect(weights.shape).toEqual([groups, heads, queries, keys]);
    expectClose(await weights.data(), wanted, { rtol: 1e-5, atol: 1e-6 });
    weights.dispose();
    const road = cpuRoad();
    if (!road) return;
    onTape(Object.values(inputs), (tape, [q, k, v, ...tables]) => {
      const attended = attentionOnTape(tape, { q: q!, k: k!, v: v! }, data, tables.map((table, i) => ({ table, buckets: chosen[i]! })));
      expectClose(road.memory.floats(attended.weights, wanted.length), wanted, { rtol: 1e-5, atol: 1e-6 });
      return attended.out;
    }, normals(groups * queries * width, 9));
  });

  it('is not changed by keys that nobody sees, whatever they hold', async () => {
    const [groups, T, more, heads, width] = [2, 4, 3, 2, 6];
    const short: AttentionData = { groups, queries: T, keys: T, heads, mask: causalMask([4, 2], T) };
    const long: AttentionData = { ...short, keys: T + more, mask: Uint8Array.from({ length: groups * T * (T + more) }, (_, at) => (at % (T + more) < T ? short.mask[Math.floor(at / (T + more)) * T + (at % (T + more))]! : 0)) };
    const q = matrix(groups * T, width, 1);
    const [k, v] = [matrix(groups * T, width, 2), matrix(groups * T, width, 3)];
    const stretched = ({ values }: Matrix): Matrix => ({
      shape: [groups * (T + more), width],
      values: Float32Array.from({ length: groups * (T + more) * width }, (_, at) => {
        const [group, row] = [Math.floor(at / (T + more) / width), Math.floor(at / width) % (T + more)];
        return row < T ? values[(group * T + row) * width + (at % width)]! : 1000;
      }),
    });
    const kept = (values: Float32Array) => values.filter((_, at) => Math.floor(at / width) % (T + more) < T);
    const weights = normals(groups * T * width, 5);
    const [few, all] = [[q, k, v], [q, stretched(k), stretched(v)]];
    const [before, after] = [await byOps(few, ([q, k, v]) => attention(q!, k!, v!, short), weights), await byOps(all, ([q, k, v]) => attention(q!, k!, v!, long), weights)];
    const close = { rtol: 1e-5, atol: 1e-6 };
    expectClose(after.value, before.value, close);
    expectClose(after.gradients[0]!, before.gradients[0]!, close);
    expectClose(kept(after.gradients[1]!), before.gradients[1]!, close);
    expectClose(kept(after.gradients[2]!), before.gradients[2]!, close);
    if (!cpuRoad()) return;
    const [first, second] = [onTape(few, (tape, [q, k, v]) => attentionOnTape(tape, { q: q!, k: k!, v: v! }, short).out, weights), onTape(all, (tape, [q, k, v]) => attentionOnTape(tape, { q: q!, k: k!, v: v! }, long).out, weights)];
    expect(second.value).toEqual(first.value);
    expect([second.gradients[0], kept(second.gradients[1]!), kept(second.gradients[2]!)]).toEqual([...first.gradients]);
  });

  it('on a tape, one matrix may be queries, keys and values', async () => {
    const data: AttentionData = { groups: 2, queries: 3, keys: 3, heads: 2, mask: causalMask([3, 3], 3) };
    const [x, weights] = [matrix(6, 4, 1), normals(24, 2)];
    const plain = await byOps([x], ([x]) => attention(x!, x!, x!, data), weights);
    if (cpuRoad()) expectClose(onTape([x], (tape, [x]) => attentionOnTape(tape, { q: x!, k: x!, v: x! }, data).out, weights).gradients[0]!, plain.gradients[0]!, { rtol: 1e-4, atol: 1e-5 });
    expect(fitsAttention(256, 32)).toBe(true);
    expect(fitsAttention(4096, 64)).toBe(false);
  });
});

/** A bucket for each pair, drawn. */
function bucketsOf({ groups, queries, keys }: AttentionData, count: number): Int32Array {
  const draw = new Random(count);
  return Int32Array.from({ length: groups * queries * keys }, () => draw.integer(count));
}

function naive([q, k, v, ...tables]: Float64Array[], { groups, queries, keys, heads, mask }: AttentionData, buckets: readonly Int32Array[]) {
  const width = q!.length / groups / queries;
  const own = width / heads;
  const out = new Float64Array(q!.length);
  const weights: number[] = [];
  for (let g = 0; g < groups; g++) for (let h = 0; h < heads; h++) for (let i = 0; i < queries; i++) {
    const row = (g * queries + i) * width + h * own;
    const powers = Array.from({ length: keys }, (_, j) => {
      const pair = (g * queries + i) * keys + j;
      if (mask[pair] === 0) return 0;
      let score = 0;
      for (let c = 0; c < own; c++) score += q![row + c]! * k![(g * keys + j) * width + h * own + c]!;
      return Math.exp(tables.reduce((sum, table, b) => sum + table[buckets[b]![pair]! * heads + h]!, score / Math.sqrt(own)));
    });
    const sum = powers.reduce((total, power) => total + power, 0);
    powers.forEach((power, j) => {
      const weight = sum === 0 ? 0 : power / sum;
      weights.push(weight);
      for (let c = 0; c < own; c++) out[row + c]! += weight * v![(g * keys + j) * width + h * own + c]!;
    });
  }
  return { out, weights };
}
