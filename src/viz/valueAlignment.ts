/** Whether near values have near embeddings: sample points in two principal axes, coloured by value, a panel a run. */
// `interrupt` is named here for its own sake and for d3-transition's: a bundle that names nothing of it leaves out what gives selections .transition().
import { interrupt, select } from 'd3';
import { SCALE_STEPS, hueText, scaleColor } from './colors';
import { drawFoot, footHeight } from './foot';
import { boldWidth, csv, fitText, formatCount, formatNumber, textWidth } from './format';
import { FONT, box, emptyState, layer, marks, prepare, round, texts } from './marks';
import { panelGrid } from './panelGrid';
import { pointCursor } from './pointCursor';
import { equalPlaces } from './equalPlaces';
import { brokenTo, formatPercent, withUnit } from './unitWords';
import { extentOf, rankShares } from './valueScale';
import type { Alignment } from '../engine/records/predict';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export interface ValueAlignmentData {
  readonly unit: string;
  /** null: nothing measured yet. */
  readonly series: readonly { readonly series: Series; readonly alignment: Alignment | null }[];
  /** Moves points from where they were in 300 ms; never where the person asked for less motion. Off where left out. */
  readonly animate?: boolean;
}

export interface ValueAlignmentEvents {
  /** `point` counts into `alignment.targets`. */
  hover(point: { seriesId: string; point: number; target: number } | null): void;
}

interface AlignmentPoint extends Readable {
  readonly seriesId: string;
  readonly point: number;
  readonly target: number;
}

/** Points drawn a panel: more cannot be told apart, and moving them would stutter. */
const MOST = 700;
const DURATION = 300;
const LEAST = 260;
const GAP = 32;
const LEGEND = 26;
const NAME = 20;
const LINE = 17;
const EMPTY = 'Ordinal alignment: starts with the first look at the validation rows.';
const CAPTION = 'Each point is a row: its concatenated expected embeddings in their two principal axes. Numbers are rank correlations (Spearman), 1 at best.';

export const valueAlignment: ViewModule<ValueAlignmentData, ValueAlignmentEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const targets = data.series.flatMap(({ alignment }) => [...(alignment?.targets ?? [])]).filter(Number.isFinite);
    if (emptyState(root, size, targets.length > 0 ? null : EMPTY)) return;
    drawLegend(root, extentOf(targets), data.unit, size.width);
    const grid = gridOf(data, size.width);
    const all: AlignmentPoint[] = [];
    marks(root, 'panels', 'g', grid.places.map((place, i) => ({ key: data.series[i]!.series.id, attributes: { transform: `translate(${round(place.left)} ${place.top})` } }))).each(function (_, i) {
      const [{ series, alignment }, { left, top, width }] = [data.series[i]!, grid.places[i]!];
      const words = wordsOf(alignment).flatMap((sentence) => brokenTo(sentence, FONT.label, width));
      const plotTop = NAME + wordRows(data, width) * LINE + 10;
      texts(this, 'head', [
        { key: 'name', x: 0, y: 13, text: fitText(series.name, FONT.name, width, boldWidth), fill: hueText(series.hue), size: FONT.name, weight: 600 },
        ...words.map((text, row) => ({ key: String(row), x: 0, y: NAME + 13 + row * LINE, text, fill: row === 0 ? 'var(--ink)' : 'var(--ink-muted)' })),
      ]);
      const found = alignment ? placed(alignment, [0, width], [plotTop, plotTop + plotHeight(width)]) : [];
      texts(this, 'waiting', found.length > 0 ? [] : [{ key: 'waiting', x: 0, y: plotTop + 20, text: alignment ? 'no point has a place' : 'not reached yet' }]);
      drawPoints(this, found, data.animate === true);
      all.push(...found.map(({ point, x, y, target }) => ({ seriesId: series.id, point, target, x: x + left, y: y + top, words: `${series.name}: true value ${withUnit(target, data.unit)}` })));
    });
    drawFoot(root, CAPTION, size.height - footHeight(CAPTION, size.width), size.width);
    pointCursor<AlignmentPoint>(root, size, {
      points: all, columns: 10, readingY: size.height - 5, label: `Embeddings of ${formatCount(all.length)} rows`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, point: point.point, target: point.target }),
    });
  },
  height: (data, width) => (data.series.every(({ alignment }) => alignment === null) ? 240 : Math.ceil(LEGEND + gridOf(data, width).rows * panelHeight(data, gridOf(data, width).places[0]?.width ?? width) + footHeight(CAPTION, width))),
  describe(data) {
    const parts = data.series.map(({ series, alignment }) => (alignment === null ? `${series.name}: nothing measured yet` : `${series.name}: ${wordsOf(alignment).join(', ')}`));
    return `Whether rows with near values have near embeddings. ${parts.join('. ')}.`;
  },
  toCsv: (data) => csv(['method', 'point', 'true value', 'axis 1', 'axis 2'], data.series.flatMap(({ series, alignment }) =>
    Array.from(alignment?.targets ?? [], (target, i) => [series.name, i, target, alignment!.points[2 * i] ?? NaN, alignment!.points[2 * i + 1] ?? NaN]))),
};

function wordsOf(alignment: Alignment | null): string[] {
  if (alignment === null) return [];
  const [first, second] = alignment.axisShares;
  return [
    `distances follow values: ${formatNumber(alignment.distanceCorrelation)}`,
    `first axis follows values: ${formatNumber(alignment.axisCorrelation)}`,
    `the axes hold ${formatPercent(first)} and ${formatPercent(second)} of the variance`,
  ];
}

interface Placed {
  readonly point: number;
  readonly x: number;
  readonly y: number;
  readonly target: number;
  readonly color: string;
}

/** Pixels of at most MOST points at even distances; the first axis to the right, the second upwards. */
function placed({ points, targets }: Alignment, xs: readonly [number, number], ys: readonly [number, number]): Placed[] {
  const shares = rankShares(targets);
  const count = Math.min(MOST, targets.length);
  const place = equalPlaces(points, xs, ys, 8);
  return Array.from({ length: count }, (_, i) => Math.floor((i * targets.length) / count)).flatMap((point) => {
    const [x, y] = place(point);
    return Number.isFinite(x) && Number.isFinite(y) ? [{ point, x, y, target: targets[point]!, color: scaleColor(Math.round(shares[point]! * (SCALE_STEPS - 1))) }] : [];
  });
}

function drawPoints(node: SVGElement, points: readonly Placed[], animate: boolean): void {
  const known = animate && motionAllowed(node) ? new Set([...layer(node, 'points').children].map((child) => child.getAttribute('data-key'))) : new Set<string>();
  const radius = points.length > 300 ? 2.6 : 3.4;
  marks(node, 'points', 'circle', points.map(({ point, x, y, color }) => ({
    key: String(point),
    attributes: { ...(!known.has(String(point)) && { cx: x, cy: y }), r: radius, fill: color, stroke: 'var(--axis)', 'stroke-width': 0.6 },
  }))).each(function (mark, i) {
    const target = points[i]!;
    if (known.has(mark.key)) select(this).transition().duration(DURATION).attr('cx', round(target.x)).attr('cy', round(target.y));
    else interrupt(this);
  });
}

/** Only in a browser whose person did not ask for less motion. */
function motionAllowed(node: SVGElement): boolean {
  const view = node.ownerDocument.defaultView;
  return view !== null && typeof view.matchMedia === 'function' && !view.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function drawLegend(root: SVGSVGElement, [low, high]: readonly [number, number], unit: string, width: number): void {
  const [from, to] = [withUnit(low, unit), withUnit(high, unit)];
  const start = textWidth(`true value ${from}`, FONT.label) + 8;
  const step = Math.max(4, Math.min(12, (width - start - textWidth(`${to}, by rank`, FONT.label) - 12) / SCALE_STEPS));
  texts(root, 'legend-words', [{ key: 'low', x: 0, y: 12, text: `true value ${from}` }, { key: 'high', x: start + SCALE_STEPS * step + 8, y: 12, text: `${to}, by rank` }]);
  marks(root, 'legend', 'path', Array.from({ length: SCALE_STEPS }, (_, i) => ({ key: String(i), attributes: { d: box(start + i * step, 3, step, 10), fill: scaleColor(i) } })));
}

function plotHeight(width: number): number {
  return Math.round(Math.max(170, Math.min(320, width * 0.62)));
}

function wordRows(data: ValueAlignmentData, width: number): number {
  return Math.max(...data.series.map(({ alignment }) => wordsOf(alignment).flatMap((sentence) => brokenTo(sentence, FONT.label, width)).length));
}

function panelHeight(data: ValueAlignmentData, width: number): number {
  return NAME + wordRows(data, width) * LINE + plotHeight(width) + 28;
}

function gridOf(data: ValueAlignmentData, width: number) {
  return panelGrid(data.series.length, width, LEAST, GAP, (each) => panelHeight(data, each), LEGEND);
}
