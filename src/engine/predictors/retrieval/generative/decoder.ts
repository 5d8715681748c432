/** Decoding of many histories at once: the encoder runs once, every place once for all prefixes kept, and each layer keeps the keys and values of the places before. Memory does not grow with the histories. */
import type { FaceTrainer } from '../../training/faceTrainer';
import { continued, rootOf, type Prefix, type SearchOptions } from './beam';
import { encoderBatch } from './histories';
import { BEGIN, type ItemTokens } from './itemTokens';
import type { GenerativeNetwork, LayerMemory } from './network';
import type { Trie } from './trie';

/** Prefixes, and slots of histories, decoded at once. */
const MOST_ROWS = 2048;
const MOST_SLOTS = 4096;

export interface Decoding {
  readonly network: GenerativeNetwork;
  readonly trainer: Pick<FaceTrainer, 'read'>;
  readonly tokens: ItemTokens;
  readonly trie: Trie;
}

/** Calls `take` for every history with the prefixes kept at each place, best first. Histories hold items with IDs alone. `seen`: items of each that may not be recommended. */
export async function decode({ network, trainer, tokens, trie }: Decoding, histories: readonly Int32Array[], options: { readonly beam: number; readonly free: boolean; readonly seen?: readonly Int32Array[] }, take: (history: number, kept: readonly (readonly Prefix[])[]) => void): Promise<void> {
  const { sizes, starts } = tokens;
  const P = sizes.length;
  const offsets = sizes.map((_, place) => starts[place]! - network.scored(place)[0]);
  const search: SearchOptions = { beam: options.beam, free: options.free, sizes, offsets };
  // Histories of about equal length go together.
  const order = Array.from(histories.keys()).sort((a, b) => histories[a]!.length - histories[b]!.length || a - b);
  // All places and chunks share it: new memory for each costs time.
  let output = new Float32Array(0);
  for (let at = 0; at < order.length; ) {
    const longest = (count: number) => Math.max(1, histories[order[Math.min(at + count, order.length) - 1]!]!.length);
    let count = Math.max(1, Math.floor(MOST_ROWS / options.beam));
    while (count > 1 && count * longest(count) * P > MOST_SLOTS) count--;
    const chunk = order.slice(at, at + count);
    await decodeChunk(chunk);
    at += chunk.length;
  }

  async function decodeChunk(chunk: readonly number[]): Promise<void> {
    const batch = encoderBatch(network, tokens, chunk.map((i) => histories[i]!));
    const { inner, layers } = network;
    const source = columns(await trainer.read((face) => network.sourceMemory(face, batch)), batch.count * batch.each, 2 * layers, inner);
    let kept: Prefix[][] = chunk.map(() => [rootOf(trie)]);
    const trails: Prefix[][][] = chunk.map(() => []);
    let beams = 1;
    let before: Float32Array[] = Array.from({ length: 2 * layers }, () => new Float32Array(0));
    for (let place = 0; place < P; place++) {
      const last = Int32Array.from({ length: chunk.length * beams }, (_, row) => {
        const prefix = kept[Math.floor(row / beams)]![row % beams];
        return place === 0 || !prefix ? BEGIN : starts[place - 1]! + prefix.codes[place - 1]!;
      });
      const memory = Array.from({ length: layers }, (_, i): LayerMemory => ({ keys: before[2 * i]!, values: before[2 * i + 1]!, sourceKeys: source[2 * i]!, sourceValues: source[2 * i + 1]! }));
      const made = (output = await trainer.read((face) => network.step(face, place, last, beams, batch, memory), output));
      const V = network.scored(place)[1];
      const wide = V + 2 * layers * inner;
      const previous = beams;
      kept = kept.map((prefixes, i) => {
        const seen = options.seen?.[chunk[i]!];
        const next = continued(trie, prefixes, { values: made, at: i * previous * wide, stride: wide, V }, search, seen && ((item) => !seen.includes(item)));
        trails[i]!.push(next);
        return next;
      });
      beams = kept.reduce((most, { length }) => Math.max(most, length), 1);
      if (place < P - 1) before = before.map((old, part) => grown(old, { made, wide, from: V + part * inner, place, inner, previous, beams, kept }));
    }
    chunk.forEach((history, i) => take(history, trails[i]!));
  }
}

/** The matrix [rows, parts x width] as `parts` matrices [rows, width]. */
function columns(values: Float32Array, rows: number, parts: number, width: number): Float32Array[] {
  return Array.from({ length: parts }, (_, part) => {
    const own = new Float32Array(rows * width);
    for (let row = 0; row < rows; row++) own.set(values.subarray((row * parts + part) * width, (row * parts + part + 1) * width), row * width);
    return own;
  });
}

interface Grown {
  /** [rows, wide] of the place just decoded: new keys, or values, stand `from` a column on. */
  readonly made: Float32Array;
  readonly wide: number;
  readonly from: number;
  readonly place: number;
  readonly inner: number;
  /** Prefixes a history before and after it. */
  readonly previous: number;
  readonly beams: number;
  readonly kept: readonly (readonly Prefix[])[];
}

/** Keys, or values, of all places so far for the prefixes that are kept: [histories x beams, place + 1, inner]. Slots without a prefix hold zeros. */
function grown(old: Float32Array, { made, wide, from, place, inner, previous, beams, kept }: Grown): Float32Array {
  const [past, each] = [place * inner, (place + 1) * inner];
  const next = new Float32Array(kept.length * beams * each);
  kept.forEach((prefixes, i) => prefixes.forEach(({ parent }, beam) => {
    const [to, row] = [(i * beams + beam) * each, i * previous + parent];
    for (let j = 0; j < past; j++) next[to + j] = old[row * past + j]!;
    for (let j = 0; j < inner; j++) next[to + past + j] = made[row * wide + from + j]!;
  }));
  return next;
}
