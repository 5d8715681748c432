import { describe, expect, it } from 'vitest';
import { normHistogram } from './normHistogram';
import { normHistogramFixtures } from './normHistogram.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(normHistogramFixtures);

describe('normHistogram', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(normHistogram, first, 260), normHistogram.describe(first))).toMatchFileSnapshot('snapshots/normHistogram.svg');
  });

  it('holds for odd data', () => expectAllSound(normHistogram, normHistogramFixtures));

  it('updates in place', () => expectInPlace(normHistogram, first, normHistogramFixtures[2]!.data));

  it('draws a bar for each bin with rows, highest where most rows are', () => {
    const root = drawn(normHistogram, { ...first, histogram: { edges: Float32Array.of(0, 1, 2, 3), counts: Uint32Array.of(2, 0, 4) } }, 260);
    const heights = [...(root.querySelector('[data-key="bars"]')?.getAttribute('d') ?? '').matchAll(/v([\d.]+)/g)].map((m) => Number(m[1]));
    expect(heights).toHaveLength(2);
    expect(heights[1]! / heights[0]!).toBeCloseTo(2, 2);
  });
});
