/** What bits buy a predictor of labels: AUC or LogLoss against the bits it reads of an item or a past event, a line a kind of store, floors as level lines. */
import { scaleLinear } from 'd3';
import { axisTicks, axisX, axisY, axisYWidth } from './axes';
import { MEASURE_NAMES, MEASURE_TITLES, measureWords, onAxis } from './clickMeasures';
import { hueColor } from './colors';
import { endLabelWidth } from './endLabels';
import { drawFoot, footHeight } from './foot';
import { csv, formatNumber, formatTick, listWords } from './format';
import { dashOf } from './lineStyle';
import { emptyState, marks, prepare } from './marks';
import { pointCursor } from './pointCursor';
import { drawRunLines } from './runLines';
import { valueKind, valueScale, valueTicks } from './valueScale';
import type { Tick } from './axes';
import type { ClickMeasure } from './clickMeasures';
import type { Readable } from './pointCursor';
import type { ValueKind } from './valueScale';
import type { Series, ViewModule } from './view';

export interface BitsPoint {
  /** Of the run: "RQ-VAE, 3 x 256". */
  readonly name: string;
  /** Bits read of each item or past event beside the log itself; 0: nothing. */
  readonly bits: number;
  /** AUC as a share, or LogLoss: the mean over seeds. */
  readonly value: number;
  /** Standard deviation over seeds; absent: one seed. */
  readonly sd?: number;
}

export interface BitsAucData {
  readonly measure: ClickMeasure;
  readonly series: readonly { readonly series: Series; readonly points: readonly BitsPoint[] }[];
  /** What needs no bits: a constant, no store, logistic regression. */
  readonly floors: readonly { readonly name: string; readonly value: number }[];
}

export interface BitsAucEvents {
  hover(point: (BitsPoint & { seriesId: string }) | null): void;
}

interface PlacedPoint extends Readable, BitsPoint {
  readonly seriesId: string;
}

const TOP = 30;
const AXIS = 44;
const CAP = 4;
/** A floor further than this part of the values' range from them is told and not drawn. */
const FAR = 1.5;
const EMPTY = 'Score against bits: starts when a predictor has been scored.';
const BARS = 'Bars: one standard deviation over the seeds, up and down.';

export const bitsAuc: ViewModule<BitsAucData, BitsAucEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const { measure } = data;
    const runs = runsOf(data).filter(({ points }) => points.length > 0);
    if (emptyState(root, size, runs.length > 0 ? null : EMPTY)) return;
    const { near } = floorsOf(data);
    const ends = [
      ...runs.map(({ series, points }) => ({ series, value: measureWords(points.at(-1)!.value, measure) })),
      ...near.map(({ series, floor }) => ({ series, value: measureWords(floor.value, measure) })),
    ];
    const margin = endLabelWidth(ends, size.width);
    const caption = captionOf(data);
    const bottom = Math.max(TOP + 20, size.height - AXIS - footHeight(caption, size.width));
    const [low, high] = extent([...reachOf(data), ...near.map(({ floor }) => onAxis(floor.value, measure))]);
    const air = 0.06 * (high - low) || Math.abs(high) / 100 || 1;
    const y = scaleLinear([low - air, high + air], [bottom, TOP + 4]);
    const yTicks = axisTicks(y.domain() as [number, number], Math.max(3, Math.round((bottom - TOP) / 32)));
    const left = axisYWidth(yTicks);
    const right = Math.max(left + 20, size.width - margin.width);
    const all = runs.flatMap(({ points }) => points.map(({ bits }) => bits));
    const kind = valueKind(all, 8);
    const domain: [number, number] = [0, Math.max(...all) || 1];
    const x = valueScale(kind, domain, [left + 6, right - 8]);
    const place = { left, right, top: TOP, bottom, width: size.width };
    axisY(root, 'y', y, yTicks, { ...place, title: MEASURE_TITLES[measure] });
    axisX(root, 'x', x, bitTicks(all, domain, kind, Math.max(2, Math.round((right - left) / 50))), { ...place, title: `bits read of an item or event${kind.linearBelow === null ? '' : ', logarithmic'}` });
    const floorSeries = near.map(({ series }) => series);
    marks(root, 'floors', 'line', near.map(({ series, floor }) => ({
      key: series.id,
      attributes: {
        x1: left, x2: right, y1: y(onAxis(floor.value, measure)), y2: y(onAxis(floor.value, measure)),
        stroke: 'var(--ink-muted)', 'stroke-width': 1.2, 'stroke-dasharray': dashOf(series, [FIRST_DASH, ...floorSeries]),
      },
    })));
    const lines = runs.map(({ series, points }, i) => ({
      series, value: ends[i]!.value, points: points.map((point): PlacedPoint => ({ ...point, seriesId: series.id, x: x(point.bits), y: y(onAxis(point.value, measure)), words: wordsOf(series, point, measure) })),
    }));
    const points = lines.flatMap((run) => run.points);
    marks(root, 'spreads', 'path', lines.flatMap(({ series, points: own }) => own.flatMap(({ bits, value, sd = NaN, x: at }, i) => (Number.isFinite(sd) ? [{
      key: `${series.id}/${i}/${bits}`, attributes: { d: bar(at, y(onAxis(value - sd, measure)), y(onAxis(value + sd, measure))), fill: 'none', stroke: hueColor(series.hue), 'stroke-width': 1.2 },
    }] : []))));
    const others = near.map(({ series, floor }) => ({ series, value: measureWords(floor.value, measure), x: right - 3, y: y(onAxis(floor.value, measure)) }));
    drawRunLines(root, lines, { right, top: TOP, bottom, margin, others });
    drawFoot(root, caption, bottom + AXIS - 4, size.width);
    pointCursor<PlacedPoint>(root, size, {
      points, columns: 1, readingY: size.height - 5, label: `${MEASURE_NAMES[measure]} against bits: ${points.length} runs`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, name: point.name, bits: point.bits, value: point.value, ...(point.sd !== undefined && { sd: point.sd }) }),
    });
  },
  height: (data, width) => Math.round(Math.max(240, Math.min(340, width * 0.55))) + footHeight(captionOf(data), width),
  describe(data) {
    const { measure } = data;
    const parts = runsOf(data).map(({ series, points }) => `${series.name}: ${points.length === 0 ? 'nothing scored yet' : listWords(points.map((point) => scoreWords(point, measure)))}`);
    const floors = data.floors.filter(({ value }) => Number.isFinite(value)).map(({ name, value }) => `${name} ${measureWords(value, measure)}`);
    return `${MEASURE_NAMES[measure]} against the bits read of an item or a past event. ${[...parts, ...(floors.length > 0 ? [`Without bits: ${listWords(floors)}`] : [])].join('. ')}.`;
  },
  toCsv: ({ series: all, floors, measure }) => csv(['series', 'run', 'bits', MEASURE_NAMES[measure], 'standard deviation'], [
    ...all.flatMap(({ series, points }) => points.map(({ name, bits, value, sd }) => [series.name, name, bits, value, sd ?? NaN])),
    ...floors.map(({ name, value }) => ['floor', name, 0, value, NaN]),
  ]),
};

/** Takes the whole line, so that no floor has it. */
const FIRST_DASH: Series = { id: '', name: '', hue: 'ink' };

/** Points with both numbers, by rising bits. */
function runsOf(data: BitsAucData): { series: Series; points: BitsPoint[] }[] {
  return data.series.map(({ series, points }) => ({
    series, points: points.filter(({ bits, value }) => Number.isFinite(bits) && bits >= 0 && Number.isFinite(value)).sort((a, b) => a.bits - b.bits),
  }));
}

/** Values with their spreads, as they stand on the axis. */
function reachOf(data: BitsAucData): number[] {
  return runsOf(data).flatMap(({ points }) => points.flatMap(({ value, sd = 0 }) => (Number.isFinite(sd) ? [value - sd, value + sd] : [value]).map((each) => onAxis(each, data.measure))));
}

interface Floor {
  readonly series: Series;
  readonly floor: { readonly name: string; readonly value: number };
}

/** The floors to draw, and those so far away that their line would press all points together. */
function floorsOf(data: BitsAucData): { near: Floor[]; far: Floor[] } {
  const [low, high] = extent(reachOf(data));
  const range = Math.max(high - low, data.measure === 'auc' ? 2 : 0.02);
  const all = data.floors.filter(({ value }) => Number.isFinite(value)).map((floor, i): Floor => ({ series: { id: `floor ${i}`, name: floor.name, hue: 'ink' }, floor }));
  const away = ({ floor }: Floor) => Math.max(low - onAxis(floor.value, data.measure), onAxis(floor.value, data.measure) - high);
  return { near: all.filter((floor) => away(floor) <= FAR * range), far: all.filter((floor) => away(floor) > FAR * range) };
}

function extent(values: readonly number[]): [number, number] {
  return values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
}

function captionOf(data: BitsAucData): string {
  const bars = data.series.some(({ points }) => points.some(({ sd }) => sd !== undefined && Number.isFinite(sd)));
  const far = reachOf(data).length > 0 ? floorsOf(data).far.map(({ floor }) => `${floor.name} ${measureWords(floor.value, data.measure)}`) : [];
  return [...(bars ? [BARS] : []), ...(far.length > 0 ? [`Too far away to draw: ${listWords(far)}.`] : [])].join(' ');
}

/** A tick at the bits there are where these are few, round numbers where not. */
function bitTicks(bits: readonly number[], domain: readonly [number, number], kind: ValueKind, count: number): Tick[] {
  const distinct = [...new Set(bits.map((value) => Math.round(10 * value) / 10))].sort((a, b) => a - b);
  return distinct.length <= 8 ? distinct.map((value) => ({ value, label: formatTick(value, value % 1 === 0 ? 1 : 0.1) })) : valueTicks(kind, domain, count);
}

function bar(x: number, from: number, to: number): string {
  const [at, low, high] = [x, from, to].map((value) => Math.round(10 * value) / 10) as [number, number, number];
  return `M${at - CAP} ${low}H${at + CAP}M${at} ${low}V${high}M${at - CAP} ${high}H${at + CAP}`;
}

/** "74.29 % ± 0.12 % at 32.0 bits". */
function scoreWords({ value, bits, sd = NaN }: BitsPoint, measure: ClickMeasure): string {
  return `${measureWords(value, measure)}${Number.isFinite(sd) ? ` ± ${measureWords(sd, measure)}` : ''} at ${formatNumber(bits)} bits`;
}

function wordsOf(series: Series, point: BitsPoint, measure: ClickMeasure): string {
  return `${point.name === series.name ? series.name : `${series.name}, ${point.name}`}: ${scoreWords(point, measure)}`;
}
