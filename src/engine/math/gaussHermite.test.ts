import { describe, expect, it } from 'vitest';
import { gaussHermite } from './gaussHermite';
import { sum } from './statistics';

const { nodes, weights } = gaussHermite(15);
const expected = (f: (z: number) => number): number => sum(nodes.map((node, i) => weights[i]! * f(node)));

describe('the 15-point rule', () => {
  it('has the nodes and weights of numpy.polynomial.hermite_e.hermegauss(15), whose weights add up to sqrt(2 pi)', () => {
    const wantedNodes = [0, 0.799129068324548, 1.6067100690287301, 2.432436827009758, 3.289082424398766, 4.196207711269016, 5.190093591304781, 6.363947888829839];
    const wantedWeights = [0.318259518259518, 0.2324622936097322, 0.089417795399844, 0.01736577449213766, 0.0015673575035499582, 5.642146405189028e-05, 5.9754195979206e-07, 8.589649899633313e-10];
    wantedNodes.forEach((node, i) => {
      expect(nodes[7 + i]).toBeCloseTo(node, 12);
      expect(nodes[7 - i]).toBeCloseTo(-node, 12);
      for (const side of [7 + i, 7 - i]) expect(Math.abs(weights[side]! - wantedWeights[i]!)).toBeLessThan(1e-14);
    });
  });

  it('is exact for powers up to 29', () => {
    let moment = 1;
    for (let power = 0; power < 30; power += 2) {
      expect(Math.abs(expected((z) => z ** power) / moment - 1)).toBeLessThan(1e-11);
      expect(Math.abs(expected((z) => z ** (power + 1)))).toBeLessThan(1e-11 * moment * (power + 1));
      moment *= power + 1;
    }
  });

  it('integrates a logistic function under normal noise to 1e-7', () => {
    const f = (z: number): number => 1 / (1 + Math.exp(-(-0.7 + 0.8 * z)));
    const step = 1e-3;
    let area = 0;
    for (let z = -10; z < 10; z += step) area += (f(z) * Math.exp((-z * z) / 2) * step) / Math.sqrt(2 * Math.PI);
    expect(Math.abs(expected(f) - area)).toBeLessThan(1e-7);
  });
});
