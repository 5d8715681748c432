/** Codes of two runs at one level side by side, joined by bands as wide as the items that go from one code to the other. */
import { linkHorizontal, pointer } from 'd3';
import { hueColor, hueText } from './colors';
import { boldWidth, csv, fitEnds, fitText, formatCount, formatShare, textWidth } from './format';
import { drawFoot, footHeight } from './foot';
import { reachable } from './keyboard';
import { FONT, emptyState, layer, listenOn, marks, prepare, round, texts } from './marks';
import { flowLayout, matchedShare } from './flowLayout';
import type { Band, CodeFlowData, FlowLayout } from './flowLayout';
import type { ViewModule } from './view';

export interface CodeFlowEvents {
  hover(band: Band | null): void;
  select(band: Band): void;
}

const TOP = 40;
const BAR = 12;
const EMPTY = 'Two runs compared: drawn when both have codes of the same items.';

export const codeFlow: ViewModule<CodeFlowData, CodeFlowEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    if (emptyState(root, size, data.items > 0 ? null : EMPTY)) return;
    const caption = captionOf(data);
    const plan = flowLayout(data, TOP, size.height - footHeight(caption, size.width) - 8);
    const label = Math.min(90, Math.max(34, ...[...plan.left, ...plan.right].map(({ text }) => textWidth(text, FONT.label) + 8)));
    const [from, to] = [label, size.width - label];
    const half = size.width / 2 - 8;
    texts(root, 'names', [
      { key: 'first', x: 0, y: 13, text: fitEnds(data.first.name, FONT.name, half, boldWidth), fill: hueText(data.first.hue), size: FONT.name, weight: 600 },
      { key: 'second', x: size.width, y: 13, anchor: 'end', text: fitEnds(data.second.name, FONT.name, half, boldWidth), fill: hueText(data.second.hue), size: FONT.name, weight: 600 },
      { key: 'level', x: 0, y: 30, text: fitText(`codes of level ${data.level + 1}, ${formatCount(data.items)} items`, FONT.label, size.width) },
    ]);
    const link = (band: Band) => bandPath(band, from + BAR, to - BAR);
    marks(root, 'bands', 'path', plan.bands.map((band) => ({
      key: band.key, attributes: { d: link(band), fill: band.matched ? hueColor(data.first.hue) : 'var(--ink-muted)', 'fill-opacity': band.matched ? 0.6 : 0.26 },
    })));
    const bars = (side: FlowLayout['left'], x: number) => side.map(({ y, height }) => `M${round(x)} ${round(y)}h${BAR}v${round(Math.max(0.5, height - 1))}h${-BAR}z`).join('');
    marks(root, 'bars', 'path', [
      { key: 'left', attributes: { d: bars(plan.left, from), fill: hueColor(data.first.hue) } },
      { key: 'right', attributes: { d: bars(plan.right, to - BAR), fill: hueColor(data.second.hue) } },
    ]);
    texts(root, 'codes', [
      ...spaced(plan.left).map(({ key, y, height, text }) => ({ key: `left ${key}`, x: from - 5, y: y + height / 2 + 4, anchor: 'end' as const, text: fitText(text, FONT.label, label - 5) })),
      ...spaced(plan.right).map(({ key, y, height, text }) => ({ key: `right ${key}`, x: to + 5, y: y + height / 2 + 4, text: fitText(text, FONT.label, label - 6) })),
    ]);
    drawFoot(root, caption, size.height - footHeight(caption, size.width), size.width);
    listen(root, data, plan, link, [from, to], on);
  },
  height(data, width) {
    if (data.items === 0) return 160;
    return TOP + Math.max(160, Math.min(440, 18 * Math.max(nodes(data, 'from'), nodes(data, 'to')))) + footHeight(captionOf(data), width) + 8;
  },
  describe(data) {
    if (data.items === 0) return 'Two runs compared: no codes of the same items yet.';
    const plan = flowLayout(data, 0, 400);
    const largest = plan.bands.reduce((most, band) => (band.items > most.items ? band : most));
    return `Codes of level ${data.level + 1} of ${data.first.name} and ${data.second.name}, ${formatCount(data.items)} items. Up to the ${data.best ? 'best' : 'found'} matching of codes, ${formatShare(matchedShare(data))} of the items stay together. The widest band joins ${largest.from.text} and ${largest.to.text}, ${formatCount(largest.items)} items.`;
  },
  toCsv: (data) => csv(['level', 'first run', 'code', 'second run', 'code in it', 'items', 'matched'], data.flows.map(({ from, to, items, matched }) => [data.level + 1, data.first.name, from, data.second.name, to, items, matched ? 'yes' : 'no'])),
};

function captionOf(data: CodeFlowData): string {
  if (data.items === 0) return '';
  const { hidden, hiddenItems } = flowLayout(data, 0, 400);
  return `Strong bands join codes that stand for each other in the ${data.best ? 'best' : 'found'} matching; pale bands are items that changed.${hidden === 0 ? '' : ` Among the codes drawn, ${formatCount(hidden)} ${hidden === 1 ? 'band' : 'bands'} of ${formatCount(hiddenItems)} ${hiddenItems === 1 ? 'item' : 'items'} ${hidden === 1 ? 'is' : 'are'} too thin to see and left out.`}`;
}

/** Different codes of a side, as many as are drawn. */
function nodes({ flows }: CodeFlowData, side: 'from' | 'to'): number {
  return new Set(flows.map((flow) => flow[side])).size;
}

/** Labels that do not touch: of two that would, the upper one stays. */
function spaced<Node extends { readonly y: number; readonly height: number }>(side: readonly Node[]): readonly Node[] {
  let free = -Infinity;
  return side.filter(({ y, height }) => {
    const middle = y + height / 2;
    if (middle < free) return false;
    free = middle + FONT.label + 2;
    return true;
  });
}

const curve = linkHorizontal<unknown, { source: [number, number]; target: [number, number] }, [number, number]>();

function bandPath({ y, height, toY }: Band, x: number, toX: number): string {
  const over = curve({ source: [x, y], target: [toX, toY] } as never) ?? '';
  const back = curve({ source: [toX, toY + height], target: [x, y + height] } as never) ?? '';
  return `${over}L${back.slice(1)}Z`.replaceAll(/-?\d+\.\d+/g, (digits) => String(round(Number(digits))));
}

function listen(root: SVGSVGElement, data: CodeFlowData, plan: FlowLayout, link: (band: Band) => string, [from, to]: readonly [number, number], on?: Partial<CodeFlowEvents>): void {
  const order = [...plan.bands].sort((a, b) => b.items - a.items);
  const show = (band: Band | null) => {
    layer(root, 'cursor').querySelector('path')?.setAttribute('d', band ? link(band) : '');
    on?.hover?.(band);
  };
  const at = (event: MouseEvent): Band | null => {
    const [x, y] = pointer(event, root);
    const t = Math.max(0, Math.min(1, (x - from - BAR) / Math.max(1, to - from - 2 * BAR)));
    const s = easeOf(t);
    return order.find((band) => {
      const middle = band.y + (band.toY - band.y) * s;
      return y >= middle - 1 && y <= middle + band.height + 1;
    }) ?? null;
  };
  marks(root, 'cursor', 'path', [{ key: 'cursor', attributes: { d: '', fill: 'none', stroke: 'var(--focus)', 'stroke-width': 2 } }]);
  const bottom = Math.max(TOP + 1, ...plan.left.map(({ y, height }) => y + height));
  const hit = marks(root, 'hit', 'rect', [{ key: 'hit', attributes: { x: from, y: TOP, width: Math.max(1, to - from), height: bottom - TOP, fill: 'transparent', class: 'hit' } }]).node();
  if (hit === null) return;
  listenOn(hit, { pointermove: (event) => show(at(event)), pointerleave: () => show(null), click: (event) => {
    const band = at(event);
    if (band) on?.select?.(band);
  } });
  hit.style.cursor = on?.select ? 'pointer' : '';
  reachable(hit, { count: order.length, columns: 1, label: `${data.first.name} and ${data.second.name}, level ${data.level + 1}: ${order.length} bands, the widest first. Arrow keys move, Enter selects.`, move: (i) => show(i === null ? null : (order[i] ?? null)), choose: (i) => order[i] && on?.select?.(order[i]) });
}

/** Share of the way down at a share of the way across: the Bezier curve of linkHorizontal has its controls at half the width. */
function easeOf(t: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 20; i++) {
    const u = (low + high) / 2;
    const x = 1.5 * u * (1 - u) ** 2 + 1.5 * u ** 2 * (1 - u) + u ** 3;
    if (x < t) low = u;
    else high = u;
  }
  return 3 * low ** 2 * (1 - low) + low ** 3;
}
