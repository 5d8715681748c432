/** Training curves of all methods on one axis: a chosen loss against a run's share of steps, its steps or its seconds. */
import { line, pointer, scaleLinear, scaleLog } from 'd3';
import { axisTicks, axisX, axisY, axisYWidth } from './axes';
import { hueColor } from './colors';
import { downsample } from './downsample';
import { endLabelWidth, endLabels } from './endLabels';
import { csv, formatCount, formatNumber, formatShare, listWords } from './format';
import { dashOf } from './lineStyle';
import { emptyState, layer, listenOn, marks, prepare, round } from './marks';
import type { MetricPoint } from '../engine/records/run';
import { stageBands, stageWords, stagesIn } from './stageBands';
import type { Stage } from './stageBands';
import type { Series, ViewModule } from './view';

export type CurveX = 'share' | 'step' | 'seconds';

export interface TrainingCurvesData {
  readonly series: readonly {
    readonly series: Series;
    readonly points: readonly MetricPoint[];
    /** Steps planned; the share of steps counts against it. Left out: against the last step seen. */
    readonly steps?: number;
  }[];
  /** Key in MetricPoint.losses or, failing that, in MetricPoint.metrics; `title` is how it is called. */
  readonly key: string;
  readonly title: string;
  readonly x: CurveX;
  readonly y: 'linear' | 'log';
  /** Weight of the past in an exponential moving average, 0 to below 1; 0: the raw line alone. */
  readonly smoothing?: number;
  /** Id of the series whose parts of training stand behind the lines, where its points name them. */
  readonly stagesOf?: string;
}

export interface TrainingCurvesEvents {
  /** All runs at one place of the axis, each at its nearest point at or before it; null when the pointer leaves. */
  hover(reading: CurvesReading | null): void;
}

export interface CurvesReading {
  readonly x: number;
  readonly label: string;
  readonly values: readonly { readonly seriesId: string; readonly name: string; readonly step: number; readonly value: number }[];
}

const TOP = 30;
const AXIS = 44;
const EMPTY = 'Training curves: start with the first step.';
const X_TITLES: Record<CurveX, string> = { share: 'share of own steps (%)', step: 'step', seconds: 'training time (seconds)' };

interface Curve {
  readonly series: Series;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly smooth: readonly number[] | null;
  readonly steps: readonly number[];
  /** Indices at which the next level begins. */
  readonly levelStarts: readonly number[];
}

export const trainingCurves: ViewModule<TrainingCurvesData, TrainingCurvesEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const curves = curvesOf(data);
    const [low, high] = bounds(curves.flatMap((curve) => curve.y), data.y === 'log');
    if (emptyState(root, size, Number.isFinite(low) ? null : EMPTY)) return;

    const ends = curves.filter((curve) => curve.y.some(Number.isFinite)).map((curve) => ({ series: curve.series, value: formatNumber(lastOf(curve)) }));
    const margin = endLabelWidth(ends, size.width);
    const bottom = Math.max(TOP + 10, size.height - AXIS);
    const y = (data.y === 'log' ? scaleLog([low, high], [bottom, TOP]) : scaleLinear([low, high], [bottom, TOP]).nice(4));
    const yTicks = axisTicks(y.domain() as [number, number], Math.max(2, Math.round((bottom - TOP) / 44)), data.y === 'log');
    const left = axisYWidth(yTicks);
    const right = Math.max(left + 10, size.width - margin.width);
    const x = scaleLinear(xDomain(curves, data.x), [left, right]);

    const changes = curves.some((curve) => curve.levelStarts.length > 0);
    const place = { left, right, top: TOP, bottom, width: size.width };
    axisY(root, 'y', y, yTicks, { ...place, title: `${data.title}${data.y === 'log' ? ', logarithmic' : ''}` });
    axisX(root, 'x', x, axisTicks(x.domain() as [number, number], size.width < 520 ? 3 : 6), { ...place, title: `${X_TITLES[data.x]}${changes ? ' · ring: next level' : ''}` });
    stageBands(root, stagesOf(data), x, place);
    drawLines(root, curves, x, y, data.y === 'log', right - left);
    endLabels(root, curves.filter((curve) => Number.isFinite(lastOf(curve))).map((curve) => {
      const last = lastIndex(curve.y);
      return { series: curve.series, x: x(curve.x[last] ?? NaN), y: y((curve.smooth ?? curve.y)[last] ?? NaN), value: formatNumber(lastOf(curve)) };
    }), margin, right, TOP - 6, bottom + 8);
    listen(root, data, curves, x, y, place, on);
  },
  height: (_, width) => Math.round(Math.max(220, Math.min(320, width * 0.5))),
  describe(data) {
    const parts = curvesOf(data).map((curve) => {
      const values = curve.y.filter(Number.isFinite);
      if (values.length === 0) return `${curve.series.name} has no values yet`;
      return `${curve.series.name} from ${formatNumber(values[0] ?? NaN)} to ${formatNumber(lastOf(curve))} in ${formatCount(curve.steps[curve.steps.length - 1] ?? NaN)} steps`;
    });
    return parts.length === 0 ? `${data.title}: no values yet.` : `${data.title} while training: ${listWords(parts)}.${stageWords(stagesOf(data))}`;
  },
  toCsv(data) {
    const staged = data.stagesOf !== undefined;
    const rows = data.series.flatMap((item) => item.points.map((p) => [item.series.name, p.step, p.seconds, p.level < 0 ? '' : p.level + 1, ...(staged ? [p.stage ?? ''] : []), valueAt(p, data.key)]));
    return csv(['method', 'step', 'seconds', 'level', ...(staged ? ['part'] : []), data.key], rows);
  },
};

/** The parts of training of the series that shows them, on the axis as it stands. */
function stagesOf({ series, stagesOf: id, x }: TrainingCurvesData): Stage[] {
  const item = id === undefined ? undefined : series.find((candidate) => candidate.series.id === id);
  if (!item) return [];
  const whole = wholeOf(item);
  return stagesIn(item.points, (point) => placeOf(point, x, whole));
}

/** Steps that a share of a run counts against. */
function wholeOf({ points, steps }: TrainingCurvesData['series'][number]): number {
  const last = points[points.length - 1]?.step ?? 0;
  return Math.max(1, steps ?? last, last);
}

function placeOf(point: MetricPoint, x: CurveX, whole: number): number {
  return x === 'share' ? (100 * point.step) / whole : x === 'step' ? point.step : point.seconds;
}

function valueAt(point: MetricPoint, key: string): number {
  return point.losses[key] ?? point.metrics?.[key] ?? NaN;
}

function curvesOf(data: TrainingCurvesData): Curve[] {
  return data.series.map((item) => {
    const { series, points: all } = item;
    // Some values come with reports alone (live metrics, the error of a mixture): the line goes from one to the next, over the points between that know none.
    const known = all.filter((point) => (point.losses[data.key] ?? point.metrics?.[data.key]) !== undefined);
    const points = known.length > 0 ? known : all;
    const whole = wholeOf(item);
    const y = points.map((point) => {
      const value = valueAt(point, data.key);
      return Number.isFinite(value) && (data.y === 'linear' || value > 0) ? value : NaN;
    });
    return {
      series,
      x: points.map((point) => placeOf(point, data.x, whole)),
      y,
      smooth: data.smoothing ? movingAverage(y, data.smoothing) : null,
      steps: points.map((point) => point.step),
      levelStarts: points.flatMap((point, i) => (i > 0 && point.level !== points[i - 1]?.level && point.level >= 0 ? [i] : [])),
    };
  });
}

/** Exponential moving average without the pull of its start towards zero. */
function movingAverage(values: readonly number[], weight: number): number[] {
  const past = Math.min(0.999, Math.max(0, weight));
  let [sum, mass] = [0, 0];
  return values.map((value) => {
    if (!Number.isFinite(value)) return NaN;
    sum = past * sum + (1 - past) * value;
    mass = past * mass + (1 - past);
    return sum / mass;
  });
}

function drawLines(root: SVGSVGElement, curves: readonly Curve[], x: (value: number) => number, y: (value: number) => number, log: boolean, width: number): void {
  const pathOf = (curve: Curve, values: readonly number[]) => line<number>((i) => x(curve.x[i] ?? NaN), (i) => y(values[i] ?? NaN))
    .defined((i) => Number.isFinite(values[i]) && Number.isFinite(curve.x[i]) && (!log || (values[i] ?? 0) > 0))
    .digits(2)(values.length > 2000 ? downsample(values, Math.max(500, 2 * width)) : values.map((_, i) => i));
  const all = curves.map((curve) => curve.series);
  const drawn = curves.map((curve) => ({ curve, dash: dashOf(curve.series, all), raw: pathOf(curve, curve.y) ?? '', smooth: curve.smooth ? (pathOf(curve, curve.smooth) ?? '') : '' }));
  marks(root, 'lines', 'path', drawn.map(({ curve, dash, raw }) => ({
    key: curve.series.id,
    // A zero-length stroke with round caps is a dot: a run with one point is seen too.
    attributes: { d: raw.replaceAll('Z', 'h0'), fill: 'none', stroke: hueColor(curve.series.hue), 'stroke-width': curve.smooth ? 1 : raw.includes('L') ? 1.6 : 5, 'stroke-opacity': curve.smooth ? 0.35 : null, 'stroke-dasharray': curve.smooth || !raw.includes('L') ? null : dash, 'stroke-linejoin': 'round', 'stroke-linecap': dash && raw.includes('L') ? null : 'round' },
  })));
  marks(root, 'smooth', 'path', drawn.filter(({ smooth }) => smooth !== '').map(({ curve, dash, smooth }) => ({
    key: curve.series.id, attributes: { d: smooth, fill: 'none', stroke: hueColor(curve.series.hue), 'stroke-width': 2, 'stroke-dasharray': dash, 'stroke-linejoin': 'round' },
  })));
  marks(root, 'level-starts', 'circle', curves.flatMap((curve) => curve.levelStarts
    .map((i) => ({ i, cx: x(curve.x[i] ?? NaN), cy: y(curve.y[i] ?? NaN) }))
    .filter(({ cx, cy }) => Number.isFinite(cx) && Number.isFinite(cy))
    .map(({ i, cx, cy }) => ({ key: `${curve.series.id}/${i}`, attributes: { cx, cy, r: 3, fill: 'var(--ground)', stroke: hueColor(curve.series.hue), 'stroke-width': 1.5 } }))));
}

function listen(
  root: SVGSVGElement, data: TrainingCurvesData, curves: readonly Curve[],
  x: { (value: number): number; invert(pixel: number): number }, y: (value: number) => number,
  place: { left: number; right: number; top: number; bottom: number }, on?: Partial<TrainingCurvesEvents>,
): void {
  const show = (at: number | null) => {
    const seen = at === null ? [] : curves.flatMap((curve) => {
      const i = at === null ? -1 : readingAt(curve, at);
      const value = curve.y[i];
      return value === undefined ? [] : [{ curve, i, value }];
    });
    marks(root, 'crosshair', 'line', at === null || seen.length === 0 ? [] : [{ key: 'x', attributes: { x1: x(at), x2: x(at), y1: place.top, y2: place.bottom, stroke: 'var(--axis)' } }]);
    marks(root, 'readings', 'circle', seen.map(({ curve, i, value }) => ({
      key: curve.series.id, attributes: { cx: x(curve.x[i] ?? NaN), cy: y(value), r: 3.5, fill: hueColor(curve.series.hue), stroke: 'var(--ground)', 'stroke-width': 1.5 },
    })));
    if (at === null || seen.length === 0) return null;
    const label = data.x === 'share' ? `${formatShare(at / 100)} of own steps` : data.x === 'step' ? `step ${formatCount(at)}` : `${formatNumber(at)} s`;
    return { x: at, label, values: seen.map(({ curve, i, value }) => ({ seriesId: curve.series.id, name: curve.series.name, step: curve.steps[i] ?? 0, value })) };
  };
  // Under the listening area, so that the crosshair does not take the pointer from it.
  for (const name of ['crosshair', 'readings']) layer(root, name);
  const hit = layer(root, 'hit');
  marks(root, 'hit', 'rect', [{ key: 'hit', attributes: { x: round(place.left), y: place.top, width: place.right - place.left, height: place.bottom - place.top, fill: 'transparent', class: 'hit' } }]);
  // A live redraw under a resting pointer keeps the crosshair: its place stands on the node.
  const resting = Number(hit.getAttribute('data-x') ?? NaN);
  show(Number.isFinite(resting) ? Math.max(x.invert(place.left), Math.min(x.invert(place.right), resting)) : null);
  listenOn(hit, {
    pointermove: (event) => {
      const at = x.invert(pointer(event, root)[0]);
      hit.setAttribute('data-x', String(at));
      on?.hover?.(show(at));
    },
    pointerleave: () => {
      hit.removeAttribute('data-x');
      show(null);
      on?.hover?.(null);
    },
  });
}

/** The last defined point at or before x; -1 where the line has not begun or has ended more than a little before. */
function readingAt(curve: Curve, at: number): number {
  let found = -1;
  for (let i = 0; i < curve.x.length && (curve.x[i] ?? Infinity) <= at; i++) if (Number.isFinite(curve.y[i])) found = i;
  return found;
}

function bounds(values: readonly number[], log: boolean): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low < high) return log ? [low / (high / low) ** 0.04, high * (high / low) ** 0.04] : [low, high];
  if (!Number.isFinite(low)) return [NaN, NaN];
  return log ? [low / 2, high * 2] : [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
}

function xDomain(curves: readonly Curve[], kind: CurveX): [number, number] {
  if (kind === 'share') return [0, 100];
  let high = 0;
  for (const curve of curves) for (const value of curve.x) if (Number.isFinite(value)) high = Math.max(high, value);
  return [0, high || 1];
}

function lastIndex(values: readonly number[]): number {
  return values.findLastIndex(Number.isFinite);
}

function lastOf(curve: Curve): number {
  return curve.y[lastIndex(curve.y)] ?? NaN;
}
