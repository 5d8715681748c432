/** How figures with a row a method are laid out: names at the left, or above the row where the figure is narrow. */
import { FONT } from './marks';
import { boldWidth } from './format';
import type { Series } from './view';

/** Below this width names stand above their rows. */
const NARROW = 520;
const NAME_LINE = 20;

export interface RowLayout {
  readonly narrow: boolean;
  /** Where the row's drawing starts, and how wide it may be. */
  readonly left: number;
  readonly width: number;
  /** Height that the name takes above the drawing; 0 where it stands at the left. */
  readonly nameHeight: number;
}

export function rowLayout(series: readonly Series[], width: number): RowLayout {
  const narrow = width < NARROW;
  const longest = Math.max(0, ...series.map((item) => boldWidth(item.name, FONT.name)));
  const left = narrow ? 0 : Math.min(Math.max(longest, 84) + 16, width * 0.25);
  return { narrow, left, width: Math.max(1, width - left - 1), nameHeight: narrow ? NAME_LINE : 0 };
}
