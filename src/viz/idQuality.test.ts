import { describe, expect, it } from 'vitest';
import { idQuality } from './idQuality';
import { idQualityFixtures } from './idQuality.fixture';
import { drawn, expectAllSound, expectInPlace, picture } from './testing/figure';
import { firstOf } from './testing/fixture';

const first = firstOf(idQualityFixtures);

describe('idQuality', () => {
  it('keeps its picture', async () => {
    await expect(picture(drawn(idQuality, first, 700), idQuality.describe(first))).toMatchFileSnapshot('snapshots/idQuality.svg');
  });

  it('holds at every width and for odd data', () => expectAllSound(idQuality, idQualityFixtures));

  it('updates in place', () => expectInPlace(idQuality, first, idQualityFixtures[1]!.data));
});
