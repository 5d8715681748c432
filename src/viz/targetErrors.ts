/** Which values are predicted well: error, or bias, in groups of the true value, a line a run. */
import { scaleLinear } from 'd3';
import { axisX, axisY, axisYWidth } from './axes';
import { endLabelWidth } from './endLabels';
import { drawFoot, footHeight } from './foot';
import { csv, fitText, formatCount, formatTick, listWords } from './format';
import { FONT, emptyState, marks, prepare } from './marks';
import { pointCursor } from './pointCursor';
import { drawRunLines } from './runLines';
import { titled, withUnit } from './unitWords';
import { extentOf, valueKind, valueScale, valueTicks } from './valueScale';
import type { Tick } from './axes';
import type { ValueSnapshot } from '../engine/records/predict';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export type TargetErrorMeasure = 'mae' | 'bias';

export interface TargetErrorsData {
  readonly unit: string;
  /** Mean absolute error, or mean prediction minus true value. */
  readonly measure: TargetErrorMeasure;
  /** null: nothing predicted yet. */
  readonly series: readonly { readonly series: Series; readonly byTarget: ValueSnapshot['byTarget'] | null }[];
}

export interface TargetErrorsEvents {
  /** `group` is 0-based, by rising true value. */
  hover(group: { seriesId: string; group: number; value: number; rows: number } | null): void;
}

interface ErrorPoint extends Readable {
  readonly seriesId: string;
  readonly group: number;
  readonly value: number;
  readonly rows: number;
}

const TOP = 30;
const AXIS = 44;
const EMPTY = 'Errors by true value: start with the first look at the validation rows.';
const TITLES: Record<TargetErrorMeasure, string> = { mae: 'mean absolute error', bias: 'mean of prediction minus true value' };
const CAPTIONS: Record<TargetErrorMeasure, string> = {
  mae: 'Groups of about equally many rows by true value; a tick is the largest value of its group.',
  bias: 'Groups of about equally many rows by true value; a tick is the largest value of its group. Error: prediction minus true value; above the dashed line predictions are too high.',
};

export const targetErrors: ViewModule<TargetErrorsData, TargetErrorsEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const { measure, unit } = data;
    const curves = curvesOf(data).filter(({ groups }) => groups.length > 0);
    const values = curves.flatMap(({ groups }) => groups.map(({ value }) => value));
    if (emptyState(root, size, values.length > 0 ? null : EMPTY)) return;
    const margin = endLabelWidth(curves.map(({ series }) => ({ series, value: '' })), size.width);
    const bottom = Math.max(TOP + 20, size.height - AXIS - footHeight(CAPTIONS[measure], size.width));
    const kind = valueKind(values, 6);
    const domain = extentOf([0, ...values]);
    const y = valueScale(kind, domain, [bottom - (domain[0] < 0 ? 4 : 0), TOP + 4]);
    const yTicks = valueTicks(kind, domain, Math.max(3, Math.round((bottom - TOP) / 36)));
    const left = axisYWidth(yTicks);
    const right = Math.max(left + 20, size.width - margin.width);
    const groups = Math.max(...data.series.map(({ byTarget }) => byTarget?.upTo.length ?? 0));
    const x = scaleLinear([0, groups], [left + 2, right - 2]);
    const place = { left, right, top: TOP, bottom, width: size.width };
    axisY(root, 'y', y, yTicks, { ...place, title: fitText(`${titled(TITLES[measure], unit)}${kind.linearBelow === null ? '' : ', logarithmic'}`, FONT.label, size.width) });
    axisX(root, 'x', x, edgesOf(data, groups), { ...place, title: `true value up to${unit === '' ? '' : ` (${unit})`}` });
    marks(root, 'zero', 'line', measure === 'bias' ? [{ key: 'zero', attributes: { x1: left, x2: right, y1: y(0), y2: y(0), stroke: 'var(--ink)', 'stroke-width': 1.2, 'stroke-dasharray': '3 4' } }] : []);
    const lines = curves.map(({ series, groups: own }) => ({
      series, value: '', points: own.map(({ group, value, rows, words }): ErrorPoint => ({ seriesId: series.id, group, value, rows, x: x(group + 0.5), y: y(value), words: `${series.name}, ${words}` })),
    }));
    drawRunLines(root, lines, { right, top: TOP, bottom, margin });
    drawFoot(root, CAPTIONS[measure], bottom + AXIS - 4, size.width);
    const points = lines.flatMap((run) => run.points);
    pointCursor<ErrorPoint>(root, size, {
      points, columns: groups, readingY: size.height - 5, label: `${TITLES[measure]}: ${points.length} groups of ${curves.length} runs`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, group: point.group, value: point.value, rows: point.rows }),
    });
  },
  height: (data, width) => Math.round(Math.max(220, Math.min(320, width * 0.5))) + footHeight(CAPTIONS[data.measure], width),
  describe(data) {
    const parts = curvesOf(data).map(({ series, groups }) => (groups.length === 0 ? `${series.name}: nothing predicted yet` : `${series.name}: ${listWords(groups.map(({ value, upTo }) => `${withUnit(value, data.unit)} up to ${withUnit(upTo, data.unit)}`))}`));
    return `${data.measure === 'mae' ? 'Mean absolute error' : 'Mean of prediction minus true value'} in groups of the true value. ${parts.join('. ')}.`;
  },
  toCsv: ({ series: all }) => csv(['method', 'group', 'true value up to', 'rows', 'mean absolute error', 'mean error'], all.flatMap(({ series, byTarget }) =>
    Array.from(byTarget?.upTo ?? [], (upTo, i) => [series.name, i + 1, upTo, byTarget!.rows[i] ?? NaN, byTarget!.mae[i] ?? NaN, byTarget!.bias[i] ?? NaN]))),
};

function curvesOf({ series: all, measure, unit }: TargetErrorsData) {
  return all.map(({ series, byTarget }) => ({
    series,
    groups: Array.from(byTarget?.upTo ?? [], (upTo, group) => {
      const [value, rows] = [byTarget?.[measure][group] ?? NaN, byTarget?.rows[group] ?? 0];
      const words = `true up to ${withUnit(upTo, unit)}: ${measure === 'mae' ? `off by ${withUnit(value, unit)}` : `${value < 0 ? 'too low' : 'too high'} by ${withUnit(Math.abs(value), unit)}`}, ${formatCount(rows)} rows`;
      return { group, upTo, value, rows, words };
    }).filter(({ value }) => Number.isFinite(value)),
  }));
}

/** The largest value of each group, where the runs agree on the groups; numbers where they do not. */
function edgesOf({ series }: TargetErrorsData, groups: number): Tick[] {
  const known = series.flatMap(({ byTarget }) => (byTarget ? [byTarget.upTo] : []));
  const alike = known.every((upTo) => upTo.length === groups && upTo.every((value, i) => value === known[0]?.[i]));
  return Array.from({ length: groups }, (_, i) => ({ value: alike ? i + 1 : i + 0.5, label: alike ? formatTick(known[0]?.[i] ?? NaN, stepOf(known[0]?.[i] ?? 0)) : `group ${i + 1}` }));
}

/** Two significant digits. */
function stepOf(value: number): number {
  return Math.abs(value) >= 10 || value === 0 ? 1 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
}
