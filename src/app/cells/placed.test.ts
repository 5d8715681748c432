/** Figures in two columns: none stands alone beside an empty half. */
import { describe, expect, it } from 'vitest';
import { VIEW_KEYS } from '../notebook/spec';
import type { ViewCell, ViewKey } from '../notebook/spec';
import { placed } from './placed';
import { ALL_VIEWS } from './allViews';

const cell = (view: ViewKey, at: number): ViewCell => ({ id: `v${at}`, name: view, mode: 'view', inputs: { runs: [] }, spec: { view, options: {} } });
const isWide = (view: ViewKey) => ALL_VIEWS[view].wide === true;
const alone = (...views: ViewKey[]) => placed(views.map(cell)).map((place) => place.alone);

describe('placed', () => {
  it('gives the last of an odd number, and one before a wide figure, the whole row', () => {
    expect(alone()).toEqual([]);
    expect(alone('utilization')).toEqual([true]);
    expect(alone('utilization', 'heatStrip')).toEqual([false, false]);
    expect(alone('utilization', 'heatStrip', 'prefixes')).toEqual([false, false, true]);
    expect(alone('levelErrors', 'valueDecoding', 'calibration')).toEqual([true, false, true]);
    expect(alone('levelErrors', 'calibration', 'valueDecoding', 'calibration', 'targetErrors')).toEqual([false, false, false, false, false]);
  });

  it('leaves no half row empty, whatever figures follow one another', () => {
    for (let word = 0; word < 1000; word++) {
      const views = Array.from({ length: 1 + (word % 9) }, (_, i) => VIEW_KEYS[(word * 7 + i * i * 5 + i * word) % VIEW_KEYS.length]!);
      let column = 0;
      placed(views.map(cell)).forEach(({ alone: whole }, i) => {
        if (whole || isWide(views[i]!)) {
          expect(column, views.join()).toBe(0);
        } else column = 1 - column;
      });
      expect(column, views.join()).toBe(0);
    }
  });
});
