import { describe, expect, it } from 'vitest';
import { targetLevels } from './targetLevels';
import { targetLevelsFixtures } from './targetLevels.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(targetLevelsFixtures);

describe('targetLevels', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(targetLevels, first, 700), targetLevels.describe(first))).toMatchFileSnapshot('snapshots/targetLevels.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(targetLevels, targetLevelsFixtures));

  it('updates in place', () => expectInPlace(targetLevels, first, targetLevelsFixtures[1]!.data));

  it('draws codes at their values, with rings where no row uses one', () => {
    const quantization = { ...first.quantization!, centroids: [new Float32Array([-1, 2, 5])], usage: [new Uint32Array([4, 0, 8])], ended: [3], errors: [2, 0.5] };
    const root = drawn(targetLevels, { ...first, quantization }, 700);
    const heights = [...root.querySelectorAll('.levels .bars rect')].map((node) => [node.getAttribute('data-key'), Number(node.getAttribute('height'))]);
    expect(heights.map(([key]) => key)).toEqual(['0', '-1', '1', '2']);
    expect(heights[3]![1]).toBe(2 * Number(heights[0]![1]));
    expect(heights[2]![1]).toBe(0);
    expect([...root.querySelectorAll('.dead circle')].map((node) => node.getAttribute('data-key'))).toEqual(['1']);
    const rest = [...root.querySelectorAll('.errors .bars rect')].map((node) => Number(node.getAttribute('width')));
    expect(rest[1]! / rest[0]!).toBeCloseTo(0.25, 2);
  });

  it('has bins of a logarithmic cut equally wide', () => {
    const starts = [...drawn(targetLevels, first, 1000).querySelector('.histogram .bars path')!.getAttribute('d')!.matchAll(/h(\d[\d.]*)v/g)].map((match) => Number(match[1]));
    expect(Math.max(...starts) - Math.min(...starts)).toBeLessThan(0.1);
  });

  it('tells the code under the keyboard', () => {
    const told: unknown[] = [];
    const root = drawn(targetLevels, first, 700, { hover: (code) => told.push(code) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'Home' }));
    expect(told).toEqual([{ level: 0, code: -1, value: 0, uses: first.quantization!.ended[0] }]);
  });
});
