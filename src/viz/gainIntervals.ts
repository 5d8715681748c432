/** Whether a gain is more than noise: the difference of each run to a control with its 95 % interval, a row a run, hollow where the interval holds 0. */
import { scaleLinear } from 'd3';
import { axisTicks, axisX } from './axes';
import { MEASURE_NAMES, differenceWords, onAxis } from './clickMeasures';
import { hueColor, hueText } from './colors';
import { drawFoot, footHeight } from './foot';
import { boldWidth, csv, fitEnds, textWidth } from './format';
import { FONT, emptyState, marks, prepare, round, texts } from './marks';
import { pointCursor } from './pointCursor';
import { rowLayout } from './rows';
import { brokenTo } from './unitWords';
import type { ClickMeasure } from './clickMeasures';
import type { ClickDifference, Interval } from '../engine/records/click';
import type { Readable } from './pointCursor';
import type { TextMark } from './marks';
import type { Series, ViewModule } from './view';

export interface GainIntervalsData {
  readonly measure: ClickMeasure;
  /** What all runs are compared to: "shuffled codes". */
  readonly control: string;
  /** `difference`: run minus control; null: not compared yet. */
  readonly rows: readonly { readonly series: Series; readonly difference: ClickDifference | null }[];
}

export type GainVerdict = 'better' | 'worse' | 'within noise';

export interface GainIntervalsEvents {
  hover(row: (Interval & { seriesId: string; verdict: GainVerdict }) | null): void;
}

interface Row {
  readonly series: Series;
  readonly told: Interval;
  /** As it stands on the axis: AUC in percentage points. */
  readonly interval: Interval;
  readonly verdict: GainVerdict;
  readonly words: string;
}

interface RowPoint extends Readable, Interval {
  readonly seriesId: string;
  readonly verdict: GainVerdict;
}

const TOP = 26;
const AXIS = 44;
/** Of a row, by the lines of the longest name. */
const ROWS = [30, 40];
/** Of an interval below its words, and of a line of these. */
const LOW_ROW = 28;
const LINE = 17;
const CAP = 4;
const EMPTY = 'Gains: start when two finished runs have predicted the same rows.';
const CAPTION = 'Bars hold the middle 95 % of draws of users, the same users for both. Hollow: the bar holds 0, so the difference is within noise.';

export const gainIntervals: ViewModule<GainIntervalsData, GainIntervalsEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const rows = rowsOf(data);
    if (emptyState(root, size, rows.some(known) ? null : EMPTY)) return;
    const layout = layoutOf(rows, size.width);
    const bottom = TOP + rows.length * layout.row;
    const values = [0, ...rows.filter(known).flatMap(({ interval }) => [interval.low, interval.high, interval.difference])];
    const x = scaleLinear(spread(Math.min(...values), Math.max(...values)), [layout.left + 6, layout.right - 6]);
    const title = `difference of ${MEASURE_NAMES[data.measure]}${data.measure === 'auc' ? ', percentage points' : ''}`;
    const ticks = axisTicks(x.domain() as [number, number], Math.max(3, Math.round((layout.right - layout.left) / 60)));
    axisX(root, 'x', x, ticks, { left: layout.left, right: layout.right, top: TOP - 6, bottom, width: size.width, title }, layout.lines === 0);
    // Below words the line breaks off, so that it strikes none out.
    const zeros = rows.map((_, i) => `M${round(x(0))} ${TOP + i * layout.row + (layout.lines === 0 ? -6 : layout.lines * LINE + 4)}V${TOP + (i + 1) * layout.row}`);
    marks(root, 'zero', 'path', [{ key: 'zero', attributes: { d: zeros.join(''), fill: 'none', stroke: 'var(--ink)', 'stroke-width': 1.2 } }]);
    texts(root, 'sides', sidesOf(data.measure, x(0), layout.left, layout.right));
    const middle = (i: number) => TOP + i * layout.row + (layout.row + layout.lines * LINE) / 2;
    drawRows(root, rows, layout, x, middle);
    drawFoot(root, captionOf(data), bottom + AXIS - 4, size.width);
    const points = rows.flatMap((row, i): RowPoint[] => (known(row) ? [{
      ...row.told, seriesId: row.series.id, verdict: row.verdict, x: x(row.interval.difference), y: middle(i), words: `${row.series.name}: ${row.words}`,
    }] : []));
    pointCursor<RowPoint>(root, size, {
      points, columns: 1, readingY: size.height - 5, label: `Differences of ${MEASURE_NAMES[data.measure]} to ${data.control}: ${points.length} runs`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, difference: point.difference, low: point.low, high: point.high, verdict: point.verdict }),
    });
  },
  height(data, width) {
    const rows = rowsOf(data);
    return rows.some(known) ? TOP + rows.length * layoutOf(rows, width).row + AXIS + footHeight(captionOf(data), width) : 220;
  },
  describe(data) {
    const parts = rowsOf(data).map((row) => `${row.series.name}: ${row.words}`);
    return `Difference of ${MEASURE_NAMES[data.measure]}${data.measure === 'auc' ? ' in percentage points' : ''} to ${data.control} with 95 % intervals${parts.length > 0 ? `. ${parts.join('. ')}` : ''}.`;
  },
  toCsv: (data) => csv(['method', 'control', `${MEASURE_NAMES[data.measure]} difference`, 'low', 'high', 'verdict', 'users', 'draws'], data.rows.map(({ series, difference }) => {
    const interval = difference?.[data.measure] ?? NOTHING;
    return [series.name, data.control, interval.difference, interval.low, interval.high, complete(interval) ? verdictOf(interval, data.measure) : '', difference?.users ?? NaN, difference?.draws ?? NaN];
  })),
};

const NOTHING: Interval = { difference: NaN, low: NaN, high: NaN };

function complete({ difference, low, high }: Interval): boolean {
  return [difference, low, high].every(Number.isFinite);
}

function known({ interval }: Row): boolean {
  return complete(interval);
}

function rowsOf(data: GainIntervalsData): Row[] {
  return data.rows.map(({ series, difference }) => {
    const own = difference?.[data.measure] ?? NOTHING;
    const interval = { difference: onAxis(own.difference, data.measure), low: onAxis(own.low, data.measure), high: onAxis(own.high, data.measure) };
    const verdict = verdictOf(own, data.measure);
    const print = (value: number) => differenceWords(value, data.measure);
    const words = difference === null ? 'not compared yet' : !complete(own) ? 'not defined on these rows' : `${print(own.difference)} (${print(own.low)} to ${print(own.high)}), ${verdict}`;
    return { series, told: own, interval, verdict, words };
  });
}

function verdictOf({ low, high }: Interval, measure: ClickMeasure): GainVerdict {
  if (low <= 0 && high >= 0) return 'within noise';
  return low > 0 === (measure === 'auc') ? 'better' : 'worse';
}

function captionOf({ control }: GainIntervalsData): string {
  return `Each run minus ${control}. ${CAPTION}`;
}

interface Layout {
  readonly left: number;
  readonly right: number;
  readonly row: number;
  /** Lines of words above an interval: 0 where names stand left and words right of it, 1 where both share one, 2. */
  readonly lines: 0 | 1 | 2;
  readonly nameWidth: number;
}

/** Names left and words right of the intervals; both above them where the figure is narrow. */
function layoutOf(rows: readonly Row[], width: number): Layout {
  const { narrow, left } = rowLayout(rows.map(({ series }) => series), width);
  const words = Math.max(0, ...rows.map((row) => textWidth(row.words, FONT.label)));
  const names = Math.max(0, ...rows.map(({ series }) => boldWidth(series.name, FONT.name)));
  if (narrow || left + words + 160 > width) {
    const lines = names + words + 12 <= width ? 1 : 2;
    return { left: 0, right: width, row: LOW_ROW + lines * LINE, lines, nameWidth: width - (lines === 1 ? words + 12 : 0) };
  }
  const high = rows.some(({ series }) => nameLines(series.name, left - 12).length > 1);
  return { left, right: width - words - 14, row: ROWS[high ? 1 : 0]!, lines: 0, nameWidth: left - 12 };
}

/** A name in one line or two. */
function nameLines(name: string, width: number): string[] {
  const [first = '', ...rest] = brokenTo(name, FONT.name * 1.08, width);
  return [first, ...(rest.length > 0 ? [rest.join(' ')] : [])].map((line) => fitEnds(line, FONT.name, width, boldWidth));
}

function drawRows(root: SVGSVGElement, rows: readonly Row[], { lines, row: height, right, nameWidth }: Layout, x: (value: number) => number, middle: (i: number) => number): void {
  const top = (i: number) => (lines === 0 ? middle(i) + 4 : TOP + i * height + 14);
  texts(root, 'names', rows.flatMap(({ series }, i) => {
    const parts = lines === 0 ? nameLines(series.name, nameWidth) : [fitEnds(series.name, FONT.name, nameWidth, boldWidth)];
    return parts.map((text, line) => ({ key: `${series.id}/${line}`, x: 0, y: top(i) + (line - (parts.length - 1) / 2) * LINE, text, fill: hueText(series.hue), size: FONT.name, weight: 600 }));
  }));
  texts(root, 'words', rows.map((row, i): TextMark => ({
    key: row.series.id, x: lines === 0 ? right + 14 : lines === 1 ? right : 0, y: top(i) + (lines === 2 ? LINE : 0), anchor: lines === 1 ? 'end' : 'start',
    text: row.words, fill: row.verdict === 'within noise' || !known(row) ? 'var(--ink-muted)' : 'var(--ink)',
  })));
  const drawn = rows.map((row, i) => ({ ...row, y: round(middle(i)) })).filter(known);
  marks(root, 'intervals', 'path', drawn.map(({ series, interval, y }) => {
    const [low, high] = [interval.low, interval.high].map((value) => round(x(value))) as [number, number];
    return { key: series.id, attributes: { d: `M${low} ${y - CAP}V${y + CAP}M${low} ${y}H${high}M${high} ${y - CAP}V${y + CAP}`, fill: 'none', stroke: hueColor(series.hue), 'stroke-width': 1.8 } };
  }));
  marks(root, 'points', 'circle', drawn.map(({ series, interval, verdict, y }) => ({
    key: series.id, attributes: { cx: x(interval.difference), cy: y, r: 5, fill: verdict === 'within noise' ? 'var(--ground)' : hueColor(series.hue), stroke: hueColor(series.hue), 'stroke-width': 1.8 },
  })));
}

/** Which side of 0 is better, where there is room to say it. */
function sidesOf(measure: ClickMeasure, zero: number, left: number, right: number): TextMark[] {
  const [low, high] = measure === 'auc' ? ['← worse', 'better →'] : ['← better', 'worse →'];
  return [
    ...(zero - left > textWidth(low, FONT.label) + 8 ? [{ key: 'low', x: zero - 8, y: 13, anchor: 'end' as const, text: low }] : []),
    ...(right - zero > textWidth(high, FONT.label) + 8 ? [{ key: 'high', x: zero + 8, y: 13, text: high }] : []),
  ];
}

/** Some air beyond the outermost values. */
function spread(low: number, high: number): [number, number] {
  const air = 0.05 * (high - low) || 1;
  return [low - air, high + air];
}
