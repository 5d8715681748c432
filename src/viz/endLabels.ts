/** Direct labels at the right ends of lines: moved apart so that none overlap, with a hairline back to the line's end. */
import { hueText } from './colors';
import { dodge } from './dodge';
import { fitEnds, textWidth } from './format';
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
/** Leader and gap beside the words. */
const BESIDE = LEADER + 6;

/** Room right of the plot for the labels, in pixels, and whether numbers stand after the names. */
export interface LabelMargin {
  readonly width: number;
  readonly values: boolean;
}

/** Names alone where names with values would take over a third of the figure, and short ones where names would take over two fifths. */
export function endLabelWidth(ends: readonly Pick<LineEnd, 'series' | 'value'>[], width: number): LabelMargin {
  const measure = (label: (end: Pick<LineEnd, 'series' | 'value'>) => string) => Math.max(0, ...ends.map((end) => textWidth(label(end), FONT.label))) + BESIDE;
  const full = measure(withValue);
  return full <= width / 3 ? { width: full, values: true } : { width: measure(({ series }) => shortened(series.name, 0.4 * width - BESIDE)), values: false };
}

/** Draws the labels in the margin that starts at `left`, between `top` and `bottom`. */
export function endLabels(parent: Element, ends: readonly LineEnd[], margin: LabelMargin, left: number, top: number, bottom: number): void {
  const seen = ends.filter((end) => Number.isFinite(end.x) && Number.isFinite(end.y));
  const placed = dodge(seen.map((end) => end.y), seen.map(() => LINE), top, bottom);
  marks(parent, 'end-leaders', 'path', seen.map((end, i) => ({
    key: end.series.id,
    attributes: { d: `M${round(end.x + 3)} ${round(end.y)}L${left + 2} ${round(end.y)}L${left + LEADER - 3} ${round(placed[i] ?? end.y)}`, fill: 'none', stroke: 'var(--axis)', 'stroke-width': 0.75 },
  })));
  texts(parent, 'end-labels', seen.map((end, i) => ({
    key: end.series.id, x: left + LEADER, y: (placed[i] ?? end.y) + 4, text: margin.values ? withValue(end) : shortened(end.series.name, margin.width - BESIDE), fill: hueText(end.series.hue),
  })));
}

function withValue({ series, value }: Pick<LineEnd, 'series' | 'value'>): string {
  return value !== '' ? `${series.name} ${value}` : series.name;
}

/** The name, its abbreviation where it has one at its end, "(ZILN)", or its beginning and its end: runs of one method differ in their last words. */
function shortened(name: string, room: number): string {
  if (textWidth(name, FONT.label) <= room) return name;
  return fitEnds(/\(([^()]+)\)$/.exec(name)?.[1] ?? name, FONT.label, room);
}
