/** The tree of semantic IDs: items in the order of their IDs, where each prefix is a run of neighbours. */

/** The prefixes of one length, in the order of their codes. */
export interface PrefixDepth {
  /** [nodes] the place of a prefix's first item in `order`; its last stands before the next one's first. */
  readonly starts: Uint32Array;
  /** [nodes] the last code of the prefix. */
  readonly codes: Int32Array;
}

export interface PrefixTree {
  readonly items: number;
  /** [items] rows sorted by ID, rows of one ID by their number. */
  readonly order: Uint32Array;
  /** One entry a level: prefixes of 1, 2, ... codes. */
  readonly depths: readonly PrefixDepth[];
}

/**
 * `codes`: int32 [items, levels], row-major, each 0 or more. A counting sort from the last level to the first: linear in items and levels, beside the
 * number of codes.
 */
export function prefixTree(codes: Int32Array, items: number, levels: number): PrefixTree {
  let order = Uint32Array.from({ length: items }, (_, row) => row);
  for (let level = levels - 1; level >= 0; level--) order = sortedBy(codes, order, levels, level);
  const depths: PrefixDepth[] = [];
  let begins = new Uint8Array(items);
  if (items > 0) begins[0] = 1;
  for (let level = 0; level < levels; level++) {
    begins = begins.slice();
    for (let place = 1; place < items; place++) {
      if (codes[order[place]! * levels + level] !== codes[order[place - 1]! * levels + level]) begins[place] = 1;
    }
    const starts: number[] = [];
    begins.forEach((begin, place) => begin === 1 && starts.push(place));
    depths.push({ starts: Uint32Array.from(starts), codes: Int32Array.from(starts, (place) => codes[order[place]! * levels + level]!) });
  }
  return { items, order, depths };
}

const trees = new WeakMap<Int32Array, PrefixTree>();

/** The tree of a run's codes, counted once. */
export function treeOf({ codes, rows, levels }: { readonly codes: Int32Array; readonly rows: number; readonly levels: number }): PrefixTree {
  const tree = trees.get(codes) ?? prefixTree(codes, rows, levels);
  trees.set(codes, tree);
  return tree;
}

const groups = new WeakMap<PrefixDepth, Uint32Array>();

/** uint32 [items]: the node of every row at a depth, counted once. */
export function nodesOfRows({ items, order, depths }: PrefixTree, depth: number): Uint32Array {
  const { starts } = depths[depth]!;
  const found = groups.get(depths[depth]!) ?? new Uint32Array(items);
  if (!groups.has(depths[depth]!)) {
    groups.set(depths[depth]!, found);
    starts.forEach((start, node) => {
      for (let place = start; place < (starts[node + 1] ?? items); place++) found[order[place]!] = node;
    });
  }
  return found;
}

/** The place after a node's last item. */
export function endOf({ items, depths }: Pick<PrefixTree, 'items' | 'depths'>, depth: number, node: number): number {
  return depths[depth]!.starts[node + 1] ?? items;
}

/** The node of these first codes among the prefixes of their length; -1: no item has them. */
export function nodeOf({ items, depths }: Pick<PrefixTree, 'items' | 'depths'>, prefix: readonly number[]): number {
  let [from, to, node] = [0, items, -1];
  for (const [depth, code] of prefix.entries()) {
    const at = depths[depth];
    if (!at) return -1;
    node = at.starts.findIndex((start, i) => start >= from && start < to && at.codes[i] === code);
    if (node < 0) return -1;
    [from, to] = [at.starts[node]!, at.starts[node + 1] ?? items];
  }
  return node;
}

/** Mean of a value over the items of every node: `sums[place]` of `order`, NaN left out; NaN where none has it. */
export function meansOf({ items, order, depths }: PrefixTree, depth: number, value: (row: number) => number): Float64Array {
  const { starts } = depths[depth]!;
  return Float64Array.from(starts, (start, node) => {
    let [sum, count] = [0, 0];
    for (let place = start; place < (starts[node + 1] ?? items); place++) {
      const one = value(order[place]!);
      if (Number.isNaN(one)) continue;
      sum += one;
      count++;
    }
    return count === 0 ? NaN : sum / count;
  });
}

/** Share of the most frequent label among the labelled items of every node; NaN where none has one. `labels`: [items] 0 or more, -1: none. */
export function purityOf({ items, order, depths }: PrefixTree, depth: number, labels: Int32Array): Float64Array {
  const { starts } = depths[depth]!;
  const seen = new Uint32Array(labels.reduce((most, label) => Math.max(most, label), -1) + 1);
  return Float64Array.from(starts, (start, node) => {
    const end = starts[node + 1] ?? items;
    let [most, count] = [0, 0];
    for (let place = start; place < end; place++) {
      const label = labels[order[place]!]!;
      if (label < 0) continue;
      count++;
      most = Math.max(most, ++seen[label]!);
    }
    for (let place = start; place < end; place++) {
      const label = labels[order[place]!]!;
      if (label >= 0) seen[label] = 0;
    }
    return count === 0 ? NaN : most / count;
  });
}

/** [items + 1] how many of the first 0, 1, ... items in the order of IDs are in a set: the members of any prefix are one difference. */
export function countsAlong({ order }: Pick<PrefixTree, 'order'>, bits: Uint8Array): Uint32Array {
  const counts = new Uint32Array(order.length + 1);
  let sum = 0;
  for (let place = 0; place < order.length; place++) counts[place + 1] = sum += bits[order[place]!] ?? 0;
  return counts;
}

function sortedBy(codes: Int32Array, order: Uint32Array<ArrayBuffer>, levels: number, level: number): Uint32Array<ArrayBuffer> {
  let most = 0;
  for (let at = level; at < codes.length; at += levels) most = Math.max(most, codes[at]!);
  const next = new Uint32Array(most + 2);
  for (const row of order) next[codes[row * levels + level]! + 1]!++;
  for (let code = 1; code < next.length; code++) next[code]! += next[code - 1]!;
  const sorted = new Uint32Array(order.length);
  for (const row of order) sorted[next[codes[row * levels + level]!]!++] = row;
  return sorted;
}
