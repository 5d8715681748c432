/** What readers attend to in one user's history: a bar an earlier event at its time before the request, as high as its attention, a strip a reader. */
import { scaleLinear } from 'd3';
import { axisX, axisY, axisYWidth } from './axes';
import { LABEL_NAMES } from './clickMeasures';
import { hueColor, hueText } from './colors';
import { dodge } from './dodge';
import { drawFoot, footHeight } from './foot';
import { UNDEFINED, boldWidth, csv, fitEnds, formatCount, textWidth } from './format';
import { attentionWords, historyOf, prefersWords } from './historyData';
import { legend, legendHeight } from './legend';
import { FONT, box, emptyState, hatch, layer, marks, prepare, round, texts } from './marks';
import { pointCursor } from './pointCursor';
import { spanTicks, spanWords } from './timeSpan';
import { brokenTo } from './unitWords';
import type { HistoryAttention } from '../engine/records/click';
import type { History } from './historyData';
import type { LegendItem } from './legend';
import type { Mark } from './marks';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export interface HistoryStripData {
  /** null: nothing attended yet. */
  readonly readers: readonly { readonly series: Series; readonly attention: HistoryAttention | null }[];
  /** The user whose history is shown, as `HistoryAttention.users` names them; absent: the first of the first reader. */
  readonly user?: number;
}

export interface HistoryStripEvents {
  /** An earlier event, `row` of the file, or the judged one (`gap` 0). */
  hover(event: { seriesId: string; row: number; gap: number; label: number; weight: number } | null): void;
}

interface EventPoint extends Readable {
  readonly seriesId: string;
  readonly row: number;
  readonly gap: number;
  readonly label: number;
  readonly weight: number;
}

interface Strip {
  readonly series: Series;
  readonly history: History | null;
  /** What it attends to most, in lines. */
  readonly words: readonly string[];
  readonly top: number;
  /** Of its bars: where they begin and end. */
  readonly high: number;
  readonly base: number;
}

const NAME = 20;
const LINE = 17;
const BARS = 58;
const GAP = 20;
const AXIS = 40;
/** Room of the judged event right of the request. */
const JUDGED = 74;
const GAUGE = 12;
const WIDEST = 10;
/** Narrower bars are told apart as lines. */
const BOX = 4;
const EMPTY = 'Attention: starts when a reader of histories has been scored.';
const CAPTION = 'A bar is an earlier event, as high as the reader’s attention to it; bars that would overlap stand side by side. Dotted: attention spread evenly. At the right, the judged event: its probability and its label.';

export const historyStrip: ViewModule<HistoryStripData, HistoryStripEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const { strips, head, bottom } = layoutOf(data, size.width);
    if (emptyState(root, size, strips.some(({ history }) => history) ? null : EMPTY)) return;
    const shown = strips.flatMap(({ history }) => (history ? [history] : []));
    const gaps = shown.flatMap(({ tokens }) => tokens.map(({ gap }) => gap)).filter(Number.isFinite);
    const most = Math.max(...shown.flatMap(({ tokens }) => tokens.map(({ weight }) => (Number.isFinite(weight) ? weight : 0))), 0) || 1;
    const left = axisYWidth([{ value: most, label: attentionWords(most) }]);
    const right = size.width - JUDGED;
    const [near, far] = reachOf(gaps);
    const x = scaleLinear([Math.log(far), Math.log(near)], [left + WIDEST, right - WIDEST]);
    const densest = Math.max(1, ...shown.map(({ tokens }) => tokens.length));
    const width = Math.max(1, Math.min(WIDEST, (0.8 * (right - left)) / densest));
    texts(root, 'user', head.map((text, i) => ({ key: String(i), x: 0, y: 12 + i * LINE, text, fill: 'var(--ink)' })));
    legend(root, 'legend', legendItems(width), 0, head.length * LINE + 3, size.width);
    const points: EventPoint[] = [];
    marks(root, 'strips', 'g', strips.map(({ series }) => ({ key: series.id, attributes: {} }))).each(function (_, i) {
      points.push(...drawStrip(this, strips[i]!, { left, right, width, most, size: size.width, x: (gap) => x(Math.log(Math.max(near, gap))) }));
    });
    layer(root, 'x-ticks').setAttribute('visibility', gaps.length > 0 ? 'visible' : 'hidden');
    axisX(root, 'x', (gap) => x(Math.log(gap)), gaps.length > 0 ? spanTicks(near, far) : [], { left, right, top: 0, bottom, width: size.width, title: gaps.length > 0 ? 'time before the judged event, logarithmic' : '' });
    drawFoot(root, CAPTION, bottom + (gaps.length > 0 ? AXIS : 8), size.width);
    pointCursor<EventPoint>(root, size, {
      points, columns: densest, readingY: size.height - 5, label: `Attention: ${points.length} events of ${shown.length} readers`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, row: point.row, gap: point.gap, label: point.label, weight: point.weight }),
    });
  },
  height(data, width) {
    const { strips, bottom } = layoutOf(data, width);
    const events = strips.some(({ history }) => history && history.tokens.length > 0);
    return strips.some(({ history }) => history) ? bottom + (events ? AXIS : 8) + footHeight(CAPTION, width) : 220;
  },
  describe(data) {
    const { strips, head } = layoutOf(data, 1e6);
    return `${strips.some(({ history }) => history) ? `${head.join(' ')}. ` : ''}${strips.map(({ series, words }) => `${series.name}: ${words.join(' ')}`).join('. ')}.`;
  },
  toCsv: (data) => csv(['reader', 'user', 'row', 'seconds before', 'label', 'attention', 'probability'], data.readers.flatMap(({ series, attention }) => {
    const history = historyOf(attention, userOf(data));
    if (!history) return [];
    return [
      ...history.tokens.map(({ row, gap, label, weight }) => [series.name, history.user, row, gap, LABEL_NAMES[label] ?? '', weight, NaN]),
      [series.name, history.user, history.row, 0, LABEL_NAMES[history.label] ?? '', NaN, history.probability],
    ];
  })),
};

function userOf({ user, readers }: HistoryStripData): number | undefined {
  return user ?? readers.find(({ attention }) => attention && attention.users.length > 0)?.attention?.users[0];
}

function layoutOf(data: HistoryStripData, width: number): { strips: Strip[]; head: string[]; bottom: number } {
  const user = userOf(data);
  const histories = data.readers.map(({ attention }) => historyOf(attention, user));
  const first = histories.find((history) => history !== null);
  const head = brokenTo(first ? headOf(first) : 'No user', FONT.label, width);
  let top = head.length * LINE + legendHeight(legendItems(WIDEST), width) + 12;
  const strips = data.readers.map(({ series, attention }, i): Strip => {
    const history = histories[i] ?? null;
    const words = brokenTo(history ? prefersWords(history) : attention ? 'does not show this user' : 'not reached yet', FONT.label, width);
    const beside = words.length === 1 && boldWidth(series.name, FONT.name) + textWidth(words[0]!, FONT.label) + 14 <= width;
    const high = top + NAME + (beside ? 0 : words.length * LINE) + 6;
    const strip = { series, history, words, top, high, base: high + (history ? BARS : 0) };
    top = strip.base + GAP;
    return strip;
  });
  const last = strips.at(-1);
  return { strips, head, bottom: (last?.base ?? 0) + (last && !last.history ? 6 : 0) };
}

/** The shortest and the longest time before the request to show; times below a second are taken for one. */
function reachOf(gaps: readonly number[]): [number, number] {
  const near = Math.max(1, Math.min(...gaps));
  const far = Math.max(near, ...gaps);
  return !Number.isFinite(near) ? [1, 10] : far < 3 * near ? [near / 3, far * 3] : [near, far];
}

interface Frame {
  readonly left: number;
  readonly right: number;
  /** Of a bar. */
  readonly width: number;
  /** The attention that fills the height. */
  readonly most: number;
  /** Of the figure. */
  readonly size: number;
  x(gap: number): number;
}

function drawStrip(node: SVGElement, { series, history, words, top, high, base }: Strip, frame: Frame): EventPoint[] {
  const { left, right, width, most, size } = frame;
  const beside = high < top + NAME + LINE;
  texts(node, 'name', [
    { key: 'name', x: 0, y: top + 14, text: fitEnds(series.name, FONT.name, size, boldWidth), fill: hueText(series.hue), size: FONT.name, weight: 600 },
    ...words.map((text, i) => ({ key: String(i), x: beside ? boldWidth(series.name, FONT.name) + 14 : 0, y: top + 14 + (beside ? 0 : (i + 1) * LINE), text })),
  ]);
  const y = scaleLinear([0, most], [base, high]);
  const tokens = history?.tokens ?? [];
  const place = { left, right, top: high, bottom: base, width: size, title: '' };
  axisY(node, 'y', y, tokens.length > 0 ? [{ value: most, label: attentionWords(most) }] : [], place);
  const even = y(Math.min(most, 1 / tokens.length));
  marks(node, 'lines', 'line', tokens.length > 0 ? [
    { key: 'base', attributes: { x1: left, x2: right, y1: base, y2: base, stroke: 'var(--axis)' } },
    { key: 'now', attributes: { x1: right, x2: right, y1: high - 4, y2: base, stroke: 'var(--axis)' } },
    { key: 'even', attributes: { x1: left, x2: right, y1: even, y2: even, stroke: 'var(--ink-muted)', 'stroke-dasharray': '1 3' } },
  ] : []);
  const at = dodge(tokens.map(({ gap }) => frame.x(gap)), tokens.map(() => width + Math.min(1, width / 4)), left + 1, right - 1);
  const bars = tokens.map((token, i) => ({ token, x: at[i]!, top: Math.min(base - 1.5, y(Number.isFinite(token.weight) ? token.weight : 0)) }));
  marks(node, 'bars', 'path', bars.map(({ token, x, top: end }, i) => barMark(String(i), series.hue, token.label, x, width, end, base)));
  drawJudged(node, series, history, right, high, base);
  if (!history) return [];
  const name = series.name;
  return [
    ...bars.map(({ token: { row, gap, label, weight }, x, top: end }): EventPoint => ({
      seriesId: series.id, row, gap, label, weight, x, y: (end + base) / 2, words: `${name}: ${spanWords(gap)} before, ${LABEL_NAMES[label] ?? ''}, attention ${attentionWords(weight)}`,
    })),
    {
      seriesId: series.id, row: history.row, gap: 0, label: history.label, weight: NaN, x: right + 16, y: (high + base) / 2,
      words: `${name}: judged event, probability ${probabilityWords(history)}, label ${LABEL_NAMES[history.label] ?? ''}`,
    },
  ];
}

/** Filled: yes, hollow: no, hatched: not yet known; a thick, a thin and a broken line where bars are narrow. */
function barMark(key: string, hue: string, label: number, x: number, width: number, top: number, base: number): Mark {
  const color = hueColor(hue);
  if (width < BOX) {
    const thickness = label === 1 ? Math.max(1.6, width) : label === 2 ? 1 : 0.8;
    return { key, attributes: { d: `M${round(x)} ${round(base)}V${round(top)}`, fill: 'none', stroke: color, 'stroke-width': thickness, 'stroke-dasharray': label === 2 ? '1.5 1.5' : null } };
  }
  const frame = [x - width / 2 + 0.5, top + 0.5, width - 1, Math.max(0.5, base - top - 0.5)] as const;
  const d = box(...frame) + (label === 2 ? hatch(...frame, 3.5) : '');
  return { key, attributes: { d, fill: label === 1 ? color : 'none', stroke: color, 'stroke-width': 1, 'stroke-dasharray': null } };
}

/** A gauge filled to the probability, with the label under it in the signs of the bars. */
function drawJudged(node: SVGElement, { hue }: Series, history: History | null, right: number, high: number, base: number): void {
  const left = right + 10;
  const p = Math.max(0, Math.min(1, history?.probability ?? NaN));
  const told = history !== null && Number.isFinite(p);
  marks(node, 'gauge', 'path', told ? [
    { key: 'fill', attributes: { d: box(left, base - p * (base - high), GAUGE, p * (base - high)), fill: hueColor(hue), 'fill-opacity': 0.55 } },
    { key: 'frame', attributes: { d: box(left, high, GAUGE, base - high), fill: 'none', stroke: 'var(--axis)' } },
  ] : []);
  texts(node, 'judged', history ? [
    { key: 'p', x: left + GAUGE + 5, y: Math.max(high + 10, Math.min(base - 22, base - p * (base - high) + 4)) || base - 22, text: probabilityWords(history), fill: 'var(--ink)', weight: 600 },
    { key: 'label', x: left + GAUGE + 5, y: base, text: LABEL_NAMES[history.label] ?? '' },
  ] : []);
}

function probabilityWords({ probability }: History): string {
  return Number.isFinite(probability) ? probability.toFixed(2) : UNDEFINED;
}

function legendItems(width: number): LegendItem[] {
  const [no, yes, open] = LABEL_NAMES;
  const color = 'var(--ink)';
  const signs = width < BOX ? (['thick', 'line', 'dashed'] as const) : (['filled', 'hollow', 'hatched'] as const);
  return [{ key: 'yes', sign: signs[0], color, label: yes }, { key: 'no', sign: signs[1], color, label: no }, { key: 'open', sign: signs[2], color, label: open }];
}

/** The user's number as written: it is a name, and groups of digits would be read as a size. */
function headOf({ user, tokens }: History): string {
  return `User ${String(user)}, ${tokens.length === 0 ? 'no' : formatCount(tokens.length)} earlier ${tokens.length === 1 ? 'event' : 'events'}`;
}
