import { describe, expect, it } from 'vitest';
import { depthRecall } from './depthRecall';
import { depthRecallFixtures } from './depthRecall.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(depthRecallFixtures);

describe('depthRecall', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(depthRecall, first, 700), depthRecall.describe(first))).toMatchFileSnapshot('snapshots/depthRecall.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(depthRecall, depthRecallFixtures));

  it('updates in place', () => expectInPlace(depthRecall, first, depthRecallFixtures[1]!.data));
});
