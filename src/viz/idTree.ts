/** The tree of semantic IDs as an icicle: a row a level, a prefix as wide as it has items, coloured by a measure of what its items share. */
import { pointer } from 'd3';
import { SCALE_STEPS, hueText, levelColor, scaleColor } from './colors';
import { boldWidth, csv, fitText, formatCount, formatNumber, formatShare, textWidth } from './format';
import { focusRange, nodeAt, nodeKey, prefixOf, rangeOf, treeRow } from './idTreeData';
import type { IdTreeData, IdTreeEvents, IdTreeMeasure, PrefixHover, TreeRow } from './idTreeData';
import { FONT, box, emptyState, layer, listenOn, marks, prepare, texts } from './marks';
import type { TextMark } from './marks';
import { treeKeys } from './idTreeKeys';
import type { ViewModule } from './view';

const LABEL = 54;
const TOP = 24;
const BAR = 28;
/** The selected share of a prefix, under it. */
const STRIP = 5;
const WORDS = 17;
const ROW = BAR + STRIP + WORDS + 8;
const LEGEND = 40;
const LINE = 16;
const FOOT = 18;
const EMPTY = 'Tree of semantic IDs: drawn when the codes of all items are known.';

export const idTree: ViewModule<IdTreeData, IdTreeEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    if (emptyState(root, size, data.items > 0 && data.depths.length > 0 ? null : EMPTY)) return;
    const room = Math.max(1, size.width - LABEL - 1);
    const rows = data.depths.map((_, depth) => treeRow(data, depth, room));
    const [from, to] = focusRange(data);
    const count = `${formatCount(to - from)} ${to - from === 1 ? 'item' : 'items'}`;
    const name = fitText(data.series.name, FONT.name, size.width - textWidth(count, FONT.label) - 12, boldWidth);
    texts(root, 'name', [
      { key: 'name', x: 0, y: 13, text: name, fill: hueText(data.series.hue), size: FONT.name, weight: 600 },
      { key: 'items', x: boldWidth(name, FONT.name) + 10, y: 13, text: count },
    ]);
    texts(root, 'levels', rows.map((_, depth) => ({ key: String(depth), x: 0, y: yOf(depth) + BAR / 2 + 4, text: `level ${depth + 1}` })));
    drawBars(root, data, rows);
    drawSelected(root, data, rows);
    drawPath(root, data, room);
    texts(root, 'words', rows.flatMap((row, depth) => labels(data, row, depth)));
    drawLegend(root, data, yOf(rows.length), size.width);
    drawFoot(root, rows, size);
    listen(root, data, room, on);
  },
  height: (data, width) => (data.depths.length === 0 ? 160 : yOf(data.depths.length) + (data.measure ? LEGEND + (titleBeside(data.measure, width) ? 0 : LINE) : 0) + FOOT + 4),
  describe(data) {
    if (data.items === 0 || data.depths.length === 0) return 'Tree of semantic IDs: no codes yet.';
    const counts = data.depths.map(({ starts }, depth) => `${formatCount(starts.length)} of ${depth + 1} ${depth === 0 ? 'code' : 'codes'}`);
    const largest = largestNode(data, 0);
    const [start, end] = rangeOf(data, 0, largest);
    const focus = data.focus.length === 0 ? '' : ` Shown is the prefix ${data.focus.join('-')}, with ${formatCount(width(focusRange(data)))} items.`;
    const selected = data.selected ? ` ${formatCount(data.selected[data.items] ?? 0)} items are selected.` : '';
    return `Tree of semantic IDs of ${data.series.name}: ${formatCount(data.items)} items under prefixes, ${counts.join(', ')}. The largest first code is ${data.depths[0]!.codes[largest]}, with ${formatCount(end - start)} items, ${formatShare((end - start) / data.items)}.${focus}${selected}`;
  },
  toCsv: (data) => csv(['method', 'level', 'prefix', 'items', 'share', ...(data.measure ? [data.measure.title] : []), ...(data.selected ? ['selected'] : []), 'words'], data.depths.flatMap((depth, d) => Array.from(depth.starts, (start, node) => {
    const [, end] = rangeOf(data, d, node);
    return [
      data.series.name, d + 1, prefixOf(data, d, node).join(' '), end - start, (end - start) / data.items,
      ...(data.measure ? [depth.values?.[node] ?? NaN] : []), ...(data.selected ? [data.selected[end]! - data.selected[start]!] : []), data.words.get(nodeKey(d, node)) ?? '',
    ];
  }))),
};

const yOf = (depth: number) => TOP + depth * ROW;
const width = ([from, to]: readonly [number, number]) => to - from;

function drawBars(root: SVGSVGElement, data: IdTreeData, rows: readonly TreeRow[]): void {
  marks(root, 'bars', 'path', rows.flatMap((row, depth) => {
    const steps = new Array<string>(SCALE_STEPS).fill('');
    let plain = '';
    let unknown = '';
    for (const { x, width, value } of row.marks) {
      const gap = width > 6 ? 1 : width > 2 ? 0.5 : 0;
      const d = box(LABEL + x, yOf(depth), Math.max(0.4, width - gap), BAR);
      if (!data.measure) plain += d;
      else if (Number.isNaN(value)) unknown += box(LABEL + x + 0.5, yOf(depth) + 0.5, Math.max(0.4, width - gap - 1), BAR - 1);
      else steps[stepOf(data.measure, value)] += d;
    }
    return [
      ...steps.map((d, step) => ({ key: `${depth}/step ${step}`, attributes: { d, fill: scaleColor(step) } })),
      { key: `${depth}/plain`, attributes: { d: plain, fill: levelColor(data.series.hue, depth, rows.length) } },
      { key: `${depth}/unknown`, attributes: { d: unknown, fill: 'none', stroke: 'var(--axis)', 'stroke-width': 0.8 } },
    ];
  }));
}

/** Under every mark, filled as far as its items are selected. */
function drawSelected(root: SVGSVGElement, data: IdTreeData, rows: readonly TreeRow[]): void {
  const { selected } = data;
  const [from, to] = focusRange(data);
  marks(root, 'selected', 'path', rows.flatMap((row, depth) => {
    let [track, filled] = ['', ''];
    if (selected) {
      for (const { first, last, x, width } of row.marks) {
        const [start, end] = [Math.max(from, rangeOf(data, depth, first)[0]), Math.min(to, rangeOf(data, depth, last)[1])];
        const share = (selected[end]! - selected[start]!) / Math.max(1, end - start);
        const free = Math.max(0.4, width - (width > 6 ? 1 : 0));
        if (width > 6) track += box(LABEL + x, yOf(depth) + BAR + 2, free, STRIP - 1);
        if (share > 0) filled += box(LABEL + x, yOf(depth) + BAR + 2, Math.max(Math.min(1, free), free * share), STRIP - 1);
      }
    }
    return [
      { key: `${depth}/track`, attributes: { d: track, fill: 'var(--hairline)' } },
      { key: `${depth}/share`, attributes: { d: filled, fill: 'var(--focus)' } },
    ];
  }));
}

/** The prefixes of the item in the inspector, outlined. */
function drawPath(root: SVGSVGElement, data: IdTreeData, room: number): void {
  const place = data.inspected;
  const outlines = place === null ? [] : data.depths.map((_, depth) => {
    const at = placed(data, depth, nodeAt(data, depth, place), room);
    return { key: String(depth), attributes: { d: at ? box(at.x, yOf(depth), at.width, BAR) : '', fill: 'none', stroke: 'var(--ink)', 'stroke-width': 2.5 } };
  });
  marks(root, 'path', 'path', outlines);
}

/** Code and words of a prefix under its mark, where there is room for a code at least. */
function labels(data: IdTreeData, row: TreeRow, depth: number): TextMark[] {
  let free = -Infinity;
  return row.marks.flatMap(({ first, last, x, width }) => {
    if (last > first) return [];
    const code = String(data.depths[depth]!.codes[first]!);
    const words = data.words.get(nodeKey(depth, first));
    if (width < textWidth(code, FONT.label) + 6 || x < free) return [];
    const text = words === undefined ? code : fitText(`${code} ${words}`, FONT.label, width - 4);
    free = x + width;
    return [{ key: `${depth}/${first}`, x: LABEL + x + 1, y: yOf(depth) + BAR + STRIP + 14, text: text.length > code.length + 3 || words === undefined ? text : code }];
  });
}

function drawLegend(root: SVGSVGElement, data: IdTreeData, y: number, size: number): void {
  const { measure } = data;
  const pitch = scalePitch(size);
  marks(root, 'scale', 'path', measure ? Array.from({ length: SCALE_STEPS }, (_, step) => ({ key: String(step), attributes: { d: box(LABEL + step * pitch, y, pitch, 9), fill: scaleColor(step) } })) : []);
  const end = LABEL + SCALE_STEPS * pitch;
  const beside = measure && titleBeside(measure, size);
  texts(root, 'scale-words', measure ? [
    { key: 'low', x: LABEL, y: y + 24, text: valueWords(measure, measure.low) },
    { key: 'high', x: end, y: y + 24, anchor: 'end', text: valueWords(measure, measure.high) },
    beside ? { key: 'title', x: end + 10, y: y + 9, text: measure.title } : { key: 'title', x: 0, y: y + 24 + LINE, text: fitText(measure.title, FONT.label, size) },
  ] : []);
}

const scalePitch = (size: number) => Math.min(14, (size - LABEL) / SCALE_STEPS);

/** Whether what the colours mean fits beside them; it stands below where not. */
function titleBeside(measure: IdTreeMeasure, size: number): boolean {
  return LABEL + SCALE_STEPS * scalePitch(size) + 12 + textWidth(measure.title, FONT.label) <= size;
}

function drawFoot(root: SVGSVGElement, rows: readonly TreeRow[], size: { width: number; height: number }): void {
  const merged = rows.reduce((sum, row) => sum + row.merged, 0);
  texts(root, 'foot', [{ key: 'merged', x: 0, y: size.height - 6, text: merged === 0 ? '' : fitText(`${formatCount(merged)} prefixes narrower than a pixel are drawn together`, FONT.label, size.width) }]);
}

function listen(root: SVGSVGElement, data: IdTreeData, room: number, on?: Partial<IdTreeEvents>): void {
  const show = (at: { depth: number; node: number } | null) => {
    const found = at && placed(data, at.depth, at.node, room);
    layer(root, 'cursor').querySelector('path')?.setAttribute('d', found ? box(found.x, yOf(at.depth) - 1, found.width, BAR + 2) : '');
    on?.hover?.(at && hoverOf(data, at.depth, at.node));
  };
  const choose = ({ depth, node }: { depth: number; node: number }, add: boolean) => on?.select?.(prefixOf(data, depth, node), add);
  const at = (event: MouseEvent) => {
    const [x, y] = pointer(event, root);
    const [from, to] = focusRange(data);
    const depth = Math.max(0, Math.min(data.depths.length - 1, Math.floor((y - TOP) / ROW)));
    const place = from + Math.floor(((x - LABEL) / room) * (to - from));
    return { depth, node: nodeAt(data, depth, Math.max(from, Math.min(to - 1, place))) };
  };
  marks(root, 'cursor', 'path', [{ key: 'cursor', attributes: { fill: 'none', stroke: 'var(--focus)', 'stroke-width': 2, d: '' } }]);
  const hit = marks(root, 'hit', 'rect', [{ key: 'hit', attributes: { x: LABEL, y: TOP, width: room, height: data.depths.length * ROW - 8, fill: 'transparent', class: 'hit' } }]).node();
  if (hit === null) return;
  listenOn(hit, { pointermove: (event) => show(at(event)), pointerleave: () => show(null), click: (event) => choose(at(event), event.shiftKey) });
  hit.style.cursor = on?.select ? 'pointer' : '';
  treeKeys(hit, data, { move: show, choose, ...(on?.up && { up: on.up }) });
}

/** Where a node lies within the focus; null: outside of it. */
function placed(data: IdTreeData, depth: number, node: number, room: number): { x: number; width: number } | null {
  const [from, to] = focusRange(data);
  const [start, end] = rangeOf(data, depth, node);
  const [left, right] = [Math.max(from, start), Math.min(to, end)];
  if (right <= left) return null;
  return { x: LABEL + ((left - from) / (to - from)) * room, width: Math.max(2, ((right - left) / (to - from)) * room) };
}

function hoverOf(data: IdTreeData, depth: number, node: number): PrefixHover {
  const [start, end] = rangeOf(data, depth, node);
  const value = data.depths[depth]!.values?.[node];
  return { prefix: prefixOf(data, depth, node), items: end - start, value: value === undefined || Number.isNaN(value) ? null : value, selected: data.selected ? data.selected[end]! - data.selected[start]! : null, words: data.words.get(nodeKey(depth, node)) ?? null };
}

function largestNode(data: IdTreeData, depth: number): number {
  let [largest, most] = [0, 0];
  data.depths[depth]!.starts.forEach((_, node) => {
    const size = width(rangeOf(data, depth, node));
    if (size > most) [largest, most] = [node, size];
  });
  return largest;
}

function stepOf({ low, high }: IdTreeMeasure, value: number): number {
  const t = high > low ? (value - low) / (high - low) : 0;
  return Math.max(0, Math.min(SCALE_STEPS - 1, Math.round(t * (SCALE_STEPS - 1))));
}

function valueWords({ format }: IdTreeMeasure, value: number): string {
  return format === 'share' ? formatShare(value) : formatNumber(value);
}
