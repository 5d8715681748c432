/** What rows with equal first codes have in common: label purity beside chance, cohesion, or how many prefixes there are, by depth. */
import { line, scaleLinear, scaleLog } from 'd3';
import { axisTicks, axisX, axisY, axisYWidth } from './axes';
import { hueColor } from './colors';
import { endLabelWidth, endLabels } from './endLabels';
import { csv, formatCount, formatNumber, listWords } from './format';
import { dashOf } from './lineStyle';
import { emptyState, listenOn, marks, prepare } from './marks';
import type { Series, ViewModule } from './view';

export type PrefixMeasure = 'purity' | 'cohesion' | 'distinct';

/** Lists have one entry a depth, from 1; NaN: undefined. */
export interface PrefixSeries {
  readonly series: Series;
  /** Share of rows with the most frequent label of their prefix, and the same for labels dealt at random; absent: no labels. */
  readonly purity?: readonly number[];
  readonly purityByChance?: readonly number[];
  readonly cohesion?: readonly number[];
  readonly distinct?: readonly number[];
}

export interface PrefixesData {
  readonly measure: PrefixMeasure;
  readonly series: readonly PrefixSeries[];
}

export interface PrefixPoint {
  readonly seriesId: string;
  /** Codes the prefix has, from 1. */
  readonly depth: number;
  readonly value: number;
  /** Purity only. */
  readonly chance?: number;
}

export interface PrefixesEvents {
  hover(point: PrefixPoint | null): void;
}

const TOP = 30;
const AXIS = 44;
const TITLES: Record<PrefixMeasure, string> = {
  purity: 'prefix purity (%)',
  cohesion: 'semantic cohesion (mean cosine)',
  distinct: 'distinct prefixes, logarithmic',
};
const EMPTY: Record<PrefixMeasure, string> = {
  purity: 'Prefix purity: needs a label column; choose one where the file is read.',
  cohesion: 'Semantic cohesion: starts when the first level is trained.',
  distinct: 'Distinct prefixes: start when the first level is trained.',
};

interface Curve {
  readonly series: Series;
  readonly points: readonly { readonly depth: number; readonly value: number; readonly chance?: number }[];
}

export const prefixes: ViewModule<PrefixesData, PrefixesEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const { measure } = data;
    const curves = curvesOf(data).filter((curve) => curve.points.length > 0);
    if (emptyState(root, size, curves.length > 0 ? null : EMPTY[measure])) return;
    const all = curves.flatMap((curve) => curve.points);
    const depths = Math.max(...all.map((point) => point.depth));
    const ends = curves.map((curve) => ({ series: curve.series, value: print(curve.points.at(-1)?.value ?? NaN, measure) }));
    const margin = endLabelWidth(ends, size.width);
    const bottom = Math.max(TOP + 10, size.height - AXIS);
    const [low, high] = domainOf(all.flatMap((point) => [point.value, point.chance ?? point.value]), measure);
    const y = measure === 'distinct' ? scaleLog([low, high], [bottom, TOP]) : scaleLinear([low, high], [bottom, TOP]).nice(5);
    const yTicks = axisTicks(y.domain() as [number, number], Math.max(2, Math.round((bottom - TOP) / 44)), measure === 'distinct');
    const left = axisYWidth(yTicks);
    const right = Math.max(left + 10, size.width - margin.width);
    const x = scaleLinear([1, Math.max(2, depths)], [left + 8, right - 8]);
    const place = { left, right, top: TOP, bottom, width: size.width };
    axisY(root, 'y', y, yTicks, { ...place, title: TITLES[measure] });
    const chance = curves.some((curve) => curve.points.some((point) => point.chance !== undefined));
    axisX(root, 'x', x, Array.from({ length: depths }, (_, i) => ({ value: i + 1, label: String(i + 1) })), { ...place, title: `codes in the prefix${chance ? ' · dashed: by chance' : ''}` });

    const path = line<{ depth: number; at: number }>((point) => x(point.depth), (point) => y(point.at)).digits(2);
    marks(root, 'chance', 'path', curves.filter((curve) => curve.points.some((point) => point.chance !== undefined)).map((curve) => ({
      key: curve.series.id,
      attributes: { d: path(curve.points.flatMap(({ depth, chance: at }) => (at === undefined ? [] : [{ depth, at }]))) ?? '', fill: 'none', stroke: hueColor(curve.series.hue), 'stroke-width': 1.25, 'stroke-dasharray': '3 4' },
    })));
    marks(root, 'lines', 'path', curves.map((curve) => ({
      key: curve.series.id,
      attributes: { d: path(curve.points.map(({ depth, value }) => ({ depth, at: value }))) ?? '', fill: 'none', stroke: hueColor(curve.series.hue), 'stroke-width': 1.6, 'stroke-dasharray': dashOf(curve.series, curves.map(({ series }) => series)), 'stroke-linejoin': 'round' },
    })));
    const points = curves.flatMap((curve) => curve.points.map((point) => ({ series: curve.series, point })));
    marks(root, 'points', 'circle', points.map(({ series, point }) => ({
      key: `${series.id}/${point.depth}`, attributes: { cx: x(point.depth), cy: y(point.value), r: 3.5, fill: 'var(--ground)', stroke: hueColor(series.hue), 'stroke-width': 1.75 },
    })));
    // A ring is small for a finger: what listens is larger than what is seen.
    marks(root, 'hits', 'circle', points.map(({ series, point }) => ({
      key: `${series.id}/${point.depth}`, attributes: { cx: x(point.depth), cy: y(point.value), r: 10, fill: 'transparent', class: 'hit' },
    }))).each(function (_, i) {
      const found = points[i];
      listenOn(this, {
        pointerenter: () => found && on?.hover?.({ seriesId: found.series.id, ...found.point }),
        pointerleave: () => on?.hover?.(null),
      });
    });
    endLabels(root, curves.flatMap((curve, i) => {
      const last = curve.points.at(-1);
      return last ? [{ series: curve.series, x: x(last.depth) + 3, y: y(last.value), value: ends[i]?.value ?? '' }] : [];
    }), margin, right, TOP - 6, bottom + 8);
  },
  height: (_, width) => Math.round(Math.max(220, Math.min(320, width * 0.5))),
  describe(data) {
    const name = { purity: 'Prefix purity in per cent', cohesion: 'Semantic cohesion', distinct: 'Distinct prefixes' }[data.measure];
    const parts = curvesOf(data).map(({ series, points }) => {
      if (points.length === 0) return `${series.name}: nothing measured yet`;
      return `${series.name}: ${listWords(points.map(({ depth, value, chance }) => `${print(value, data.measure)} at depth ${depth}${chance === undefined ? '' : ` (${print(chance, data.measure)} by chance)`}`))}`;
    });
    return `${name} by prefix depth. ${parts.join('. ')}.`;
  },
  toCsv: ({ series }) => csv(
    ['method', 'codes in the prefix', 'purity', 'purity by chance', 'cohesion', 'distinct prefixes'],
    series.flatMap(({ series: { name }, purity = [], purityByChance = [], cohesion = [], distinct = [] }) =>
      Array.from({ length: Math.max(purity.length, cohesion.length, distinct.length) }, (_, i) => [name, i + 1, purity[i] ?? NaN, purityByChance[i] ?? NaN, cohesion[i] ?? NaN, distinct[i] ?? NaN])),
  ),
};

/** Points of the chosen measure, shares as per cent; undefined ones are left out. */
function curvesOf({ measure, series }: PrefixesData): Curve[] {
  const factor = measure === 'purity' ? 100 : 1;
  return series.map((item) => ({
    series: item.series,
    points: (item[measure] ?? []).flatMap((value, i) => {
      const chance = measure === 'purity' ? (item.purityByChance?.[i] ?? NaN) : NaN;
      return Number.isFinite(value) ? [{ depth: i + 1, value: factor * value, ...(Number.isFinite(chance) && { chance: factor * chance }) }] : [];
    }),
  }));
}

function domainOf(values: readonly number[], measure: PrefixMeasure): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (measure === 'purity') return [0, 100];
  if (measure === 'cohesion') return [Math.min(0, low), Math.max(high, 0.1)];
  return [Math.max(1, low / 1.3), Math.max(high * 1.3, low * 2)];
}

function print(value: number, measure: PrefixMeasure): string {
  return measure === 'distinct' ? formatCount(value) : formatNumber(value);
}
