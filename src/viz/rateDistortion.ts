/** What bits buy: error or explained variance against the bits of a semantic ID, nominal and in use, a point a depth, a line a method. */
import { line, scaleLinear } from 'd3';
import { axisTicks, axisX, axisY, axisYWidth } from './axes';
import { hueColor } from './colors';
import { endLabelWidth, endLabels } from './endLabels';
import { csv, formatNumber, formatTick, listWords } from './format';
import { dashOf } from './lineStyle';
import { emptyState, listenOn, marks, prepare, round } from './marks';
import type { Series, ViewModule } from './view';

export interface RatePoint {
  /** Nominal: sum of log2 of the codes of the levels used. */
  readonly bits: number;
  /** Relative error from the codes alone: root of the squared error over that of the mean. */
  readonly error: number;
  /** Entropy of the prefixes of this depth; absent: not known. */
  readonly bitsInUse?: number;
}

export type RateMeasure = 'error' | 'explained';

export interface RateDistortionData {
  /** Relative error (default), or the share of the variance that is explained. */
  readonly measure?: RateMeasure;
  readonly series: readonly { readonly series: Series; readonly points: readonly RatePoint[] }[];
}

export interface RateDistortionEvents {
  /** `depth` levels of the ID are used. */
  hover(point: (RatePoint & { seriesId: string; depth: number }) | null): void;
}

const TOP = 30;
const AXIS = 44;
const TITLES: Record<RateMeasure, string> = { error: 'relative error (1: no better than the mean)', explained: 'explained variance (%)' };
const EMPTY = 'Error against bits: starts when the first level is trained.';

export const rateDistortion: ViewModule<RateDistortionData, RateDistortionEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const curves = data.series.map((item) => ({ series: item.series, points: item.points.map((p, depth) => ({ ...p, depth })).filter((p) => Number.isFinite(p.bits) && Number.isFinite(p.error)) }))
      .filter((curve) => curve.points.length > 0);
    if (emptyState(root, size, curves.some((curve) => curve.points.some((p) => p.depth > 0)) ? null : EMPTY)) return;
    const all = curves.flatMap((curve) => curve.points);
    const measure = data.measure ?? 'error';
    const valueOf = (point: RatePoint) => shownValue(point, measure);
    const ends = curves.map((curve) => ({ series: curve.series, value: formatNumber(valueOf(curve.points[curve.points.length - 1] ?? NONE)) }));
    const margin = endLabelWidth(ends, size.width);
    const bottom = Math.max(TOP + 10, size.height - AXIS);
    // Not from zero: methods lie close together, and it is their distance that is read.
    const values = all.map(valueOf);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const y = scaleLinear(measure === 'error' ? [low * 0.98, Math.max(high, 1e-9)] : [Math.min(low, 0), Math.max(high, 1e-3)], [bottom, TOP]).nice(5);
    const yTicks = axisTicks(y.domain() as [number, number], Math.max(2, Math.round((bottom - TOP) / 44)));
    const left = axisYWidth(yTicks);
    const right = Math.max(left + 10, size.width - margin.width);
    const most = Math.max(...all.map((p) => p.bits), ...all.map((p) => p.bitsInUse ?? 0));
    const diamonds = curves.flatMap((curve) => curve.points.filter((point) => point.depth > 0 && Number.isFinite(point.bitsInUse)).map((point) => ({ series: curve.series, point, at: point.bitsInUse ?? NaN })));
    const x = scaleLinear([0, most || 1], [left + 5, right - 5]);
    const place = { left, right, top: TOP, bottom, width: size.width };
    axisY(root, 'y', y, yTicks, { ...place, title: TITLES[measure] });
    axisX(root, 'x', x, bitTicks(all.map((p) => p.bits), most), { ...place, title: diamonds.length > 0 ? 'bits of a semantic ID (ring: nominal, diamond: in use)' : 'bits of a semantic ID (nominal)' });
    const path = line<RatePoint>((p) => x(p.bits), (p) => y(valueOf(p))).digits(2);
    marks(root, 'savings', 'line', diamonds.map(({ series, point, at }) => ({
      key: `${series.id}/${point.depth}`, attributes: { x1: x(at), x2: x(point.bits), y1: y(valueOf(point)), y2: y(valueOf(point)), stroke: hueColor(series.hue), 'stroke-width': 1, 'stroke-dasharray': '1 3' },
    })));
    marks(root, 'lines', 'path', curves.map((curve) => ({
      key: curve.series.id, attributes: { d: path(curve.points) ?? '', fill: 'none', stroke: hueColor(curve.series.hue), 'stroke-width': 1.6, 'stroke-dasharray': dashOf(curve.series, curves.map(({ series }) => series)), 'stroke-linejoin': 'round' },
    })));
    const points = curves.flatMap((curve) => curve.points.map((point) => ({ series: curve.series, point })));
    marks(root, 'points', 'circle', points.map(({ series, point }) => ({
      key: `${series.id}/${point.depth}`, attributes: { cx: x(point.bits), cy: y(valueOf(point)), r: 3.5, fill: 'var(--ground)', stroke: hueColor(series.hue), 'stroke-width': 1.75 },
    })));
    marks(root, 'in-use', 'path', diamonds.map(({ series, point, at }) => ({
      key: `${series.id}/${point.depth}`, attributes: { d: diamond(x(at), y(valueOf(point))), fill: hueColor(series.hue), stroke: 'var(--ground)', 'stroke-width': 0.75 },
    })));
    // A ring is small for a finger: what listens is larger than what is seen.
    marks(root, 'hits', 'circle', points.map(({ series, point }) => ({
      key: `${series.id}/${point.depth}`, attributes: { cx: x(point.bits), cy: y(valueOf(point)), r: 10, fill: 'transparent', class: 'hit' },
    }))).each(function (_, i) {
      const found = points[i];
      listenOn(this, {
        pointerenter: () => found && on?.hover?.({ seriesId: found.series.id, ...found.point }),
        pointerleave: () => on?.hover?.(null),
      });
    });
    endLabels(root, curves.flatMap((curve, i) => {
      const last = curve.points[curve.points.length - 1];
      return last ? [{ series: curve.series, x: x(last.bits) + 3, y: y(valueOf(last)), value: ends[i]?.value ?? '' }] : [];
    }), margin, right, TOP - 6, bottom + 8);
  },
  height: (_, width) => Math.round(Math.max(220, Math.min(320, width * 0.55))),
  describe(data) {
    const parts = data.series.map((item) => (item.points.length < 2 ? `${item.series.name}: nothing measured yet`
      : `${item.series.name}: ${listWords(item.points.map((p) => `${formatNumber(shownValue(p, data.measure ?? 'error'))} at ${formatNumber(p.bits)} bits${p.bitsInUse ? ` (${formatNumber(p.bitsInUse)} in use)` : ''}`))}`));
    return `${data.measure === 'explained' ? 'Explained variance in per cent' : 'Relative error'} against nominal bits. ${parts.join('. ')}.`;
  },
  toCsv: (data) => csv(['method', 'levels used', 'bits', 'bits in use', 'relative error', 'explained variance'], data.series.flatMap((item) => item.points.map((p, depth) => [item.series.name, depth, p.bits, p.bitsInUse ?? NaN, p.error, 1 - p.error ** 2]))),
};

/** Points of a run: depth 0 is the mean, at no bits. `residualEnergy` is the squared relative error after each level. */
export function ratePoints(residualEnergy: readonly number[], codesPerLevel: readonly number[], bitsInUse: readonly number[] = []): RatePoint[] {
  let bits = 0;
  return [
    { bits: 0, error: 1 },
    ...residualEnergy.map((energy, level) => {
      const used = bitsInUse[level];
      return { bits: (bits += Math.log2(codesPerLevel[level] ?? NaN)), error: Math.sqrt(energy), ...(used !== undefined && { bitsInUse: used }) };
    }),
  ];
}

const NONE: RatePoint = { bits: NaN, error: NaN };

function shownValue({ error }: RatePoint, measure: RateMeasure): number {
  return measure === 'error' ? error : 100 * (1 - error * error);
}

function diamond(x: number, y: number): string {
  return `M${round(x - 4)} ${round(y)}L${round(x)} ${round(y - 4)}L${round(x + 4)} ${round(y)}L${round(x)} ${round(y + 4)}z`;
}

/** A tick at the depths where these are few, round numbers where not. */
function bitTicks(bits: readonly number[], most: number) {
  const distinct = [...new Set(bits.map((b) => Math.round(b * 10) / 10))].sort((a, b) => a - b);
  return distinct.length <= 7 ? distinct.map((value) => ({ value, label: formatTick(value, value % 1 === 0 ? 1 : 0.1) })) : axisTicks([0, most], 6);
}
