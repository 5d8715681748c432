/** Where the codes of two runs and the bands between them lie: the largest codes each, all others of a run as one. */
import { formatCount } from './format';
import type { Series } from './view';

/** Items with one code in the first run and one in the second; codes count from 0. */
export interface Flow {
  readonly from: number;
  readonly to: number;
  readonly items: number;
  /** The two codes stand for each other in the matching of codes. */
  readonly matched: boolean;
}

export interface CodeFlowData {
  readonly first: Series;
  readonly second: Series;
  /** From 0. */
  readonly level: number;
  /** Items that both runs code; 0: nothing to compare yet. */
  readonly items: number;
  /** Every pair of codes with an item. */
  readonly flows: readonly Flow[];
  /** No other matching keeps more items together. */
  readonly best: boolean;
}

/** A code, or all codes that have no place of their own (`code` null). */
export interface FlowNode {
  readonly key: string;
  readonly code: number | null;
  /** The codes it stands for. */
  readonly codes: ReadonlySet<number>;
  readonly text: string;
  readonly items: number;
  readonly y: number;
  readonly height: number;
}

export interface Band {
  readonly key: string;
  readonly from: FlowNode;
  readonly to: FlowNode;
  readonly items: number;
  readonly matched: boolean;
  readonly y: number;
  readonly toY: number;
  readonly height: number;
}

export interface FlowLayout {
  readonly left: readonly FlowNode[];
  readonly right: readonly FlowNode[];
  readonly bands: readonly Band[];
  /** Bands that are not drawn, and their items. */
  readonly hidden: number;
  readonly hiddenItems: number;
}

/** Codes of a run that have a place of their own. */
const MOST = 24;
/** Bands thinner than this, in pixels, are left out and counted. */
const THINNEST = 0.6;
const GAP = 3;

/** Bars from `top` to `bottom`; the right ones in the order in which bands cross least: by the mean place of the codes their items come from. */
export function flowLayout(data: CodeFlowData, top: number, bottom: number): FlowLayout {
  const [namedLeft, namedRight] = [largest(data.flows, 'from'), largest(data.flows, 'to')];
  const keyOf = (named: ReadonlySet<number>, code: number) => (named.has(code) ? String(code) : 'others');
  const groups = new Map<string, { from: string; to: string; items: number; matched: boolean }>();
  for (const { from, to, items, matched } of data.flows) {
    const [a, b] = [keyOf(namedLeft, from), keyOf(namedRight, to)];
    // A matched pair is a band of its own even where both codes are among the others.
    const key = `${a} ${b} ${matched ? 'matched' : ''}`;
    const group = groups.get(key) ?? { from: a, to: b, items: 0, matched };
    group.items += items;
    groups.set(key, group);
  }
  const pixels = Math.max(1, bottom - top);
  const left = stacked(totals(data.flows, 'from', namedLeft), top, pixels, (a, b) => b.items - a.items);
  const centre = new Map([...left.values()].map((node) => [node.key, node.y + node.height / 2]));
  const pull = new Map<string, { sum: number; items: number }>();
  for (const { from, to, items } of groups.values()) {
    const one = pull.get(to) ?? { sum: 0, items: 0 };
    pull.set(to, { sum: one.sum + items * (centre.get(from) ?? 0), items: one.items + items });
  }
  const meanOf = (key: string) => (pull.get(key)?.sum ?? 0) / (pull.get(key)?.items || 1);
  const right = stacked(totals(data.flows, 'to', namedRight), top, pixels, (a, b) => meanOf(a.key) - meanOf(b.key));
  const scale = scaleOf(left, right, pixels);
  const bands: Band[] = [];
  let [hidden, hiddenItems] = [0, 0];
  const [leftUsed, rightUsed] = [new Map<string, number>(), new Map<string, number>()];
  const ordered = [...groups.entries()].sort(([, a], [, b]) => left.get(a.from)!.y - left.get(b.from)!.y || right.get(a.to)!.y - right.get(b.to)!.y || Number(b.matched) - Number(a.matched));
  const rightStart = new Map<string, number>();
  for (const [key, { from, to, items }] of [...ordered].sort(([, a], [, b]) => right.get(a.to)!.y - right.get(b.to)!.y || left.get(a.from)!.y - left.get(b.from)!.y || Number(b.matched) - Number(a.matched))) {
    void from;
    rightStart.set(key, rightUsed.get(to) ?? 0);
    rightUsed.set(to, (rightUsed.get(to) ?? 0) + items);
  }
  for (const [key, { from, to, items, matched }] of ordered) {
    const [a, b] = [left.get(from)!, right.get(to)!];
    const start = leftUsed.get(from) ?? 0;
    leftUsed.set(from, start + items);
    const height = items * scale;
    if (height < THINNEST) {
      hidden++;
      hiddenItems += items;
      continue;
    }
    bands.push({ key, from: a, to: b, items, matched, y: a.y + start * scale, toY: b.y + rightStart.get(key)! * scale, height });
  }
  return { left: [...left.values()], right: [...right.values()], bands, hidden, hiddenItems };
}

export function matchedShare({ flows, items }: CodeFlowData): number {
  return flows.reduce((sum, flow) => sum + (flow.matched ? flow.items : 0), 0) / items;
}

function sizes(flows: readonly Flow[], side: 'from' | 'to'): Map<number, number> {
  const found = new Map<number, number>();
  for (const flow of flows) found.set(flow[side], (found.get(flow[side]) ?? 0) + flow.items);
  return found;
}

/** The codes with most items; all where there are few. */
function largest(flows: readonly Flow[], side: 'from' | 'to'): ReadonlySet<number> {
  const codes = [...sizes(flows, side)].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return new Set(codes.slice(0, codes.length <= MOST + 1 ? codes.length : MOST).map(([code]) => code));
}

type Total = Pick<FlowNode, 'key' | 'code' | 'codes' | 'text' | 'items'>;

function totals(flows: readonly Flow[], side: 'from' | 'to', named: ReadonlySet<number>): Total[] {
  const all = [...sizes(flows, side)];
  const own = all.filter(([code]) => named.has(code)).map(([code, items]) => ({ key: String(code), code, codes: new Set([code]), text: `code ${code}`, items }));
  const rest = all.filter(([code]) => !named.has(code));
  return rest.length === 0 ? own : [...own, { key: 'others', code: null, codes: new Set(rest.map(([code]) => code)), text: `${formatCount(rest.length)} others`, items: rest.reduce((sum, [, items]) => sum + items, 0) }];
}

/** One below another, in order; what stands for many comes last. */
function stacked(nodes: readonly Total[], top: number, pixels: number, order: (a: Total, b: Total) => number): Map<string, FlowNode> {
  const sorted = [...nodes].sort((a, b) => Number(a.code === null) - Number(b.code === null) || order(a, b) || (a.code ?? 0) - (b.code ?? 0));
  const items = sorted.reduce((sum, node) => sum + node.items, 0);
  const gap = gapOf(sorted.length, pixels);
  const scale = (pixels - gap * (sorted.length - 1)) / Math.max(1, items);
  let y = top;
  return new Map(sorted.map((node) => {
    const placed = { ...node, y, height: node.items * scale };
    y += placed.height + gap;
    return [node.key, placed];
  }));
}

/** Pixels an item: bands must fit bars on both sides, whose gaps differ. */
function scaleOf(left: ReadonlyMap<string, FlowNode>, right: ReadonlyMap<string, FlowNode>, pixels: number): number {
  const items = Math.max(1, [...left.values()].reduce((sum, node) => sum + node.items, 0));
  return Math.min(...[left, right].map(({ size }) => (pixels - gapOf(size, pixels) * (size - 1)) / items));
}

function gapOf(nodes: number, pixels: number): number {
  return nodes * GAP > pixels / 3 ? 0 : GAP;
}
