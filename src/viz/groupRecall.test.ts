import { describe, expect, it } from 'vitest';
import { groupRecall } from './groupRecall';
import { groupRecallFixtures } from './groupRecall.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(groupRecallFixtures);

describe('groupRecall', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(groupRecall, first, 700), groupRecall.describe(first))).toMatchFileSnapshot('snapshots/groupRecall.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(groupRecall, groupRecallFixtures));

  it('updates in place', () => expectInPlace(groupRecall, first, groupRecallFixtures[1]!.data));
});
