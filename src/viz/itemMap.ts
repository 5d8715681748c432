/** A map of items in two axes, coloured by code, label or length, with the vectors of codes as crosses over it. Points beyond some thousand are a picture within it. */
import { Delaunay } from 'd3';
import { categoryPath } from './categories';
import { SCALE_STEPS, scaleColor } from './colors';
import { csv, fitText, formatCount, formatNumber, textWidth } from './format';
import { legend, legendHeight } from './legend';
import { FONT, emptyState, layer, marks, prepare, round, texts } from './marks';
import { pixelOf, toPixels } from './mapWindow';
import { DRAWN_MOST, dotSizes, pointImage } from './pointImage';
import { brokenTo } from './unitWords';
import type { CodeMark } from './codeMarks';
import type { Contours } from './density';
import type { LegendItem } from './legend';
import type { TextMark } from './marks';
import type { MapWindow } from './mapWindow';
import type { ToPixels } from './pointPainter';
import type { Bounds } from './stagePlaces';
import type { Series, ViewModule } from './view';

/** n items that are drawn. */
export interface MapItems {
  /** float32 [n, 2] at this stop; NaN: the item has no vector. */
  readonly places: Float32Array;
  /** Numbers of their rows; null: all rows, in order. */
  readonly rows: Uint32Array | null;
  /** All items there are. */
  readonly total: number;
  /** [n] 1: selected; null: nothing is selected. */
  readonly chosen: Uint8Array | null;
  /** Only the selected are drawn. */
  readonly isolated: boolean;
  /** Of the i-th drawn: its title, its id, its semantic ID. */
  name(i: number): string;
  id(i: number): string;
  codes(i: number): string;
}

export interface MapColor {
  /** "code of level 1" */
  readonly by: string;
  /** [n]: entries of `palette`, which are CSS colours. */
  readonly of: Uint8Array;
  readonly palette: readonly string[];
  value(i: number): string | number;
  /** Names with their colour; ends of a scale; or none, for colours that take turns. */
  readonly key: { readonly names: readonly { readonly name: string; readonly color: string; readonly count: number }[] } | { readonly low: number; readonly high: number } | null;
}

export interface ItemMapData {
  readonly series: Series;
  /** null: not known yet. */
  readonly items: MapItems | null;
  /** Said while there are no items. */
  readonly waits: string;
  /** "what is left after 1 of 3 codes" */
  readonly stage: string;
  /** What the axes are, in a sentence. */
  readonly axes: string;
  /** The place of zero has a meaning and is marked. */
  readonly zero: boolean;
  readonly frame: Bounds;
  readonly window: MapWindow;
  readonly color: MapColor;
  /** Marks of the codes of a 0-based level; null: there are none at this stop. */
  readonly codes: { readonly level: number; readonly marks: readonly CodeMark[]; readonly chosen: number | null; readonly cells: boolean; readonly sign: 'cross' | 'ring' } | null;
  readonly contours: Contours | null;
  /** `under`: someone paints the points beneath the drawing. */
  readonly points: 'drawn' | 'under';
}

/** Marks that carry their number as well. */
const NUMBERED = 40;
const NAME_WIDTH = 170;
const GAP = 10;
const LINE = 17;

export const itemMap: ViewModule<ItemMapData> = {
  draw(root, data, size) {
    prepare(root, size);
    if (emptyState(root, size, data.items ? null : data.waits) || !data.items) return;
    const height = plotHeight(size.width);
    const map = toPixels(data.frame, data.window, size.width, height);
    const [plot] = marks(root, 'plot', 'svg', [{ key: 'plot', attributes: { x: 0, y: 0, width: size.width, height, overflow: 'hidden' } }]).nodes();
    drawPoints(plot!, data, map, size.width, height);
    drawPlane(plot!, data, map, size.width, height);
    drawCodes(plot!, data, map, size.width, height);
    marks(root, 'surface', 'rect', [{ key: 'hit', attributes: { x: 0, y: 0, width: size.width, height, fill: 'transparent', class: 'hit' } }]);
    legend(root, 'legend', namesOf(data), 0, height + GAP, size.width);
    drawScale(root, data, height + GAP, size.width);
    const below = height + GAP + keyHeight(data, size.width);
    texts(root, 'caption', brokenTo(captionOf(data), FONT.label, size.width - 2).map((text, i) => ({ key: String(i), x: 0, y: below + 13 + i * LINE, text })));
  },
  height(data, width) {
    if (!data.items) return 300;
    return Math.ceil(plotHeight(width) + GAP + keyHeight(data, width) + brokenTo(captionOf(data), FONT.label, width - 2).length * LINE + 6);
  },
  describe({ series, items, waits, stage, color, codes }) {
    if (!items) return waits;
    const chosen = items.chosen ? `${formatCount(items.chosen.reduce((sum, bit) => sum + bit, 0))} are selected. ` : '';
    const drawn = items.places.length / 2;
    return `Map of ${formatCount(drawn)} items of ${series.name}, ${stage}, by ${color.by}. ${chosen}${codes ? `${formatCount(codes.marks.length)} codes of level ${codes.level + 1} are marked.` : 'No codes are marked.'}`;
  },
  toCsv({ items, color }) {
    const places = items?.places ?? new Float32Array(0);
    const rows = Array.from({ length: places.length / 2 }, (_, i): (string | number)[] => [items!.rows?.[i] ?? i, items!.id(i), items!.name(i), items!.codes(i), places[2 * i]!, places[2 * i + 1]!, color.value(i)]);
    return csv(['row', 'id', 'title', 'semantic id', 'x', 'y', color.by], rows);
  },
};

/** Height in pixels of the part that shows points; the rest is words. */
export function plotHeight(width: number): number {
  return Math.round(Math.max(280, Math.min(520, width * 0.54)));
}

function drawPoints(plot: SVGElement, data: ItemMapData, map: ToPixels, width: number, height: number): void {
  const { places, chosen, isolated, rows } = data.items!;
  const count = places.length / 2;
  const pictured = data.points === 'drawn' && count > DRAWN_MOST;
  marks(plot, 'picture', 'image', pictured ? [{ key: 'picture', attributes: { x: 0, y: 0, width, height, href: pointImage(plot.ownerDocument, data, map, width, height) } }] : []);
  const sizes = dotSizes(count, data.window.zoom, chosen !== null);
  const drawn = data.points === 'drawn' && !pictured ? Array.from({ length: count }, (_, i) => i) : [];
  const circles = (wanted: 0 | 1, { radius, alpha }: { readonly radius: number; readonly alpha: number }) => drawn
    .filter((i) => (chosen === null ? 0 : chosen[i]!) === wanted)
    .map((i) => [i, pixelOf(map, places[2 * i]!, places[2 * i + 1]!)] as const)
    .filter(([, [x, y]]) => x > -radius && x < width + radius && y > -radius && y < height + radius)
    .map(([i, [x, y]]) => ({ key: String(rows?.[i] ?? i), attributes: { cx: x, cy: y, r: radius, fill: data.color.palette[data.color.of[i]!]!, 'fill-opacity': alpha } }));
  marks(plot, 'points', 'circle', isolated && chosen ? [] : circles(0, sizes.others));
  marks(plot, 'selected', 'circle', circles(1, sizes.chosen));
}

/** Zero as a cross of hairlines, and lines of equal density. */
function drawPlane(plot: SVGElement, data: ItemMapData, map: ToPixels, width: number, height: number): void {
  const [x, y] = pixelOf(map, 0, 0);
  const lines = [...(x > 0 && x < width ? [`M${round(x)} 0V${height}`] : []), ...(y > 0 && y < height ? [`M0 ${round(y)}H${round(width)}`] : [])];
  marks(plot, 'zero', 'path', data.zero && lines.length > 0 ? [{ key: 'zero', attributes: { d: lines.join(''), stroke: 'var(--axis)', 'stroke-width': 0.5, 'stroke-dasharray': '1 3' } }] : []);
  const { contours } = data;
  const corner = contours && pixelOf(map, contours.x, contours.y);
  layer(plot, 'density').setAttribute('transform', contours && corner ? `translate(${round(corner[0])} ${round(corner[1])}) scale(${contours.step * map.scale})` : '');
  marks(plot, 'density', 'path', (contours?.paths ?? []).map((d, i) => ({ key: String(i), attributes: { d, fill: 'none', stroke: 'var(--ink)', 'stroke-opacity': 0.7, 'stroke-width': 1, 'vector-effect': 'non-scaling-stroke' } })));
}

function drawCodes(plot: SVGElement, { codes }: ItemMapData, map: ToPixels, width: number, height: number): void {
  const placed = (codes?.marks ?? []).map((mark) => ({ mark, at: pixelOf(map, mark.x, mark.y), chosen: mark.code === codes?.chosen }));
  const cells = codes?.cells && placed.length > 1 ? Delaunay.from(placed, ({ at }) => at[0], ({ at }) => at[1]).voronoi([0, 0, width, height]).render() : '';
  marks(plot, 'cells', 'path', cells ? [{ key: 'cells', attributes: { d: cells, fill: 'none', stroke: 'var(--axis)', 'stroke-width': 0.75 } }] : []);
  const seen = placed.filter(({ at: [x, y] }) => x > -6 && x < width + 6 && y > -6 && y < height + 6);
  const ring = codes?.sign === 'ring';
  const sign = ([x, y]: readonly [number, number], chosen: boolean) => {
    const size = chosen ? 7 : 5;
    return ring ? `M${round(x - size - 1)} ${round(y)}a${size + 1} ${size + 1} 0 1 1 ${2 * size + 2} 0a${size + 1} ${size + 1} 0 1 1 ${-2 * size - 2} 0` : `M${round(x - size)} ${round(y)}h${2 * size}M${round(x)} ${round(y - size)}v${2 * size}`;
  };
  // A halo of the ground keeps a cross in sight over any colour; a ring leaves its middle free.
  marks(plot, 'halos', 'path', (ring ? [] : seen).map(({ mark, at, chosen }) => ({ key: String(mark.code), attributes: { d: sign(at, chosen), stroke: 'var(--ground)', 'stroke-width': chosen ? 5 : 3.5, 'stroke-opacity': 0.85, 'stroke-linecap': 'round' } })));
  marks(plot, 'codes', 'path', seen.map(({ mark, at, chosen }) => ({ key: String(mark.code), attributes: { d: sign(at, chosen), fill: 'none', stroke: 'var(--ink)', 'stroke-width': chosen ? 2.2 : 1.3 } })));
  marks(plot, 'numbers', 'text', numbers(seen, width, height).map(({ key, x, y, text, weight }) => ({
    key, text, attributes: { x, y, fill: 'var(--ink)', 'font-weight': weight ?? null, stroke: 'var(--ground)', 'stroke-width': 3, 'stroke-linejoin': 'round', 'paint-order': 'stroke' },
  })));
}

/** Numbers beside the crosses where there is room; the chosen code's first. */
function numbers(seen: readonly { readonly mark: CodeMark; readonly at: readonly [number, number]; readonly chosen: boolean }[], width: number, height: number): TextMark[] {
  const taken: (readonly [number, number, number, number])[] = [];
  return [...seen].sort((a, b) => Number(b.chosen) - Number(a.chosen) || b.mark.items - a.mark.items).flatMap(({ mark, at: [x, y], chosen }): TextMark[] => {
    if (!chosen && seen.length > NUMBERED) return [];
    const text = chosen ? `code ${mark.code}` : String(mark.code);
    const [left, base] = [x + (chosen ? 10 : 7), y - 4];
    const box = [left, base - 11, left + 1.1 * textWidth(text, FONT.label), base + 4] as const;
    const free = box[2] < width && box[1] > 0 && box[3] < height && taken.every((other) => box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1]);
    if (!free) return [];
    taken.push(box);
    return [{ key: String(mark.code), x: left, y: base, text, ...(chosen && { weight: 600 }) }];
  });
}

function namesOf({ color: { key } }: ItemMapData): LegendItem[] {
  if (key === null || !('names' in key)) return [];
  return key.names.map(({ name, color, count }) => ({ key: name, color, sign: 'filled', shape: categoryPath({ shape: 0 }, 60), label: `${fitText(name === '' ? 'not known' : name, FONT.label, NAME_WIDTH)} (${formatCount(count)})` }));
}

function keyHeight(data: ItemMapData, width: number): number {
  const { key } = data.color;
  if (key === null) return 0;
  return 'names' in key ? legendHeight(namesOf(data), width) + 4 : 22;
}

/** Low and high of a length, with the steps between them. */
function drawScale(root: SVGSVGElement, { color: { key, by } }: ItemMapData, top: number, width: number): void {
  const scale = key !== null && 'low' in key ? key : null;
  const low = scale ? formatNumber(scale.low) : '';
  const start = textWidth(low, FONT.label) + 6;
  const step = Math.min(10, (width - 150) / SCALE_STEPS);
  marks(root, 'scale', 'rect', scale ? Array.from({ length: SCALE_STEPS }, (_, i) => ({ key: String(i), attributes: { x: start + i * step, y: top + 4, width: step, height: 9, fill: scaleColor(i) } })) : []);
  const end = start + SCALE_STEPS * step + 6;
  texts(root, 'scale-words', scale ? [
    { key: 'low', x: 0, y: top + 13, text: low },
    { key: 'high', x: end, y: top + 13, text: fitText(`${formatNumber(scale.high)}, ${by}`, FONT.label, width - end - 2) },
  ] : []);
}

function captionOf(data: ItemMapData): string {
  const { items, codes, axes, color, contours } = data;
  const drawn = items!.places.length / 2;
  const share = drawn < items!.total ? ` ${formatCount(drawn)} of ${formatCount(items!.total)} items are drawn, each with the same chance.` : '';
  const sign = codes?.sign === 'ring' ? 'A ring is about all items of a code' : 'A cross is what a code';
  const crosses = codes ? ` ${sign}${codes.sign === 'ring' ? '' : ` of level ${codes.level + 1} adds`}${codes.cells ? '; lines divide the plane by the nearest cross' : ''}.` : '';
  return `${axes}${share}${crosses}${color.key === null ? ` Colours take turns${data.zero ? ': near codes differ' : ''}.` : ''}${contours ? ' Lines join places of equal density.' : ''}`;
}

