/** Predicted against true values: points, or two-dimensional bins where there are many; a panel a run. */
import { axisX, axisY, axisYWidth } from './axes';
import { hueColor, hueText } from './colors';
import { drawFoot, footHeight } from './foot';
import { boldWidth, csv, fitText, formatCount, formatShare } from './format';
import { FONT, box, emptyState, marks, prepare, texts } from './marks';
import { panelGrid } from './panelGrid';
import { pointCursor } from './pointCursor';
import { titled, withUnit } from './unitWords';
import { extentOf, valueKind, valueScale, valueTicks } from './valueScale';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export interface PredictedTrueData {
  readonly unit: string;
  readonly series: readonly {
    readonly series: Series;
    /** Row numbers in the table, true values and predictions, entry by entry; empty: nothing predicted yet. */
    readonly rows: ArrayLike<number>;
    readonly targets: ArrayLike<number>;
    readonly predictions: ArrayLike<number>;
  }[];
}

export interface PredictedTrueEvents {
  /** The row nearest to the pointer. */
  hover(point: { seriesId: string; row: number; target: number; prediction: number } | null): void;
}

interface PredictedPoint extends Readable {
  readonly seriesId: string;
  readonly row: number;
  readonly target: number;
  readonly prediction: number;
}

type Item = PredictedTrueData['series'][number];

/** More points than these become bins. */
const POINTS = 800;
const BIN = 6;
const SHADES = 5;
const LEAST = 205;
const MOST = 380;
const GAP = 28;
const HEAD = 48;
const AXIS = 46;
const EMPTY = 'Predicted against true: starts with the first look at the validation rows.';

export const predictedTrue: ViewModule<PredictedTrueData, PredictedTrueEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const values = data.series.flatMap((item) => pairs(item).flatMap(({ target, prediction }) => [target, prediction]));
    if (emptyState(root, size, values.length > 0 ? null : EMPTY)) return;
    const kind = valueKind(values);
    const domain = extentOf(values);
    const grid = gridOf(data, size.width);
    const bottom = HEAD + plotHeight(grid.places[0]?.width ?? size.width);
    const y = valueScale(kind, domain, [bottom - 5, HEAD + 5]);
    const yTicks = valueTicks(kind, domain, Math.max(3, Math.round((bottom - HEAD) / 34)));
    const left = axisYWidth(yTicks);
    const log = kind.linearBelow === null ? '' : ', logarithmic';
    const all: PredictedPoint[] = [];
    marks(root, 'panels', 'g', grid.places.map((place, i) => ({ key: data.series[i]!.series.id, attributes: { transform: `translate(${place.left} ${place.top})` } }))).each(function (_, i) {
      const [item, place] = [data.series[i]!, grid.places[i]!];
      const right = Math.max(left + 30, Math.min(place.width - 4, left + MOST));
      const x = valueScale(kind, domain, [left + 5, right - 5]);
      const frame = { left, right, top: HEAD, bottom, width: place.width };
      const known = pairs(item);
      const waits = known.length === 0;
      axisY(this, 'y', y, waits ? [] : yTicks, { ...frame, title: titled('predicted', data.unit) });
      axisX(this, 'x', x, waits ? [] : valueTicks(kind, domain, Math.max(2, Math.round((right - left) / 46))), { ...frame, title: `${titled('true value', data.unit)}${log}` });
      const [low, high] = x.domain() as [number, number];
      const points = known.map((pair): PredictedPoint => ({
        ...pair, seriesId: item.series.id, x: x(pair.target), y: y(pair.prediction),
        words: `${item.series.name}, row ${formatCount(pair.row)}: predicted ${withUnit(pair.prediction, data.unit)}, true ${withUnit(pair.target, data.unit)}`,
      }));
      marks(this, 'cloud', 'path', points.length > POINTS ? bins(points, hueColor(item.series.hue)) : [{
        key: 'points', attributes: { d: points.map((point) => `M${point.x.toFixed(1)} ${point.y.toFixed(1)}h0`).join(''), fill: 'none', stroke: hueColor(item.series.hue), 'stroke-width': points.length > 100 ? 3.4 : 4.5, 'stroke-linecap': 'round', 'stroke-opacity': points.length > 100 ? 0.75 : 0.9 },
      }]);
      marks(this, 'diagonal', 'line', waits ? [] : [{ key: 'diagonal', attributes: { x1: x(low), y1: y(low), x2: x(high), y2: y(high), stroke: 'var(--ink)', 'stroke-width': 1.2, 'stroke-dasharray': '3 4' } }]);
      texts(this, 'head', [{ key: 'name', x: 0, y: 13, text: fitText(item.series.name, FONT.name, place.width, boldWidth), fill: hueText(item.series.hue), size: FONT.name, weight: 600 }]);
      texts(this, 'waiting', !waits ? [] : [{ key: 'waiting', x: left + 10, y: bottom - 12, text: 'not reached yet' }]);
      all.push(...points.map((point) => ({ ...point, x: point.x + place.left, y: point.y + place.top })));
    });
    drawFoot(root, captionOf(data), grid.rows * (bottom + AXIS), size.width);
    pointCursor<PredictedPoint>(root, size, {
      points: all, columns: 10, readingY: size.height - 5, label: `Predicted against true: ${formatCount(all.length)} rows`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, row: point.row, target: point.target, prediction: point.prediction }),
    });
  },
  height(data, width) {
    if (data.series.every((item) => pairs(item).length === 0)) return 240;
    const grid = gridOf(data, width);
    return grid.rows * panelHeight(grid.places[0]?.width ?? width) + footHeight(captionOf(data), width);
  },
  describe(data) {
    const parts = data.series.map((item) => {
      const known = pairs(item);
      if (known.length === 0) return `${item.series.name}: nothing predicted yet`;
      const [low, high] = extentOf(known.map(({ prediction }) => prediction));
      const above = known.filter(({ target, prediction }) => prediction > target).length / known.length;
      return `${item.series.name}: ${formatCount(known.length)} rows, predictions from ${withUnit(low, data.unit)} to ${withUnit(high, data.unit)}, ${formatShare(above)} above the true value`;
    });
    return `Predicted against true values. ${parts.join('. ')}.`;
  },
  toCsv: (data) => csv(['method', 'row', 'true value', 'predicted'], data.series.flatMap((item) => pairs(item).map(({ row, target, prediction }) => [item.series.name, row, target, prediction]))),
};

/** Rows with both numbers. */
function pairs({ rows, targets, predictions }: Item): { row: number; target: number; prediction: number }[] {
  return Array.from(rows, (row, i) => ({ row, target: targets[i] ?? NaN, prediction: predictions[i] ?? NaN })).filter(({ target, prediction }) => Number.isFinite(target) && Number.isFinite(prediction));
}

/** Squares shaded by the logarithm of their rows: a path a shade. */
function bins(points: readonly PredictedPoint[], color: string) {
  const counts = new Map<string, { x: number; y: number; rows: number }>();
  for (const point of points) {
    const [x, y] = [Math.floor(point.x / BIN), Math.floor(point.y / BIN)];
    const found = counts.get(`${x} ${y}`);
    if (found) found.rows += 1;
    else counts.set(`${x} ${y}`, { x, y, rows: 1 });
  }
  const most = Math.max(...[...counts.values()].map(({ rows }) => rows));
  const shades = Array.from({ length: SHADES }, () => '');
  for (const { x, y, rows } of counts.values()) shades[Math.min(SHADES - 1, Math.floor((SHADES * Math.log(rows + 1)) / Math.log(most + 1) - 1e-9))] += box(x * BIN, y * BIN, BIN, BIN);
  return shades.map((d, shade) => ({ key: `shade ${shade}`, attributes: { d, fill: color, 'fill-opacity': 0.25 + (0.75 * shade) / (SHADES - 1) } }));
}

function captionOf(data: PredictedTrueData): string {
  const many = data.series.some((item) => item.rows.length > POINTS);
  return `Dashed: predicted exactly; above it predictions are too high.${many ? ' Stronger squares hold more rows.' : ''}`;
}

function plotHeight(width: number): number {
  return Math.round(Math.max(170, Math.min(MOST, width * 0.85)));
}

function panelHeight(width: number): number {
  return HEAD + plotHeight(width) + AXIS;
}

function gridOf(data: PredictedTrueData, width: number) {
  return panelGrid(data.series.length, width, LEAST, GAP, panelHeight);
}
