/** Codes in use: a row a method, a cell a level, a bar a code; dead codes are hollow marks under the baseline, near-dead ones hatched. */
import { pointer } from 'd3';
import { hueText, levelColor } from './colors';
import { boldWidth, fitText, formatCount, formatNumber, formatShare, textWidth } from './format';
import { reachable } from './keyboard';
import { legend, legendHeight } from './legend';
import { FONT, box, emptyState, hatch, layer, listenOn, marks, prepare, round, texts } from './marks';
import { rowLayout } from './rows';
import { anyUsage, describeUsage, hoverOf, stateOf, summarize, usageCsv } from './usage';
import type { LegendItem } from './legend';
import type { RowLayout } from './rows';
import type { CodeEvents, CodeState, LevelUsage, SeriesUsage } from './usage';
import type { Size, ViewModule } from './view';

export interface UtilizationData {
  readonly series: readonly SeriesUsage[];
  /** Bars by falling use, or where the code stands in its codebook. */
  readonly mode: 'sorted' | 'code order';
}

const BARS = 40;
const RAIL = 6;
const GAP = 10;
const HEADER = 18;

const EMPTY = 'Codes in use: starts when the first level is trained.';
const KEYS: readonly LegendItem[] = [
  { key: 'even', sign: 'dashed', color: 'var(--ink-muted)', label: 'even use' },
  { key: 'near', sign: 'hatched', color: 'var(--ink-muted)', label: 'near-dead: under a tenth of even use' },
  { key: 'dead', sign: 'hollow', color: 'var(--ink-muted)', label: 'dead: never used' },
  { key: 'words', sign: 'none', color: '', label: 'Left: codes in use of all codes; right: perplexity.' },
];

interface Cell {
  readonly key: string;
  readonly item: SeriesUsage;
  readonly level: number;
  readonly data: LevelUsage;
  readonly x: number;
  readonly y: number;
}

interface Layout extends RowLayout {
  readonly cells: readonly Cell[];
  readonly rows: readonly { readonly item: SeriesUsage; readonly y: number }[];
  readonly cellWidth: number;
  /** Levels do not fit beside each other: each cell names its own. */
  readonly wrapped: boolean;
  readonly columns: number;
  readonly bottom: number;
}

export const utilization: ViewModule<UtilizationData, CodeEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    if (emptyState(root, size, anyUsage(data.series) ? null : EMPTY)) return;
    const plan = layout(data, size.width);
    texts(root, 'header', plan.wrapped ? [] : Array.from({ length: plan.columns }, (_, l) => ({
      key: String(l), x: plan.left + l * (plan.cellWidth + GAP), y: 12, text: `level ${l + 1}`,
    })));
    texts(root, 'names', plan.rows.flatMap(({ item, y }) => nameOf(item, y, plan, size)));
    const nodes = marks(root, 'cells', 'g', plan.cells.map((cell) => ({ key: cell.key, attributes: { transform: `translate(${round(cell.x)} ${round(cell.y)})` } })));
    nodes.each(function (_, i) {
      const cell = plan.cells[i];
      if (cell) drawCell(this, cell, plan, data.mode, on);
    });
    legend(root, 'legend', KEYS, plan.left, plan.bottom, plan.width);
  },
  height(data, width) {
    const plan = layout(data, width);
    return Math.ceil(plan.bottom + legendHeight(KEYS, plan.width) + 2);
  },
  describe: (data) => describeUsage(data.series),
  toCsv: (data) => usageCsv(data.series),
};

function layout(data: UtilizationData, width: number): Layout {
  const row = rowLayout(data.series.map((item) => item.series), width);
  const most = Math.max(1, ...data.series.map((item) => item.levels.length));
  const columns = Math.max(1, Math.min(most, Math.floor((row.width + GAP) / (96 + GAP))));
  const wrapped = columns < most;
  const cellWidth = (row.width - (columns - 1) * GAP) / columns;
  const cellHeight = labelHeight(wrapped) + BARS + 3 + RAIL;
  let y = wrapped ? 0 : HEADER;
  const cells: Cell[] = [];
  const rows: { item: SeriesUsage; y: number }[] = [];
  for (const item of data.series) {
    rows.push({ item, y });
    y += row.nameHeight;
    item.levels.forEach((level, l) => {
      cells.push({
        key: `${item.series.id}/${l}`, item, level: l, data: level,
        x: row.left + (l % columns) * (cellWidth + GAP), y: y + Math.floor(l / columns) * (cellHeight + 8),
      });
    });
    y += Math.max(1, Math.ceil(item.levels.length / columns)) * (cellHeight + 8) + 6;
  }
  return { ...row, cells, rows, cellWidth, wrapped, columns, bottom: y };
}

function labelHeight(wrapped: boolean): number {
  return wrapped ? 34 : 18;
}

function nameOf(item: SeriesUsage, y: number, plan: Layout, size: Size) {
  const note = item.exact || item.rows === 0 ? '' : plan.narrow ? `counted on ${formatCount(item.rows)} rows` : `on ${formatCount(item.rows)} rows`;
  const name = { key: item.series.id, x: 0, y: y + 14, text: fitText(item.series.name, FONT.name, plan.narrow ? size.width * 0.55 : plan.left - 8, boldWidth), fill: hueText(item.series.hue), size: FONT.name, weight: 600 };
  const noteMark = plan.narrow
    ? { key: `${item.series.id}/note`, x: size.width - 1, y: y + 14, text: note, anchor: 'end' as const }
    : { key: `${item.series.id}/note`, x: 0, y: y + 31, text: fitText(note, FONT.label, plan.left - 6) };
  return [name, noteMark];
}

function drawCell(node: SVGElement, cell: Cell, plan: Layout, mode: UtilizationData['mode'], on?: Partial<CodeEvents>): void {
  const { numCodes, usage } = cell.data;
  const { hue } = cell.item.series;
  const top = labelHeight(plan.wrapped);
  const base = top + BARS;
  const width = plan.cellWidth;
  const color = levelColor(hue, cell.level, cell.item.levels.length);
  const summary = usage === null ? null : summarize(usage);
  const level = plan.wrapped ? [{ key: 'level', x: 0, y: 12, text: `level ${cell.level + 1}` }] : [];
  if (usage === null || summary === null || usage.length === 0) {
    texts(node, 'words', [...level, { key: 'waiting', x: 0, y: base - 6, text: 'not reached yet' }]);
  } else {
    texts(node, 'words', [...level, ...cellWords(summary.inUse, numCodes, summary.perplexity, width, top - 5)]);
  }

  const codes = usage === null ? [] : Array.from(usage, (uses, code) => ({ uses, code }));
  if (mode === 'sorted') codes.sort((a, b) => b.uses - a.uses || a.code - b.code);
  const pitch = width / Math.max(1, codes.length);
  const most = Math.max(1, ...codes.map((c) => c.uses));
  const gap = pitch >= 6 ? 1 : pitch >= 3 ? 0.5 : 0;
  let bars = '';
  codes.forEach(({ uses }, i) => {
    if (uses === 0) return;
    const height = Math.max(1, (uses / most) * BARS);
    bars += box(i * pitch, base - height, pitch - gap, height);
  });
  const even = (summary?.total ?? 0) / Math.max(1, codes.length);
  const states = codes.map(({ uses }) => stateOf(uses, summary?.total ?? 0, codes.length));
  const rail = base + 3;
  const dead = runs(states, 'dead', pitch, width);
  // A mark widened to be seen makes room to its left for dead ones at its right.
  const near = runs(states, 'near-dead', pitch, width).map((r) => {
    const over = dead.find((d) => d.x < r.x + r.width && d.x + d.width > r.x);
    return over && mode === 'sorted' ? { ...r, x: Math.max(0, over.x - r.width - 1) } : r;
  });
  marks(node, 'bars', 'path', [
    { key: 'base', attributes: { d: `M0 ${base + 0.5}h${round(width)}`, stroke: usage === null ? 'var(--hairline)' : 'var(--axis)', fill: 'none' } },
    { key: 'bars', attributes: { d: bars, fill: color } },
    ...(cell.data.selected ? [{ key: 'selected', attributes: { d: selectedBars(cell.data.selected, codes, pitch, gap, most, base), fill: 'var(--ink)' } }] : []),
    { key: 'even', attributes: { d: even > 0 && even <= most ? `M0 ${round(base - (even / most) * BARS)}h${round(width)}` : '', stroke: 'var(--ink-muted)', 'stroke-dasharray': '2 2', fill: 'none' } },
    { key: 'near', attributes: { d: near.map((r) => hatch(r.x, rail, r.width, RAIL, 3) + box(r.x, rail, r.width, RAIL)).join(''), stroke: hueText(hue), fill: 'none' } },
    { key: 'dead', attributes: { d: dead.map((r) => box(r.x + 0.5, rail + 0.5, r.width - 1, RAIL - 1)).join(''), stroke: 'var(--ink)', fill: 'var(--ground)' } },
    { key: 'cursor', attributes: { d: '', fill: 'none', stroke: 'var(--focus)', 'stroke-width': 1.5 } },
    { key: 'hit', attributes: { d: box(0, top - 2, width, BARS + RAIL + 5), fill: 'transparent', class: 'hit' } },
  ]);
  listen(node, cell, codes.map((c) => c.code), pitch, [top - 2, BARS + RAIL + 5], on);
}

/** The part of each bar that the selected rows are; one pixel at least, so that it is seen. */
function selectedBars(selected: Uint32Array, codes: readonly { readonly code: number }[], pitch: number, gap: number, most: number, base: number): string {
  return codes.map(({ code }, i) => {
    const uses = selected[code] ?? 0;
    const height = Math.max(1.5, (uses / most) * BARS);
    return uses === 0 ? '' : box(i * pitch, base - height, Math.max(1, pitch - gap), height);
  }).join('');
}

/** "61 / 64" at the left, the perplexity at the right, in words where there is room. */
function cellWords(inUse: number, numCodes: number, perplexity: number, width: number, y: number) {
  const full = `${formatCount(inUse)} / ${formatCount(numCodes)}`;
  const number = formatNumber(perplexity);
  const room = width - textWidth(number, FONT.label) - 6;
  const left = [full, full.replace(' / ', '/'), `${inUse}/${numCodes}`, formatShare(inUse / Math.max(1, numCodes))].find((text) => textWidth(text, FONT.label) <= room) ?? '';
  const words = `perplexity ${number}`;
  const right = textWidth(left, FONT.label) + textWidth(words, FONT.label) + 12 <= width ? words : number;
  return [
    { key: 'in use', x: 0, y, text: left, fill: 'var(--ink)' },
    { key: 'perplexity', x: width, y, text: right, anchor: 'end' as const },
  ];
}

/** Runs of codes in one state: hollow ticks where codes are wide enough to be told apart, joined and never narrower than 5 px where not. */
function runs(states: readonly CodeState[], state: CodeState, pitch: number, width: number): { x: number; width: number }[] {
  const single = pitch >= 4;
  const found: { from: number; to: number }[] = [];
  states.forEach((seen, i) => {
    if (seen !== state) return;
    const last = found[found.length - 1];
    if (!single && last && (last.to === i || i * pitch - last.to * pitch < 2)) last.to = i + 1;
    else found.push({ from: i, to: i + 1 });
  });
  return found.map(({ from, to }) => {
    const wide = Math.max(single ? Math.min(pitch - 1, 9) : 5, (to - from) * pitch - (single ? 1 : 0));
    const capped = single ? Math.min(wide, Math.max(9, pitch / 3)) : wide;
    return { x: Math.max(0, Math.min(width - capped, (single ? (from + 0.5) * pitch - 0.5 - capped / 2 : from * pitch))), width: Math.min(capped, width) };
  });
}

function listen(node: SVGElement, cell: Cell, codes: readonly number[], pitch: number, [top, height]: [number, number], on?: Partial<CodeEvents>): void {
  const show = (i: number | null) => {
    const code = i === null ? undefined : codes[i];
    layer(node, 'bars').querySelector('[data-key="cursor"]')?.setAttribute('d', i === null ? '' : box(Math.max(0, i * pitch - 1), top, Math.max(3, pitch + 1), height));
    on?.hover?.(code === undefined ? null : hoverOf(cell.item, cell.level, code));
  };
  const choose = (i: number, add: boolean) => {
    const code = codes[i];
    if (code !== undefined) on?.select?.({ seriesId: cell.item.series.id, level: cell.level, code }, add);
  };
  const at = (event: MouseEvent) => Math.max(0, Math.min(codes.length - 1, Math.floor(pointer(event, node)[0] / pitch)));
  const empty = codes.length === 0;
  listenOn(node, { pointermove: empty ? null : (event) => show(at(event)), pointerleave: () => show(null), click: empty ? null : (event) => choose(at(event), event.shiftKey) });
  node.style.cursor = on?.select && codes.length > 0 ? 'pointer' : '';
  if (empty) {
    for (const name of ['tabindex', 'role', 'aria-label']) node.removeAttribute(name);
    return;
  }
  const name = `${cell.item.series.name}, level ${cell.level + 1}: ${codes.length} codes. Arrow keys move, Enter selects.`;
  reachable(node, { count: codes.length, columns: 1, label: name, move: show, choose });
}
