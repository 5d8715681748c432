import { describe, expect, it } from 'vitest';
import { sparkline } from './sparkline';
import { sparklineFixtures } from './sparkline.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(sparklineFixtures);

describe('sparkline', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(sparkline, first, 150), sparkline.describe(first))).toMatchFileSnapshot('snapshots/sparkline.svg');
  });

  it('holds for odd data', () => expectAllSound(sparkline, sparklineFixtures));

  it('updates in place', () => expectInPlace(sparkline, first, sparklineFixtures[1]!.data));

  it('reaches as far as the run has come, with a dot while it runs', () => {
    const root = drawn(sparkline, { ...first, values: [3, 2, 1], progress: 0.5, running: true }, 108);
    expect(root.querySelector('.line path')?.getAttribute('d')).toBe('M4,4L29,14L54,24');
    expect(root.querySelector('.end circle')?.getAttribute('cx')).toBe('54');
  });
});
