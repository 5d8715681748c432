/**
 * Semantic IDs as tokens: one for each level, and one more that tells items of one ID apart (TIGER, 2305.05065), where two items share one.
 *
 *     row 0: begins every ID in the decoder;   code k of level l: row start_l + k, start_0 = 1;   suffix s: row start_L + s
 */
import { InputError } from '../../../errors';
import type { Random } from '../../../math/random';
import type { ItemCodes } from '../../log/inputs';

/** Items of one ID beyond this: the IDs are too coarse. */
export const MOST_SUFFIXES = 255;
/** Draws of a random ID before it is called hopeless to find another that is free. */
const MOST_DRAWS = 1000;

export interface ItemTokens {
  /** int32 [items, places]: code of each level, then the suffix; -1 throughout a row: the item has no ID. */
  readonly codes: Int32Array;
  readonly items: number;
  /** [places]: codes of each place, and where they start among the tokens. */
  readonly sizes: readonly number[];
  readonly starts: readonly number[];
  /** "level 1", ..., "suffix". */
  readonly places: readonly string[];
  /** Tokens in all, the first one included. */
  readonly vocabulary: number;
  readonly largestBucket: number;
  /** 0: no suffix. */
  readonly suffixTokens: number;
  readonly bits: number;
  readonly without: number;
}

/** Token that begins an ID. */
export const BEGIN = 0;

/** @throws InputError where no item has a code. */
export function itemTokens({ codes, numCodes }: ItemCodes, ids: 'joined' | 'shuffled' | 'random', suffix: boolean, random: Random): ItemTokens {
  const levels = numCodes.length;
  const items = codes.length / levels;
  const coded = Int32Array.from({ length: items }, (_, item) => item).filter((item) => codes[item * levels]! >= 0);
  if (coded.length === 0) throw new InputError('No item of the sequences has codes.', 'Join codes whose ids are those of the items.');
  const own = ids === 'joined' ? codes : ids === 'shuffled' ? shuffled(codes, levels, coded, random) : drawn(numCodes, items, coded, random);
  const { places, largest } = placesInBuckets(own, levels, coded);
  const suffixTokens = suffix && largest > 1 ? largest : 0;
  const sizes = [...numCodes, ...(suffixTokens > 0 ? [suffixTokens] : [])];
  const P = sizes.length;
  const all = new Int32Array(items * P).fill(-1);
  for (const item of coded) {
    for (let level = 0; level < levels; level++) all[item * P + level] = own[item * levels + level]!;
    if (suffixTokens > 0) all[item * P + levels] = places[item]!;
  }
  let next = BEGIN + 1;
  const starts = sizes.map((size) => (next += size) - size);
  return {
    codes: all, items, sizes, starts, vocabulary: next, largestBucket: largest, suffixTokens, without: items - coded.length, bits: numCodes.reduce((sum, size) => sum + Math.log2(size), 0),
    places: sizes.map((_, place) => (place < levels ? `level ${place + 1}` : 'suffix')),
  };
}

/** Of each item how many with a lower number share its ID, and the most that share one. */
function placesInBuckets(codes: Int32Array, levels: number, coded: Int32Array): { places: Int32Array; largest: number } {
  const counts = new Map<string, number>();
  const places = new Int32Array(codes.length / levels);
  let largest = 0;
  for (const item of coded) {
    const id = codes.subarray(item * levels, (item + 1) * levels).join();
    places[item] = counts.get(id) ?? 0;
    counts.set(id, places[item]! + 1);
    largest = Math.max(largest, places[item]! + 1);
  }
  return { places, largest };
}

/** The same IDs, dealt out anew among the items that have one. */
function shuffled(codes: Int32Array, levels: number, coded: Int32Array, random: Random): Int32Array {
  const dealt = codes.slice();
  random.permutation(coded.length).forEach((from, to) => dealt.set(codes.subarray(coded[from]! * levels, (coded[from]! + 1) * levels), coded[to]! * levels));
  return dealt;
}

/** IDs of evenly drawn codes, no two alike as long as there are enough. */
function drawn(numCodes: readonly number[], items: number, coded: Int32Array, random: Random): Int32Array {
  const levels = numCodes.length;
  const codes = new Int32Array(items * levels).fill(-1);
  const taken = new Set<string>();
  const enough = numCodes.reduce((product, size) => product * size, 1) >= coded.length;
  for (const item of coded) {
    for (let draw = 0; draw < MOST_DRAWS; draw++) {
      for (let level = 0; level < levels; level++) codes[item * levels + level] = random.integer(numCodes[level]!);
      const id = codes.subarray(item * levels, (item + 1) * levels).join();
      if (!enough || !taken.has(id)) {
        taken.add(id);
        break;
      }
    }
  }
  return codes;
}
