import { describe, expect, it } from 'vitest';
import { decodedRow } from './decodedRow';
import { decodedWords } from './decodedWords';
import { valueDecoding } from './valueDecoding';
import { valueDecodingFixtures } from './valueDecoding.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';
import type { Decoding } from '../engine/records/predict';

const first = firstOf(valueDecodingFixtures);
const many = valueDecodingFixtures[1]!.data;

/** One row, two levels of two codes: true 24.7 = 23 + 1.5 + rest. */
const steps = {
  probabilities: [new Float32Array([0.1, 0, 0.2, 0.7, 0, 0]), new Float32Array([0.1, 0, 0, 0.1, 0.2, 0.6])],
  learned: new Float32Array([23.1, 24.6, 24.75]), expected: new Float32Array([20, 24.31]), greedy: new Float32Array([23, 24.5]), tokens: new Int32Array([3, 5]),
};
const small: Decoding = {
  rows: new Uint32Array([8204]), targets: new Float32Array([24.7]), numCodes: [2, 2], tokenValues: new Float32Array([0, 0, 10, 23, -1.5, 1.5]),
  trueTokens: new Int32Array([3, 5]), trueSums: new Float32Array([23, 24.5]), free: steps, forced: { ...steps, tokens: new Int32Array([2, 1]) }, byLevel: [], errorHead: { mae: 0, without: 0 },
};
const tiny = { ...first, decoding: small, index: 0 };

describe('valueDecoding', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(valueDecoding, first, 700), valueDecoding.describe(first))).toMatchFileSnapshot('snapshots/valueDecoding.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(valueDecoding, valueDecodingFixtures));

  it('updates in place, a row after a row and many after many', () => {
    expectInPlace(valueDecoding, first, valueDecodingFixtures[4]!.data);
    expectInPlace(valueDecoding, many, { ...many, shown: 2, index: 3 });
  });

  it('reads a row: each code at the sum it would make', () => {
    const row = decodedRow(small, 'free', 0)!;
    expect(row.levels.map((level) => level.base)).toEqual([0, 23]);
    expect(row.levels[1]!.codes.map((code) => [code.code, code.sum])).toEqual([[0, 21.5], [-1, 23], [1, 24.5]]);
    expect(row.levels.map((level) => level.chosen.code)).toEqual([1, 1]);
    expect(row.levels[1]!.elsewhere).toBeCloseTo(0.1);
    // The true codes were fed: level 2 begins at their sum, and a token of no level counts for none.
    expect(decodedRow(small, 'forced', 0)!.levels.map((level) => [level.base, level.chosen.code])).toEqual([[0, 0], [23, null]]);
    expect(decodedRow(small, 'free', 1)).toBeNull();
  });

  it('says the sum so that it adds up as printed', () => {
    const row = decodedRow(small, 'free', 0)!;
    expect(decodedWords(row, 's').sum).toBe('23.10 + 1.50 + 0.15 = 24.75\u202fs');
    expect(decodedWords(row, 's').rest).toBe('error 0.0500\u202fs · most probable codes alone 24.5\u202fs · expected value of the codes 24.3\u202fs');
    expect(decodedWords(row, 's', 2)).toEqual({ sum: '23.10 + 1.50 = 24.60\u202fs so far', rest: '' });
    expect(decodedWords({ ...row, prediction: 24.2 }, '').sum).toBe('23.10 + 1.50 − 0.40 = 24.20');
  });

  it('draws levels beyond the step faintly and without words', () => {
    const strips = (shown: number) => [...drawn(valueDecoding, { ...first, shown }, 700).querySelectorAll('.strips > g')].map((strip) => strip.querySelectorAll('.labels text').length > 0);
    expect([0, 1, 3].map(strips)).toEqual([[false, false, false], [true, false, false], [true, true, true]]);
  });

  it('keeps its height while stepping', () => {
    expect([0, 1, 2, 3, 4].map((shown) => valueDecoding.height({ ...first, shown }, 340))).toEqual(Array(5).fill(valueDecoding.height(first, 340)));
  });

  it('tells the code under the keyboard, and the row chosen among many', () => {
    const told: unknown[] = [];
    const root = drawn(valueDecoding, tiny, 700, { hover: (code) => told.push(code) });
    const press = (node: Element, key: string) => node.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key, bubbles: true }));
    const hit = root.querySelector('.surface rect')!;
    press(hit, 'ArrowDown');
    press(hit, 'ArrowRight');
    expect(told[1]).toMatchObject({ level: 1, code: -1, value: 0, sum: 23 });
    const chosen: number[] = [];
    const lines = drawn(valueDecoding, many, 700, { select: (index) => chosen.push(index) }).querySelector('.surface rect')!;
    press(lines, 'ArrowDown');
    press(lines, 'Enter');
    expect(chosen).toEqual([1]);
  });

  it('writes a line a code, and a line a row of many', () => {
    expect(valueDecoding.toCsv(tiny).split('\n')[2]).toBe('8204,1,0,10,10,0.20000000298023224,0,23.100000381469727');
    expect(valueDecoding.toCsv({ ...tiny, mode: 'many' }).split('\n').slice(0, 2)).toEqual(['row,true value,after level 1,after level 2,prediction', '8204,24.700000762939453,23.100000381469727,24.600000381469727,24.75']);
  });
});
