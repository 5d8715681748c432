/** How many IDs are shared by 2, 3, 4, ... items: a bar a size, the IDs whose items are all copies of each other apart from the others. */
import { pointer } from 'd3';
import { hueColor, hueText } from './colors';
import { boldWidth, csv, fitText, formatCount, formatShare, textWidth } from './format';
import { reachable } from './keyboard';
import { legend, legendHeight } from './legend';
import type { LegendItem } from './legend';
import { FONT, box, emptyState, hatch, layer, listenOn, marks, prepare, texts } from './marks';
import type { Series, ViewModule } from './view';

/** One shared ID. */
export interface SharedId {
  readonly id: readonly number[];
  readonly items: number;
  /** Different vectors among them; null: not known. */
  readonly distinct: number | null;
}

export interface CollisionSizesData {
  readonly series: Series;
  /** All items; 0: no codes yet. */
  readonly items: number;
  /** Every ID of two items or more. */
  readonly shared: readonly SharedId[];
  /** Sizes that are listed below the figure; null: all. */
  readonly chosen: readonly [number, number] | null;
}

export interface SizeBar {
  readonly low: number;
  readonly high: number;
  readonly ids: number;
  /** IDs whose items are all copies. */
  readonly copies: number;
  readonly items: number;
}

export interface CollisionSizesEvents {
  hover(bar: SizeBar | null): void;
  select(sizes: readonly [number, number]): void;
}

/** Lowest size of each bar: single sizes first, then ever wider ranges. */
const FROM = [2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000, Infinity];
const TOP = 40;
const PLOT = 96;
const AXIS = 40;
const EMPTY = 'Collisions: counted when the codes of all items are known.';

export const collisionSizes: ViewModule<CollisionSizesData, CollisionSizesEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const none = data.items > 0 && data.shared.length === 0 ? `Every item of ${data.series.name} has an ID of its own.` : EMPTY;
    if (emptyState(root, size, data.shared.length > 0 ? null : none)) return;
    const bars = sizeBars(data.shared);
    const signs = legendOf(data);
    const words = `${formatCount(sharing(data))} of ${formatCount(data.items)} items share an ID`;
    const name = fitText(data.series.name, FONT.name, Math.max(40, size.width - textWidth(words, FONT.label) - 12), boldWidth);
    texts(root, 'name', [
      { key: 'name', x: 0, y: 13, text: name, fill: hueText(data.series.hue), size: FONT.name, weight: 600 },
      { key: 'words', x: boldWidth(name, FONT.name) + 10, y: 13, text: fitText(words, FONT.label, size.width - boldWidth(name, FONT.name) - 10) },
    ]);
    const bottom = TOP + PLOT;
    const pitch = Math.min(72, size.width / bars.length);
    const width = Math.max(3, Math.min(44, pitch - 6));
    const most = Math.max(...bars.map(({ ids }) => ids));
    const heightOf = (ids: number) => (ids === 0 ? 0 : Math.max(1.5, (ids / most) * (PLOT - 18)));
    const xOf = (i: number) => i * pitch + (pitch - width) / 2;
    const color = hueColor(data.series.hue);
    let [filled, copied, stripes] = ['', '', ''];
    bars.forEach(({ ids, copies }, i) => {
      const height = heightOf(ids);
      const lower = copies === 0 ? 0 : Math.max(1.5, height * (copies / ids));
      if (ids > copies) filled += box(xOf(i), bottom - height, width, height - lower);
      if (copies > 0) {
        copied += box(xOf(i) + 0.5, bottom - lower, width - 1, lower);
        stripes += hatch(xOf(i), bottom - lower, width, lower, 5);
      }
    });
    marks(root, 'bars', 'path', [
      { key: 'filled', attributes: { d: filled, fill: color } },
      { key: 'copies', attributes: { d: copied, fill: 'none', stroke: color } },
      { key: 'stripes', attributes: { d: stripes, fill: 'none', stroke: color, 'stroke-width': 0.8 } },
      { key: 'base', attributes: { d: `M0 ${bottom + 0.5}H${bars.length * pitch}`, stroke: 'var(--axis)', fill: 'none' } },
      { key: 'chosen', attributes: { d: chosenBox(data, bars, pitch, bottom), fill: 'none', stroke: 'var(--ink)', 'stroke-width': 2 } },
    ]);
    texts(root, 'counts', bars.map(({ low, ids }, i) => ({ key: String(low), x: (i + 0.5) * pitch, y: bottom - heightOf(ids) - 4, anchor: 'middle' as const, text: fits(formatCount(ids), pitch) })));
    const room = pitch * bars.length;
    texts(root, 'sizes', bars.map((bar, i) => ({ key: String(bar.low), x: (i + 0.5) * pitch, y: bottom + 15, anchor: 'middle' as const, text: fits(sizeWords(bar), pitch) || fits(String(bar.low), pitch) })));
    texts(root, 'axis', [{ key: 'items', x: 0, y: bottom + 33, text: fitText('items that share an ID; above each bar, how many IDs', FONT.label, size.width) }]);
    legend(root, 'legend', signs, 0, bottom + AXIS + 2, size.width);
    listen(root, data, bars, pitch, room, bottom, on);
  },
  height: (data, width) => (data.shared.length === 0 ? 80 : TOP + PLOT + AXIS + legendHeight(legendOf(data), width) + 6),
  describe(data) {
    if (data.items === 0) return 'Collisions: no codes yet.';
    if (data.shared.length === 0) return `Every item of ${data.series.name} has an ID of its own.`;
    const largest = data.shared.reduce((most, one) => (one.items > most.items ? one : most));
    const copies = data.shared.filter(({ distinct }) => distinct === 1).length;
    const known = data.shared.every(({ distinct }) => distinct !== null);
    return `Collisions of ${data.series.name}: ${formatCount(sharing(data))} of ${formatCount(data.items)} items, ${formatShare(sharing(data) / data.items)}, share ${formatCount(data.shared.length)} IDs. The largest is ${largest.id.join(' ')}, with ${formatCount(largest.items)} items.${known ? ` Under ${formatCount(copies)} IDs all items are copies of each other.` : ''}`;
  },
  toCsv: (data) => csv(['method', 'ID', 'items', 'different vectors'], data.shared.map(({ id, items, distinct }) => [data.series.name, id.join(' '), items, distinct ?? NaN])),
};

/** Bars from the least to the greatest size there is; a size between them that no ID has stays, empty. */
export function sizeBars(shared: readonly SharedId[]): SizeBar[] {
  const bars = FROM.slice(0, -1).map((low, i) => ({ low, high: FROM[i + 1]! - 1, ids: 0, copies: 0, items: 0 }));
  for (const { items, distinct } of shared) {
    const bar = bars[FROM.findIndex((from) => items < from) - 1]!;
    bar.ids++;
    bar.items += items;
    if (distinct === 1) bar.copies++;
  }
  return bars.slice(0, bars.findLastIndex(({ ids }) => ids > 0) + 1);
}

export function sizeWords({ low, high }: Pick<SizeBar, 'low' | 'high'>): string {
  return low === high ? String(low) : high === Infinity ? `${formatCount(low)}+` : `${formatCount(low)}–${formatCount(high)}`;
}

function sharing({ shared }: CollisionSizesData): number {
  return shared.reduce((sum, { items }) => sum + items, 0);
}

function fits(text: string, width: number): string {
  return textWidth(text, FONT.label) <= width - 2 ? text : '';
}

function legendOf({ series, shared }: CollisionSizesData): LegendItem[] {
  if (!shared.some(({ distinct }) => distinct !== null)) return [];
  const color = hueColor(series.hue);
  return [{ key: 'apart', sign: 'filled', color, label: 'vectors differ' }, { key: 'copies', sign: 'hatched', color, label: 'all items are copies: no code can tell them apart' }];
}

function chosenBox({ chosen }: CollisionSizesData, bars: readonly SizeBar[], pitch: number, bottom: number): string {
  const at = chosen === null ? -1 : bars.findIndex(({ low, high }) => low === chosen[0] && high === chosen[1]);
  return at < 0 ? '' : `M${at * pitch + 2} ${bottom + 20}h${pitch - 4}`;
}

function listen(root: SVGSVGElement, data: CollisionSizesData, bars: readonly SizeBar[], pitch: number, room: number, bottom: number, on?: Partial<CollisionSizesEvents>): void {
  const show = (i: number | null) => {
    layer(root, 'cursor').querySelector('path')?.setAttribute('d', i === null ? '' : box(i * pitch + 1, TOP - 6, pitch - 2, PLOT + 6));
    on?.hover?.(i === null ? null : bars[i]!);
  };
  const choose = (i: number) => on?.select?.([bars[i]!.low, bars[i]!.high]);
  const at = (event: MouseEvent) => Math.max(0, Math.min(bars.length - 1, Math.floor(pointer(event, root)[0] / pitch)));
  marks(root, 'cursor', 'path', [{ key: 'cursor', attributes: { d: '', fill: 'none', stroke: 'var(--focus)', 'stroke-width': 1.5 } }]);
  const hit = marks(root, 'hit', 'rect', [{ key: 'hit', attributes: { x: 0, y: TOP - 6, width: room, height: bottom - TOP + 26, fill: 'transparent', class: 'hit' } }]).node();
  if (hit === null) return;
  listenOn(hit, { pointermove: (event) => show(at(event)), pointerleave: () => show(null), click: (event) => choose(at(event)) });
  hit.style.cursor = on?.select ? 'pointer' : '';
  reachable(hit, { count: bars.length, columns: 1, label: `${data.series.name}: sizes of shared IDs. Arrow keys move, Enter lists the IDs of a size.`, move: show, choose });
}
