import { describe, expect, it } from 'vitest';
import { residualNorms } from './residualNorms';
import { residualNormsFixtures } from './residualNorms.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(residualNormsFixtures);

describe('residualNorms', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(residualNorms, first, 700), residualNorms.describe(first))).toMatchFileSnapshot('snapshots/residualNorms.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(residualNorms, residualNormsFixtures));

  it('updates in place', () => expectInPlace(residualNorms, first, residualNormsFixtures[2]!.data));

  it('draws a curve and a median for each stage, relative to the scale', () => {
    const edges = Float32Array.of(0, 2, 4, 6, 8);
    const data = { series: [{ series: first.series[0]!.series, levels: 1, norms: { scale: 4, edges, counts: [Uint32Array.of(0, 1, 4, 1), Uint32Array.of(1, 5, 0, 0)], quantiles: [[3, 4, 5, 6, 7, 8], [1, 2, 3, 3, 4, 4]] } }] };
    const root = drawn(residualNorms, data, 1000);
    expect(root.querySelectorAll('.edges path')).toHaveLength(2);
    expect(residualNorms.describe(data)).toContain('1.25 before level 1 and 0.750 after level 1');
    // Medians 1.25 and 0.75 on one linear axis from 0: their places keep the ratio.
    const left = Number(root.querySelector('.x-ticks line')?.getAttribute('x1'));
    const at = [...root.querySelectorAll('.medians path')].map((node) => Number(/M([\d.]+)/.exec(node.getAttribute('d') ?? '')?.[1]) - left);
    expect(at[0]! / at[1]!).toBeCloseTo(1.25 / 0.75, 2);
    expect(residualNorms.toCsv(data).split('\n')[2]).toBe('RQ-KMeans,1,0.25,0.5,0.75,0.75,1,1');
  });
});
