/**
 * The reader of histories (2604.08933, section on the downstream model).
 *
 *     e = field embeddings;   s = mean of the ordinary sequence;   x = [e, s, length]
 *     tok_t = [relu(Wa c_t + ba), label, gap, distance in requests]      c_t constants from the store
 *     Q = W x;   H = reader(Q, tok)                                      the query is the current request, compressed
 *     logit = head([MLP([x, H]), (A e) * (B H)])                         H goes in before the interaction; the product is the one interaction that an MLP finds hard
 *
 * Readers. `transformer`: h = Q + attention(norm(Q) over tok), H = h + W2 gelu(W1 norm(h)); `cross`: H = h. There is one query, so keys and values need no projection for each token: head i
 * scores by q_i . tok with q_i = Wk_i^T Wq_i Q as one matrix, and its weighted tokens go through Wo_i Wv_i as one. The bias is learned by the distance in requests. `din` (1706.06978): tokens
 * weighted by an MLP of [q, k, q * k], no softmax; q - k is left out, since a linear layer makes it of q and k.
 */
import type { Random } from '../../../math/random';
import { DISTANCES, startOfDistances } from '../buckets';
import type { Face } from '../../../nn/face';
import { normed, through, Weights, type DenseAt, type NormAt } from '../../../nn/weights';
import { SIDE_ENTRIES, SIDE_FACTS, type ReaderBatch, type ReaderData, type Tokens } from './batch';
import type { ReaderSettings } from './params';

/** Units of DIN's score. */
const SCORE_UNITS = 16;

/** Numbers between layers that a step leaves out: 0, or 1 / (1 - share), [rows, columns]. */
export interface Dropouts {
  readonly history: Float32Array;
  readonly hidden: readonly Float32Array[];
}

interface AttentionAt {
  readonly norm: NormAt;
  readonly query: DenseAt;
  readonly out: DenseAt;
  /** [heads x DISTANCES, 1] */
  readonly bias: number;
  readonly feed: { readonly norm: NormAt; readonly up: DenseAt; readonly down: DenseAt } | null;
}

interface ScoresAt {
  readonly query: DenseAt;
  readonly hidden: DenseAt;
  readonly score: DenseAt;
  readonly out: DenseAt;
}

interface HistoryAt {
  /** Of fields of items; -1 where tokens are vectors. */
  readonly items: number;
  readonly adapter: DenseAt;
  readonly side: number;
  readonly compress: DenseAt;
  readonly attention: AttentionAt | null;
  readonly scores: ScoresAt | null;
  readonly fieldFactor: DenseAt;
  readonly historyFactor: DenseAt;
}

export class ReaderNetwork {
  readonly weights = new Weights();
  /** Numbers of a token. */
  readonly tokenWidth: number;
  private readonly table: number;
  private readonly sequence: number;
  private readonly history: HistoryAt | null;
  private readonly hidden: readonly DenseAt[];
  private readonly head: DenseAt;

  constructor(
    private readonly data: ReaderData,
    private readonly settings: ReaderSettings,
    random: Random,
  ) {
    const { weights } = this;
    const { fieldDim, width, adapter, side, hidden, sequenceLength, history } = settings;
    const { fields, bagFields, bagEntries } = data;
    this.tokenWidth = adapter + SIDE_FACTS * side;
    this.table = weights.table(fields.size, fieldDim, random.split('table'));
    this.sequence = sequenceLength > 0 ? weights.table(bagEntries, fieldDim, random.split('sequence')) : -1;
    const inputs = (fields.count + (sequenceLength > 0 ? bagFields : 0)) * fieldDim + (sequenceLength > 0 ? 1 : 0);
    this.history = history === 'none' ? null : this.makeHistory(inputs, random.split('history'));
    const widths = [inputs + (this.history ? width : 0), ...hidden];
    this.hidden = hidden.map((out, i) => weights.dense(widths[i]!, out, random.split(`hidden ${i}`)));
    this.head = weights.dense(widths.at(-1)! + (this.history ? width : 0), 1, random.split('head'));
  }

  /** Logits [B, 1]. */
  logits<X>(face: Face<X>, batch: ReaderBatch, dropouts: Dropouts | null = null): X {
    const { x, e } = this.inputs(face, batch);
    const { width } = this.settings;
    const read = batch.tokens && this.read(face, x, batch.tokens, batch.rows);
    const kept = read && dropouts ? face.times(read, face.data(dropouts.history, batch.rows, width)) : read;
    let h = kept ? face.join([x, kept]) : x;
    this.hidden.forEach((layer, i) => {
      h = through(face, h, layer, true);
      if (dropouts) h = face.times(h, face.data(dropouts.hidden[i]!, batch.rows, this.settings.hidden[i]!));
    });
    if (!kept) return through(face, h, this.head);
    const { fieldFactor, historyFactor } = this.history!;
    return through(face, face.join([h, face.times(through(face, e, fieldFactor), through(face, kept, historyFactor))]), this.head);
  }

  /** Queries [B x heads, token width] of attention; for views. */
  queries<X>(face: Face<X>, batch: ReaderBatch): X {
    return this.queriesOf(face, through(face, this.inputs(face, batch).x, this.history!.compress), batch.rows);
  }

  /** Tokens [B x T, token width]; for views. */
  tokens<X>(face: Face<X>, { tokens }: ReaderBatch): X {
    return this.tokensOf(face, tokens!);
  }

  /** DIN's scores [B x T, 1]; for views. */
  scores<X>(face: Face<X>, batch: ReaderBatch): X {
    const { x } = this.inputs(face, batch);
    return this.scoresOf(face, through(face, x, this.history!.compress), this.tokensOf(face, batch.tokens!), batch.tokens!, batch.rows);
  }

  /** Number of the variable with the bias by distance [heads x DISTANCES, 1]. */
  get bias(): number {
    return this.history!.attention!.bias;
  }

  dispose(): void {
    this.weights.dispose();
  }

  private makeHistory(inputs: number, random: Random): HistoryAt {
    const { weights, tokenWidth, data, settings: { reader, history, fieldDim, width, heads, adapter, side } } = this;
    const items = history === 'sequence' && data.itemFields;
    const dense = (name: string, from: number, to: number) => weights.dense(from, to, random.split(name));
    const start = startOfDistances(heads);
    const attends = reader !== 'din';
    return {
      items: items ? weights.table(items.size, fieldDim, random.split('items')) : -1,
      adapter: dense('adapter', items ? items.count * fieldDim : data.dim, adapter),
      side: weights.table(SIDE_ENTRIES, side, random.split('side')),
      compress: dense('compress', inputs, width),
      attention: attends ? {
        norm: weights.norm(width), query: dense('query', width, heads * tokenWidth), out: dense('out', heads * tokenWidth, width),
        bias: weights.add([heads * DISTANCES, 1], (at) => start[(at % DISTANCES) * heads + Math.floor(at / DISTANCES)]!),
        feed: reader === 'transformer' ? { norm: weights.norm(width), up: dense('up', width, 4 * width), down: dense('down', 4 * width, width) } : null,
      } : null,
      scores: attends ? null : {
        query: dense('query', width, tokenWidth), hidden: dense('scores', 3 * tokenWidth, SCORE_UNITS), score: weights.dense(SCORE_UNITS, 1, random.split('score'), 0.2), out: dense('out', tokenWidth, width),
      },
      fieldFactor: dense('field factor', data.fields.count * fieldDim, width),
      historyFactor: dense('history factor', width, width),
    };
  }

  /** x [B, inputs], and e [B, fields x fieldDim] in it. */
  private inputs<X>(face: Face<X>, { rows, ids, bags, counts }: ReaderBatch): { x: X; e: X } {
    const { fieldDim } = this.settings;
    const { fields, bagFields } = this.data;
    const e = face.reshape(face.embedding(face.variable(this.table), ids), rows, fields.count * fieldDim);
    if (!bags) return { x: e, e };
    const s = face.reshape(face.embeddingBag(face.variable(this.sequence), bags), rows, bagFields * fieldDim);
    return { x: face.join([e, s, face.data(counts, rows, 1)]), e };
  }

  private tokensOf<X>(face: Face<X>, { vectors, items, side }: Tokens): X {
    const { settings: { fieldDim, side: width }, data: { dim, itemFields }, history } = this;
    const slots = side.length / SIDE_FACTS;
    const content = vectors
      ? face.data(vectors, slots, dim)
      : face.reshape(face.embedding(face.variable(history!.items), items!), slots, itemFields!.count * fieldDim);
    const facts = face.reshape(face.embedding(face.variable(history!.side), side), slots, SIDE_FACTS * width);
    return face.join([through(face, content, history!.adapter, true), facts]);
  }

  /** H [B, width] */
  private read<X>(face: Face<X>, x: X, tokens: Tokens, rows: number): X {
    const { settings: { heads }, history, tokenWidth } = this;
    const { compress, attention, scores } = history!;
    const query = through(face, x, compress);
    const tok = this.tokensOf(face, tokens);
    if (scores) return through(face, face.weightedSums(tok, this.scoresOf(face, query, tok, tokens, rows), tokens.mask, tokens.each), scores.out);
    // One head of attention for all, whose queries are the heads: they share keys and values.
    const { mask, buckets } = repeated(tokens, rows, heads);
    const data = { groups: rows, queries: heads, keys: tokens.each, heads: 1, mask };
    const found = face.attention(this.queriesOf(face, query, rows), tok, tok, data, [{ table: face.variable(attention!.bias), buckets }]);
    const h = face.add(query, through(face, face.reshape(found, rows, heads * tokenWidth), attention!.out));
    const { feed } = attention!;
    return feed ? face.add(h, through(face, face.activate(through(face, normed(face, h, feed.norm), feed.up), 'gelu'), feed.down)) : h;
  }

  private queriesOf<X>(face: Face<X>, query: X, rows: number): X {
    const { settings: { heads }, history, tokenWidth } = this;
    const { norm, query: projection } = history!.attention!;
    return face.reshape(through(face, normed(face, query, norm), projection), rows * heads, tokenWidth);
  }

  private scoresOf<X>(face: Face<X>, query: X, tok: X, { each }: Tokens, rows: number): X {
    const { query: projection, hidden, score } = this.history!.scores!;
    const repeated = face.embedding(through(face, query, projection), Int32Array.from({ length: rows * each }, (_, slot) => Math.floor(slot / each)));
    return through(face, through(face, face.join([repeated, tok, face.times(repeated, tok)]), hidden, true), score);
  }
}

/** Mask and buckets of the bias [B, heads, T], of masks and distances [B, T]. */
function repeated({ each, mask, distances }: Tokens, rows: number, heads: number): { mask: Uint8Array; buckets: Int32Array } {
  const all = { mask: new Uint8Array(rows * heads * each), buckets: new Int32Array(rows * heads * each) };
  for (let row = 0, at = 0; row < rows; row++) {
    for (let head = 0; head < heads; head++) {
      for (let slot = row * each; slot < (row + 1) * each; slot++, at++) {
        all.mask[at] = mask[slot]!;
        all.buckets[at] = head * DISTANCES + distances[slot]!;
      }
    }
  }
  return all;
}
