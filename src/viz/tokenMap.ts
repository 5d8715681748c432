/** What stored vectors hold: events in the two principal axes of their vectors, by their label or by a field of the log, a panel a source. */
import { categoriesOf, categoryOf, categoryPath } from './categories';
import { LABEL_NAMES } from './clickMeasures';
import { hueText } from './colors';
import { equalPlaces } from './equalPlaces';
import { drawFoot, footHeight } from './foot';
import { boldWidth, csv, fitEnds, fitText, formatCount, listWords } from './format';
import { legend, legendHeight } from './legend';
import { FONT, box, emptyState, marks, prepare, round, texts } from './marks';
import { panelGrid } from './panelGrid';
import { pointCursor } from './pointCursor';
import { formatPercent } from './unitWords';
import type { SourceSnapshot } from '../engine/records/click';
import type { Category } from './categories';
import type { LegendItem } from './legend';
import type { PanelGrid } from './panelGrid';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export interface TokenMapData {
  /** null: nothing encoded yet. */
  readonly series: readonly { readonly series: Series; readonly source: Pick<SourceSnapshot, 'points' | 'axisShares' | 'rows' | 'labels' | 'colours'> | null }[];
  /** 'label', or the name of a field of `SourceSnapshot.colours`. */
  readonly by: string;
}

export interface TokenMapEvents {
  /** `row` of the file; `value`: what its colour stands for. */
  hover(point: { seriesId: string; row: number; value: string; label: number } | null): void;
}

interface MapPoint extends Readable {
  readonly seriesId: string;
  readonly row: number;
  readonly value: string;
  readonly label: number;
}

const LABEL = 'label';
const LEAST = 280;
const GAP = 32;
const NAME = 20;
/** Title of the upward axis above the frame, of the other below it. */
const TITLE = 18;
const INSET = 9;
const NAME_WIDTH = 190;
const EMPTY = 'Map of events: starts with the first look at the validation rows.';
const CAPTION = 'Each point is an event, placed by its vector in the two axes that hold most of the spread. Near points have near vectors.';

export const tokenMap: ViewModule<TokenMapData, TokenMapEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    if (emptyState(root, size, data.series.some(({ source }) => source) ? null : EMPTY)) return;
    const categories = categoriesIn(data);
    const items = legendItems(categories);
    texts(root, 'by', [{ key: 'by', x: 0, y: 12, text: fitEnds(`by ${data.by}`, FONT.label, size.width), fill: 'var(--ink)' }]);
    legend(root, 'legend', items, 0, NAME, size.width);
    const grid = gridOf(data, items, size.width);
    const all: MapPoint[] = [];
    marks(root, 'panels', 'g', grid.places.map(({ left, top }, i) => ({ key: data.series[i]!.series.id, attributes: { transform: `translate(${round(left)} ${round(top)})` } }))).each(function (_, i) {
      const [{ left, top, width }, { series }] = [grid.places[i]!, data.series[i]!];
      all.push(...drawPanel(this, data, i, categories, width).map((point) => ({ ...point, x: point.x + left, y: point.y + top, words: `${series.name}, ${point.words}` })));
    });
    drawFoot(root, CAPTION, size.height - footHeight(CAPTION, size.width), size.width);
    pointCursor<MapPoint>(root, size, {
      points: all, columns: 10, readingY: size.height - 5, label: `Map of ${formatCount(all.length)} events`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, row: point.row, value: point.value, label: point.label }),
    });
  },
  height(data, width) {
    if (data.series.every(({ source }) => source === null)) return 260;
    const grid = gridOf(data, legendItems(categoriesIn(data)), width);
    return Math.ceil((grid.places[0]?.top ?? 0) + grid.rows * panelHeight(grid.places[0]?.width ?? width) + footHeight(CAPTION, width));
  },
  describe(data) {
    const parts = data.series.map(({ series, source }) => {
      if (!source) return `${series.name}: nothing encoded yet`;
      const [first, second] = source.axisShares;
      return `${series.name}: ${formatCount(source.rows.length)} events, the axes hold ${formatPercent(first)} and ${formatPercent(second)} of the spread`;
    });
    const counts = categoriesIn(data).map(({ name, count }) => `${name} ${formatCount(count)}`);
    return `Events in the two principal axes of their vectors, by ${data.by}. ${parts.join('. ')}${counts.length > 0 ? `. Of these: ${listWords(counts)}` : ''}.`;
  },
  toCsv(data) {
    const fields = [...new Set(data.series.flatMap(({ source }) => source?.colours.map(({ name }) => name) ?? []))];
    return csv(['source', 'row', 'axis 1', 'axis 2', 'label', ...fields], data.series.flatMap(({ series, source }) => {
      if (!source) return [];
      const values = fields.map((field) => valuesOf(source, field));
      return Array.from(source.rows, (row, i) => [series.name, row, source.points[2 * i] ?? NaN, source.points[2 * i + 1] ?? NaN, source.labels[i] ?? NaN, ...values.map((value) => value(i))]);
    }));
  },
};

/** What a point's colour stands for; empty: not known. */
function valuesOf(source: NonNullable<TokenMapData['series'][number]['source']>, by: string): (i: number) => string {
  if (by === LABEL) return (i) => LABEL_NAMES[source.labels[i] ?? 2] ?? '';
  const field = source.colours.find(({ name }) => name === by);
  return (i) => field?.names[field.codes[i] ?? -1] ?? '';
}

function categoriesIn(data: TokenMapData): Category[] {
  const values = data.series.flatMap(({ source }) => (source ? Array.from(source.rows, (_, i) => valuesOf(source, data.by)(i)) : []));
  return categoriesOf(values, data.by === LABEL ? LABEL_NAMES.slice(0, 2) : undefined);
}

function legendItems(categories: readonly Category[]): LegendItem[] {
  return categories.map((category) => ({
    key: category.key, color: category.color, sign: 'ring', label: `${fitText(category.name, FONT.label, NAME_WIDTH)} (${formatCount(category.count)})`,
    ...(category.shape !== null && { shape: categoryPath(category, 60) }),
  }));
}

function drawPanel(node: SVGElement, data: TokenMapData, i: number, categories: readonly Category[], width: number): MapPoint[] {
  const { series, source } = data.series[i]!;
  const [top, bottom] = [NAME + TITLE, NAME + TITLE + plotHeight(width)];
  const [first, second] = source?.axisShares ?? [NaN, NaN];
  const placed = source ? pointsOf(source, data.by, series, equalPlaces(source.points, [0, width], [top, bottom], INSET)) : [];
  texts(node, 'head', [
    { key: 'name', x: 0, y: 13, text: fitEnds(series.name, FONT.name, width, boldWidth), fill: hueText(series.hue), size: FONT.name, weight: 600 },
    ...(source ? [
      { key: 'second', x: 0, y: NAME + 12, text: `axis 2: ${formatPercent(second)} of the spread` },
      { key: 'first', x: width / 2, y: bottom + 16, anchor: 'middle' as const, text: `axis 1: ${formatPercent(first)} of the spread` },
    ] : []),
    ...(placed.length > 0 ? [] : [{ key: 'waiting', x: 0, y: top + 20, text: source ? 'no point has a place' : 'not reached yet' }]),
  ]);
  marks(node, 'frame', 'path', placed.length > 0 ? [{ key: 'frame', attributes: { d: box(0.5, top, width - 1, bottom - top), fill: 'none', stroke: 'var(--hairline)' } }] : []);
  const area = placed.length > 800 ? 22 : placed.length > 200 ? 34 : 50;
  const paths = new Map(categories.map((category) => [category.key, categoryPath(category, category.shape === null ? 0.8 * area : area)]));
  marks(node, 'points', 'path', placed.map(({ row, value, x, y }, n) => {
    const category = categoryOf(value, categories);
    const hollow = category === undefined || category.shape === null;
    return {
      key: `${row}/${n}`,
      attributes: {
        d: paths.get(category?.key ?? '') ?? '', transform: `translate(${round(x)} ${round(y)})`,
        fill: hollow ? 'none' : category.color, stroke: hollow ? (category?.color ?? 'var(--axis)') : 'var(--ground)', 'stroke-width': hollow ? 1 : 0.5,
      },
    };
  }));
  return placed;
}

/** Points that have a place. */
function pointsOf(source: NonNullable<TokenMapData['series'][number]['source']>, by: string, series: Series, place: (i: number) => readonly [number, number]): MapPoint[] {
  const value = valuesOf(source, by);
  return Array.from(source.rows, (row, i): MapPoint => {
    const [[x, y], label, own] = [place(i), source.labels[i] ?? 2, value(i)];
    return { seriesId: series.id, row, value: own, label, x, y, words: `row ${formatCount(row)}: ${by === LABEL ? '' : `${by} ${own === '' ? 'not known' : own}, `}label ${LABEL_NAMES[label] ?? ''}` };
  }).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
}

function plotHeight(width: number): number {
  return Math.round(Math.max(200, Math.min(440, width * 0.66)));
}

function panelHeight(width: number): number {
  return NAME + TITLE + plotHeight(width) + TITLE + 16;
}

function gridOf(data: TokenMapData, items: readonly LegendItem[], width: number): PanelGrid {
  return panelGrid(data.series.length, width, LEAST, GAP, panelHeight, NAME + legendHeight(items, width) + 10);
}
