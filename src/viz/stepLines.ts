/** Shares along named steps, a line a run: the frame that figures of recommenders share. */
import { scaleLinear } from 'd3';
import { axisTicks, axisX, axisY, axisYWidth } from './axes';
import { endLabelWidth } from './endLabels';
import { drawFoot, footHeight } from './foot';
import { formatShare, textWidth } from './format';
import { FONT } from './marks';
import { pointCursor } from './pointCursor';
import { drawRunLines } from './runLines';
import type { Readable } from './pointCursor';
import type { Series, Size } from './view';

export interface StepPoint {
  /** 0-based column. */
  readonly step: number;
  readonly share: number;
  readonly words: string;
}

export interface StepLines<Point extends StepPoint> {
  readonly runs: readonly { readonly series: Series; readonly points: readonly Point[] }[];
  /** Of the columns. */
  readonly labels: readonly string[];
  /** What stands in place of labels that do not fit, between two columns; absent: every second label goes. */
  readonly shortLabels?: readonly string[];
  readonly yTitle: string;
  readonly xTitle: string;
  readonly shortTitle?: string;
  readonly caption: string;
  readonly label: string;
  show?(point: Point | null): void;
}

const TOP = 30;
const AXIS = 44;

export function stepLinesHeight(caption: string, width: number): number {
  return Math.round(Math.max(220, Math.min(320, width * 0.5))) + footHeight(caption, width);
}

/** Runs without a point are left out by the caller. */
export function drawStepLines<Point extends StepPoint>(root: SVGSVGElement, size: Size, { runs, labels, shortLabels, yTitle, xTitle, shortTitle, caption, label, show }: StepLines<Point>): void {
  const ends = runs.map(({ series, points }) => ({ series, value: formatShare(points.at(-1)!.share) }));
  const margin = endLabelWidth(ends, size.width);
  const bottom = Math.max(TOP + 20, size.height - AXIS - footHeight(caption, size.width));
  const most = Math.max(...runs.flatMap(({ points }) => points.map(({ share }) => 100 * share)), 0.1);
  const y = scaleLinear([0, 1.06 * most], [bottom, TOP + 4]);
  const yTicks = axisTicks([0, 1.06 * most], Math.max(3, Math.round((bottom - TOP) / 36)));
  const left = axisYWidth(yTicks);
  const right = Math.max(left + 20, size.width - margin.width);
  const x = scaleLinear([0, labels.length], [left + 2, right - 2]);
  const room = (right - left) / labels.length;
  const fits = labels.every((each) => textWidth(each, FONT.label) + 8 <= room);
  const place = { left, right, top: TOP, bottom, width: size.width, title: fits ? xTitle : (shortTitle ?? xTitle) };
  axisY(root, 'y', y, yTicks, { ...place, title: yTitle });
  axisX(root, 'x', x, (fits ? labels : (shortLabels ?? labels)).map((each, step) => ({ value: fits || !shortLabels ? step + 0.5 : step + 1, label: each })), place);
  const lines = runs.map(({ series, points }, run) => ({ ...ends[run]!, series, points: points.map((point): Point & Readable => ({ ...point, x: x(point.step + 0.5), y: y(100 * point.share) })) }));
  drawRunLines(root, lines, { right, top: TOP, bottom, margin });
  drawFoot(root, caption, bottom + AXIS - 4, size.width);
  const points = lines.flatMap((run) => run.points);
  pointCursor<Point & Readable>(root, size, { points, columns: labels.length, readingY: size.height - 5, label, ...(show && { show: (point) => show(point) }) });
}
