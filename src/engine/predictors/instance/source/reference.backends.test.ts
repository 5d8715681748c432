/** The source model with the weights of a small PyTorch model: compressor, mixing, decompressor and logit in their order, by both faces. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { cpuRoad } from '../../../cpu/road';
import type { Activation } from '../../../math/activations';
import { causalMask } from '../../../math/attentionData';
import { Random } from '../../../math/random';
import { describeBackends } from '../../../testing/backends';
import given from '../../../testing/fixtures/iat-step.json';
import { expectClose, type Shaped } from '../../../testing/tolerance';
import type { Face, Forward } from '../../../nn/face';
import { FaceTrainer } from '../../training/faceTrainer';
import { SourceNetwork } from './network';
import type { Sequences } from './sequences';

const [G, T, D] = [2, 5, 4];
const weights = given.weights as Readonly<Record<string, Shaped>>;
const instances = Float32Array.from(given.instances.data);
const everyRow = Int32Array.from({ length: G * T }, (_, row) => row);
const sequences: Sequences = {
  groups: G, length: T, rows: everyRow, slots: everyRow, outputs: everyRow, outputRows: everyRow, outputPlaces: everyRow, mask: causalMask([T, T], T),
  distances: new Int32Array(G * T * T), gaps: new Int32Array(G * T * T),
};

describeBackends('the source model', () => {
  // The compressor's hidden layer is a ReLU here; its skip has no weight in the reference.
  it.each([['two_layer_relu', 'relu', 'relu']] as const)('%s as PyTorch\'s', async (name, sit, decompressed) => {
    const variant = given.variants[name];
    const network = networkOf({ sit, decompressed });
    expect(cpuRoad() !== null).toBe(tf.getBackend() === 'wasm');
    for (const fits of [true, false]) {
      const trainer = new FaceTrainer(network.weights.variables, { weightDecay: 0 }, fits);
      const read = (forward: Forward) => trainer.read(forward);
      const compressed = <X>(face: Face<X>) => network.compress(face, face.data(instances, G * T, 6));
      const mixed = <X>(face: Face<X>) => network.mix(face, compressed(face), sequences);
      const close = given.meta.tolerance_float32.variants;
      expectClose(await read(compressed), variant.compressed, close, 'compressed');
      expectClose(await read(mixed), variant.sit, close, 'mixed');
      expectClose(await read((face) => network.logits(face, mixed(face), face.data(instances, G * T, 6))), variant.logits, close, 'logits');
      trainer.dispose();
    }
    network.dispose();
  });
});

/** The network with the weights of the reference in place. */
function networkOf(activations: { readonly sit: Activation; readonly decompressed: Activation }): SourceNetwork {
  const network = new SourceNetwork({ fields: 3, entries: 4, fieldDim: 2, hidden: [8], dim: D, activation: 'linear', layers: 1, width: D, heads: 2, decompressed: 8, ownHead: false, product: false, activations }, new Random(1));
  const { variables } = network.weights;
  const [, hidden, hiddenBias, bottleneck, bottleneckBias, ...rest] = variables;
  const [distances, gaps, decompress, decompressBias, head, headBias] = rest.slice(12);
  const put = (variable: tf.Variable, name: string, more = 0) => tf.tidy(() => {
    const { shape, data } = weights[name]!;
    const values = tf.tensor(Float32Array.from(data), [...shape]);
    const turned = shape.length === 2 ? tf.transpose(values) : values;
    variable.assign(more > 0 ? tf.concat([turned, tf.zeros([more, shape[0]!])]) : turned);
  });
  put(hidden!, 'compress.0.weight');
  put(hiddenBias!, 'compress.0.bias');
  put(bottleneck!, 'compress.2.weight', 6);
  put(bottleneckBias!, 'compress.2.bias');
  const layer = ['norm1', 'attn.in_proj', 'attn.out_proj', 'norm2', 'ff.0', 'ff.2'].flatMap((name) => [`${name}.weight`, `${name}.bias`]);
  layer.forEach((name, i) => put(rest[i]!, name));
  tf.tidy(() => {
    for (const table of [distances!, gaps!]) table.assign(tf.zeros(table.shape));
  });
  put(decompress!, 'decompress.weight');
  put(decompressBias!, 'decompress.bias');
  put(head!, 'head.weight');
  put(headBias!, 'head.bias');
  return network;
}
