/**
 * SASRec (Kang and McAuley, 1808.09781): items and their positions, layers of causal attention, and scores of all items by their own embeddings.
 *
 *     x = sqrt(width) E[item] + position, oldest first;   each row sees those before it;   scores = norm(x) E^T
 */
import { causalMask } from '../../../math/attentionData';
import type { Random } from '../../../math/random';
import type { Bags } from '../../../math/segments';
import { attend, attentionAt, dropped, feed, feedAt, type AttentionAt, type Dropping, type FeedAt } from '../../../nn/attentionBlocks';
import type { Face } from '../../../nn/face';
import { normed, Weights, type NormAt } from '../../../nn/weights';
import type { SasrecSettings } from './params';

/** Spread of the embeddings at the start. */
const SPREAD = 0.05;

/** Sequences in slots for `each` items, and the slots whose rows are scored. */
export interface SequenceBatch {
  readonly sequences: readonly Int32Array[];
  readonly rows: Int32Array;
}

export class SasrecNetwork {
  readonly weights = new Weights();
  private readonly table: number;
  private readonly layers: readonly { readonly self: AttentionAt; readonly feed: FeedAt }[];
  private readonly norm: NormAt;

  constructor(
    private readonly items: number,
    private readonly settings: Pick<SasrecSettings, 'width' | 'heads' | 'layers' | 'history'>,
    random: Random,
  ) {
    const { weights } = this;
    const { width, layers, history } = settings;
    const start = random.split('table');
    this.table = weights.add([items + history, width], () => SPREAD * start.normal());
    const block = { width, inner: width, ffn: width };
    this.layers = Array.from({ length: layers }, (_, i) => ({ self: attentionAt(weights, block, random.split(`layer ${i}`)), feed: feedAt(weights, block, random.split(`feed ${i}`)) }));
    this.norm = weights.norm(width);
  }

  /** Scores of all items at the rows of the batch, [rows, items]. Sequences are no longer than the history that the settings allow. */
  scores<X>(face: Face<X>, { sequences, rows: scored }: SequenceBatch, dropping: Dropping): X {
    const { width, heads } = this.settings;
    const [groups, each] = [sequences.length, slotsOf(sequences)];
    const rows = groups * each;
    const data = { groups, queries: each, keys: each, heads, mask: causalMask(Uint32Array.from(sequences, ({ length }) => length), each) };
    let x = dropped(face, face.embeddingBag(face.variable(this.table), this.bags(sequences, each)), rows, width, dropping);
    for (const layer of this.layers) x = feed(face, layer.feed, attend(face, layer.self, x, null, data, dropping, width), rows, width, dropping);
    return face.tableScores(face.embedding(normed(face, x, this.norm), scored), face.variable(this.table), 0, this.items);
  }

  dispose(): void {
    this.weights.dispose();
  }

  private bags(sequences: readonly Int32Array[], each: number): Bags {
    const filled = sequences.reduce((sum, { length }) => sum + length, 0);
    const [ids, starts] = [new Int32Array(2 * filled), new Int32Array(sequences.length * each + 1)];
    let at = 0;
    sequences.forEach((sequence, i) => {
      for (let slot = 0; slot < each; slot++) {
        if (slot < sequence.length) {
          ids[at++] = sequence[slot]!;
          ids[at++] = this.items + slot;
        }
        starts[i * each + slot + 1] = at;
      }
    });
    return { ids, starts, weights: Float32Array.from(ids, (_, entry) => (entry % 2 === 0 ? Math.sqrt(this.settings.width) : 1)) };
  }
}

/** Slots of a sequence in a batch: as many as the longest has, one at least. */
export function slotsOf(sequences: readonly Int32Array[]): number {
  return sequences.reduce((most, { length }) => Math.max(most, length), 1);
}
