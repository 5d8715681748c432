/** Many rows at once: how far each one's running sum is from its true value, from nothing over each level to the prediction. */
import { hueColor, hueText, scaleColor, SCALE_STEPS } from './colors';
import { axisY, axisYWidth } from './axes';
import { formatCount } from './format';
import { marks, round, texts } from './marks';
import { drawFoot, footHeight } from './foot';
import { pointCursor } from './pointCursor';
import { titled, withUnit } from './unitWords';
import { extentOf, rankShares, valueKind, valueScale, valueTicks } from './valueScale';
import type { Readable } from './pointCursor';
import type { ValueDecodingData, ValueDecodingEvents } from './valueDecodingData';
import type { Size } from './view';

const TOP = 30;
const AXIS = 32;
/** Between the last step and the right edge. */
const RIGHT = 34;

export function drawMany(root: SVGSVGElement, data: ValueDecodingData, size: Size, on?: Partial<ValueDecodingEvents>): void {
  const { decoding, series, unit } = data;
  if (!decoding) return;
  const errors = manyErrors(data);
  const stages = errors[0]?.length ?? 0;
  const kind = valueKind(decoding.targets, 6);
  const bottom = Math.max(TOP + 40, size.height - AXIS - footHeight(CAPTION, size.width));
  const domain = extentOf([...errors.flat(), 0]);
  const y = valueScale(kind, domain, [bottom, TOP]);
  const ticks = valueTicks(kind, domain, Math.max(3, Math.round((bottom - TOP) / 28))).filter((tick, i, all) => tick.value === 0 || clear(y, tick.value, all, i));
  const left = axisYWidth(ticks);
  const right = size.width - RIGHT;
  const x = (stage: number) => left + 14 + (stage * (right - left - 14)) / Math.max(1, stages - 1);
  axisY(root, 'y', y, ticks, { left, right: size.width, top: TOP, bottom, width: size.width, title: titled('sum so far minus true value', unit) });
  const words = stageWords(stages, size.width);
  texts(root, 'stages', words.map((text, stage) => ({ key: String(stage), x: x(stage), y: bottom + 20, text, anchor: 'middle' })));
  marks(root, 'zero', 'line', [{ key: 'zero', attributes: { x1: left, x2: size.width, y1: y(0), y2: y(0), stroke: 'var(--ink)', 'stroke-width': 1.2, 'stroke-dasharray': '3 3' } }]);
  const shares = rankShares(decoding.targets);
  const last = Math.min(stages - 1, data.shown ?? Infinity);
  const path = (row: readonly number[]) => row.slice(0, last + 1).map((error, stage) => `${stage === 0 ? 'M' : 'L'}${round(x(stage))} ${round(y(error))}`).join('');
  marks(root, 'rows', 'path', errors.map((row, i) => ({
    key: String(decoding.rows[i]), attributes: { d: path(row), fill: 'none', stroke: scaleColor(Math.round((shares[i] ?? 0) * (SCALE_STEPS - 3)) + 2), 'stroke-width': 1, 'stroke-opacity': Math.min(0.75, 12 / Math.sqrt(errors.length) / 2) },
  })));
  const middles = Array.from({ length: last + 1 }, (_, stage) => quantiles(errors.map((row) => row[stage]!)));
  marks(root, 'spread', 'path', middles.map(([low, , high], stage) => ({ key: String(stage), attributes: { d: `M${round(x(stage))} ${round(y(low))}V${round(y(high))}`, stroke: hueColor(series.hue), 'stroke-width': 5, 'stroke-linecap': 'round', fill: 'none' } })));
  marks(root, 'middles', 'circle', middles.map(([, middle], stage) => ({ key: String(stage), attributes: { cx: x(stage), cy: y(middle), r: 3.5, fill: 'var(--ground)', stroke: hueText(series.hue), 'stroke-width': 2 } })));
  const picked = errors[data.index];
  marks(root, 'picked', 'path', picked ? [{ key: 'picked', attributes: { d: path(picked), fill: 'none', stroke: 'var(--ink)', 'stroke-width': 2 } }] : []);
  drawFoot(root, CAPTION, bottom + 30, size.width);
  const points = errors.flatMap((row, index) => row.slice(0, last + 1).map((error, stage): RowPoint => ({
    x: x(stage), y: y(error), index, words: `row ${decoding.rows[index]}: true ${withUnit(decoding.targets[index]!, unit)}, ${error < 0 ? 'too low' : 'too high'} by ${withUnit(Math.abs(error), unit)} ${stage === 0 ? 'at the start' : `after ${stage === stages - 1 ? 'the ' : ''}${stageNames(stages)[stage]}`}`,
  })));
  pointCursor<RowPoint>(root, size, {
    points: points.filter((point) => Number.isFinite(point.y)), columns: last + 1, readingY: size.height - 5, label: `${formatCount(errors.length)} rows over ${stages} steps`,
    show: (point) => on?.hoverRow?.(point?.index ?? null),
    ...(on?.select && { choose: (point) => on.select?.(point.index) }),
  });
}

interface RowPoint extends Readable {
  readonly index: number;
}

export function manyHeight(width: number): number {
  return Math.round(Math.max(260, Math.min(380, width * 0.55))) + footHeight(CAPTION, width);
}

const CAPTION = 'Each line is a row, coloured by the rank of its true value. Bars: the middle half of the rows; ring: the median.';

/** [rows][stages]: running sum minus true value, from the empty sum to the prediction. */
export function manyErrors({ decoding, way }: ValueDecodingData): number[][] {
  if (!decoding) return [];
  const stages = decoding.numCodes.length + 1;
  return Array.from(decoding.targets, (target, row) => [-target, ...Array.from(decoding[way].learned.subarray(row * stages, (row + 1) * stages), (sum) => sum - target)]);
}

/** [lower quartile, median, upper quartile]. */
export function quantiles(values: readonly number[]): [number, number, number] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return [at(0.25), at(0.5), at(0.75)];
}

export function stageNames(stages: number): string[] {
  return ['start', ...Array.from({ length: stages - 2 }, (_, i) => `level ${i + 1}`), 'error head'];
}

function stageWords(stages: number, width: number): string[] {
  if (width >= 90 * stages) return stageNames(stages);
  return ['start', ...Array.from({ length: stages - 2 }, (_, i) => String(i + 1)), 'head'];
}

/** Symmetric logarithmic axes crowd around zero: ticks that would lie over the one before, or over zero, are left out. */
function clear(y: (value: number) => number, value: number, all: readonly { value: number }[], i: number): boolean {
  const next = all[i + (value > 0 ? -1 : 1)];
  return Math.abs(y(value) - y(0)) > 14 && (next === undefined || Math.abs(y(value) - y(next.value)) > 13);
}
