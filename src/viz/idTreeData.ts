/** What the tree of semantic IDs is drawn from, and which marks its prefixes become at a width. */
import { bisector } from 'd3';
import type { Series } from './view';

/** The prefixes of one length, in the order of their codes: a run of neighbouring items each. */
export interface IdTreeDepth {
  /** [nodes] place of the first item. */
  readonly starts: Uint32Array;
  /** [nodes] last code of the prefix. */
  readonly codes: Int32Array;
  /** [nodes] what colours them; NaN: unknown. */
  readonly values: Float64Array | null;
}

export interface IdTreeMeasure {
  /** "purity of category". */
  readonly title: string;
  /** Values at the ends of the scale. */
  readonly low: number;
  readonly high: number;
  readonly format: 'share' | 'number';
}

export interface IdTreeData {
  readonly series: Series;
  readonly items: number;
  /** One a level; empty: no codes yet. */
  readonly depths: readonly IdTreeDepth[];
  /** The prefix that fills the width; none: all items. */
  readonly focus: readonly number[];
  readonly measure: IdTreeMeasure | null;
  /** [items + 1] how many of the first 0, 1, ... items are selected; null: none. */
  readonly selected: Uint32Array | null;
  /** Place of the item in the inspector. */
  readonly inspected: number | null;
  /** Words of prefixes, by `nodeKey`. */
  readonly words: ReadonlyMap<string, string>;
}

/** One prefix, as the figure tells of it. Codes count from 0. */
export interface PrefixHover {
  readonly prefix: readonly number[];
  readonly items: number;
  readonly value: number | null;
  readonly selected: number | null;
  readonly words: string | null;
}

export interface IdTreeEvents {
  hover(prefix: PrefixHover | null): void;
  /** `add`: beside what is selected. */
  select(prefix: readonly number[], add: boolean): void;
  /** One level up from the focus. */
  up(): void;
}

/** What is drawn as one: a prefix, or neighbours that are narrower than a pixel each. */
export interface TreeMark {
  readonly first: number;
  readonly last: number;
  readonly x: number;
  readonly width: number;
  /** Mean over its items; NaN: unknown. */
  readonly value: number;
}

export interface TreeRow {
  readonly marks: readonly TreeMark[];
  /** Prefixes drawn together with others. */
  readonly merged: number;
}

export const nodeKey = (depth: number, node: number) => `${depth}/${node}`;

const bisect = bisector<number, number>((start) => start).right;

/** The node of this length that holds a place. */
export function nodeAt({ depths }: Pick<IdTreeData, 'depths'>, depth: number, place: number): number {
  return Math.max(0, bisect(depths[depth]!.starts, place) - 1);
}

/** [first, after last) places of a node. */
export function rangeOf({ items, depths }: Pick<IdTreeData, 'items' | 'depths'>, depth: number, node: number): [number, number] {
  const { starts } = depths[depth]!;
  return [starts[node]!, starts[node + 1] ?? items];
}

export function prefixOf(data: Pick<IdTreeData, 'depths'>, depth: number, node: number): number[] {
  const place = data.depths[depth]!.starts[node]!;
  return Array.from({ length: depth + 1 }, (_, d) => data.depths[d]!.codes[nodeAt(data, d, place)]!);
}

/** The places that fill the width; those of all items where no item has the focus. */
export function focusRange(data: Pick<IdTreeData, 'items' | 'depths' | 'focus'>): [number, number] {
  let range: [number, number] = [0, data.items];
  for (const [depth, code] of data.focus.entries()) {
    if (depth >= data.depths.length) return [0, data.items];
    const { codes } = data.depths[depth]!;
    const last = nodeAt(data, depth, range[1] - 1);
    let found = nodeAt(data, depth, range[0]);
    while (found <= last && codes[found] !== code) found++;
    if (found > last) return [0, data.items];
    range = rangeOf(data, depth, found);
  }
  return range;
}

/** The marks of one length within the focus, over `room` pixels. Linear in the prefixes; at most two marks a pixel. */
export function treeRow(data: IdTreeData, depth: number, room: number): TreeRow {
  const [from, to] = focusRange(data);
  const { values } = data.depths[depth]!;
  const pixels = room / Math.max(1, to - from);
  const made: TreeMark[] = [];
  let merged = 0;
  let [first, start, weighted, known] = [-1, 0, 0, 0];
  const close = (last: number, end: number) => {
    made.push({ first, last, x: (start - from) * pixels, width: (end - start) * pixels, value: known > 0 ? weighted / known : NaN });
    if (last > first) merged += last - first + 1;
    [first, weighted, known] = [-1, 0, 0];
  };
  for (let node = nodeAt(data, depth, from); node < data.depths[depth]!.starts.length; node++) {
    const [begin, end] = rangeOf(data, depth, node);
    if (begin >= to) break;
    const [left, right] = [Math.max(begin, from), Math.min(end, to)];
    const wide = (right - left) * pixels >= 1;
    if (wide && first >= 0) close(node - 1, left);
    if (first < 0) [first, start] = [node, left];
    const value = values?.[node] ?? NaN;
    if (!Number.isNaN(value)) {
      weighted += value * (right - left);
      known += right - left;
    }
    if (wide || (right - start) * pixels >= 1 || right === to) close(node, right);
  }
  return { marks: made, merged };
}
