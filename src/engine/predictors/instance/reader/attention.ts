/** What a reader of histories attends to at some events, for views: the mean weight of each past event over the heads, or DIN's scores. */
import type { HistoryAttention } from '../../../records/click';
import { DISTANCES } from '../buckets';
import type { FaceTrainer } from '../../training/faceTrainer';
import type { ReaderBatch, ReaderData } from './batch';
import type { ReaderNetwork } from './network';
import type { ReaderSettings } from './params';

/** A reader with the weights as they are. */
export interface Read {
  readonly data: ReaderData;
  readonly settings: ReaderSettings;
  readonly network: ReaderNetwork;
  readonly trainer: FaceTrainer;
}

/** `probabilities` of the events. Tokens are oldest first; who has no history has none. */
export async function attentionOf(read: Read, events: Uint32Array, probabilities: Float32Array): Promise<HistoryAttention> {
  const { data, data: { events: { log, labels } } } = read;
  const batch = data.batch(events);
  const tokens = batch.tokens!;
  const weights = read.settings.reader === 'din' ? await read.trainer.read((face) => read.network.scores(face, batch)) : await meanWeights(read, batch);
  const offsets = new Uint32Array(events.length + 1);
  const shown: { slot: number; judged: number }[] = [];
  events.forEach((judged, row) => {
    for (let slot = row * tokens.each; slot < (row + 1) * tokens.each; slot++) if (tokens.events[slot]! >= 0) shown.push({ slot, judged });
    offsets[row + 1] = shown.length;
  });
  const behind = (slot: number): number => tokens.events[slot]!;
  return {
    users: Int32Array.from(events, (event) => log.users[event]!),
    rows: Uint32Array.from(events, (event) => log.rowIndex[event]!),
    labels: Uint8Array.from(events, (event) => labels[event]!),
    probabilities, offsets,
    tokenRows: Uint32Array.from(shown, ({ slot }) => log.rowIndex[behind(slot)]!),
    gaps: Float64Array.from(shown, ({ slot, judged }) => log.time[judged]! - log.time[behind(slot)]!),
    tokenLabels: Uint8Array.from(shown, ({ slot, judged }) => data.labelAt(behind(slot), judged)),
    weights: Float32Array.from(shown, ({ slot }) => weights[slot]!),
  };
}

/** [B, T]: softmax of the scores of each head over the tokens seen, mean over heads; as ops/attention.ts. */
async function meanWeights({ network, trainer, settings: { heads } }: Read, batch: ReaderBatch): Promise<Float64Array> {
  const { each, mask, distances } = batch.tokens!;
  const width = network.tokenWidth;
  const queries = await trainer.read((face) => network.queries(face, batch));
  const tokens = await trainer.read((face) => network.tokens(face, batch));
  const bias = (await trainer.weights())[`weight.${network.bias}`]!;
  const means = new Float64Array(batch.rows * each);
  for (let row = 0; row < batch.rows; row++) {
    for (let head = 0; head < heads; head++) {
      const scores = Float64Array.from({ length: each }, (_, i) => {
        const slot = row * each + i;
        if (mask[slot] === 0) return -Infinity;
        let dot = 0;
        for (let j = 0; j < width; j++) dot += queries[(row * heads + head) * width + j]! * tokens[slot * width + j]!;
        return dot / Math.sqrt(width) + bias[head * DISTANCES + distances[slot]!]!;
      });
      const most = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - most));
      const total = shares.reduce((sum, share) => sum + share, 0);
      shares.forEach((share, i) => (means[row * each + i]! += share / total / heads));
    }
  }
  return means;
}
