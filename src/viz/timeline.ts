/** The course of training as snapshots that are kept: the error at each of them, and the time that other figures show. */
import { scaleLinear } from 'd3';
import { axisTicks, axisX, axisY, axisYWidth } from './axes';
import { endLabelWidth } from './endLabels';
import { csv, formatCount, formatNumber, formatShare } from './format';
import { emptyState, marks, prepare } from './marks';
import { READING, pointCursor } from './pointCursor';
import type { Readable } from './pointCursor';
import { drawRunLines } from './runLines';
import type { Series, ViewModule } from './view';

export interface TimelinePoint {
  readonly step: number;
  /** Relative error from the codes alone, after the levels that are reached. */
  readonly error: number;
  /** Levels that are reached. */
  readonly levels: number;
}

export interface TimelineSeries {
  readonly series: Series;
  /** Steps in all. */
  readonly steps: number;
  readonly points: readonly TimelinePoint[];
}

export interface TimelineData {
  readonly series: readonly TimelineSeries[];
  /** Share of the steps that figures show; null: the end. */
  readonly place: number | null;
}

export interface TimelineEvents {
  hover(point: (TimelinePoint & { seriesId: string }) | null): void;
  /** A snapshot of a run. */
  select(point: TimelinePoint & { seriesId: string }): void;
}

type Placed = TimelinePoint & Readable & { readonly seriesId: string };

const TOP = 30;
const AXIS = 44;
const EMPTY = 'Back in time: starts with the first report of a run.';

export const timeline: ViewModule<TimelineData, TimelineEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const runs = data.series.map((item) => ({ ...item, points: item.points.filter(({ error }) => Number.isFinite(error)) })).filter(({ points }) => points.length > 0);
    if (emptyState(root, size, runs.length > 0 ? null : EMPTY)) return;
    const ends = runs.map(({ series, points }) => ({ series, value: formatNumber(points.at(-1)!.error) }));
    const margin = endLabelWidth(ends, size.width);
    const bottom = Math.max(TOP + 10, size.height - AXIS - READING);
    const errors = runs.flatMap(({ points }) => points.map(({ error }) => error));
    const y = scaleLinear([Math.min(...errors) * 0.98, Math.max(1e-9, ...errors)], [bottom, TOP]).nice(5);
    const yTicks = axisTicks(y.domain() as [number, number], Math.max(2, Math.round((bottom - TOP) / 44)));
    const left = axisYWidth(yTicks);
    const right = Math.max(left + 10, size.width - margin.width);
    const x = scaleLinear([0, 1], [left + 5, right - 5]);
    const place = { left, right, top: TOP, bottom, width: size.width };
    axisY(root, 'y', y, yTicks, { ...place, title: 'relative error of the levels reached' });
    axisX(root, 'x', x, [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, label: String(100 * value) })), { ...place, title: 'share of the steps (%)' });
    marks(root, 'now', 'path', data.place === null ? [] : [{ key: 'now', attributes: { d: `M${x(data.place).toFixed(2)} ${TOP - 4}V${bottom}`, stroke: 'var(--ink)', 'stroke-width': 1.5, fill: 'none' } }]);
    const lines = runs.map(({ series, steps, points }, i) => ({
      series, value: ends[i]!.value, radius: () => (points.length > 24 ? 2 : 3),
      points: points.map((point) => ({
        ...point, seriesId: series.id, x: x(point.step / Math.max(1, steps, point.step)), y: y(point.error),
        words: `${series.name}, step ${formatCount(point.step)} of ${formatCount(steps)}: relative error ${formatNumber(point.error)}, ${point.levels} ${point.levels === 1 ? 'level' : 'levels'}`,
      })),
    }));
    drawRunLines(root, lines, { right, top: TOP, bottom, margin });
    const told = ({ step, error, levels, seriesId }: TimelinePoint & { seriesId: string }) => ({ step, error, levels, seriesId });
    pointCursor<Placed>(root, size, {
      points: lines.flatMap(({ points }) => points), label: `Snapshots of training: ${lines.reduce((sum, { points }) => sum + points.length, 0)} points`, columns: 1, readingY: size.height - 5,
      show: (point) => on?.hover?.(point && told(point)),
      ...(on?.select && { choose: (point: Placed) => on.select?.(told(point)) }),
    });
  },
  height: (_, width) => Math.round(Math.max(220, Math.min(280, width * 0.4))),
  describe(data) {
    const parts = data.series.map(({ series, steps, points }) => {
      const [first, last] = [points[0], points.at(-1)];
      return !first || !last ? `${series.name}: nothing kept yet` : `${series.name}: ${points.length} ${points.length === 1 ? 'snapshot' : 'snapshots'} from step ${formatCount(first.step)} to ${formatCount(last.step)} of ${formatCount(steps)}, relative error ${formatNumber(first.error)} to ${formatNumber(last.error)}`;
    });
    return `Snapshots of training${data.place === null ? '' : `, shown after ${formatShare(data.place)} of the steps`}. ${parts.join('. ')}.`;
  },
  toCsv: (data) => csv(['method', 'step', 'steps in all', 'levels', 'relative error'], data.series.flatMap(({ series, steps, points }) => points.map(({ step, levels, error }) => [series.name, step, steps, levels, error]))),
};
