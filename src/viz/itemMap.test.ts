import { describe, expect, it } from 'vitest';
import { itemMap } from './itemMap';
import { itemMapFixtures } from './itemMap.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(itemMapFixtures);
const of = (name: string) => itemMapFixtures.find((fixture) => fixture.name === name)!.data;
const count = (root: SVGSVGElement, selector: string) => root.querySelectorAll(selector).length;

describe('itemMap', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(itemMap, first, 700), itemMap.describe(first))).toMatchFileSnapshot('snapshots/itemMap.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(itemMap, itemMapFixtures));

  it('updates in place', () => expectInPlace(itemMap, first, of('a code selected')));

  it('draws each item once, the selected over the others and the others faint', () => {
    const root = drawn(itemMap, of('a code selected'), 700);
    const chosen = of('a code selected').items!.chosen!.reduce((sum, bit) => sum + bit, 0);
    expect([count(root, '.points circle'), count(root, '.selected circle')]).toEqual([400 - chosen, chosen]);
    const layers = [...root.querySelector('.plot svg')!.children].map((node) => node.getAttribute('class'));
    expect(layers.indexOf('selected')).toBeGreaterThan(layers.indexOf('points'));
    const opacity = (selector: string) => Number(root.querySelector(selector)!.getAttribute('fill-opacity'));
    expect(opacity('.points circle')).toBeLessThan(0.4 * opacity('.selected circle'));
    expect(root.querySelector('.numbers [data-key="2"]')!.textContent).toBe('code 2');
  });

  it('draws the selected alone where they are isolated', () => {
    const root = drawn(itemMap, of('the selected alone'), 700);
    expect(count(root, '.points circle')).toBe(0);
    expect(count(root, '.selected circle')).toBeGreaterThan(0);
  });

  it('has a cross for each code in use, and cells where the plane is all there is', () => {
    expect(count(drawn(itemMap, first, 700), '.codes path')).toBe(first.codes!.marks.length);
    expect(count(drawn(itemMap, first, 700), '.cells path')).toBe(0);
    expect(count(drawn(itemMap, of('two columns, with cells'), 700), '.cells path')).toBe(1);
  });

  it('says the share of a sample', () => {
    const words = [...drawn(itemMap, of('a sample of many, 200 codes'), 700).querySelectorAll('.caption text')].map((node) => node.textContent).join(' ').replaceAll('\u202f', ' ');
    expect(words).toContain('3 000 of 12 345 678 items are drawn, each with the same chance.');
  });

  it('is described, and gives row, names and places as numbers', () => {
    expect(itemMap.describe(of('a code selected')).replaceAll('\u202f', ' ')).toMatch(/^Map of 400 items of RQ-KMeans, what is left after 0 of 3 codes, by code of level 1\. \d+ are selected\. 12 codes of level 1 are marked\.$/);
    const [header, row] = itemMap.toCsv(first).split('\n');
    const { places } = first.items!;
    expect(header).toBe('row,id,title,semantic id,x,y,code of level 1');
    expect(row!.split(',').slice(0, 2).concat(row!.split(',').slice(4, 6))).toEqual(['0', 'item-0', String(places[0]), String(places[1])]);
  });
});
