import { describe, expect, it } from 'vitest';
import { timeline } from './timeline';
import { timelineFixtures } from './timeline.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const usual = firstOf(timelineFixtures);

describe('timeline', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(timeline, usual, 700), timeline.describe(usual))).toMatchFileSnapshot('snapshots/timeline.svg');
  });
  it('is sound at every width', () => expectAllSound(timeline, timelineFixtures));
  it('updates in place', () => expectInPlace(timeline, usual, timelineFixtures[1]!.data));
  it('chooses a snapshot by keyboard, and tells its step', () => {
    const chosen: number[] = [];
    const root = drawn(timeline, usual, 700, { select: ({ step }) => chosen.push(step) });
    const hit = root.querySelector<SVGElement>('.hit [data-key="hit"]')!;
    for (const key of ['Enter', 'ArrowRight', 'ArrowRight', 'Enter']) hit.dispatchEvent(new (root.ownerDocument.defaultView!.KeyboardEvent)('keydown', { key }));
    expect(chosen).toEqual([usual.series[0]!.points[0]!.step, usual.series[0]!.points[2]!.step]);
  });
  it('marks the time that figures show, and none at the end', () => {
    expect(drawn(timeline, usual, 700).querySelector('.now path')).not.toBeNull();
    expect(drawn(timeline, timelineFixtures[1]!.data, 700).querySelector('.now path')).toBeNull();
  });
});
