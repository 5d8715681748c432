import { describe, expect, it } from 'vitest';
import { labelNumbers } from './labels';

const titles = { name: 'title', values: ['saw', 'drill', 'glove', 'lamp'] };
const brands = { name: 'brand', values: ['Bosch', ' Bosch', '', 'Osram'] };
const kinds = { name: 'kind', values: ['tool', 'tool', 'safety', 'safety'] };

describe('labels', () => {
  it('numbers the values of the chosen column; an empty one is no label', () => {
    expect([...labelNumbers([titles, brands], 'brand')!]).toEqual([0, 0, -1, 1]);
    expect([...labelNumbers([titles], 'title')!]).toEqual([0, 1, 2, 3]);
  });

  it('takes the first column whose values repeat, where none is chosen', () => {
    expect([...labelNumbers([titles, brands, kinds], undefined)!]).toEqual([0, 0, 1, 1]);
    expect(labelNumbers([titles, brands], undefined)).toBeNull();
    expect(labelNumbers([{ name: 'constant', values: ['a', 'a'] }], undefined)).toBeNull();
    expect(labelNumbers([], undefined)).toBeNull();
  });

  it('is none where none is wanted', () => expect(labelNumbers([kinds], '')).toBeNull());

  it('names the columns there are where the wanted one is missing', () => {
    expect(() => labelNumbers([titles, kinds], 'color')).toThrow('The label column "color" is not among the metadata columns ("title", "kind").');
    expect(() => labelNumbers([], 'color')).toThrow('(none)');
  });
});
