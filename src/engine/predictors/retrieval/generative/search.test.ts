/** Beam search over a trie against scoring every item, with scores of a known function. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../math/random';
import { continued, logSumExp, rootOf, type Prefix } from './beam';
import { itemTokens } from './itemTokens';
import { Trie } from './trie';

const sizes = [4, 3, 5];
const random = new Random(8);
const ids = Array.from(random.choose(60, 22), (id) => [Math.floor(id / 15), Math.floor(id / 5) % 3, id % 5]);
const codes = Int32Array.from(ids.flat());
const trie = new Trie({ codes, sizes, items: ids.length });

/** Logits [codes of the next place] after a prefix: numbers of chance that follow from the prefix. */
function logitsAfter(prefix: ArrayLike<number>): Float32Array {
  const chance = random.split(`after ${Array.from(prefix).join()}`);
  return Float32Array.from({ length: sizes[prefix.length]! }, () => 2 * chance.normal());
}

function scoreOf(id: readonly number[]): number {
  return id.reduce((sum, code, place) => {
    const logits = logitsAfter(id.slice(0, place));
    return sum + logits[code]! - logSumExp(logits, 0, logits.length);
  }, 0);
}

function search(beam: number, free = false, allowed?: (item: number) => boolean): Prefix[][] {
  const trail: Prefix[][] = [];
  let kept = [rootOf(trie)];
  for (let place = 0; place < sizes.length; place++) {
    const V = sizes[place]!;
    const logits = new Float32Array(kept.length * V);
    kept.forEach((prefix, i) => logits.set(logitsAfter(prefix.codes), i * V));
    kept = continued(trie, kept, { values: logits, at: 0, stride: V, V }, { beam, free, sizes, offsets: [0, 0, 0] }, allowed);
    trail.push(kept);
  }
  return trail;
}

describe('beam search', () => {
  it('with a beam for all items is exhaustive scoring', () => {
    const wanted = ids.map((id, item) => ({ item, score: scoreOf(id) })).sort((a, b) => b.score - a.score);
    const found = search(60).at(-1)!;
    expect(found.map(({ lo }) => trie.items[lo])).toEqual(wanted.map(({ item }) => item));
    found.forEach(({ score }, i) => expect(score).toBeCloseTo(wanted[i]!.score, 5));
  });

  it('with a beam of one takes the best allowed code at each place', () => {
    let prefix: number[] = [];
    for (const place of sizes.keys()) {
      const logits = logitsAfter(prefix);
      const open = new Set(ids.filter((id) => id.slice(0, place).join() === prefix.join()).map((id) => id[place]!));
      prefix = [...prefix, [...open].reduce((best, code) => (logits[code]! > logits[best]! ? code : best))];
    }
    expect(Array.from(search(1).at(-1)![0]!.codes)).toEqual(prefix);
  });

  it('finds valid items, each once', () => {
    for (const beam of [1, 3, 7, 22]) {
      const items = search(beam).at(-1)!.map(({ lo, hi }) => (expect(hi - lo).toBe(1), trie.items[lo]!));
      expect(new Set(items).size).toBe(items.length);
      expect(items.length).toBeLessThanOrEqual(beam);
    }
  });

  it('says which prefix each continues', () => {
    const trail = search(6);
    trail.forEach((prefixes, place) => prefixes.forEach(({ codes, parent }) => {
      if (place > 0) expect(Array.from(trail[place - 1]![parent]!.codes)).toEqual(Array.from(codes.subarray(0, place)));
    }));
  });

  it('free, finds what the model likes best, valid or not, with the same scores', () => {
    const every = Array.from({ length: 60 }, (_, id) => [Math.floor(id / 15), Math.floor(id / 5) % 3, id % 5]).sort((a, b) => scoreOf(b) - scoreOf(a));
    const found = search(60, true).at(-1)!;
    expect(found.map(({ codes }) => Array.from(codes))).toEqual(every);
    const valid = new Set(ids.map((id) => id.join()));
    for (const { codes, lo, hi } of found) expect(hi - lo).toBe(valid.has(codes.join()) ? 1 : 0);
  });

  it('leaves out items that are not allowed, and no others', () => {
    const all = search(60).at(-1)!.map(({ lo }) => trie.items[lo]!);
    const without = search(60, false, (item) => item !== all[0] && item !== all[3]).at(-1)!.map(({ lo }) => trie.items[lo]!);
    expect(without).toEqual(all.filter((_, at) => at !== 0 && at !== 3));
  });

  it('of equal scores takes the lower codes first', () => {
    const even = continued(trie, [rootOf(trie)], { values: new Float32Array(4), at: 0, stride: 4, V: 4 }, { beam: 2, free: true, sizes, offsets: [0, 0, 0] });
    expect(even.map(({ codes }) => codes[0])).toEqual([0, 1]);
  });
});

describe('tokens of items', () => {
  const given = { codes: Int32Array.of(0, 1, 0, 1, -1, -1, 2, 0, 0, 1), numCodes: [3, 2] };

  it('tell items of one ID apart by a suffix, in the order of the items', () => {
    const tokens = itemTokens(given, 'joined', true, new Random(1));
    expect(Array.from(tokens.codes)).toEqual([0, 1, 0, 0, 1, 1, -1, -1, -1, 2, 0, 0, 0, 1, 2]);
    expect(tokens).toMatchObject({ sizes: [3, 2, 3], starts: [1, 4, 6], vocabulary: 9, largestBucket: 3, suffixTokens: 3, without: 1, places: ['level 1', 'level 2', 'suffix'] });
    expect(tokens.bits).toBeCloseTo(Math.log2(6), 12);
  });

  it('have none where it is not wanted, or where no two items share an ID', () => {
    expect(itemTokens(given, 'joined', false, new Random(1))).toMatchObject({ sizes: [3, 2], suffixTokens: 0, largestBucket: 3 });
    expect(itemTokens({ codes: Int32Array.of(0, 1, 2, 0), numCodes: [3, 2] }, 'joined', true, new Random(1))).toMatchObject({ suffixTokens: 0, largestBucket: 1 });
  });

  it('shuffled, are the same IDs among other items', () => {
    const all = { codes, numCodes: sizes };
    const of = (tokens: Int32Array) => Array.from({ length: ids.length }, (_, item) => tokens.subarray(item * 3, item * 3 + 3).join());
    const shuffled = of(itemTokens(all, 'shuffled', true, new Random(2)).codes);
    expect([...shuffled].sort()).toEqual(of(codes).sort());
    expect(shuffled).not.toEqual(of(codes));
    expect(itemTokens(all, 'shuffled', true, new Random(2)).codes).toEqual(itemTokens(all, 'shuffled', true, new Random(2)).codes);
  });

  it('drawn at random, are all different where there are enough', () => {
    expect(itemTokens({ codes, numCodes: sizes }, 'random', true, new Random(2))).toMatchObject({ largestBucket: 1, suffixTokens: 0 });
    expect(itemTokens({ codes: new Int32Array(60), numCodes: [4, 3] }, 'random', true, new Random(2)).largestBucket).toBeGreaterThan(1);
  });
});
