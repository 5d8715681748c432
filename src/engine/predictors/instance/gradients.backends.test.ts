/** Gradients of both networks of IAT against finite differences, in every variable: masked attention, layer norm, bottleneck with its skip, bags, product. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { describeBackends } from '../../testing/backends';
import { plantedEvents } from '../../testing/instances';
import type { Face, Minimised } from '../../nn/face';
import { PlainFace } from '../../nn/plainFace';
import { ReaderData } from './reader/batch';
import { iatReader } from './reader/kind';
import { ReaderNetwork } from './reader/network';
import { readerSettings } from './reader/params';
import { iatSource } from './source/kind';
import { SourceNetwork } from './source/network';
import { sourceSettings } from './source/params';
import { piecesOf, sequencesOf } from './source/sequences';
import { sourceData } from './source/sourceData';
import type { Weights } from '../../nn/weights';

const { events } = plantedEvents(3, 30);
const random = new Random(9);
const store = { data: Float32Array.from({ length: events.log.events * 3 }, () => random.normal()), dim: 3, bits: 96 };

describeBackends('gradients of IAT', (backend) => {
  // The plain form is the oracle of the kept one; one backend's arithmetic is enough for it.
  if (backend !== 'cpu') return it('are checked on the cpu', () => expect(true).toBe(true));

  it.each<Params>([{}, { layers: 2, width: 6, heads: 2, ownLoss: 0.5 }])('of the source model: %o', async (params) => {
    const settings = sourceSettings({ ...defaultParams(iatSource.params), ...iatSource.small, dim: 3, width: 6, hidden: [5], fieldDim: 2, ...params });
    const data = sourceData(events, settings, new Random(1));
    const network = new SourceNetwork({ ...settings, fields: data.fields.count, entries: data.fields.size, ownHead: settings.ownLoss > 0, product: true, decompressed: 6 }, new Random(2));
    const sequences = sequencesOf(piecesOf(data.seen, 6, data.start).slice(0, 5), 6, data.times);
    const [ids, labels] = [data.fields.ids(sequences.rows), Float32Array.from(sequences.outputRows, (event) => events.labels[event]!)];
    const learned = labels.map((_, row) => (row % 4 === 0 ? 0 : 1));
    await expectGradients(network.weights, <X>(face: Face<X>) => {
      const e = network.embed(face, ids);
      const c = network.compress(face, e);
      face.loss('prediction', network.logits(face, network.mix(face, c, sequences), e), labels, learned, 1);
      if (settings.ownLoss > 0) face.loss('own', network.ownLogits(face, c), labels, learned, settings.ownLoss);
    });
    network.dispose();
  });

  it.each<Params>([{}, { reader: 'cross' }, { reader: 'din' }, { history: 'sequence' }])('of the reader: %o', async (params) => {
    const settings = readerSettings({ ...defaultParams(iatReader.params), ...iatReader.small, history: 'store', width: 6, adapter: 3, hidden: [5], fieldDim: 2, ...params }, true);
    const data = new ReaderData(events, store, settings, 3);
    const network = new ReaderNetwork(data, settings, new Random(2));
    const rows = events.train.slice(0, 24);
    const [batch, labels] = [data.batch(rows), Float32Array.from(rows, (event) => events.labels[event]!)];
    await expectGradients(network.weights, <X>(face: Face<X>) => face.loss('prediction', network.logits(face, batch), labels, new Float32Array(24).fill(1), 1));
    network.dispose();
  });
});

/** A few numbers of every variable, by central differences; where they straddle a bend of a ReLU the steps of two sizes disagree, and the number is left out. */
async function expectGradients({ variables }: Weights, minimised: Minimised): Promise<void> {
  // Biases start at zero, and with a vector of zeros a ReLU at its very bend.
  const noise = new Random(6);
  for (const variable of variables) tf.tidy(() => variable.assign(tf.add(variable, tf.tensor(Float32Array.from({ length: variable.size }, () => 0.1 * noise.normal()), variable.shape))));
  const loss = (): number => tf.tidy(() => {
    const face = new PlainFace(variables);
    minimised(face);
    return face.total!.dataSync()[0]!;
  });
  const { value, grads } = tf.variableGrads(() => {
    const face = new PlainFace(variables);
    minimised(face);
    return face.total!;
  }, variables);
  let [checked, skipped] = [0, 0];
  for (const [number, variable] of variables.entries()) {
    const values = (await variable.data<'float32'>()).slice();
    const gradient = grads[variable.name] ? await grads[variable.name]!.data<'float32'>() : new Float32Array(values.length);
    const set = (at: number, by: number): number => {
      const moved = values.slice();
      moved[at]! += by;
      tf.tidy(() => variable.assign(tf.tensor(moved, variable.shape)));
      return loss();
    };
    const places = [...new Set([gradient.reduce((best, slope, at) => (Math.abs(slope) > Math.abs(gradient[best]!) ? at : best), 0), 0, Math.floor(values.length / 2)])];
    for (const at of places) {
      const slopeBy = (h: number) => (set(at, h) - set(at, -h)) / (2 * h);
      const [wide, narrow] = [slopeBy(0.008), slopeBy(0.004)];
      if (Math.abs(wide - narrow) > 2e-4 + 0.01 * Math.abs(narrow)) skipped++;
      else {
        checked++;
        // Richardson's step: the error of second order goes.
        expect(Math.abs((4 * narrow - wide) / 3 - gradient[at]!), `variable ${number} of ${variable.shape.join(' x ')}, number ${at}`).toBeLessThan(3e-4 + 0.03 * Math.abs(gradient[at]!));
      }
    }
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
  expect(skipped).toBeLessThan(0.5 * checked);
  tf.dispose([value, grads]);
}
