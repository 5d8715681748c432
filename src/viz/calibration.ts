/** Whether predictions are too high or too low: mean true value against mean prediction in ten groups by prediction, a line a run. */
import { axisX, axisY, axisYWidth } from './axes';
import { endLabelWidth } from './endLabels';
import { drawFoot, footHeight } from './foot';
import { csv, formatCount } from './format';
import { emptyState, marks, prepare } from './marks';
import { pointCursor } from './pointCursor';
import { drawRunLines } from './runLines';
import { titled, withUnit } from './unitWords';
import { extentOf, valueKind, valueScale, valueTicks } from './valueScale';
import type { ValueSnapshot } from '../engine/records/predict';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export interface CalibrationData {
  readonly unit: string;
  /** null: nothing predicted yet. */
  readonly series: readonly { readonly series: Series; readonly calibration: ValueSnapshot['calibration'] | null }[];
}

export interface CalibrationEvents {
  /** `group` is 0-based, by rising prediction. */
  hover(group: { seriesId: string; group: number; predicted: number; actual: number; rows: number } | null): void;
}

interface CalibrationPoint extends Readable {
  readonly seriesId: string;
  readonly group: number;
  readonly predicted: number;
  readonly actual: number;
  readonly rows: number;
}

const TOP = 30;
const AXIS = 44;
const EMPTY = 'Calibration: starts with the first look at the validation rows.';
const CAPTION = 'Ten groups of rows by prediction. Dashed: right on average; below it predictions are too high, above it too low.';

export const calibration: ViewModule<CalibrationData, CalibrationEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const values = pointsOf(data).flatMap(({ groups }) => groups.flatMap(({ predicted, actual }) => [predicted, actual]));
    if (emptyState(root, size, values.length > 0 ? null : EMPTY)) return;
    const runs = pointsOf(data).filter(({ groups }) => groups.length > 0);
    const margin = endLabelWidth(runs.map(({ series }) => ({ series, value: '' })), size.width);
    const bottom = Math.max(TOP + 20, size.height - AXIS - footHeight(CAPTION, size.width));
    const kind = valueKind(values, 4);
    const domain = extentOf(values);
    const y = valueScale(kind, domain, [bottom - 4, TOP + 4]);
    const yTicks = valueTicks(kind, domain, Math.max(3, Math.round((bottom - TOP) / 32)));
    const left = axisYWidth(yTicks);
    const right = Math.max(left + 20, size.width - margin.width);
    const x = valueScale(kind, domain, [left + 5, right - 5]);
    const place = { left, right, top: TOP, bottom, width: size.width };
    axisY(root, 'y', y, yTicks, { ...place, title: titled('mean true value', data.unit) });
    axisX(root, 'x', x, valueTicks(kind, domain, Math.max(2, Math.round((right - left) / 50))), { ...place, title: `${titled('mean prediction', data.unit)}${kind.linearBelow === null ? '' : ', logarithmic'}` });
    const [low, high] = x.domain() as [number, number];
    marks(root, 'diagonal', 'line', [{ key: 'diagonal', attributes: { x1: x(low), y1: y(low), x2: x(high), y2: y(high), stroke: 'var(--ink)', 'stroke-width': 1.2, 'stroke-dasharray': '3 4' } }]);
    const lines = runs.map(({ series, groups }) => ({
      series, value: '', points: groups.map((group): CalibrationPoint => ({ ...group, seriesId: series.id, x: x(group.predicted), y: y(group.actual), words: wordsOf(series.name, group, data.unit) })),
    }));
    drawRunLines(root, lines, { right, top: TOP, bottom, margin });
    drawFoot(root, CAPTION, bottom + AXIS - 4, size.width);
    const points = lines.flatMap((run) => run.points);
    pointCursor<CalibrationPoint>(root, size, {
      points, columns: 10, readingY: size.height - 5, label: `Calibration: ${points.length} groups of ${runs.length} runs`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, group: point.group, predicted: point.predicted, actual: point.actual, rows: point.rows }),
    });
  },
  height: (_, width) => Math.round(Math.max(220, Math.min(340, width * 0.6))) + footHeight(CAPTION, width),
  describe(data) {
    const parts = pointsOf(data).map(({ series, groups }) => {
      const [low, high] = [groups[0], groups.at(-1)];
      if (!low || !high) return `${series.name}: nothing predicted yet`;
      return `${series.name}: ${withUnit(low.predicted, data.unit)} predicted and ${withUnit(low.actual, data.unit)} true in the lowest group, ${withUnit(high.predicted, data.unit)} and ${withUnit(high.actual, data.unit)} in the highest`;
    });
    return `Mean true value against mean prediction in groups by prediction. ${parts.join('. ')}.`;
  },
  toCsv: (data) => csv(['method', 'group', 'rows', 'mean prediction', 'mean true value'], data.series.flatMap(({ series, calibration: groups }) =>
    Array.from(groups?.rows ?? [], (rows, i) => [series.name, i + 1, rows, groups!.predicted[i] ?? NaN, groups!.actual[i] ?? NaN]))),
};

/** Groups that have both numbers. */
function pointsOf(data: CalibrationData): { series: Series; groups: { group: number; predicted: number; actual: number; rows: number }[] }[] {
  return data.series.map(({ series, calibration: all }) => ({
    series,
    groups: Array.from(all?.rows ?? [], (rows, group) => ({ group, rows, predicted: all!.predicted[group] ?? NaN, actual: all!.actual[group] ?? NaN }))
      .filter(({ predicted, actual }) => Number.isFinite(predicted) && Number.isFinite(actual)),
  }));
}

function wordsOf(name: string, { group, predicted, actual, rows }: { group: number; predicted: number; actual: number; rows: number }, unit: string): string {
  return `${name}, group ${group + 1}: predicted ${withUnit(predicted, unit)}, true ${withUnit(actual, unit)}, ${formatCount(rows)} rows`;
}
