/** Use of every code in codebook order: a strip a level, a square a code, coloured by how often it is used against an even share. */
import { pointer } from 'd3';
import { SCALE_STEPS, hueText, scaleColor } from './colors';
import { boldWidth, fitText, formatCount, textWidth } from './format';
import { reachable } from './keyboard';
import { FONT, box, emptyState, layer, listenOn, marks, prepare, round, texts } from './marks';
import { anyUsage, describeUsage, hoverOf, summarize, usageCsv } from './usage';
import type { CodeEvents, SeriesUsage } from './usage';
import type { ViewModule } from './view';

export interface HeatStripData {
  readonly series: readonly SeriesUsage[];
}

/** The scale runs from an eighth of an even share to eight times it, in halvings: the same for every data set, so pictures compare. */
const HALVINGS = 3;
const LABEL = 54;
const NAME_LINE = 20;
const LEVEL_GAP = 6;
const LEGEND = 60;

const EMPTY = 'Use of every code: starts when the first level is trained.';

interface Strip {
  readonly key: string;
  readonly item: SeriesUsage;
  readonly level: number;
  readonly y: number;
  readonly columns: number;
  readonly pitch: number;
  readonly line: number;
  readonly height: number;
}

export const heatStrip: ViewModule<HeatStripData, CodeEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    if (emptyState(root, size, anyUsage(data.series) ? null : EMPTY)) return;
    const { strips, names, bottom } = layout(data, size.width);
    texts(root, 'names', names.flatMap(({ item, y }) => {
      const note = item.exact || item.rows === 0 ? '' : `counted on ${formatCount(item.rows)} rows`;
      const name = fitText(item.series.name, FONT.name, size.width - (note === '' ? 0 : textWidth(note, FONT.label) + 12), boldWidth);
      return [
        { key: item.series.id, x: 0, y: y + 13, text: name, fill: hueText(item.series.hue), size: FONT.name, weight: 600 },
        { key: `${item.series.id}/note`, x: boldWidth(name, FONT.name) + 10, y: y + 13, text: note },
      ];
    }));
    texts(root, 'levels', strips.map((strip) => ({ key: strip.key, x: 0, y: strip.y + Math.min(strip.height, 14) / 2 + 4, text: `level ${strip.level + 1}` })));
    marks(root, 'strips', 'g', strips.map((strip) => ({ key: strip.key, attributes: { transform: `translate(${LABEL} ${round(strip.y)})` } }))).each(function (_, i) {
      const strip = strips[i];
      if (strip) drawStrip(this, strip, size.width - LABEL - 1, on);
    });
    drawLegend(root, bottom + 4, size.width);
  },
  height(data, width) {
    return Math.ceil(layout(data, width).bottom + LEGEND);
  },
  describe: (data) => describeUsage(data.series),
  toCsv: (data) => usageCsv(data.series),
};

function layout(data: HeatStripData, width: number): { strips: Strip[]; names: { item: SeriesUsage; y: number }[]; bottom: number } {
  const room = Math.max(1, width - LABEL - 1);
  const strips: Strip[] = [];
  const names: { item: SeriesUsage; y: number }[] = [];
  let y = 0;
  for (const item of data.series) {
    names.push({ item, y });
    y += NAME_LINE;
    item.levels.forEach((level, l) => {
      const columns = columnsFor(level.numCodes, room);
      const pitch = Math.min(room / columns, 28);
      const lines = Math.max(1, Math.ceil(level.numCodes / columns));
      const line = lines > 1 ? Math.max(5, Math.min(10, pitch)) : 14;
      strips.push({ key: `${item.series.id}/${l}`, item, level: l, y, columns, pitch, line, height: lines * line });
      y += lines * line + LEVEL_GAP;
    });
    y += 8;
  }
  return { strips, names, bottom: y };
}

/** All codes in one line where each gets 4 pixels; else the largest power of two that does, so that lines break at round codes. */
function columnsFor(numCodes: number, room: number): number {
  if (numCodes * 4 <= room) return Math.max(1, numCodes);
  return 2 ** Math.max(0, Math.floor(Math.log2(room / 4)));
}

function drawStrip(node: SVGElement, strip: Strip, room: number, on?: Partial<CodeEvents>): void {
  const level = strip.item.levels[strip.level];
  const usage = level?.usage ?? null;
  const numCodes = level?.numCodes ?? 0;
  const gap = strip.pitch > 6 ? 1 : 0.5;
  const steps = new Array<string>(SCALE_STEPS).fill('');
  let dead = '';
  const total = usage === null ? 0 : summarize(usage).total;
  usage?.forEach((uses, code) => {
    const x = (code % strip.columns) * strip.pitch;
    const y = Math.floor(code / strip.columns) * strip.line;
    if (uses === 0) dead += box(x + gap, y + gap, strip.pitch - 2 * gap, strip.line - 2 * gap);
    else {
      const step = stepOf((uses * numCodes) / total);
      steps[step] += box(x, y, strip.pitch - gap, strip.line - gap);
    }
  });
  const width = Math.min(numCodes, strip.columns) * strip.pitch;
  texts(node, 'words', usage === null ? [{ key: 'waiting', x: 0, y: Math.min(strip.height, 14) / 2 + 4, text: 'not reached yet' }] : []);
  marks(node, 'codes', 'path', [
    ...steps.map((d, step) => ({ key: `step ${step}`, attributes: { d, fill: scaleColor(step) } })),
    { key: 'dead', attributes: { d: dead, fill: 'none', stroke: 'var(--ink-muted)', 'stroke-width': 0.8 } },
    ...(level?.selected ? [{ key: 'selected', attributes: { d: selectedDots(level.selected, strip), fill: 'var(--ground)', stroke: 'var(--ink)', 'stroke-width': 1.5 } }] : []),
    { key: 'cursor', attributes: { d: '', fill: 'none', stroke: 'var(--ink)', 'stroke-width': 2 } },
    { key: 'hit', attributes: { d: usage === null ? '' : box(0, 0, Math.min(width, room), strip.height), fill: 'transparent', class: 'hit' } },
  ]);
  listen(node, strip, usage?.length ?? 0, on);
}

/** A dot in each tile that a selected row uses. */
function selectedDots(selected: Uint32Array, strip: Strip): string {
  const r = Math.max(1, Math.min(strip.pitch, strip.line) / 2 - 1.5);
  return Array.from(selected, (uses, code) => {
    if (uses === 0) return '';
    const x = (code % strip.columns) * strip.pitch + strip.pitch / 2;
    const y = Math.floor(code / strip.columns) * strip.line + strip.line / 2;
    return `M${round(x - r)} ${round(y)}a${round(r)} ${round(r)} 0 1 0 ${round(2 * r)} 0a${round(r)} ${round(r)} 0 1 0 ${round(-2 * r)} 0`;
  }).join('');
}

function listen(node: SVGElement, strip: Strip, count: number, on?: Partial<CodeEvents>): void {
  const show = (code: number | null) => {
    const valid = code !== null && code >= 0 && code < count ? code : null;
    const d = valid === null ? '' : box((valid % strip.columns) * strip.pitch, Math.floor(valid / strip.columns) * strip.line, strip.pitch, strip.line);
    layer(node, 'codes').querySelector('[data-key="cursor"]')?.setAttribute('d', d);
    on?.hover?.(valid === null ? null : hoverOf(strip.item, strip.level, valid));
  };
  const choose = (code: number, add: boolean) => {
    if (code >= 0 && code < count) on?.select?.({ seriesId: strip.item.series.id, level: strip.level, code }, add);
  };
  const at = (event: MouseEvent) => {
    const [x, y] = pointer(event, node);
    const column = Math.max(0, Math.min(strip.columns - 1, Math.floor(x / strip.pitch)));
    return Math.max(0, Math.floor(y / strip.line)) * strip.columns + column;
  };
  const empty = count === 0;
  listenOn(node, { pointermove: empty ? null : (event) => show(at(event)), pointerleave: () => show(null), click: empty ? null : (event) => choose(at(event), event.shiftKey) });
  node.style.cursor = on?.select && count > 0 ? 'pointer' : '';
  if (empty) {
    for (const name of ['tabindex', 'role', 'aria-label']) node.removeAttribute(name);
    return;
  }
  const label = `${strip.item.series.name}, level ${strip.level + 1}: ${count} codes in codebook order. Arrow keys move, Enter selects.`;
  reachable(node, { count, columns: strip.columns, label, move: show, choose });
}

/** Step of the scale for a use of so many times the even share. */
function stepOf(timesEven: number): number {
  const t = (Math.log2(timesEven) + HALVINGS) / (2 * HALVINGS);
  return Math.max(0, Math.min(SCALE_STEPS - 1, Math.round(t * (SCALE_STEPS - 1))));
}

function drawLegend(root: SVGSVGElement, y: number, width: number): void {
  const pitch = Math.min(18, (width - LABEL - 90) / SCALE_STEPS);
  const end = LABEL + SCALE_STEPS * pitch;
  marks(root, 'scale', 'path', [
    ...Array.from({ length: SCALE_STEPS }, (_, step) => ({ key: String(step), attributes: { d: box(LABEL + step * pitch, y, pitch, 9), fill: scaleColor(step) } })),
    { key: 'dead', attributes: { d: box(end + 20.5, y + 0.5, 8, 8), fill: 'none', stroke: 'var(--ink-muted)' } },
  ]);
  const at = (halvings: number) => LABEL + (((halvings + HALVINGS) / (2 * HALVINGS)) * (SCALE_STEPS - 1) + 0.5) * pitch;
  texts(root, 'scale-words', [
    { key: 'use', x: 0, y: y + 9, text: 'use' },
    ...[['⅛×', -3], ['even', 0], ['8×', 3]].map(([text, halvings]) => ({
      key: String(text), x: at(Number(halvings)), y: y + 25, text: String(text), anchor: 'middle' as const,
    })),
    { key: 'dead', x: end + 34, y: y + 9, text: 'dead' },
    { key: 'order', x: LABEL, y: y + 45, text: 'codes in codebook order, from 0 at the left' },
  ]);
}
