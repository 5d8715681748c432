import { describe, expect, it } from 'vitest';
import { levelsAndCodes } from './levelsAndCodes';
import { levelsAndCodesFixtures } from './levelsAndCodes.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(levelsAndCodesFixtures);

describe('levelsAndCodes', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(levelsAndCodes, first, 700), levelsAndCodes.describe(first))).toMatchFileSnapshot('snapshots/levelsAndCodes.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(levelsAndCodes, levelsAndCodesFixtures));

  it('updates in place', () => expectInPlace(levelsAndCodes, first, levelsAndCodesFixtures[1]!.data));

  it('marks the codes of the run, where it has as many in every level', () => {
    expect(drawn(levelsAndCodes, first, 700).querySelectorAll('.own circle')).toHaveLength(1);
    expect(drawn(levelsAndCodes, levelsAndCodesFixtures[1]!.data, 700).querySelectorAll('.own circle')).toHaveLength(0);
  });

  it('reads a choice in words', () => {
    const told: unknown[] = [];
    const root = drawn(levelsAndCodes, first, 700, { hover: (choice) => told.push(choice) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'Home' }));
    expect(told).toEqual([{ levels: 1, numCodes: 4, error: first.quantization!.tried!.errors[0]![0] }]);
    expect(root.querySelector('.reading')!.textContent).toBe('1 level of 4 codes: 10.6\u202fs left');
  });
});
