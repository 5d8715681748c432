import { describe, expect, it } from 'vitest';
import { idTree } from './idTree';
import { focusRange, nodeAt, prefixOf, rangeOf, treeRow } from './idTreeData';
import type { IdTreeData, PrefixHover } from './idTreeData';
import { idTreeFixtures, treeOf } from './idTree.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';
import { seriesAt } from './testing/seeded';

const usual = firstOf(idTreeFixtures);
const large: IdTreeData = { ...usual, ...treeOf(3, 100_000, [256, 256, 256]), series: seriesAt(0), selected: null, inspected: null, words: new Map() };

describe('idTree', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(idTree, usual, 700), idTree.describe(usual))).toMatchFileSnapshot('snapshots/idTree.svg');
  });
  it('is sound at every width', () => expectAllSound(idTree, idTreeFixtures));
  it('updates in place', () => expectInPlace(idTree, usual, idTreeFixtures[1]!.data));
  it('gives every item its width: the marks of a row fill it, those narrower than a pixel together', () => {
    for (const data of [usual, idTreeFixtures[1]!.data, large]) {
      data.depths.forEach((_, depth) => {
        const { marks, merged } = treeRow(data, depth, 645);
        expect(marks.reduce((sum, mark) => sum + mark.width, 0)).toBeCloseTo(645, 6);
        expect(marks.length).toBeLessThanOrEqual(2 * 645);
        const within = marks.reduce((sum, { first, last }) => sum + (last > first ? last - first + 1 : 0), 0);
        expect(merged).toBe(within);
      });
    }
    expect(treeRow(large, 2, 645).merged).toBeGreaterThan(90_000);
    expect(drawn(idTree, large, 700).textContent).toMatch(/prefixes narrower than a pixel are drawn together/);
  });
  it('finds the prefix under the pointer among a hundred thousand', () => {
    for (const place of [0, 12_345, 99_999]) {
      const node = nodeAt(large, 2, place);
      const [start, end] = rangeOf(large, 2, node);
      expect(place >= start && place < end).toBe(true);
      expect(focusRange({ ...large, focus: prefixOf(large, 2, node) })).toEqual([start, end]);
    }
    expect(focusRange({ ...large, focus: [999] })).toEqual([0, 100_000]);
  });
  it('draws a hundred thousand items of three levels in few nodes', () => {
    expect(drawn(idTree, large, 1000).querySelectorAll('*').length).toBeLessThan(400);
  });
  it('moves, selects and goes up by keyboard', () => {
    const told: (PrefixHover | null)[] = [];
    const chosen: [readonly number[], boolean][] = [];
    let ups = 0;
    const data = { ...usual, focus: [1] };
    const root = drawn(idTree, data, 700, { hover: (at) => told.push(at), select: (prefix, add) => chosen.push([prefix, add]), up: () => ups++ });
    const hit = root.querySelector<SVGElement>('.hit [data-key="hit"]')!;
    const press = (key: string, shiftKey = false) => hit.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key, shiftKey, bubbles: true }));
    hit.onfocus?.(null as never);
    expect(told.at(-1)!.prefix).toEqual(prefixOf(data, 1, nodeAt(data, 1, focusRange(data)[0])));
    press('ArrowRight');
    const second = told.at(-1)!.prefix;
    expect(second[0]).toBe(1);
    press('ArrowDown');
    expect(told.at(-1)!.prefix.slice(0, 2)).toEqual(second);
    press('ArrowUp');
    press('ArrowLeft');
    press('Enter');
    press('ArrowUp');
    press(' ', true);
    press('Escape');
    expect(chosen).toEqual([[prefixOf(data, 1, nodeAt(data, 1, focusRange(data)[0])), false], [[1], true]]);
    expect(ups).toBe(1);
  });
  it('says words as text, whatever is written in them', () => {
    const root = drawn(idTree, usual, 1000);
    expect(root.querySelector('b')).toBeNull();
    expect(idTree.toCsv(usual)).toContain('screws <b>steel</b>');
  });
  it('writes one line a prefix, with its members among those selected', () => {
    const lines = idTree.toCsv({ ...usual, words: new Map() }).trimEnd().split('\n').map((line) => line.split(','));
    expect(lines.length - 1).toBe(usual.depths.reduce((sum, { starts }) => sum + starts.length, 0));
    for (const level of ['1', '2', '3']) expect(lines.filter((line) => line[1] === level).reduce((sum, line) => sum + Number(line[6]), 0)).toBe(usual.selected![3000]);
  });
});
