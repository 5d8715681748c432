/** A line a run with a ring a point, its name at its end. */
import { line } from 'd3';
import { hueColor } from './colors';
import { endLabels, type LabelMargin, type LineEnd } from './endLabels';
import { dashOf } from './lineStyle';
import { marks } from './marks';
import type { Readable } from './pointCursor';
import type { Series } from './view';

export interface RunLine<Point extends Readable> {
  readonly series: Series;
  /** What tells it from the others in keys. */
  readonly key?: string;
  readonly points: readonly Point[];
  readonly dash?: string;
  /** Of the line, where it is not its series'. */
  readonly color?: string;
  /** Of the rings, in pixels; 3 where left out. */
  radius?(point: Point): number;
  /** Printed after the name. */
  readonly value: string;
}

export interface LinePlace {
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly margin: LabelMargin;
  /** What else ends at the right and keeps clear of the names: level lines. */
  readonly others?: readonly LineEnd[];
}

/** Points lie in pixels; those without a place are left out. */
export function drawRunLines<Point extends Readable>(root: Element, runs: readonly RunLine<Point>[], place: LinePlace): void {
  const keyed = runs.map((run) => ({ ...run, key: run.key ?? run.series.id, points: run.points.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y)) }));
  const all = keyed.map(({ series }) => series);
  const path = line<Point>((point) => point.x, (point) => point.y).digits(2);
  marks(root, 'lines', 'path', keyed.map(({ series, key, points, dash, color }) => ({
    key, attributes: { d: path(points) ?? '', fill: 'none', stroke: color ?? hueColor(series.hue), 'stroke-width': 1.6, 'stroke-linejoin': 'round', 'stroke-dasharray': dash ?? dashOf(series, all) },
  })));
  marks(root, 'points', 'circle', keyed.flatMap(({ series, key, points, color, radius }) => points.map((point, i) => ({
    key: `${key}/${i}`, attributes: { cx: point.x, cy: point.y, r: radius?.(point) ?? 3, fill: 'var(--ground)', stroke: color ?? hueColor(series.hue), 'stroke-width': 1.6 },
  }))));
  endLabels(root, [...keyed.flatMap(({ series, key, points, value }) => {
    const last = points.at(-1);
    return last ? [{ series: { ...series, id: key }, x: last.x + 2, y: last.y, value }] : [];
  }), ...(place.others ?? [])], place.margin, place.right, place.top - 6, place.bottom + 8);
}
