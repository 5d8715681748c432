/** The transformer layer within a small model against PyTorch's, in all nine forms of the fixture, as ops and on a tape; causality to the bit, dropout, and finite differences by way of its blocks. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { binaryCrossEntropy as binaryCrossEntropyOnTape } from '../cpu/blocks/binaryCrossEntropy';
import { activate as activateOnTape, add } from '../cpu/blocks/elementwise';
import { embedding as embeddingOnTape } from '../cpu/blocks/embedding';
import { layerNorm as layerNormOnTape } from '../cpu/blocks/layerNorm';
import { blend, dense as denseOnTape } from '../cpu/blocks/layers';
import { cpuRoad } from '../cpu/road';
import { Tape, type Node } from '../cpu/tape';
import type { Activation } from '../math/activations';
import { causalMask } from '../math/attentionData';
import { Random } from '../math/random';
import { activate } from '../ops/activation';
import { binaryCrossEntropy } from '../ops/binaryCrossEntropy';
import { dense } from '../ops/dense';
import { embedding } from '../ops/embedding';
import { layerNorm } from '../ops/layerNorm';
import { stopGradient } from '../ops/stopGradient';
import { describeBackends } from '../testing/backends';
import given from '../testing/fixtures/iat-step.json';
import { matrix, byOps, onTape } from '../testing/layers';
import { expectClose, type Shaped } from '../testing/tolerance';
import { watched } from '../testing/watched';
import { dropoutMask } from './dropout';
import { TransformerLayer, type TransformerPlace } from './transformerLayer';

const reference = watched(given, ['instances', 'labels', 'changed_row4', 'weights', 'variants', 'heads', 'layer_norm_eps']);
const tolerance = reference.meta.tolerance_float32.variants;
const kinds: Readonly<Record<string, Activation>> = { relu: 'relu', silu: 'silu', gelu_erf: 'gelu', gelu_tanh: 'geluTanh' };
const LAYER = ['norm1.weight', 'norm1.bias', 'attn.in_proj.weight', 'attn.in_proj.bias', 'attn.out_proj.weight', 'attn.out_proj.bias', 'norm2.weight', 'norm2.bias', 'ff.0.weight', 'ff.0.bias', 'ff.2.weight', 'ff.2.bias'];
const [G, T, D] = [2, 5, 4];
const place: TransformerPlace<never> = { groups: G, rows: T, mask: causalMask([T, T], T) };
const labels = Float32Array.from(reference.labels.data);
const last = Float32Array.from({ length: G * T }, (_, row) => (row % T === T - 1 ? 1 : 0));
const rowIds = Int32Array.from({ length: G * T }, (_, row) => row % T);
const instances = Float32Array.from(reference.instances.data);
const changed = instances.slice();
for (let g = 0; g < G; g++) changed.set(reference.changed_row4.data.slice(g * 6, (g + 1) * 6), (g * T + T - 1) * 6);
const weights = reference.weights as Readonly<Record<string, Shaped>>;

/** What a form of the model gives for some instances. */
interface Seen {
  readonly values: Readonly<Record<string, Float32Array>>;
  readonly bce: number;
  /** By name of the weight, as it lies here: [in, out]. */
  readonly gradients: Readonly<Record<string, Float32Array>>;
}

type Variant = (typeof given)['variants']['two_layer_relu'] & { readonly position: boolean };
const variants = reference.variants as unknown as Readonly<Record<string, Variant>>;

describeBackends('transformer layer', () => {
  it('knows the numbers of the fixture', () => {
    expect([reference.heads, reference.layer_norm_eps]).toEqual([2, 1e-5]);
    expect(Object.keys(given.variants)).toHaveLength(9);
  });

  for (const name of Object.keys(given.variants)) {
    it(`${name} as PyTorch's`, async () => {
      const variant = variants[name]!;
      const forms = [['plain', (x: Float32Array, streams: boolean) => plainly(variant, x, streams)], ...(cpuRoad() ? [['kept', (x: Float32Array, streams: boolean) => Promise.resolve(kept(variant, x, streams))] as const] : [])] as const;
      for (const [form, run] of forms) {
        const seen = await run(instances, false);
        const wanted: Readonly<Record<string, Shaped>> = { compressed: variant.compressed, norm1: variant.norm1, attention: variant.attention, sit: variant.sit, decompressed: variant.decompressed, logits: variant.logits };
        for (const [part, values] of Object.entries(wanted)) expectClose(seen.values[part]!, values, tolerance, `${form}: ${part}`);
        if (seen.values.after_attention) expectClose(seen.values.after_attention, variant.after_attention, tolerance, `${form}: after_attention`);
        expectClose(seen.values.logits!.map((z) => 1 / (1 + Math.exp(-z))), variant.probabilities, tolerance, `${form}: probabilities`);
        expectClose(seen.bce, variant.bce, tolerance, `${form}: loss`);
        expectGradients(seen, variant.gradients as unknown as Readonly<Record<string, Shaped>>, form);

        const moved = (await run(changed, false)).values.logits!;
        expectClose(moved, variant.changed_row4_logits, tolerance, `${form}: logits after a change of the last row`);
        moved.forEach((logit, row) => (row % T < T - 1 ? expect(logit).toBe(seen.values.logits![row]) : expect(logit).not.toBe(seen.values.logits![row])));

        const streamed = await run(instances, true);
        expectClose(streamed.values.logits!.filter((_, row) => row % T === T - 1), variant.streaming.last_logits, tolerance, `${form}: streamed logits`);
        expectClose(streamed.bce, variant.streaming.bce, tolerance, `${form}: streamed loss`);
        expectGradients(streamed, variant.streaming.gradients as unknown as Readonly<Record<string, Shaped>>, `${form}, streamed`);
      }
    });
  }

  it('takes dropout as data, the same in both forms, and tables of biases', async () => {
    const layer = new TransformerLayer({ width: 6, heads: 3, hidden: 10, activation: 'silu' }, new Random(3));
    const random = new Random(4);
    const dropout = { attended: dropoutMask(8 * 6, 0.5, random), fed: dropoutMask(8 * 6, 0.25, random) };
    expect([...new Set(dropout.attended)].sort()).toEqual([0, 2]);
    const buckets = Int32Array.from({ length: 2 * 4 * 4 }, () => random.integer(5));
    const here = { groups: 2, rows: 4, mask: causalMask([4, 3], 4), dropout };
    const [inputs, slopes] = [[matrix(8, 6, 1), matrix(5, 3, 2)], matrix(8, 6, 5).values];
    const own = await Promise.all(layer.variables.map(async (variable) => ({ values: (await variable.data<'float32'>()).slice(), shape: [variable.size / variable.shape.at(-1)!, variable.shape.at(-1)!] as const })));
    const plain = await byOps(inputs, ([x, table]) => layer.apply(x!, { ...here, biases: [{ table: table!, buckets }] }), slopes);
    const without = await byOps(inputs, ([x, table]) => layer.apply(x!, { groups: 2, rows: 4, mask: here.mask, biases: [{ table: table!, buckets }] }), slopes);
    expect(plain.value).not.toEqual(without.value);
    expect(plain.gradients[1]!.some((slope) => slope !== 0)).toBe(true);
    if (cpuRoad()) {
      const [variables, close] = [own, { rtol: 1e-4, atol: 1e-5 }];
      const onOwn = onTape([...inputs, ...variables], (tape, [x, table, ...nodes]) => layer.applyKept(tape, nodes, x!, { ...here, biases: [{ table: table!, buckets }] }).out, slopes);
      expectClose(onOwn.value, plain.value, close);
      plain.gradients.forEach((gradient, i) => expectClose(onOwn.gradients[i]!, gradient, close));
    }
    expect(layer.parameters).toBe(own.reduce((sum, { values }) => sum + values.length, 0));
    layer.dispose();
  });
});

function expectGradients({ gradients }: Seen, wanted: Readonly<Record<string, Shaped>>, form: string): void {
  for (const [name, { shape, data }] of Object.entries(wanted)) expectClose(turned({ shape: [...shape].reverse(), data: gradients[name]! }, name), { shape, data }, tolerance, `${form}: gradient of ${name}`);
}

/** Names of the compressor's weights, layer after layer. */
function compressorOf({ compressor }: Variant): readonly string[] {
  return compressor === 'one_layer' ? ['compress_one'] : ['compress.0', 'compress.2'];
}

function namesOf(variant: Variant): string[] {
  return [...compressorOf(variant).flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]), ...(variant.position ? ['position'] : []), ...LAYER, 'decompress.weight', 'decompress.bias', 'head.weight', 'head.bias'];
}

async function plainly(variant: Variant, x: Float32Array, streams: boolean): Promise<Seen> {
  const kind = kinds[variant.activation]!;
  const layer = new TransformerLayer({ width: D, heads: reference.heads, activation: kind }, new Random(0));
  const variables: Record<string, tf.Variable> = {};
  for (const name of namesOf(variant)) {
    const { shape } = weights[name]!;
    const start = tf.tensor(turned(weights[name]!, name), name.endsWith('weight') && shape.length === 2 ? [...shape].reverse() : [...shape]);
    const own = layer.variables[LAYER.indexOf(name)];
    if (own) own.assign(start);
    variables[name] = own ?? tf.variable(start);
    start.dispose();
  }
  const linear = (x: tf.Tensor2D, name: string) => dense(x, { weight: variables[`${name}.weight`] as tf.Tensor as tf.Tensor2D, bias: variables[`${name}.bias`] as tf.Tensor as tf.Tensor1D, relu: false });
  const [parts, rows] = [{} as Record<string, tf.Tensor>, tf.tensor2d(x, [G * T, 6])];
  const { value, grads } = tf.variableGrads(() => {
    const layers = compressorOf(variant);
    const c = layers.reduce<tf.Tensor2D>((h, name, i) => (i < layers.length - 1 || layers.length === 1 ? activate(linear(h, name), kind) : linear(h, name)), rows);
    const share = tf.tensor2d(last, [G * T, 1]);
    const read = streams ? tf.add(tf.mul(c, share), tf.mul(stopGradient(c), tf.sub(1, share))) as tf.Tensor2D : c;
    const u = variant.position ? tf.add(read, embedding(variables.position as tf.Tensor as tf.Tensor2D, rowIds)) as tf.Tensor2D : read;
    const attended = layer.attend(u, place);
    const sit = layer.feed(attended);
    const decompressed = activate(linear(sit, 'decompress'), kind);
    const logits = linear(decompressed, 'head');
    const norm1 = layerNorm(u, layer.variables[0] as tf.Tensor as tf.Tensor1D, layer.variables[1] as tf.Tensor as tf.Tensor1D);
    for (const [name, part] of Object.entries({ compressed: c, norm1, attention: layer.weights(u, place), after_attention: attended, sit, decompressed, logits })) parts[name] = tf.keep(part);
    return binaryCrossEntropy(logits, labels, streams ? last : undefined);
  }, Object.values(variables));
  const seen = {
    values: await read(parts),
    bce: (await value.data())[0]!,
    gradients: await read(Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, grads[variable.name]!]))),
  };
  tf.dispose([parts, rows, value, grads, variables]);
  return seen;
}

function kept(variant: Variant, x: Float32Array, streams: boolean): Seen {
  const road = cpuRoad()!;
  const tape = new Tape(road);
  const kind = kinds[variant.activation]!;
  const layer = new TransformerLayer({ width: D, heads: reference.heads, activation: kind }, new Random(0));
  const nodes: Record<string, Node> = {};
  for (const name of namesOf(variant)) {
    const { shape } = weights[name]!;
    const [rows, columns] = shape.length === 1 ? [1, shape[0]!] : name.endsWith('weight') ? [shape[1]!, shape[0]!] : [shape[0]!, shape[1]!];
    nodes[name] = tape.node(rows, columns);
    tape.view(nodes[name]).set(turned(weights[name]!, name));
  }
  const linear = (x: Node, name: string) => denseOnTape(tape, x, { weight: nodes[`${name}.weight`]!, bias: nodes[`${name}.bias`]! }, false);
  const layers = compressorOf(variant);
  const c = layers.reduce((h, name, i) => (i < layers.length - 1 || layers.length === 1 ? activateOnTape(tape, linear(h, name), kind) : linear(h, name)), tape.data(x, G * T, 6));
  const readable = streams ? blend(tape, tape.data(tape.view(c), G * T, D), c, last) : c;
  const u = variant.position ? add(tape, readable, embeddingOnTape(tape, nodes.position!, rowIds)) : readable;
  const { out: sit, weights: attended } = layer.applyKept(tape, LAYER.map((name) => nodes[name]!), u, place);
  const decompressed = activateOnTape(tape, linear(sit, 'decompress'), kind);
  const logits = linear(decompressed, 'head');
  const norm1 = layerNormOnTape(tape, u, { gain: nodes['norm1.weight']!, shift: nodes['norm1.bias']! });
  const values = Object.fromEntries(Object.entries({ compressed: c, norm1, sit, decompressed, logits }).map(([name, node]) => [name, tape.view(node).slice()]));
  const bce = binaryCrossEntropyOnTape(tape, logits, labels, streams ? last : undefined);
  tape.backward();
  const gradients = Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, road.memory.floats(node.gradient, node.rows * node.columns).slice()]));
  const seen = { values: { ...values, attention: road.memory.floats(attended, G * reference.heads * T * T).slice() }, bce, gradients };
  tape.dispose();
  layer.dispose();
  return seen;
}

/** A weight [out, in] of the fixture as [in, out], or back by its turned shape; all else as it is. */
function turned({ shape, data }: Shaped, name: string): Float32Array {
  if (!name.endsWith('weight') || shape.length === 1) return Float32Array.from(data);
  const [rows, columns] = shape as [number, number];
  return Float32Array.from({ length: rows * columns }, (_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!);
}

async function read(tensors: Readonly<Record<string, tf.Tensor>>): Promise<Record<string, Float32Array>> {
  const arrays: Record<string, Float32Array> = {};
  for (const [name, tensor] of Object.entries(tensors)) arrays[name] = (await tensor.data<'float32'>()).slice();
  return arrays;
}
