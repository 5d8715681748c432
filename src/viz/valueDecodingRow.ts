/** One row decoded coarse to fine: bars of probability at the place of each code, each level zooming into what the level before it chose. */
import { pointer } from 'd3';
import { axisTicks } from './axes';
import { hueColor, hueText, levelColor } from './colors';
import { decodedRow, decodedWindows } from './decodedRow';
import { dodge } from './dodge';
import { THIN, textWidth } from './format';
import { reachable } from './keyboard';
import { legend, legendHeight } from './legend';
import { FONT, layer, listenOn, marks, round, texts } from './marks';
import { decodedWords } from './decodedWords';
import { brokenTo, formatPercent, withUnit } from './unitWords';
import { valueKind, valueScale, valueTicks } from './valueScale';
import type { DecodedCode, DecodedLevel, DecodedRow } from './decodedRow';
import type { LegendItem } from './legend';
import type { TextMark } from './marks';
import type { ValueScale } from './valueScale';
import type { ValueDecodingData, ValueDecodingEvents } from './valueDecodingData';
import type { Size } from './view';

const NARROW = 520;
const NAMES = 118;
const NAME_LINE = 20;
const LABELS = 18;
const BARS = 58;
const TICKS = 26;
const ZOOM = 26;
const LINE = 18;

interface Strip {
  readonly level: DecodedLevel;
  /** 0-based. */
  readonly number: number;
  /** Where bars end. */
  readonly base: number;
  readonly top: number;
  readonly x: ValueScale;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
  /** Not yet stepped to. */
  readonly faint: boolean;
}

export function drawRow(root: SVGSVGElement, data: ValueDecodingData, size: Size, on?: Partial<ValueDecodingEvents>): void {
  const row = data.decoding && decodedRow(data.decoding, data.way, data.index);
  if (!row) return;
  const narrow = size.width < NARROW;
  const [left, right] = [narrow ? 1 : NAMES, size.width - 2];
  const strips = stripsOf(row, data, left, right, narrow);
  texts(root, 'row', [{ key: 'row', x: 0, y: 12, text: headOf(row, data), fill: 'var(--ink)' }]);
  marks(root, 'zooms', 'path', strips.slice(1).map((strip) => {
    const before = strips[strip.number - 1]!;
    const [from, to] = strip.x.domain().map((value) => round(inside(before.x(value), left, right))) as [number, number];
    return { key: String(strip.number), attributes: { d: `M${from} ${before.base + 1}L${to} ${before.base + 1}L${right} ${strip.top}H${left}z`, fill: hueColor(data.series.hue), 'fill-opacity': strip.faint ? 0.03 : 0.09 } };
  }));
  texts(root, 'names', strips.flatMap((strip) => names(strip, data, narrow)));
  marks(root, 'strips', 'g', strips.map((strip) => ({ key: String(strip.number), attributes: {} }))).each(function (_, i) {
    if (strips[i]) drawStrip(this, strips[i], row, data, left, right);
  });
  const end = strips.at(-1)!.base + TICKS + 24;
  texts(root, 'words', wordLines(row, data, size.width).map(({ text, strong }, i) => ({ key: String(i), x: 0, y: end + i * LINE, text, ...(strong && { fill: 'var(--ink)', weight: 600, size: FONT.name }) })));
  legend(root, 'legend', LEGEND, 0, end + wordLines(row, data, size.width).length * LINE - 8, size.width);
  listen(root, data, strips, left, right, size, on);
}

export function rowHeight(data: ValueDecodingData, width: number): number {
  const row = data.decoding && decodedRow(data.decoding, data.way, data.index);
  if (!row) return 260;
  const strips = stripsOf(row, data, 0, 1, width < NARROW);
  // The words of all steps are reserved, so that nothing moves while stepping.
  return Math.ceil((strips.at(-1)?.base ?? 0) + TICKS + 24 + wordLines(row, { ...data, shown: row.levels.length + 1 }, width).length * LINE + legendHeight(LEGEND, width) + 2);
}

const LEGEND: readonly LegendItem[] = [
  { key: 'truth', sign: 'dashed', color: 'var(--ink)', label: 'true value' },
  { key: 'head', sign: 'none', color: '', label: '▲ sum of the learned heads so far' },
  { key: 'stop', sign: 'hollow', color: 'var(--ink-muted)', label: 'stop here (END)' },
];

function stripsOf(row: DecodedRow, data: ValueDecodingData, left: number, right: number, narrow: boolean): Strip[] {
  const height = (narrow ? NAME_LINE : 0) + LABELS + BARS + TICKS + ZOOM;
  return decodedWindows(row).map((window, number) => {
    const level = row.levels[number]!;
    const kind = number === 0 ? valueKind([...level.codes.map((code) => code.sum), row.target]) : { linearBelow: null };
    const x = valueScale(kind, window, [left + 4, right - 4]);
    const base = 24 + number * height + height - TICKS - ZOOM;
    const count = Math.max(2, Math.min(7, Math.round((right - left) / 90)));
    return { level, number, base, top: base - BARS - LABELS, x, ticks: kind.linearBelow === null ? axisTicks(window, count) : valueTicks(kind, window, 2 * count), faint: number >= (data.shown ?? Infinity) };
  });
}

function headOf(row: DecodedRow, data: ValueDecodingData): string {
  return `${data.rowLabel ?? `row ${row.row}`} · true ${withUnit(row.target, data.unit)} · ${data.way === 'free' ? 'fed with its own codes' : 'fed with the true codes'}`;
}

function names({ number, level, base, top, faint }: Strip, data: ValueDecodingData, narrow: boolean): TextMark[] {
  const sum = faint ? '' : `so far ${withUnit(level.learned, data.unit)}`;
  const y = narrow ? top - 6 : base - 20;
  const name = { key: `${number}`, x: 0, y, text: `level ${number + 1}`, fill: faint ? 'var(--ink-muted)' : 'var(--ink)' };
  return [name, narrow ? { key: `${number}/sum`, x: 58, y, text: sum } : { key: `${number}/sum`, x: 0, y: y + 16, text: sum }];
}

function drawStrip(node: SVGElement, { level, base, x, ticks, faint }: Strip, row: DecodedRow, data: ValueDecodingData, left: number, right: number): void {
  const drawn = level.codes.filter((code) => Number.isFinite(code.probability) && x(code.sum) >= left && x(code.sum) <= right);
  const most = Math.max(1e-9, ...drawn.map((code) => code.probability));
  const width = barWidth(drawn.map((code) => x(code.sum)));
  const chosenHere = (code: DecodedCode) => code.code === level.chosen.code && !faint;
  marks(node, 'bars', 'rect', drawn.map((code) => {
    const height = Math.max(1, (code.probability / most) * (BARS - 2));
    const color = levelColor(data.series.hue, chosenHere(code) ? 0 : 7, 8);
    const stop = code.code < 0;
    return {
      key: String(code.code),
      attributes: {
        x: x(code.sum) - width / 2 + (stop ? 0.5 : 0), y: base - height, width: stop ? Math.max(2, width - 1) : width, height, rx: Math.min(1.5, width / 4),
        fill: stop && !chosenHere(code) ? 'var(--ground)' : color, stroke: stop ? (chosenHere(code) ? color : 'var(--ink-muted)') : null, 'stroke-width': stop ? 1 : null,
        'fill-opacity': chosenHere(code) ? null : faint ? 0.12 : 0.6, 'stroke-opacity': faint ? 0.3 : null,
      },
    };
  }));
  marks(node, 'axis', 'path', [
    { key: 'base', attributes: { d: `M${left} ${base + 0.5}H${right}`, stroke: 'var(--axis)', fill: 'none' } },
    { key: 'ticks', attributes: { d: ticks.map((tick) => `M${round(x(tick.value))} ${base}v4`).join(''), stroke: 'var(--axis)', fill: 'none' } },
  ]);
  texts(node, 'ticks-labels', tickLabels(ticks, x, base, left, right, data.unit));
  const truth = inside(x(row.target), left, right);
  marks(node, 'truth', 'path', [{ key: 'truth', attributes: { d: `M${round(truth)} ${base - BARS - 3}V${base + 3}`, fill: 'none', stroke: 'var(--ink)', 'stroke-width': 1.4, 'stroke-dasharray': '3 3', 'stroke-opacity': faint ? 0.35 : null } }]);
  const head = inside(x(level.learned), left + 4, right - 4);
  marks(node, 'head', 'path', faint || !Number.isFinite(head) ? [] : [{ key: 'head', attributes: { d: `M${round(head)} ${base + 2}l4 7h-8z`, fill: hueText(data.series.hue), stroke: 'var(--ground)', 'stroke-width': 0.75 } }]);
  texts(node, 'labels', faint ? [] : stripLabels(level, row, data.unit, x, base, left, right));
}

/** What is written over the bars: the chosen code's share, the true value where this level has it outside, and END's share where it counts. */
function stripLabels(level: DecodedLevel, row: DecodedRow, unit: string, x: ValueScale, base: number, left: number, right: number): TextMark[] {
  const stop = level.codes.find((code) => code.code === -1);
  const at = x(row.target);
  const truth = at < left ? `← true ${withUnit(row.target, unit)}` : at > right ? `true ${withUnit(row.target, unit)} →` : `true ${withUnit(row.target, unit)}`;
  const elsewhere = level.elsewhere > 0.02 ? `${formatPercent(level.elsewhere)} on codes of other levels` : '';
  const items = [
    { key: 'truth', at, text: truth, fill: 'var(--ink)' },
    ...(level.chosen.code === null || level.chosen.code === -1 ? [] : [{ key: 'chosen', at: x(level.chosen.sum), text: formatPercent(level.chosen.probability), fill: 'var(--ink-muted)' }]),
    ...(stop && (stop.probability >= 0.1 || level.chosen.code === -1) ? [{ key: 'stop', at: x(stop.sum), text: `stop here ${formatPercent(stop.probability)}`, fill: 'var(--ink-muted)' }] : []),
    ...(elsewhere !== '' ? [{ key: 'elsewhere', at: right, text: elsewhere, fill: 'var(--ink-muted)' }] : []),
  ];
  // Where not all fit beside each other, the first ones stay.
  while (items.length > 1 && items.reduce((sum, item) => sum + textWidth(item.text, FONT.label) + 10, 0) > right - left) items.pop();
  const placed = dodge(items.map((item) => item.at), items.map((item) => textWidth(item.text, FONT.label) + 10), left, right);
  return items.map(({ key, text, fill }, i) => ({ key, x: placed[i] ?? NaN, y: base - BARS - 7, text, fill, anchor: 'middle' }));
}

function tickLabels(ticks: Strip['ticks'], x: ValueScale, base: number, left: number, right: number, unit: string): TextMark[] {
  let free = -Infinity;
  const kept: TextMark[] = [];
  ticks.forEach((tick, i) => {
    const text = i === ticks.length - 1 && unit !== '' ? `${tick.label}${THIN}${unit}` : tick.label;
    const half = textWidth(text, FONT.label) / 2;
    const at = inside(x(tick.value), left + half - 4, right - half);
    if (at - half < free) return;
    free = at + half + 8;
    kept.push({ key: tick.label, x: at, y: base + 22, text, anchor: 'middle' });
  });
  return kept;
}

function wordLines(row: DecodedRow, data: ValueDecodingData, width: number): { text: string; strong: boolean }[] {
  const { sum, rest } = decodedWords(row, data.unit, data.shown);
  return [...brokenTo(sum, FONT.name * 1.08, width - 4).map((text) => ({ text, strong: true })), ...(rest === '' ? [] : brokenTo(rest, FONT.label, width - 4).map((text) => ({ text, strong: false })))];
}

function barWidth(places: readonly number[]): number {
  const gaps = places.slice(1).map((at, i) => at - places[i]!).filter((gap) => gap > 0).sort((a, b) => a - b);
  return Math.max(3, Math.min(9, 0.7 * (gaps[Math.floor(gaps.length / 3)] ?? 9)));
}

function listen(root: SVGSVGElement, data: ValueDecodingData, strips: readonly Strip[], left: number, right: number, size: Size, on?: Partial<ValueDecodingEvents>): void {
  const surface = layer(root, 'surface');
  layer(surface, 'cursor');
  const hit = marks(surface, 'hit', 'rect', [{ key: 'hit', attributes: { x: 0, y: 0, width: size.width, height: strips.at(-1)!.base + TICKS, fill: 'transparent', class: 'hit' } }]).node();
  const show = (strip: Strip | null, code: DecodedCode | undefined, tell = true) => {
    const seen = strip && code ? [{ strip, code }] : [];
    marks(surface, 'cursor', 'path', seen.map(({ strip: { x, base }, code: { sum } }) => ({ key: 'cursor', attributes: { d: `M${round(inside(x(sum), left, right))} ${base - BARS}V${base + 5}`, stroke: 'var(--focus)', 'stroke-width': 2, fill: 'none' } })));
    const words = seen.map(({ strip: { number, level }, code: { code, value, sum, probability } }) =>
      `level ${number + 1}, ${code < 0 ? 'stop here' : `code ${code}`}: ${withUnit(level.base, data.unit)} ${value < 0 ? '−' : '+'} ${withUnit(Math.abs(value), data.unit)} = ${withUnit(sum, data.unit)}, ${formatPercent(probability)}`)[0];
    texts(surface, 'reading', words === undefined ? [] : [{ key: 'reading', x: size.width - 1, y: size.height - 4, text: words, anchor: 'end', fill: 'var(--ink)' }]);
    if (tell) on?.hover?.(strip && code ? { level: strip.number, code: code.code, value: code.value, sum: code.sum, probability: code.probability } : null);
  };
  show(null, undefined, false);
  if (hit === null) return;
  listenOn(hit, {
    pointermove: (event) => {
      const [px, py] = pointer(event, root);
      const strip = strips.reduce((best, other) => (Math.abs(other.base - BARS / 2 - py) < Math.abs(best.base - BARS / 2 - py) ? other : best));
      const shown = strip.level.codes.filter((code) => strip.x(code.sum) >= left && strip.x(code.sum) <= right);
      show(strip, shown.reduce<DecodedCode | undefined>((best, code) => (best === undefined || Math.abs(strip.x(code.sum) - px) < Math.abs(strip.x(best.sum) - px) ? code : best), undefined));
    },
    pointerleave: () => show(null, undefined),
  });
  const columns = Math.max(...strips.map((strip) => strip.level.codes.length));
  reachable(hit, {
    count: columns * strips.length, columns, label: `${strips.length} levels of up to ${columns - 1} codes. Left and right move over the codes of a level, up and down from level to level.`,
    move: (i) => {
      const strip = i === null ? undefined : strips[Math.floor(i / columns)];
      show(strip ?? null, strip?.level.codes[Math.min((i ?? 0) % columns, strip.level.codes.length - 1)]);
    },
    choose: () => undefined,
  });
}

function inside(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
