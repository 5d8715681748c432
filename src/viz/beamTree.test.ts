import { describe, expect, it } from 'vitest';
import { beamTree } from './beamTree';
import { beamTreeFixtures } from './beamTree.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(beamTreeFixtures);

describe('beamTree', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(beamTree, first, 700), beamTree.describe(first))).toMatchFileSnapshot('snapshots/beamTree.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(beamTree, beamTreeFixtures));

  it('updates in place', () => expectInPlace(beamTree, first, beamTreeFixtures[1]!.data));
});
