/** Whether probabilities mean what they say: mean probability against the share of positive rows in ten bins of equal width, a line a run, rows of the bins below. */
import { scaleLinear } from 'd3';
import { axisTicks, axisX, axisY, axisYWidth } from './axes';
import { hueColor } from './colors';
import { endLabelWidth } from './endLabels';
import { drawFoot, footHeight } from './foot';
import { csv, formatCount, formatNumber, textWidth } from './format';
import { dashOf } from './lineStyle';
import { FONT, emptyState, marks, prepare, round, texts } from './marks';
import { pointCursor } from './pointCursor';
import { drawRunLines } from './runLines';
import { formatPercent } from './unitWords';
import type { Reliability } from '../engine/records/click';
import type { Scale } from './axes';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export interface ReliabilityData {
  /** null: nothing predicted yet. */
  readonly series: readonly { readonly series: Series; readonly reliability: Reliability | null }[];
}

export interface ReliabilityEvents {
  /** `bin` is 0-based, by rising probability; probabilities and shares are 0 to 1. */
  hover(bin: { seriesId: string; bin: number; predicted: number; observed: number; rows: number } | null): void;
}

interface Bin {
  readonly bin: number;
  readonly predicted: number;
  readonly observed: number;
  readonly rows: number;
}

interface BinPoint extends Readable, Bin {
  readonly seriesId: string;
}

interface RunOfBins {
  readonly series: Series;
  readonly bins: readonly Bin[];
  readonly total: number;
}

const BINS = 10;
const TOP = 30;
const AXIS = 44;
const STRIP = 34;
const STRIP_GAP = 12;
/** Radius in pixels of the bin with most rows, and the least of any. */
const MOST_RADIUS = 7;
const LEAST_RADIUS = 2;
const EMPTY = 'Reliability: starts with the first look at the validation rows.';
const CAPTION = 'Dashed: probabilities are right; below it they are too high, above it too low. Large dots hold more rows. The strip shows how the rows spread over the bins.';
const NUMBERS = ' Numbers: expected calibration error.';

export const reliability: ViewModule<ReliabilityData, ReliabilityEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const runs = runsOf(data).filter(({ bins }) => bins.length > 0);
    if (emptyState(root, size, runs.length > 0 ? null : EMPTY)) return;
    const caption = captionOf(data, size.width);
    const margin = endLabelWidth(endsOf(runs), size.width);
    const base = Math.max(TOP + 40 + STRIP, size.height - AXIS - footHeight(caption, size.width));
    const bottom = base - STRIP - STRIP_GAP;
    const domain = domainOf(runs);
    const y = scaleLinear(domain, [bottom - 4, TOP + 4]);
    const yTicks = axisTicks(domain, Math.max(2, Math.round((bottom - TOP) / 36)));
    // A run with a single bin says all of it with its dot, and would press the others flat.
    const spread = runs.some(({ bins }) => bins.length > 1) ? runs.filter(({ bins }) => bins.length > 1) : runs;
    const most = Math.max(...spread.flatMap(({ bins, total }) => bins.map(({ rows }) => rows / total)));
    const left = Math.max(axisYWidth(yTicks), textWidth(formatPercent(most), FONT.label) + 10);
    const right = Math.max(left + 20, size.width - margin.width);
    const x = scaleLinear(domain, [left + 5, right - 5]);
    const place = { left, right, top: TOP, bottom, width: size.width };
    axisY(root, 'y', y, yTicks, { ...place, title: 'share of positive rows' });
    axisX(root, 'x', x, axisTicks(domain, Math.max(2, Math.round((right - left) / 50))), { ...place, bottom: base, title: 'mean predicted probability' });
    marks(root, 'diagonal', 'line', [{ key: 'diagonal', attributes: { x1: x(domain[0]), y1: y(domain[0]), x2: x(domain[1]), y2: y(domain[1]), stroke: 'var(--ink)', 'stroke-width': 1.2, 'stroke-dasharray': '3 4' } }]);
    drawStrip(root, spread, x, most, base, left, right);
    const largest = Math.max(...runs.flatMap(({ bins }) => bins.map(({ rows }) => rows)));
    const lines = endsOf(runs).map(({ series, value }, i) => ({
      series, value, radius: ({ rows }: BinPoint) => Math.max(LEAST_RADIUS, MOST_RADIUS * Math.sqrt(rows / largest)),
      points: runs[i]!.bins.map((bin): BinPoint => ({ ...bin, seriesId: series.id, x: x(bin.predicted), y: y(bin.observed), words: wordsOf(series.name, bin) })),
    }));
    drawRunLines(root, lines, { right, top: TOP, bottom, margin });
    drawFoot(root, caption, base + AXIS - 4, size.width);
    const points = lines.flatMap((run) => run.points);
    pointCursor<BinPoint>(root, size, {
      points, columns: BINS, readingY: size.height - 5, label: `Reliability: ${points.length} bins of ${runs.length} runs`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, bin: point.bin, predicted: point.predicted, observed: point.observed, rows: point.rows }),
    });
  },
  height: (data, width) => Math.round(Math.max(240, Math.min(340, width * 0.6))) + STRIP + STRIP_GAP + footHeight(captionOf(data, width), width),
  describe(data) {
    const parts = runsOf(data).map((run) => {
      const [low, high] = [run.bins[0], run.bins.at(-1)];
      if (!low || !high) return `${run.series.name}: nothing predicted yet`;
      const lowest = `${formatNumber(low.predicted)} predicted and ${formatNumber(low.observed)} positive in the lowest bin`;
      return `${run.series.name}: calibration error ${errorWords(run)}, ${lowest}${run.bins.length > 1 ? `, ${formatNumber(high.predicted)} and ${formatNumber(high.observed)} in the highest` : ''}`;
    });
    return `Mean predicted probability against the share of positive rows in bins. ${parts.join('. ')}.`;
  },
  toCsv: (data) => csv(['method', 'bin', 'rows', 'mean probability', 'share of positive rows'], data.series.flatMap(({ series, reliability: all }) =>
    Array.from(all?.rows ?? [], (rows, i) => [series.name, i + 1, rows, all!.predicted[i] ?? NaN, all!.observed[i] ?? NaN]))),
};

/** Runs with those of their bins that hold rows. */
function runsOf(data: ReliabilityData): RunOfBins[] {
  return data.series.map(({ series, reliability: all }) => {
    const bins = Array.from(all?.rows ?? [], (rows, bin) => ({ bin, rows, predicted: all!.predicted[bin] ?? NaN, observed: all!.observed[bin] ?? NaN }))
      .filter(({ predicted, observed, rows }) => rows > 0 && Number.isFinite(predicted) && Number.isFinite(observed));
    return { series, bins, total: bins.reduce((sum, { rows }) => sum + rows, 0) };
  });
}

/** Expected calibration error. */
function errorOf({ bins, total }: RunOfBins): number {
  return bins.reduce((sum, { predicted, observed, rows }) => sum + (rows / total) * Math.abs(predicted - observed), 0);
}

function errorWords(run: RunOfBins): string {
  const error = errorOf(run);
  return error > 0 && error < 0.0005 ? 'under 0.001' : error.toFixed(3);
}

function endsOf(runs: readonly RunOfBins[]): { series: Series; value: string }[] {
  return runs.map((run) => ({ series: run.series, value: errorWords(run) }));
}

/** Numbers are explained where there is room for them. */
function captionOf(data: ReliabilityData, width: number): string {
  return endLabelWidth(endsOf(runsOf(data).filter(({ bins }) => bins.length > 0)), width).values ? CAPTION + NUMBERS : CAPTION;
}

/** Whole bins: where all probabilities are small, the rest of the square would only hold air. */
function domainOf(runs: readonly RunOfBins[]): [number, number] {
  const values = runs.flatMap(({ bins }) => bins.flatMap(({ predicted, observed }) => [predicted, observed]));
  const low = Math.max(0, Math.min(BINS - 1, Math.floor(BINS * Math.min(...values) + 1e-6))) / BINS;
  return [low, Math.min(BINS, Math.max(BINS * low + 1, Math.ceil(BINS * Math.max(...values) - 1e-6))) / BINS];
}

/** Steps of each run's rows over the bins, from `base` upwards. */
function drawStrip(root: SVGSVGElement, runs: readonly RunOfBins[], x: Scale, most: number, base: number, left: number, right: number): void {
  const top = base - STRIP;
  const height = (share: number) => (share > 0 ? Math.max(1.5, (STRIP * share) / most) : 0);
  const inside = (value: number) => round(Math.max(left, Math.min(right, x(value))));
  const all = runs.map(({ series }) => series);
  marks(root, 'strip-top', 'line', [{ key: 'top', attributes: { x1: left, x2: right, y1: top, y2: top, stroke: 'var(--hairline)' } }]);
  texts(root, 'strip-labels', [{ key: 'most', x: left - 8, y: top + 9, anchor: 'end', text: formatPercent(most) }, { key: 'none', x: left - 8, y: base + 4, anchor: 'end', text: '0' }]);
  marks(root, 'strip', 'path', runs.map(({ series, bins, total }) => {
    const shares = Array.from({ length: BINS }, (_, bin) => (bins.find((found) => found.bin === bin)?.rows ?? 0) / total);
    const steps = shares.map((share, bin) => `V${round(base - height(share))}H${inside((bin + 1) / BINS)}`).join('');
    return {
      key: series.id,
      attributes: {
        d: `M${inside(0)} ${base}${steps}V${base}`, fill: runs.length === 1 ? hueColor(series.hue) : 'none', 'fill-opacity': runs.length === 1 ? 0.25 : null,
        stroke: hueColor(series.hue), 'stroke-width': 1.2, 'stroke-dasharray': dashOf(series, all),
      },
    };
  }));
}

function wordsOf(name: string, { predicted, observed, rows }: Bin): string {
  return `${name}: ${formatNumber(predicted)} predicted, ${formatNumber(observed)} positive, ${formatCount(rows)} rows`;
}
