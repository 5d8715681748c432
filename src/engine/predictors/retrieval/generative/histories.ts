/** Histories of items as what the encoder reads. */
import type { Bags } from '../../../math/segments';
import type { ItemTokens } from './itemTokens';
import type { EncoderBatch, GenerativeNetwork } from './network';

/** The newest `most` items of a history that have an ID. */
export function readable({ codes, sizes }: Pick<ItemTokens, 'codes' | 'sizes'>, history: Int32Array, most: number): Int32Array {
  const P = sizes.length;
  const coded = history.filter((item) => (codes[item * P] ?? -1) >= 0);
  return coded.subarray(Math.max(0, coded.length - most));
}

/** Slots for as many items as the longest history has, but one at least; `slots`: for more. */
export function encoderBatch(network: GenerativeNetwork, { codes, starts: tokenStarts, sizes }: ItemTokens, histories: readonly Int32Array[], slots = 1): EncoderBatch {
  const P = sizes.length;
  const longest = histories.reduce((most, { length }) => Math.max(most, length), slots);
  const each = longest * P;
  const filled = histories.reduce((sum, { length }) => sum + length * P, 0);
  const [ids, starts] = [new Int32Array(3 * filled), new Int32Array(histories.length * each + 1)];
  let at = 0;
  histories.forEach((history, i) => {
    for (let slot = 0; slot < each; slot++) {
      const age = history.length - 1 - Math.floor(slot / P);
      const place = slot % P;
      if (age >= 0) {
        ids[at++] = tokenStarts[place]! + codes[history[Math.floor(slot / P)]! * P + place]!;
        ids[at++] = network.ageRow(age);
        ids[at++] = network.placeRow(place);
      }
      starts[i * each + slot + 1] = at;
    }
  });
  const bags: Bags = { ids, starts, weights: new Float32Array(ids.length).fill(1) };
  return { count: histories.length, each, bags, lengths: Uint32Array.from(histories, ({ length }) => length * P) };
}
