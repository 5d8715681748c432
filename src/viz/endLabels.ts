/** Direct labels at the right ends of lines: moved apart so that none overlap, with a hairline back to the line's end. */
import { hueText } from './colors';
import { dodge } from './dodge';
import { textWidth } from './format';
import { FONT, marks, round, texts } from './marks';
import type { Series } from './view';

export interface LineEnd {
  readonly series: Series;
  /** Where the line ends, in pixels. */
  readonly x: number;
  readonly y: number;
  /** Printed after the name where there is room. */
  readonly value: string;
}

const LINE = 16;
const LEADER = 12;

/** Room right of the plot that the labels need, in pixels; names alone where names with values would take over a third of the figure. */
export function endLabelWidth(ends: readonly Pick<LineEnd, 'series' | 'value'>[], width: number): { width: number; values: boolean } {
  const measure = (values: boolean) => Math.max(0, ...ends.map((end) => textWidth(labelOf(end, values), FONT.label))) + LEADER + 6;
  const full = measure(true);
  return full <= width / 3 ? { width: full, values: true } : { width: Math.min(measure(false), width / 2), values: false };
}

/** Draws the labels in the margin that starts at `left`, between `top` and `bottom`. */
export function endLabels(parent: Element, ends: readonly LineEnd[], values: boolean, left: number, top: number, bottom: number): void {
  const seen = ends.filter((end) => Number.isFinite(end.x) && Number.isFinite(end.y));
  const placed = dodge(seen.map((end) => end.y), seen.map(() => LINE), top, bottom);
  marks(parent, 'end-leaders', 'path', seen.map((end, i) => ({
    key: end.series.id,
    attributes: { d: `M${round(end.x + 3)} ${round(end.y)}L${left + 2} ${round(end.y)}L${left + LEADER - 3} ${round(placed[i] ?? end.y)}`, fill: 'none', stroke: 'var(--axis)', 'stroke-width': 0.75 },
  })));
  texts(parent, 'end-labels', seen.map((end, i) => ({
    key: end.series.id, x: left + LEADER, y: (placed[i] ?? end.y) + 4, text: labelOf(end, values), fill: hueText(end.series.hue),
  })));
}

function labelOf(end: Pick<LineEnd, 'series' | 'value'>, values: boolean): string {
  return values && end.value !== '' ? `${end.series.name} ${end.value}` : end.series.name;
}
