/** Networks over fields: by hand, against a naive form in float64 and its finite differences, and their steps in kept memory against the plain ones. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { clickKind } from '../../catalog';
import { closeCpuRoad, cpuRoad } from '../../cpu/road';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { disposeLosses, readLosses } from '../../runs/losses';
import { describeBackends } from '../../testing/backends';
import { smallLog } from '../../testing/clicks';
import { expectClose } from '../../testing/tolerance';
import { batchIds, tableLayout } from './batchIds';
import { FieldNetwork } from './fieldNetwork';
import { fieldParams, knownFields, type KnownFields } from './knownFields';
import { networkParams, networkSettings, smallNetwork } from './networkParams';

const inputs = smallLog();
const settings = (params: Params) => networkSettings({ ...defaultParams(networkParams), ...params });
const known = (fields: string): KnownFields => knownFields(inputs, { ...defaultParams(fieldParams), fields }, new Random(2));

describeBackends('networks over fields', (backend) => {
  it('IPNN of three fields is what hand and paper say', async () => {
    const field = (codes: readonly number[]) => ({ name: 'f', size: 2, codes: Int32Array.from(codes), by: 'event' as const, of: null });
    const events = { ...inputs.events, labels: Uint8Array.of(1, 0), train: Uint32Array.of(0, 1) };
    const three: KnownFields = { fields: [field([0, 1]), field([1, 1]), field([1, 0])], vectors: null, items: Int32Array.of(0, 0), bits: 0, notes: [] };
    const network = new FieldNetwork(three, events, settings({ width: 2, hidden: [2] }), true, new Random(1));
    // Rows of the table: fields one after the other, values 0 and 1 of each. Event 0 has (1, 2), (2, -1), (0, 3): u = 1 2 2 -1 0 3, products 0, 6, -3. Event 1 has (-1, 1), (2, -1), (4, 0): -3, -4, 8.
    const table = [1, 2, -1, 1, 7, 7, 2, -1, 4, 0, 0, 3];
    const first = [1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 2, 1, 0, 0, -1];
    [table, first, [0.5, -1], [2, 3], [0.25]].forEach((values, i) => tf.tidy(() => network.variables[i]!.assign(tf.tensor(values, network.variables[i]!.shape))));
    // What the first layer adds up: u0 + u2 + u5 + p2 and u1 + u3 + 2 p1 - p3, with its biases.
    const byHand = ([u0, u1, u2, u3, , u5, p1, p2, p3]: readonly number[]) => {
      const [a, b] = [u0! + u2! + u5! + p2! + 0.5, u1! + u3! + 2 * p1! - p3! - 1];
      return 2 * Math.max(0, a) + 3 * Math.max(0, b) + 0.25;
    };
    const logits = tf.tidy(() => network.logits(Uint32Array.of(0, 1)));
    expectClose(await logits.data(), [byHand([1, 2, 2, -1, 0, 3, 0, 6, -3]), byHand([-1, 1, 2, -1, 4, 0, -3, -4, 8])], { rtol: 1e-6, atol: 1e-6 });
    // (12.5, 3) and (-2.5, -15): 25 + 9 + 0.25, and the constant alone.
    expect([...(await logits.data())]).toEqual([34.25, 0.25]);
    logits.dispose();
    network.dispose();
  });

  it.each([[false, 'none'], [true, 'none'], [false, 'both'], [true, 'both']] as const)('pairs %s, %s: losses and gradients are those of the naive form', async (pairs, fields) => {
    const of = known(fields);
    const { train } = inputs.events;
    const batch = train.slice(0, 16);
    const params = settings({ width: 3, hidden: [5], l2: 0.05, codeDropout: 0.3 });
    const network = new FieldNetwork(of, inputs.events, params, pairs, new Random(3));
    const random = new Random(8);
    // Larger than at first, so that products of pairs weigh.
    for (const variable of network.variables) tf.tidy(() => variable.assign(tf.tensor(Float32Array.from({ length: variable.size }, () => 0.6 * random.normal()), variable.shape)));
    const drawn = new Random(0);
    drawn.restore(network.random.state());
    const { ids, vectors } = batchIds(of, tableLayout(of).offsets, batch, { share: params.codeDropout, random: drawn });
    const arrays = await Promise.all(network.variables.map(async (variable) => Float64Array.from(await variable.data())));
    const loss = naiveLoss({ ids, vectors, dim: of.vectors?.dim ?? 0, labels: Array.from(batch, (event) => inputs.events.labels[event]!), pairs, l2: params.l2, width: 3, fields: of.fields.length });

    const { value, grads } = tf.variableGrads(() => network.losses(batch).total, [...network.variables]);
    expectClose((await value.data())[0]!, loss(arrays), { rtol: 1e-5, atol: 1e-6 });
    for (const [i, variable] of network.variables.entries()) {
      const gradient = await grads[variable.name]!.data();
      const places = Array.from({ length: Math.min(60, variable.size) }, (_, k) => Math.floor((k * variable.size) / Math.min(60, variable.size)));
      const wanted = places.map((at) => {
        const moved = (by: number) => loss(arrays.map((array, j) => (j === i ? array.map((entry, k) => (k === at ? entry + by : entry)) : array)));
        return (moved(1e-5) - moved(-1e-5)) / 2e-5;
      });
      expectClose(places.map((at) => gradient[at]!), wanted, { rtol: 1e-3, atol: 1e-5 }, `variable ${i}`);
    }
    tf.dispose([value, grads]);
    network.dispose();
  });

  if (backend !== 'wasm') return it('take the plain form away from the processor', () => expect(cpuRoad()).toBeNull());

  it.each((['fnn', 'ipnn'] as const).flatMap((kind) => ['none', 'both', 'shuffled', 'noItem'].map((fields) => [kind, fields] as const)))('%s, %s: steps in kept memory leave what the plain form leaves', async (kind, fields) => {
    const params = { fields, batchSize: 100, weightDecay: 0.05, l2: 0.01, prefixes: true };
    const [here, there] = [await train(kind, params, 12), await train(kind, params, 12, true)];
    here.losses.forEach((losses, step) => {
      expect(new Set(Object.keys(losses))).toEqual(new Set(['logLoss', 'total']));
      for (const [name, value] of Object.entries(losses)) expectClose([value], Float64Array.of(there.losses[step]![name]!), { rtol: 2e-4, atol: 1e-5 }, `${name}, step ${step}`);
    });
    expect(Object.keys(here.state)).toEqual(Object.keys(there.state));
    for (const [name, values] of Object.entries(here.state)) expectClose(values, Float64Array.from(there.state[name]!), { rtol: 2e-3, atol: name.startsWith('weight') ? 5e-4 : 1e-5 }, name);
    expect(here.moved).toBe(true);
  });

  it('keep nothing after they are given up', async () => {
    await train('ipnn', { fields: 'both' }, 2);
    const { used } = cpuRoad()!.memory;
    for (let i = 0; i < 3; i++) await train('ipnn', { fields: 'both' }, 2);
    expect(cpuRoad()!.memory.used).toBe(used);
  });
});

interface NaiveBatch {
  readonly ids: Int32Array;
  readonly vectors: Float32Array | null;
  readonly dim: number;
  readonly labels: readonly number[];
  readonly pairs: boolean;
  readonly l2: number;
  readonly width: number;
  readonly fields: number;
}

/** The loss as the equations have it, row by row. Arrays: table, then weight and bias of the vector's field where there is one, of the hidden layer, of the last. */
function naiveLoss({ ids, vectors, dim, labels, pairs, l2, width, fields }: NaiveBatch): (arrays: readonly Float64Array[]) => number {
  return ([table, ...rest]) => {
    const [weight, bias] = vectors ? rest.splice(0, 2) : [];
    const [hiddenWeight, hiddenBias, lastWeight, lastBias] = rest as [Float64Array, Float64Array, Float64Array, Float64Array];
    let total = 0;
    labels.forEach((label, row) => {
      const embeddings = Array.from({ length: fields }, (_, f) => [...table!.subarray(ids[row * fields + f]! * width, (ids[row * fields + f]! + 1) * width)]);
      total += l2 * embeddings.flat().reduce((sum, value) => sum + value * value, 0);
      if (vectors) embeddings.push(Array.from({ length: width }, (_, k) => bias![k]! + Array.from({ length: dim }, (_, j) => vectors[row * dim + j]! * weight![j * width + k]!).reduce((sum, value) => sum + value, 0)));
      const input = embeddings.flat();
      if (pairs) embeddings.forEach((a, i) => embeddings.slice(i + 1).forEach((b) => input.push(a.reduce((sum, value, k) => sum + value * b[k]!, 0))));
      const hidden = Array.from(hiddenBias, (start, unit) => Math.max(0, start + input.reduce((sum, value, j) => sum + value * hiddenWeight[j * hiddenBias.length + unit]!, 0)));
      const logit = lastBias[0]! + hidden.reduce((sum, value, unit) => sum + value * lastWeight[unit]!, 0);
      total += Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(0, label === 1 ? -logit : logit);
    });
    return total / labels.length;
  };
}

async function train(kind: string, params: Params, steps: number, closed = false) {
  closeCpuRoad(closed);
  try {
    const declared = clickKind(kind);
    const predictor = await declared.create(inputs, { ...defaultParams(declared.params), ...smallNetwork, ...params }, new Random(5));
    const before = await predictor.state();
    const losses: Record<string, number>[] = [];
    for (let step = 0; step < steps; step++) {
      const result = await predictor.trainStep();
      losses.push(await readLosses(result));
      disposeLosses(result);
    }
    const state = await predictor.state();
    predictor.dispose();
    return { losses, state, moved: state['weight.0']!.some((value, i) => value !== before['weight.0']![i]) };
  } finally {
    closeCpuRoad(false);
  }
}
