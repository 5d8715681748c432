import { describe, expect, it } from 'vitest';
import { plane } from './plane';
import { planeFixtures } from './plane.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const named = (name: string) => planeFixtures.find((fixture) => fixture.name === name)!.data;

describe('plane', () => {
  it('keeps its picture', async () => {
    const data = firstOf(planeFixtures);
    await expect(picture(drawn(plane, data, 700), plane.describe(data))).toMatchFileSnapshot('snapshots/plane.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(plane, planeFixtures));

  it('updates in place', () => expectInPlace(plane, firstOf(planeFixtures), named('rebuilt')));

  it('keeps one length on both axes and one scale from step to step', () => {
    const at = (name: string, row: number) => {
      const dot = drawn(plane, named(name), 700).querySelector(`.dots [data-key="${row}"]`)!;
      return [Number(dot.getAttribute('cx')), Number(dot.getAttribute('cy'))] as const;
    };
    const data = named('cells')!;
    const [[x0, y0], [x1, y1]] = [at('cells', 0), at('cells', 1)];
    const unit = (x1 - x0) / (data.places[2]! - data.places[0]!);
    expect(-(y1 - y0) / (data.places[3]! - data.places[1]!)).toBeCloseTo(unit, 0);
    expect(at('arrows', 7)).toEqual(at('cells', 7));
  });

  it('tells and chooses the point under the keyboard cursor', () => {
    const told: (number | null)[] = [];
    const chosen: number[] = [];
    const root = drawn(plane, named('points, one chosen'), 700, { hover: (row) => told.push(row), choose: (row) => chosen.push(row) });
    const node = root.querySelector<SVGElement>('[tabindex="0"]')!;
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) node.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key }));
    expect([told.at(-1), chosen]).toEqual([2, [2]]);
  });
});
