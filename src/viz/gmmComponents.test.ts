import { describe, expect, it } from 'vitest';
import { gmmComponents } from './gmmComponents';
import { gmmComponentsFixtures } from './gmmComponents.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';
import { seriesAt } from './testing/seeded';

const first = firstOf(gmmComponentsFixtures);
const tilted = {
  series: seriesAt(3),
  mixture: {
    level: 1, points: Float32Array.of(-4, -4, 4, 4), axisShares: [0.41, 0.2] as const,
    means: Float32Array.of(0, 0, 1, 1), weights: Float32Array.of(1, 0),
    // Variances 4 and 1 along the diagonals: (xx, xy, yy) = (2.5, 1.5, 2.5).
    covariances: Float32Array.of(2.5, 1.5, 2.5, 1, 0, 1),
  },
};

describe('gmmComponents', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(gmmComponents, first, 700), gmmComponents.describe(first))).toMatchFileSnapshot('snapshots/gmmComponents.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(gmmComponents, gmmComponentsFixtures));

  it('updates in place', () => expectInPlace(gmmComponents, first, gmmComponentsFixtures[1]!.data));

  it('turns a covariance into an ellipse of the right axes and turn, on equal scales', () => {
    const root = drawn(gmmComponents, tilted, 700);
    const [one, two] = ['1', '2'].map((sigma) => root.querySelector(`.sigma-${sigma} ellipse`)!);
    expect(one!.getAttribute('transform')).toMatch(/rotate\(-45\)$/);
    expect(Number(one!.getAttribute('rx')) / Number(one!.getAttribute('ry'))).toBeCloseTo(2, 2);
    expect(Number(two!.getAttribute('rx')) / Number(one!.getAttribute('rx'))).toBeCloseTo(2, 2);
    // The two means lie one unit apart on both axes: the same number of pixels.
    const [a, b] = [...root.querySelectorAll('.means circle')].map((node) => [Number(node.getAttribute('cx')), Number(node.getAttribute('cy'))]);
    expect(b![0]! - a![0]!).toBeCloseTo(a![1]! - b![1]!, 1);
    expect(Number(one!.getAttribute('rx'))).toBeCloseTo(2 * (b![0]! - a![0]!), 1);
  });

  it('draws components without weight hollow and names the axes by their share', () => {
    const root = drawn(gmmComponents, tilted, 700);
    const fills = [...root.querySelectorAll('.means circle')].map((node) => node.getAttribute('fill'));
    expect(fills).toEqual(['var(--ink)', 'var(--ground)']);
    expect([...root.querySelectorAll('text')].map((node) => node.textContent)).toContain('principal axis 1 (41.0\u202f% of variance)');
  });

  it('selects the component nearest to the pointer', () => {
    const chosen: unknown[] = [];
    const root = drawn(gmmComponents, tilted, 700, { select: (component) => chosen.push(component) });
    const mean = root.querySelectorAll('.means circle')[1]!;
    const event = new (root.ownerDocument.defaultView!.MouseEvent)('click', { clientX: Number(mean.getAttribute('cx')) + 3, clientY: Number(mean.getAttribute('cy')) });
    root.querySelector('.hit rect')!.dispatchEvent(event);
    expect(chosen).toEqual([{ seriesId: 'rq-gmm', level: 1, code: 1 }]);
  });
});
