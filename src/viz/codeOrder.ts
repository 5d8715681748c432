/** The code table level by level in two principal axes, codes joined in the order of their values: a row of panels a run. */
import { line } from 'd3';
import { SCALE_STEPS, hueText, scaleColor } from './colors';
import { equalPlaces } from './equalPlaces';
import { drawFoot, footHeight } from './foot';
import { boldWidth, csv, fitText, formatNumber, formatShare, listWords, textWidth } from './format';
import { FONT, emptyState, marks, prepare, round, texts } from './marks';
import { panelGrid } from './panelGrid';
import { pointCursor } from './pointCursor';
import { formatPercent, withUnit } from './unitWords';
import type { Alignment } from '../engine/records/predict';
import type { Readable } from './pointCursor';
import type { Series, ViewModule } from './view';

export interface CodeOrderData {
  readonly unit: string;
  /** null: nothing measured yet. */
  readonly series: readonly { readonly series: Series; readonly tables: Alignment['tables'] | null }[];
}

export interface CodeOrderEvents {
  /** Level and code are 0-based. */
  hover(code: { seriesId: string; level: number; code: number; value: number } | null): void;
}

interface CodePoint extends Readable {
  readonly seriesId: string;
  readonly level: number;
  readonly code: number;
  readonly value: number;
}

type Table = Alignment['tables'][number];

const LEAST = 212;
const GAP = 28;
const NAME = 26;
const HEAD = 54;
const PLOT = 170;
const EMPTY = 'Order of the codes: starts with the first look at the validation rows.';
const CAPTION = 'Each point is a code of the table in the level\'s two principal axes, coloured by the rank of its value; the line joins neighbours in value.';

export const codeOrder: ViewModule<CodeOrderData, CodeOrderEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const runs = data.series.filter(({ tables }) => (tables?.length ?? 0) > 0);
    if (emptyState(root, size, runs.length > 0 ? null : EMPTY)) return;
    const all: CodePoint[] = [];
    let top = 0;
    const groups = data.series.map((item) => {
      const at = top;
      top += runHeight(item.tables, size.width);
      return { ...item, at };
    });
    marks(root, 'runs', 'g', groups.map(({ series, at }) => ({ key: series.id, attributes: { transform: `translate(0 ${at})` } }))).each(function (_, run) {
      const { series, tables, at } = groups[run]!;
      texts(this, 'name', [{ key: 'name', x: 0, y: 13, text: fitText(series.name, FONT.name, size.width, boldWidth), fill: hueText(series.hue), size: FONT.name, weight: 600 }]);
      texts(this, 'waiting', (tables?.length ?? 0) > 0 ? [] : [{ key: 'waiting', x: 0, y: NAME + 14, text: 'not reached yet' }]);
      const grid = gridOf(tables, size.width);
      marks(this, 'levels', 'g', (tables ?? []).map((_table, level) => ({ key: String(level), attributes: { transform: `translate(${round(grid.places[level]!.left)} ${grid.places[level]!.top})` } }))).each(function (_mark, level) {
        const [table, place] = [tables![level]!, grid.places[level]!];
        const points = drawTable(this, table, level, place.width, data.unit);
        all.push(...points.map((point) => ({
          seriesId: series.id, level, ...point, x: point.x + place.left, y: point.y + place.top + at, words: `${series.name}, level ${level + 1}, code ${point.code}: ${withUnit(point.value, data.unit)}`,
        })));
      });
    });
    drawFoot(root, CAPTION, size.height - footHeight(CAPTION, size.width), size.width);
    pointCursor<CodePoint>(root, size, {
      points: all, columns: 1, readingY: size.height - 5, label: `Codes by value: ${all.length} points`,
      show: (point) => on?.hover?.(point && { seriesId: point.seriesId, level: point.level, code: point.code, value: point.value }),
    });
  },
  height: (data, width) => (data.series.every(({ tables }) => !tables?.length) ? 240 : Math.ceil(data.series.reduce((sum, { tables }) => sum + runHeight(tables, width), 0) + footHeight(CAPTION, width))),
  describe(data) {
    const parts = data.series.map(({ series, tables }) => (!tables?.length ? `${series.name}: nothing measured yet`
      : `${series.name}: ${listWords(tables.map((table, level) => `level ${level + 1} keeps ${formatShare(table.neighbourShare)} of neighbours, ${formatShare(chance(table))} by chance`))}`));
    return `Whether codes with neighbouring values lie next to each other in the table. ${parts.join('. ')}.`;
  },
  toCsv: (data) => csv(['method', 'level', 'code', 'value', 'axis 1', 'axis 2', 'neighbours kept in the level', 'by chance', 'axis correlation'], data.series.flatMap(({ series, tables }) => (tables ?? []).flatMap((table, level) =>
    Array.from(table.values, (value, code) => [series.name, level + 1, code, value, table.points[2 * code] ?? NaN, table.points[2 * code + 1] ?? NaN, table.neighbourShare, chance(table), table.axisCorrelation])))),
};

/** Two neighbours among the others, one at the ends. */
function chance({ values: { length } }: Table): number {
  return length < 2 ? NaN : Math.min(1, 2 / length);
}

function drawTable(node: SVGElement, table: Table, level: number, width: number, unit: string): { code: number; value: number; x: number; y: number }[] {
  const place = equalPlaces(table.points, [0, width], [HEAD + 14, HEAD + PLOT - 14], 10);
  const points = Array.from(table.values, (value, code) => ({ code, value, x: place(code)[0], y: place(code)[1] })).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  texts(node, 'head', [
    { key: 'level', x: 0, y: 12, text: `level ${level + 1} · ${table.values.length} ${table.values.length === 1 ? 'code' : 'codes'}`, fill: 'var(--ink)' },
    { key: 'kept', x: 0, y: 29, text: fitText(table.values.length < 2 ? 'one code has no neighbours' : `neighbours kept ${formatPercent(table.neighbourShare)}, chance ${formatPercent(chance(table))}`, FONT.label, width) },
    { key: 'axis', x: 0, y: 46, text: fitText(table.values.length < 2 ? '' : `first axis follows the value: ${formatNumber(table.axisCorrelation)}`, FONT.label, width) },
  ]);
  marks(node, 'order', 'path', [{ key: 'order', attributes: { d: line<{ x: number; y: number }>((p) => p.x, (p) => p.y).digits(2)(points) ?? '', fill: 'none', stroke: 'var(--axis)', 'stroke-width': 1 } }]);
  marks(node, 'codes', 'circle', points.map(({ code, x, y }) => ({
    key: String(code), attributes: { cx: x, cy: y, r: points.length > 32 ? 3.5 : 4.5, fill: scaleColor(points.length < 2 ? SCALE_STEPS - 1 : Math.round((code * (SCALE_STEPS - 1)) / (table.values.length - 1))), stroke: 'var(--axis)', 'stroke-width': 0.75 },
  })));
  // A rim of the ground keeps the words apart from codes under them.
  marks(node, 'ends', 'text', endWords(points, width, unit).map(({ key, x, y, text }) => ({
    key, text, attributes: { x, y, fill: 'var(--ink)', 'text-anchor': 'middle', stroke: 'var(--ground)', 'stroke-width': 3, 'paint-order': 'stroke', 'stroke-linejoin': 'round' },
  })));
  return points;
}

/** The smallest and the largest value at their points, on the side away from the codes that follow; above and below where the two lie close. */
function endWords(points: readonly { value: number; x: number; y: number }[], width: number, unit: string) {
  const ends = points.length < 2 ? points.slice(0, 1) : [points[0]!, points.at(-1)!];
  const next = [points.slice(1, 5), points.slice(-5, -1)].map((near, i) => near.reduce((sum, point) => sum + point.y, 0) / near.length - (ends[i]?.y ?? 0));
  const close = ends.length === 2 && Math.abs(ends[0]!.x - ends[1]!.x) < 90 && Math.abs(ends[0]!.y - ends[1]!.y) < 40;
  const upper = close && ends[0]!.y > ends[1]!.y ? 1 : 0;
  return ends.map(({ value, x, y }, i) => {
    const text = withUnit(value, unit);
    const half = textWidth(text, FONT.label) / 2;
    const above = close ? i === upper : (next[i] ?? 0) > 0;
    return { key: String(i), x: Math.max(half, Math.min(width - half, x)), y: above ? y - 9 : y + 18, text };
  });
}

function gridOf(tables: readonly Table[] | null, width: number) {
  return panelGrid(tables?.length ?? 0, width, LEAST, GAP, () => HEAD + PLOT + 16, NAME);
}

function runHeight(tables: readonly Table[] | null, width: number): number {
  return tables?.length ? NAME + gridOf(tables, width).rows * (HEAD + PLOT + 16) : NAME + 30;
}
