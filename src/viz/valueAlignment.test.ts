import { describe, expect, it } from 'vitest';
import { valueAlignment } from './valueAlignment';
import { valueAlignmentFixtures } from './valueAlignment.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(valueAlignmentFixtures);

describe('valueAlignment', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(valueAlignment, first, 700), valueAlignment.describe(first))).toMatchFileSnapshot('snapshots/valueAlignment.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(valueAlignment, valueAlignmentFixtures));

  it('updates in place', () => expectInPlace(valueAlignment, first, valueAlignmentFixtures[1]!.data));

  it('colours by rank: the smallest value has the first step, the largest the last', () => {
    const points = drawn(valueAlignment, first, 700).querySelectorAll('.panels > g:first-child .points circle');
    // An eighth are zero: they share a rank.
    expect(points[0]!.getAttribute('fill')).toBe(points[9]!.getAttribute('fill'));
    expect(points[points.length - 1]!.getAttribute('fill')).toBe('var(--scale-12)');
  });

  it('draws so many points of thousands that each can be seen, small and large ones among them', () => {
    const root = drawn(valueAlignment, valueAlignmentFixtures[2]!.data, 700);
    const circles = [...root.querySelectorAll('.panels > g:first-child .points circle')];
    expect(circles).toHaveLength(700);
    expect(new Set(circles.map((node) => node.getAttribute('fill'))).size).toBeGreaterThan(10);
  });

  it('jumps where there is no motion to be had', () => {
    const root = drawn(valueAlignment, first, 700);
    const size = { width: 700, height: valueAlignment.height(first, 700) };
    const other = { ...first, animate: true, series: [first.series[1]!, first.series[0]!].map((item, i) => ({ ...item, series: first.series[i]!.series })) };
    valueAlignment.draw(root, other, size);
    expect(picture(root, 'x')).toBe(picture(drawn(valueAlignment, other, 700), 'x'));
  });

  it('tells the row under the keyboard', () => {
    const told: unknown[] = [];
    const root = drawn(valueAlignment, first, 700, { hover: (point) => told.push(point) });
    root.querySelector('.surface rect')!.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key: 'End' }));
    expect(told).toEqual([{ seriesId: 'plain', point: 159, target: first.series[1]!.alignment!.targets[159] }]);
  });
});
