/** Points of a plane and what residual quantization does to them: cells of codes, arrows to what is left, sums of codes, the path of one point. */
import { Delaunay } from 'd3';
import { categoryPath } from './categories';
import { CATEGORY_COLORS, categoryColor } from './colors';
import { csv, formatCount, formatNumber } from './format';
import { FONT, emptyState, marks, prepare, round, texts } from './marks';
import { pointCursor } from './pointCursor';
import type { Readable } from './pointCursor';
import type { ViewModule } from './view';

export interface PlaneData {
  /** [n, 2]: where the dots stand now. */
  readonly places: Float32Array;
  /** [n, 2]: hollow rings beside them, where the points really are; null: none. */
  readonly ghosts: Float32Array | null;
  /** [n]: the code that colours each dot; null: one colour. */
  readonly codes: Int32Array | null;
  /** [n, 2]: where an arrow to each dot begins; null: none. */
  readonly arrows: Float32Array | null;
  /** Code vectors. */
  readonly centres: readonly { readonly code: number; readonly x: number; readonly y: number }[];
  /** The cell of each centre: nearer to it than to any other. */
  readonly cells: boolean;
  /** Through these points, [m, 2], with a word for each stretch; null: none. */
  readonly path: { readonly points: Float32Array; readonly words: readonly string[] } | null;
  /** The dot that is followed. */
  readonly chosen: number | null;
  /** Half the width and height shown, about (0, 0): the same from step to step, so that only points move. */
  readonly reach: readonly [number, number];
  /** One sentence of what is shown. */
  readonly says: string;
}

export interface PlaneEvents {
  hover(row: number | null): void;
  choose(row: number): void;
}

interface Dot extends Readable {
  readonly row: number;
}

const MARGIN = 14;
const EMPTY = 'Points: shown once the data is read and coded.';

export const plane: ViewModule<PlaneData | null, PlaneEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    if (emptyState(root, size, data ? null : EMPTY) || !data) return;
    const [x, y] = scales(data, size);
    const at = (values: ArrayLike<number>, row: number): readonly [number, number] => [x(values[2 * row]!), y(values[2 * row + 1]!)];
    const count = data.places.length / 2;
    marks(root, 'frame', 'path', [{ key: 'axes', attributes: { d: `M${round(x(0))} ${MARGIN}V${round(size.height - MARGIN)}M${MARGIN} ${round(y(0))}H${round(size.width - MARGIN)}`, stroke: 'var(--hairline)', fill: 'none' } }]);
    drawCells(root, data, x, y, [size.width, size.height]);
    marks(root, 'arrows', 'path', data.arrows ? Array.from({ length: count }, (_, row) => {
      const [[fromX, fromY], [toX, toY]] = [at(data.arrows!, row), at(data.places, row)];
      return { key: String(row), attributes: { d: `M${round(fromX)} ${round(fromY)}L${round(toX)} ${round(toY)}`, stroke: colorOf(data.codes?.[row]), 'stroke-opacity': 0.45, fill: 'none' } };
    }) : []);
    marks(root, 'ghosts', 'circle', data.ghosts ? Array.from({ length: count }, (_, row) => {
      const [cx, cy] = at(data.ghosts!, row);
      return { key: String(row), attributes: { cx, cy, r: 2.4, fill: 'none', stroke: 'var(--axis)' } };
    }) : []);
    marks(root, 'dots', 'circle', Array.from({ length: count }, (_, row) => {
      const [cx, cy] = at(data.places, row);
      return { key: String(row), attributes: { class: 'plane-dot', cx, cy, r: 3, fill: colorOf(data.codes?.[row]), stroke: 'var(--ground)', 'stroke-width': 0.6 } };
    }));
    drawCentres(root, data, x, y);
    drawPath(root, data, x, y, size.width);
    const dots = Array.from({ length: count }, (_, row): Dot => {
      const [cx, cy] = at(data.places, row);
      return { row, x: cx, y: cy, words: `point ${formatCount(row)}${data.codes ? `, code ${data.codes[row]!}` : ''}: ${formatNumber(data.places[2 * row]!)}, ${formatNumber(data.places[2 * row + 1]!)}` };
    });
    pointCursor<Dot>(root, size, { points: dots, columns: 1, readingY: size.height - 3, label: `${formatCount(count)} points`, show: (dot) => on?.hover?.(dot && dot.row), ...(on?.choose && { choose: (dot: Dot) => on.choose!(dot.row) }) });
  },
  height: (_, width) => Math.round(Math.max(240, Math.min(430, width * 0.62))),
  describe: (data) => (data ? `${data.says} ${formatCount(data.places.length / 2)} points, ${formatCount(data.centres.length)} code vectors.` : 'Points of a plane: nothing shown yet.'),
  toCsv: (data) => csv(['point', 'x', 'y', 'code'], data ? Array.from({ length: data.places.length / 2 }, (_, row) => [row, data.places[2 * row]!, data.places[2 * row + 1]!, data.codes?.[row] ?? NaN]) : []),
};

/** One scale for both axes, so that distances are true. */
function scales({ reach }: PlaneData, { width, height }: { readonly width: number; readonly height: number }): [(value: number) => number, (value: number) => number] {
  const unit = Math.min((width - 2 * MARGIN) / (2 * reach[0]), (height - 2 * MARGIN) / (2 * reach[1]));
  return [(value) => width / 2 + value * unit, (value) => height / 2 - value * unit];
}

/** Ten colours go round; the number beside each centre tells codes of one colour apart. */
function colorOf(code: number | undefined): string {
  return code === undefined ? 'var(--ink-muted)' : categoryColor(code % CATEGORY_COLORS);
}

function drawCells(root: SVGSVGElement, { cells, centres }: PlaneData, x: (value: number) => number, y: (value: number) => number, [width, height]: [number, number]): void {
  const shown = cells && centres.length > 1;
  const voronoi = shown ? Delaunay.from(centres, (centre) => x(centre.x), (centre) => y(centre.y)).voronoi([1, 1, width - 1, height - 1]) : null;
  marks(root, 'cells', 'path', voronoi ? centres.map(({ code }, i) => ({ key: String(code), attributes: { d: rounded(voronoi.renderCell(i)), fill: colorOf(code), 'fill-opacity': 0.09, stroke: 'var(--axis)', 'stroke-width': 0.8 } })) : []);
}

function rounded(path: string | null): string {
  return (path ?? '').replace(/-?\d+\.\d+/g, (number) => String(round(Number(number))));
}

function drawCentres(root: SVGSVGElement, { centres }: PlaneData, x: (value: number) => number, y: (value: number) => number): void {
  const sign = categoryPath({ shape: 4 }, 110);
  marks(root, 'centres', 'path', centres.map(({ code, x: cx, y: cy }) => ({ key: String(code), attributes: { class: 'plane-centre', d: sign, transform: `translate(${round(x(cx))} ${round(y(cy))})`, fill: 'var(--ink)', stroke: 'var(--ground)', 'stroke-width': 1.2 } })));
  const named = spaced(centres.map((centre) => ({ ...centre, x: x(centre.x), y: y(centre.y) })));
  texts(root, 'codes', named.map(({ code, x: cx, y: cy }) => ({ key: String(code), x: cx + 9, y: cy - 7, text: String(code), fill: 'var(--ink)', weight: 600 })));
}

/** Those whose numbers do not lie over each other. */
function spaced<T extends { readonly x: number; readonly y: number }>(centres: readonly T[]): T[] {
  const kept: T[] = [];
  for (const centre of centres) if (kept.every((other) => Math.abs(other.x - centre.x) > 26 || Math.abs(other.y - centre.y) > 15)) kept.push(centre);
  return kept;
}

function drawPath(root: SVGSVGElement, { path, chosen, places }: PlaneData, x: (value: number) => number, y: (value: number) => number, width: number): void {
  const points = path ? Array.from({ length: path.points.length / 2 }, (_, i) => [x(path.points[2 * i]!), y(path.points[2 * i + 1]!)] as const) : [];
  marks(root, 'path', 'path', points.slice(1).map(([toX, toY], i) => ({ key: String(i), attributes: { d: `M${round(points[i]![0])} ${round(points[i]![1])}L${round(toX)} ${round(toY)}`, stroke: 'var(--ink)', 'stroke-width': 2, fill: 'none', 'stroke-dasharray': i === points.length - 2 && path!.words.length < points.length - 1 ? '3 3' : null } })));
  texts(root, 'path-words', path ? path.words.map((text, i) => ({ key: String(i), x: width - MARGIN, y: 16 + 17 * i, anchor: 'end' as const, text, fill: 'var(--ink)', size: FONT.label })) : []);
  marks(root, 'chosen', 'path', chosen === null ? [] : [{ key: 'ring', attributes: { d: ring(x(places[2 * chosen]!), y(places[2 * chosen + 1]!), 8), fill: 'none', stroke: 'var(--focus)', 'stroke-width': 2 } }]);
}

function ring(x: number, y: number, r: number): string {
  return `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
}

