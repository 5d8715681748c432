/** How residual quantization takes the target apart: its histogram, the codes of each level and their use, and what each level leaves. */
import { hueColor, hueText, levelColor } from './colors';
import { axisX } from './axes';
import { boldWidth, csv, fitText, formatCount, formatShare, listWords, textWidth } from './format';
import { FONT, box, emptyState, layer, marks, prepare, round, texts } from './marks';
import { READING, pointCursor } from './pointCursor';
import { titled, withUnit } from './unitWords';
import { extentOf, valueKind, valueScale, valueTicks } from './valueScale';
import type { TargetQuantization } from '../engine/records/predict';
import type { ValueKind } from './valueScale';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export interface TargetLevelsData {
  readonly series: Series;
  readonly unit: string;
  /** null: not fitted yet. */
  readonly quantization: TargetQuantization | null;
}

export interface TargetLevelsEvents {
  /** Level and code are 0-based; code -1: stop here. */
  hover(code: { level: number; code: number; value: number; uses: number } | null): void;
}

interface UsePoint extends Readable {
  readonly level: number;
  readonly code: number;
  readonly value: number;
  readonly uses: number;
}

const NARROW = 520;
const NAMES = 118;
const TOP = 28;
const HISTOGRAM = 110;
const BARS = 64;
const AXIS = 26;
const GAP = 24;
const ROW = 22;
const EMPTY = 'The target taken apart: starts when the codes are fitted, before the first step.';

export const targetLevels: ViewModule<TargetLevelsData, TargetLevelsEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const { quantization } = data;
    if (emptyState(root, size, quantization ? null : EMPTY) || !quantization) return;
    const narrow = size.width < NARROW;
    const [left, right] = [narrow ? 1 : NAMES, size.width - 2];
    const levels = quantization.centroids.length;
    drawHistogram(layer(root, 'histogram'), data, quantization, left, right, size.width, narrow);
    const points: UsePoint[] = [];
    marks(root, 'levels', 'g', quantization.centroids.map((_, level) => ({ key: String(level), attributes: { transform: `translate(0 ${levelTop(level, narrow)})` } }))).each(function (_, level) {
      points.push(...drawLevel(this, data, quantization, level, left, right, size.width, narrow).map((point) => ({ ...point, y: point.y + levelTop(level, narrow) })));
    });
    drawErrors(layer(root, 'errors'), quantization, data, levelTop(levels, narrow), size.width);
    pointCursor<UsePoint>(root, size, {
      points, columns: Math.max(1, ...quantization.centroids.map((codes) => codes.length + 1)), readingY: size.height - 5, label: `${points.length} codes of ${levels} levels`,
      show: (point) => on?.hover?.(point && { level: point.level, code: point.code, value: point.value, uses: point.uses }),
    });
    texts(root, 'name', [{ key: 'name', x: 0, y: 13, text: fitText(data.series.name, FONT.name, size.width * 0.5, boldWidth), fill: hueText(data.series.hue), size: FONT.name, weight: 600 }]);
    texts(root, 'title', [{ key: 'title', x: size.width - 1, y: 13, text: fitText('training rows', FONT.label, size.width * 0.48), anchor: 'end' }]);
  },
  height: ({ quantization }, width) => (quantization ? levelTop(quantization.centroids.length, width < NARROW) + 24 + quantization.errors.length * ROW + 22 + READING : 260),
  describe({ series, quantization, unit }) {
    if (!quantization) return `${series.name}: not fitted yet.`;
    const left = quantization.errors.slice(1).map((error, level) => `${withUnit(error, unit)} after level ${level + 1}`);
    const used = quantization.usage.map((uses, level) => `${formatCount(uses.filter((count) => count > 0).length)} of ${formatCount(uses.length)} at level ${level + 1}`);
    return `${series.name} takes the target apart: on average ${withUnit(quantization.errors[0] ?? NaN, unit)} at first, ${listWords(left)}. Codes in use: ${listWords(used)}.`;
  },
  toCsv: ({ quantization }) => csv(['level', 'code', 'value', 'uses'], (quantization?.centroids ?? []).flatMap((codes, level) => [
    ...Array.from(codes, (value, code): (string | number)[] => [level + 1, code, value, quantization!.usage[level]?.[code] ?? NaN]), [level + 1, 'stop', 0, quantization!.ended[level] ?? NaN],
  ])),
};

function levelTop(level: number, narrow: boolean): number {
  return TOP + HISTOGRAM + AXIS + 36 + level * ((narrow ? 20 : 0) + BARS + AXIS + GAP);
}

function drawHistogram(node: SVGElement, { series, unit }: TargetLevelsData, { histogram, centroids }: TargetQuantization, left: number, right: number, width: number, narrow: boolean): void {
  const { edges, counts } = histogram;
  const bottom = TOP + HISTOGRAM;
  const most = Math.max(1, ...counts);
  const { kind, domain } = valueAxis({ histogram, centroids });
  const x = valueScale(kind, domain, [left + 8, right - 8]);
  const flat = domain[0] === domain[1];
  marks(node, 'bars', 'path', [{
    key: 'bars', attributes: {
      d: Array.from(counts, (count, bin) => {
        const [from, to] = flat ? [x(domain[0]) - 6, x(domain[0]) + 6] : [x(edges[bin]!), x(edges[bin + 1]!)];
        const height = (count / most) * (HISTOGRAM - 8);
        return count > 0 ? box(from, bottom - Math.max(1, height), Math.max(0.5, to - from - (to - from > 3 ? 1 : 0)), Math.max(1, height)) : '';
      }).join(''), fill: 'var(--axis)',
    },
  }]);
  axisX(node, 'x', x, valueTicks(kind, domain, Math.max(3, Math.round((right - left) / 60))), { left, right, top: TOP, bottom, width, title: `${titled('true value', unit)}${kind.linearBelow === null ? '' : ', logarithmic'}` });
  marks(node, 'centroids', 'path', [{ key: 'centroids', attributes: { d: Array.from(centroids[0] ?? [], (value) => `M${round(x(value))} ${bottom + 1}v6`).join(''), stroke: hueColor(series.hue), 'stroke-width': 1.5, fill: 'none' } }]);
  texts(node, 'names', narrow ? [] : [{ key: 'rows', x: 0, y: bottom - 22, text: 'true values', fill: 'var(--ink)' }, { key: 'most', x: 0, y: bottom - 6, text: `up to ${formatCount(most)} rows` }]);
}

/** Bins that widen were cut on a logarithmic axis: there they are equally wide. */
function valueAxis({ histogram: { edges }, centroids }: Pick<TargetQuantization, 'histogram' | 'centroids'>): { kind: ValueKind; domain: [number, number] } {
  const last = edges.length - 1;
  const widens = last > 1 && edges[0]! >= 0 && edges[last]! - edges[last - 1]! > 4 * (edges[1]! - edges[0]!);
  return { kind: { linearBelow: widens ? 1 : null }, domain: extentOf([...edges, ...(centroids[0] ?? []), ...(edges[0] === edges[last] ? [] : [Math.min(0, edges[0] ?? 0)])]) };
}

function drawLevel(node: SVGElement, data: TargetLevelsData, quantization: TargetQuantization, level: number, left: number, right: number, width: number, narrow: boolean): UsePoint[] {
  const codes = [...quantization.centroids[level]!];
  const uses = quantization.usage[level] ?? new Uint32Array();
  const ended = quantization.ended[level] ?? 0;
  const base = (narrow ? 20 : 0) + BARS;
  // Level 1 stands under the values themselves, on their axis; what is left has its own.
  const { kind, domain } = level === 0 ? valueAxis(quantization) : { kind: valueKind(codes, 8), domain: extentOf([0, ...codes]) };
  const x = valueScale(kind, domain, [left + 8, right - 8]);
  const most = Math.max(1, ...uses);
  // Nothing stops here: then zero may lie off the axis.
  const all = [...codes.map((value, code) => ({ code, value, uses: uses[code] ?? 0 })), ...(ended > 0 ? [{ code: -1, value: 0, uses: ended }] : [])].sort((a, b) => a.value - b.value);
  const bar = Math.max(2, Math.min(8, (0.6 * (right - left)) / (codes.length + 1)));
  // Rows that stop here may outnumber all others: their bar ends at the top, with the number beside it.
  const heightOf = (count: number) => (count > 0 ? Math.max(1.5, Math.min(1, count / most) * (BARS - 18)) : 0);
  marks(node, 'bars', 'rect', all.map(({ code, value, uses: count }) => ({
    key: String(code), attributes: {
      x: x(value) - bar / 2, y: base - heightOf(count), width: bar, height: heightOf(count),
      fill: code < 0 ? 'var(--ground)' : levelColor(data.series.hue, level, quantization.centroids.length), stroke: code < 0 ? 'var(--ink-muted)' : null,
    },
  })));
  // A code without rows is a hollow ring on the axis.
  marks(node, 'dead', 'circle', all.filter(({ code, uses: count }) => code >= 0 && count === 0).map(({ code, value }) => ({ key: String(code), attributes: { cx: x(value), cy: base - 3, r: 2.5, fill: 'var(--ground)', stroke: 'var(--ink-muted)' } })));
  axisX(node, 'x', x, valueTicks(kind, domain, Math.max(3, Math.round((right - left) / 70))), { left, right, top: 0, bottom: base, width, title: '' });
  const stop = `stop here ${formatCount(ended)}`;
  texts(node, 'stop', ended > 0 ? [{ key: 'stop', x: Math.max(left + textWidth(stop, FONT.label) / 2, Math.min(right - textWidth(stop, FONT.label) / 2, x(0))), y: base - BARS + 12, text: stop, anchor: 'middle' }] : []);
  const live = uses.filter((count) => count > 0).length;
  const inUse = `${formatCount(live)} of ${formatCount(codes.length)} in use`;
  texts(node, 'names', [
    { key: 'name', x: 0, y: narrow ? 10 : base - 22, text: `level ${level + 1}`, fill: 'var(--ink)' },
    { key: 'use', x: narrow ? 58 : 0, y: narrow ? 10 : base - 6, text: inUse },
  ]);
  return all.map(({ code, value, uses: count }) => ({ level, code, value, uses: count, x: x(value), y: base - heightOf(count), words: `level ${level + 1}, ${code < 0 ? 'stop here' : `code ${code}: ${withUnit(value, data.unit)}`}, ${formatCount(count)} rows` }));
}

/** What is left after each level, as falling bars with numbers. */
function drawErrors(node: SVGElement, { errors, remainder }: TargetQuantization, { series, unit }: TargetLevelsData, top: number, width: number): void {
  const most = Math.max(1e-12, ...errors.filter(Number.isFinite));
  const numbers = Math.max(0, ...errors.map((error) => textWidth(withUnit(error, unit), FONT.label)));
  const room = Math.max(10, width - NAMES - numbers - 12);
  texts(node, 'title', [{ key: 'title', x: 0, y: top + 12, text: titled('left over on average', unit), fill: 'var(--ink)' }]);
  marks(node, 'bars', 'rect', errors.map((error, stage) => ({
    key: String(stage), attributes: { x: NAMES, y: top + 24 + stage * ROW, width: error > 0 ? Math.max(1, (error / most) * room) : 0, height: 12, fill: stage === 0 ? 'var(--axis)' : levelColor(series.hue, stage - 1, errors.length - 1) },
  })));
  texts(node, 'names', errors.flatMap((error, stage) => [
    { key: `${stage}`, x: 0, y: top + 34 + stage * ROW, text: stage === 0 ? 'before level 1' : `after level ${stage}` },
    { key: `${stage}/number`, x: NAMES + Math.max(1, ((Number.isFinite(error) ? error : 0) / most) * room) + 6, y: top + 34 + stage * ROW, text: withUnit(error, unit), fill: 'var(--ink)' },
  ]));
  const share = Number.isFinite(remainder.relative) ? `; mean ${formatShare(remainder.relative)} of the value` : '';
  texts(node, 'rest', [{ key: 'rest', x: 0, y: top + 34 + errors.length * ROW, text: fitText(`largest ${withUnit(remainder.max, unit)}${share}`, FONT.label, width) }]);
}
