/**
 * The encoder-decoder of generative retrieval (TIGER, 2305.05065; T5's form with learned positions), written once over a face.
 *
 *     encoder  tokens of up to T items, oldest first: E[token] + position of the item, counted back from the newest, + place;  every token sees every other
 *     decoder  begin, token 0, ..., token P - 2:      E[token] + place;  each sees those before it, and what the encoder left
 *     logits   at place p: rows of E that are tokens of place p (of all places without the mask), times the decoder's normed output
 *
 * All embeddings stand in one table: tokens, then positions of items, then places of the encoder, then places of the decoder. Slots beyond a history are zeros that nothing sees.
 */
import type { AttentionData } from '../../../math/attentionData';
import { causalMask, keyMask } from '../../../math/attentionData';
import type { Random } from '../../../math/random';
import type { Bags } from '../../../math/segments';
import { attend, attentionAt, dropped, feed, feedAt, joinHeads, type AttentionAt, type Dropping, type FeedAt } from '../../../nn/attentionBlocks';
import type { Face } from '../../../nn/face';
import { normed, through, Weights, type NormAt } from '../../../nn/weights';
import type { ItemTokens } from './itemTokens';
import type { GenerativeSettings } from './params';

/** Spread of the embeddings at the start: logits begin near zero. */
const SPREAD = 0.05;

export type NetworkShape = Pick<GenerativeSettings, 'layers' | 'width' | 'heads' | 'headWidth' | 'ffn' | 'history' | 'maskPlace'>;

/** What an encoder reads: B histories in slots for `each` tokens. */
export interface EncoderBatch {
  readonly count: number;
  readonly each: number;
  /** Rows of the table of each slot; an empty bag beyond the history. */
  readonly bags: Bags;
  /** uint32 [B]: tokens of each history. */
  readonly lengths: Uint32Array;
}

/** Keys and values of one attention. */
interface KeysAndValues<X> {
  readonly k: X;
  readonly v: X;
}

/** What a decoder's layer keeps of the places before, and of the histories. */
export interface LayerMemory {
  /** float32 [rows, places so far, inner] */
  readonly keys: Float32Array;
  readonly values: Float32Array;
  /** float32 [histories, each, inner] */
  readonly sourceKeys: Float32Array;
  readonly sourceValues: Float32Array;
}

interface DecoderLayer {
  readonly self: AttentionAt;
  readonly cross: AttentionAt;
  readonly feed: FeedAt;
}

export class GenerativeNetwork {
  readonly weights = new Weights();
  readonly places: number;
  readonly inner: number;
  private readonly table: number;
  private readonly encoder: readonly { readonly self: AttentionAt; readonly feed: FeedAt }[];
  private readonly encoderNorm: NormAt;
  private readonly decoder: readonly DecoderLayer[];
  private readonly decoderNorm: NormAt;

  constructor(
    private readonly tokens: Pick<ItemTokens, 'sizes' | 'starts' | 'vocabulary'>,
    private readonly shape: NetworkShape,
    random: Random,
  ) {
    const { weights } = this;
    const { layers, width, heads, headWidth, ffn, history } = shape;
    this.places = tokens.sizes.length;
    this.inner = heads * headWidth;
    const start = random.split('table');
    this.table = weights.add([tokens.vocabulary + history + 2 * this.places, width], () => SPREAD * start.normal());
    const block = { width, inner: this.inner, ffn };
    const attention = (name: string) => attentionAt(weights, block, random.split(name));
    const between = (name: string) => feedAt(weights, block, random.split(name));
    const each = Array.from({ length: layers }, (_, layer) => layer);
    this.encoder = each.map((layer) => ({ self: attention(`encoder ${layer}`), feed: between(`encoder feed ${layer}`) }));
    this.encoderNorm = weights.norm(width);
    this.decoder = each.map((layer) => ({ self: attention(`decoder ${layer}`), cross: attention(`cross ${layer}`), feed: between(`decoder feed ${layer}`) }));
    this.decoderNorm = weights.norm(width);
  }

  get layers(): number {
    return this.shape.layers;
  }

  /** Row of the table for an item's age, 0 the newest; and for a place in the encoder. */
  ageRow(age: number): number {
    return this.tokens.vocabulary + age;
  }

  placeRow(place: number): number {
    return this.tokens.vocabulary + this.shape.history + place;
  }

  /** First token and number of tokens that are scored at a place. */
  scored(place: number): readonly [from: number, count: number] {
    const { sizes, starts, vocabulary } = this.tokens;
    return this.shape.maskPlace ? [starts[place]!, sizes[place]!] : [0, vocabulary];
  }

  /** [B each, width] */
  encode<X>(face: Face<X>, { count, each, bags, lengths }: EncoderBatch, dropping: Dropping): X {
    const { width } = this.shape;
    const rows = count * each;
    const data = this.data(count, each, each, keyMask(lengths, each, each));
    let x = dropped(face, face.embeddingBag(face.variable(this.table), bags), rows, width, dropping);
    for (const layer of this.encoder) x = feed(face, layer.feed, attend(face, layer.self, x, null, data, dropping, width), rows, width, dropping);
    return normed(face, x, this.encoderNorm);
  }

  /** Logits of every place, [B, tokens scored there], after the true tokens before it. `codes` int32 [B, places]. */
  forced<X>(face: Face<X>, batch: EncoderBatch, codes: Int32Array, dropping: Dropping): X[] {
    const { places, shape: { width } } = this;
    const { count, each, lengths } = batch;
    const source = this.encode(face, batch, dropping);
    const rows = count * places;
    const itself = this.data(count, places, places, causalMask(new Uint32Array(count).fill(places), places));
    const across = this.data(count, places, each, keyMask(lengths, places, each));
    const before = Int32Array.from({ length: rows }, (_, row) => (row % places === 0 ? 0 : this.tokens.starts[(row % places) - 1]! + codes[row - 1]!));
    let x = dropped(face, this.decoderInput(face, before, (row) => row % places), rows, width, dropping);
    for (const layer of this.decoder) {
      x = attend(face, layer.self, x, null, itself, dropping, width);
      x = attend(face, layer.cross, x, source, across, dropping, width);
      x = feed(face, layer.feed, x, rows, width, dropping);
    }
    const h = normed(face, x, this.decoderNorm);
    return Array.from({ length: places }, (_, place) => this.logits(face, face.embedding(h, Int32Array.from({ length: count }, (_, i) => i * places + place)), place));
  }

  /** What the cross attention of every layer reads of histories: [B each, layers x 2 x inner], keys before values. */
  sourceMemory<X>(face: Face<X>, batch: EncoderBatch): X {
    const source = this.encode(face, batch, null);
    return face.join(this.decoder.flatMap(({ cross }) => [through(face, source, cross.key), through(face, source, cross.value)]));
  }

  /**
   * One place of `beams` prefixes for each of B histories: [B beams, tokens scored + layers x 2 x inner], logits, then the new keys and values of each layer. `tokens` int32 [B beams]: the last token
   * of each prefix; `memory`: of each layer.
   */
  step<X>(face: Face<X>, place: number, tokens: Int32Array, beams: number, { each, lengths }: Pick<EncoderBatch, 'each' | 'lengths'>, memory: readonly LayerMemory[]): X {
    const { inner, shape: { width } } = this;
    const [rows, count] = [tokens.length, tokens.length / beams];
    const itself = this.data(rows, 1, place + 1, new Uint8Array(rows * (place + 1)).fill(1));
    const across = this.data(count, beams, each, keyMask(lengths, beams, each));
    let x = this.decoderInput(face, tokens, () => place);
    const made: X[] = [];
    this.decoder.forEach((layer, i) => {
      const { keys, values, sourceKeys, sourceValues } = memory[i]!;
      const h = normed(face, x, layer.self.norm);
      const now: KeysAndValues<X> = { k: through(face, h, layer.self.key), v: through(face, h, layer.self.value) };
      const all = (before: Float32Array, last: X): X => (place === 0 ? last : face.reshape(face.join([face.data(before, rows, place * inner), last]), rows * (place + 1), inner));
      x = joinHeads(face, layer.self, x, through(face, h, layer.self.query), all(keys, now.k), all(values, now.v), itself, null, width);
      const q = through(face, normed(face, x, layer.cross.norm), layer.cross.query);
      x = joinHeads(face, layer.cross, x, q, face.data(sourceKeys, count * each, inner), face.data(sourceValues, count * each, inner), across, null, width);
      x = feed(face, layer.feed, x, rows, width, null);
      made.push(now.k, now.v);
    });
    return face.join([this.logits(face, normed(face, x, this.decoderNorm), place), ...made]);
  }

  dispose(): void {
    this.weights.dispose();
  }

  private logits<X>(face: Face<X>, h: X, place: number): X {
    return face.tableScores(h, face.variable(this.table), ...this.scored(place));
  }

  /** [rows, width]: tokens with the places they stand at. */
  private decoderInput<X>(face: Face<X>, tokens: Int32Array, placeOf: (row: number) => number): X {
    const { places } = this;
    const rows = tokens.length;
    const first = this.placeRow(0) + places;
    const bags: Bags = {
      ids: Int32Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? tokens[i >> 1]! : first + placeOf(i >> 1))),
      starts: Int32Array.from({ length: rows + 1 }, (_, row) => 2 * row), weights: new Float32Array(2 * rows).fill(1),
    };
    return face.embeddingBag(face.variable(this.table), bags);
  }

  private data(groups: number, queries: number, keys: number, mask: Uint8Array): AttentionData {
    return { groups, queries, keys, heads: this.shape.heads, mask };
  }
}
