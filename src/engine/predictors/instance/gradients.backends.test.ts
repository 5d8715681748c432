/** Gradients of both networks of IAT against finite differences, in every variable: masked attention, layer norm, bottleneck with its skip, bags, product. */
import { expect, it } from 'vitest';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { describeBackends } from '../../testing/backends';
import { expectGradients } from '../../testing/gradients';
import { plantedEvents } from '../../testing/instances';
import type { Face } from '../../nn/face';
import { ReaderData } from './reader/batch';
import { iatReader } from './reader/kind';
import { ReaderNetwork } from './reader/network';
import { readerSettings } from './reader/params';
import { iatSource } from './source/kind';
import { SourceNetwork } from './source/network';
import { sourceSettings } from './source/params';
import { piecesOf, sequencesOf } from './source/sequences';
import { sourceData } from './source/sourceData';

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
