/** A sweep as small multiples: one metric against a first parameter, a line for each value of a second, a panel for each value of a third. */
import { line, scaleLinear, scaleLog } from 'd3';
import { axisTicks, axisX, axisY, axisYWidth } from './axes';
import { hueColor, levelColor } from './colors';
import { FONT, emptyState, layer, listenOn, marks, prepare, texts } from './marks';
import { csv, fitText, formatCount, formatNumber, formatShare, listWords } from './format';
import { reachable } from './keyboard';
import { legend, legendHeight } from './legend';
import type { LegendItem } from './legend';
import type { Hue, ViewModule } from './view';

/** One combination of values. Indices count into the axes' values; `line` and `panel` are 0 where there is no such parameter. */
export interface MultiplesPoint {
  readonly x: number;
  readonly line: number;
  readonly panel: number;
  /** Of every finished seed; empty where none is. */
  readonly values: readonly number[];
  readonly state: 'done' | 'waiting' | 'failed';
  /** Why it failed. */
  readonly words?: string;
}

/** A parameter: its title, and its values as words and, where they all are numbers, as numbers. */
export interface MultiplesAxis {
  readonly title: string;
  readonly values: readonly { readonly label: string; readonly number: number | null }[];
}

export interface MultiplesData {
  readonly name: string;
  readonly hue: Hue;
  readonly metric: { readonly title: string; readonly format: 'number' | 'share' | 'count' | 'seconds'; readonly direction: 'up' | 'down' | 'none' };
  readonly x: MultiplesAxis;
  readonly line: MultiplesAxis | null;
  readonly panel: MultiplesAxis | null;
  readonly points: readonly MultiplesPoint[];
}

export interface MultiplesEvents {
  /** In words, the point under the pointer or the keyboard's cursor; null when it leaves. */
  hover(words: string | null): void;
}

const NARROWEST = 250;
const GAP = 26;
const HEAD = 34;
const AXIS = 44;
const PLOT = 150;
/** From this ratio of the largest value to the smallest an axis is logarithmic. */
const DECADE = 10;
const EMPTY = 'Small multiples: a point appears when its run is done.';

interface Panel {
  readonly index: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const smallMultiples: ViewModule<MultiplesData, MultiplesEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const values = data.points.flatMap((point) => point.values).filter(Number.isFinite);
    if (emptyState(root, size, values.length > 0 || data.points.some((point) => point.state === 'failed') ? null : EMPTY)) return;

    const key = legendItems(data);
    const top = legendHeight(key, size.width);
    legend(root, 'legend', key, 0, 0, size.width);
    const [low, high] = domainOf(values);
    const log = spansDecades([low, high]);
    const height = PLOT;
    const y = log ? scaleLog([low, high], [height, 0]).nice() : scaleLinear([low, high], [height, 0]).nice(4);
    const yTicks = axisTicks(y.domain() as [number, number], 4, log).map((tick) => ({ ...tick, label: data.metric.format === 'share' ? formatShare(tick.value) : tick.label }));
    const margin = axisYWidth(yTicks);
    const panels = layout(data, size.width, top, margin);
    const title = `${data.metric.title}${log ? ', logarithmic' : ''}${data.metric.direction === 'down' ? ' · lower is better' : data.metric.direction === 'up' ? ' · higher is better' : ''}`;

    const groups = marks(root, 'panels', 'g', panels.map((panel) => ({ key: String(panel.index), attributes: { transform: `translate(0 ${panel.top})` } })));
    const seen: Seen[] = [];
    groups.each(function (_, i) {
      const panel = panels[i];
      if (!panel) return;
      const words = data.panel ? `${data.panel.title} ${data.panel.values[panel.index]?.label ?? ''}` : '';
      const x = scaleOfX(data.x, panel.left + 10, panel.right - 10);
      const place = { left: panel.left, right: panel.right, top: 0, bottom: height, width: size.width };
      axisY(this, 'y', y, yTicks, { ...place, title: '' });
      axisX(this, 'x', x.at, x.ticks, { ...place, title: '' });
      const room = panel.right - panel.left;
      texts(this, 'heads', [
        { key: 'head', x: panel.left, y: -10, text: fitText(words || title, FONT.label, data.panel ? room : size.width - panel.left), fill: words ? 'var(--ink)' : 'var(--ink-muted)', weight: words ? 600 : 400 },
        { key: 'x', x: panel.left + room / 2, y: height + 35, text: fitText(x.title, FONT.label, room), anchor: 'middle' },
      ]);
      seen.push(...drawPanel(this, data, panel.index, x.at, y, height, panel.top));
    });
    texts(root, 'title', data.panel ? [{ key: 'title', x: 0, y: top + 12, text: fitText(title, FONT.label, size.width) }] : []);
    listen(root, data, seen, panels.length > 0 ? size : { width: 0, height: 0 }, on);
  },
  height(data, width) {
    const rows = Math.ceil(panelCount(data) / columnsFor(data, width));
    return legendHeight(legendItems(data), width) + (data.panel ? 18 : 0) + rows * (HEAD + PLOT + AXIS) + 2;
  },
  describe(data) {
    const done = data.points.filter((point) => point.values.length > 0);
    const failed = data.points.filter((point) => point.state === 'failed').length;
    const head = `${data.metric.title} of ${data.name} over ${listWords([data.x, data.line, data.panel].flatMap((axis) => axis?.title ?? []))}: ${done.length} of ${data.points.length} points measured${failed > 0 ? `, ${failed} failed` : ''}.`;
    if (done.length === 0) return head;
    const sorted = [...done].sort((a, b) => mean(a) - mean(b));
    const [least, most] = [sorted[0]!, sorted.at(-1)!];
    return `${head} Least: ${wordsOf(data, least)}. Most: ${wordsOf(data, most)}.`;
  },
  toCsv(data) {
    const axes = [data.x, data.line, data.panel];
    const header = [...axes.flatMap((axis) => axis?.title ?? []), 'state', 'seeds', 'mean', 'sd'];
    return csv(header, data.points.map((point) => [
      ...axes.flatMap((axis, i) => axis?.values[[point.x, point.line, point.panel][i] ?? 0]?.label ?? []), point.state, point.values.length, mean(point), deviation(point),
    ]));
  },
};

interface Seen {
  readonly point: MultiplesPoint;
  readonly x: number;
  readonly y: number;
}

function drawPanel(node: Element, data: MultiplesData, panel: number, x: (index: number) => number, y: (value: number) => number, height: number, top: number): Seen[] {
  const points = data.points.filter((point) => point.panel === panel);
  const measured = points.filter((point) => Number.isFinite(mean(point)));
  const failed = points.filter((point) => point.state === 'failed' && !Number.isFinite(mean(point)));
  const lines = Math.max(1, data.line?.values.length ?? 1);
  const colour = (point: { line: number }) => (data.line ? levelColor(data.hue, point.line, lines) : hueColor(data.hue));
  const keyOf = (point: MultiplesPoint) => `${point.line}/${point.x}`;
  const path = line<MultiplesPoint>((point) => x(point.x), (point) => y(mean(point))).digits(2);
  marks(node, 'lines', 'path', Array.from({ length: lines }, (_, index) => {
    const row = measured.filter((point) => point.line === index).sort((a, b) => x(a.x) - x(b.x));
    return { key: String(index), attributes: { d: path(row) ?? '', fill: 'none', stroke: colour({ line: index }), 'stroke-width': 1.6, 'stroke-linejoin': 'round' } };
  }));
  marks(node, 'deviations', 'path', measured.filter((point) => point.values.length > 1).map((point) => {
    // A lower end below a logarithmic axis, or below zero, ends at the axis.
    const low = y(mean(point) - deviation(point));
    const d = `M${x(point.x).toFixed(2)} ${(Number.isFinite(low) ? Math.min(low, height) : height).toFixed(2)}V${Math.max(0, y(mean(point) + deviation(point))).toFixed(2)}`;
    return { key: keyOf(point), attributes: { d, stroke: colour(point), 'stroke-width': 1.2, fill: 'none' } };
  }));
  marks(node, 'seeds', 'circle', measured.filter((point) => point.values.length > 1).flatMap((point) => point.values.map((value, seed) => ({
    key: `${keyOf(point)}/${seed}`, attributes: { cx: x(point.x), cy: y(value), r: 1.6, fill: colour(point) },
  }))));
  marks(node, 'points', 'circle', measured.map((point) => ({
    key: keyOf(point), attributes: { cx: x(point.x), cy: y(mean(point)), r: 3.5, fill: 'var(--ground)', stroke: colour(point), 'stroke-width': 1.75 },
  })));
  // A point without a number stands on the axis, one above the other where lines fail together.
  const rank = (point: MultiplesPoint) => failed.filter((other) => other.x === point.x && other.line < point.line).length;
  const crosses = failed.map((point) => ({ point, cx: x(point.x), cy: height - 8 - 11 * rank(point) }));
  marks(node, 'failed', 'path', crosses.map(({ point, cx, cy }) => ({
    key: keyOf(point), attributes: { d: `M${(cx - 3.5).toFixed(2)} ${cy - 3.5}l7 7m0 -7l-7 7`, fill: 'none', stroke: colour(point), 'stroke-width': 1.75 },
  })));
  return [
    ...measured.map((point) => ({ point, x: x(point.x), y: top + y(mean(point)) })),
    ...crosses.map(({ point, cx, cy }) => ({ point, x: cx, y: top + cy })),
  ].sort((a, b) => a.point.line - b.point.line || a.point.x - b.point.x);
}

/** One listening surface over all panels: the nearest point to the pointer, and a cursor for the arrow keys. */
function listen(root: SVGSVGElement, data: MultiplesData, seen: readonly Seen[], size: { width: number; height: number }, on?: Partial<MultiplesEvents>): void {
  const surface = layer(root, 'surface');
  layer(surface, 'cursor');
  marks(surface, 'hit', 'rect', [{ key: 'hit', attributes: { x: 0, y: 0, width: size.width, height: size.height, fill: 'transparent', class: 'hit' } }]);
  const show = (found: Seen | null) => {
    marks(surface, 'cursor', 'circle', found ? [{ key: 'cursor', attributes: { cx: found.x, cy: found.y, r: 7, fill: 'none', stroke: 'var(--ink)', 'stroke-width': 1.75 } }] : []);
    on?.hover?.(found && wordsOf(data, found.point));
  };
  const nearest = (event: MouseEvent): Seen | null => {
    const frame = root.getBoundingClientRect();
    const [px, py] = [event.clientX - frame.left, event.clientY - frame.top];
    let best: Seen | null = null;
    let distance = 40;
    for (const candidate of seen) {
      const away = Math.hypot(candidate.x - px, candidate.y - py);
      if (away < distance) [best, distance] = [candidate, away];
    }
    return best;
  };
  listenOn(surface, { pointermove: (event) => show(nearest(event)), pointerleave: () => show(null) });
  if (seen.length === 0) return;
  const columns = data.x.values.length;
  reachable(surface, {
    count: seen.length, columns, label: `${data.metric.title}: ${seen.length} points. Arrow keys move from point to point.`,
    move: (index) => show(index === null ? null : (seen[index] ?? null)), choose: (index) => show(seen[index] ?? null),
  });
}

function layout(data: MultiplesData, width: number, top: number, margin: number): Panel[] {
  const columns = columnsFor(data, width);
  const room = (width - GAP * (columns - 1)) / columns;
  const start = top + (data.panel ? 18 : 0);
  return Array.from({ length: panelCount(data) }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const left = column * (room + GAP) + margin;
    const panelTop = start + row * (HEAD + PLOT + AXIS) + HEAD;
    return { index, left, right: Math.max(left + 20, column * (room + GAP) + room), top: panelTop, bottom: panelTop + PLOT };
  });
}

function panelCount(data: MultiplesData): number {
  return Math.max(1, data.panel?.values.length ?? 1);
}

function columnsFor(data: MultiplesData, width: number): number {
  return Math.max(1, Math.min(panelCount(data), 4, Math.floor((width + GAP) / (NARROWEST + GAP))));
}

/** Numbers stand where they are, logarithmic where they span a decade or double from one to the next; anything else stands in the order given. */
function scaleOfX(axis: MultiplesAxis, left: number, right: number) {
  const numbers = axis.values.map((value) => value.number);
  const plain = numbers.every((value): value is number => value !== null && Number.isFinite(value)) && new Set(numbers).size === numbers.length && numbers.length > 1;
  if (!plain) {
    const scale = scaleLinear([0, Math.max(1, numbers.length - 1)], numbers.length > 1 ? [left, right] : [(left + right) / 2, right]);
    return { at: (index: number) => scale(index), title: axis.title, ticks: axis.values.map((value, index) => ({ value: index, label: fitText(value.label, FONT.label, (right - left) / Math.max(1, numbers.length - 1)) })) };
  }
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const log = spansDecades([low, high]) || isGeometric(numbers);
  const scale = log ? scaleLog([low, high], [left, right]) : scaleLinear([low, high], [left, right]);
  return { at: (index: number) => scale(numbers[index] ?? NaN), title: `${axis.title}${log ? ', logarithmic' : ''}`, ticks: axis.values.map((value, index) => ({ value: index, label: tickLabel(value) })) };
}

function tickLabel({ label, number }: MultiplesAxis['values'][number]): string {
  return number !== null && Math.abs(number) >= 1000 && Number.isInteger(number) ? formatCount(number) : label;
}

/** Three or more with one ratio between neighbours, such as 32, 64, 128. */
function isGeometric(numbers: readonly number[]): boolean {
  const sorted = [...numbers].sort((a, b) => a - b);
  const ratio = sorted[1]! / sorted[0]!;
  return sorted.length > 2 && sorted[0]! > 0 && ratio >= 1.5 && sorted.every((value, i) => i === 0 || Math.abs(value / sorted[i - 1]! / ratio - 1) < 1e-6);
}

function spansDecades([low, high]: readonly [number, number]): boolean {
  return low > 0 && high / low >= DECADE;
}

/** Of all values; a little room where they are one. */
function domainOf(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = low < high ? 0.04 * (high - low) : Math.abs(low) / 10 || 1;
  return low > 0 && high / low >= DECADE ? [low / 1.1, high * 1.1] : [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

function legendItems(data: MultiplesData): LegendItem[] {
  const lines = data.line?.values ?? [];
  const failed = data.points.some((point) => point.state === 'failed');
  return [
    ...(data.line ? [{ key: 'of', sign: 'none' as const, color: '', label: `${data.line.title}:` }] : []),
    ...lines.map((value, index) => ({ key: `line ${index}`, sign: 'line' as const, color: levelColor(data.hue, index, lines.length), label: value.label })),
    ...(failed ? [{ key: 'failed', sign: 'none' as const, color: '', label: '✕ failed' }] : []),
  ];
}

function wordsOf(data: MultiplesData, point: MultiplesPoint): string {
  const place = [data.x, data.line, data.panel].flatMap((axis, i) => (axis ? `${axis.title} ${axis.values[[point.x, point.line, point.panel][i] ?? 0]?.label ?? ''}` : []));
  const value = Number.isFinite(mean(point)) ? `${print(data, mean(point))}${point.values.length > 1 ? ` ± ${print(data, deviation(point))} over ${point.values.length} seeds` : ''}` : '';
  const state = point.state === 'failed' ? `failed: ${(point.words ?? 'no reason given').replace(/\.$/, '')}` : '';
  return `${place.join(', ')}: ${[value, state].filter(Boolean).join('; ') || 'not measured yet'}`;
}

function print(data: MultiplesData, value: number): string {
  if (data.metric.format === 'share') return formatShare(value);
  return data.metric.format === 'seconds' ? `${formatNumber(value)} s` : formatNumber(value);
}

function mean({ values }: MultiplesPoint): number {
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(point: MultiplesPoint): number {
  const centre = mean(point);
  return point.values.length < 2 ? NaN : Math.sqrt(point.values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (point.values.length - 1));
}
