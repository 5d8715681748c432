/** Which prefixes of a beam are drawn, and in which rows: the most probable IDs with all they grew from, and the way to the right item. */
import type { BeamPlace } from '../engine/records/retrieval';
import type { Series } from './view';

/** An item by its ID (-1: it has none) and its title, or its name where it has no title. */
export interface NamedId {
  readonly codes: readonly number[];
  readonly title: string;
}

export interface BeamTreeData {
  readonly series: Series;
  /** The user, in words: "u12"; empty: not known. */
  readonly who: string;
  /** Oldest first. */
  readonly history: readonly NamedId[];
  /** What came next; null: not known. */
  readonly target: NamedId | null;
  /** Items ranked before it; null: not among those ranked. */
  readonly rank: number | null;
  /** Empty: nothing was asked yet. */
  readonly places: readonly BeamPlace[];
  /** By place: which kept prefix is that of the right item; -1: none, it is lost. */
  readonly path: readonly number[];
  /** Best first, one an ID that was kept to the end. */
  readonly found: readonly (NamedId & { readonly probability: number })[];
}

/** IDs drawn. */
export const LEAVES = 10;

export interface BeamNode {
  readonly key: string;
  readonly place: number;
  /** Which of the prefixes kept at its place. */
  readonly kept: number;
  readonly code: number;
  readonly prefix: readonly number[];
  readonly probability: number;
  /** Against the most probable prefix of its place. */
  readonly share: number;
  readonly items: number;
  readonly right: boolean;
  /** Fractions of rows: a prefix stands in the middle of those that continue it. */
  readonly row: number;
  readonly parentRow: number;
}

export interface TreeEnd {
  readonly key: string;
  readonly row: number;
  readonly probability: number;
  readonly title: string;
  readonly right: boolean;
  /** In place of a title: the way ends here. */
  readonly note: string;
}

export interface Tree {
  readonly nodes: readonly BeamNode[];
  readonly ends: readonly TreeEnd[];
  readonly rows: number;
}

/** The chip of a code. */
export function chip(code: number): string {
  return code < 0 ? '–' : String(code);
}

export function idWords({ codes, title }: NamedId): string {
  const id = codes.some((code) => code >= 0) ? codes.map(chip).join(' · ') : 'no ID';
  return title === '' ? id : `${title} (${id})`;
}

export function treeOf(data: BeamTreeData): Tree {
  const { places, path } = data;
  const last = places.length - 1;
  if (last < 0) return { nodes: [], ends: [], rows: 0 };
  const shown = places.map(() => new Set<number>());
  const mark = (place: number, kept: number) => {
    for (let at = place, which = kept; at >= 0; which = places[at]!.parents[which]!, at--) shown[at]!.add(which);
  };
  for (let leaf = 0; leaf < Math.min(LEAVES, places[last]!.codes.length); leaf++) mark(last, leaf);
  const reached = reachedBy(path, last);
  if (reached >= 0) mark(reached, path[reached]!);

  const rows = new Map<string, number>();
  const ends: TreeEnd[] = [];
  let next = 0;
  const placed = (place: number, kept: number): number => {
    const children = place < last ? [...shown[place + 1]!].filter((child) => places[place + 1]!.parents[child] === kept).sort((a, b) => a - b) : [];
    const probability = Math.exp(places[place]!.logProbabilities[kept]!);
    const right = path[place] === kept;
    const lost = right && reached === place && place < last;
    const own = children.map((child) => placed(place + 1, child));
    if (children.length === 0 || lost) {
      const row = next++;
      ends.push({ key: keyOf(place, kept), row, probability, right, title: place === last ? (data.found[kept]?.title ?? '') : '', note: lost ? 'lost here' : place < last ? 'goes no further' : '' });
      own.push(row);
    }
    const row = lost ? own.at(-1)! : (own[0]! + own.at(-1)!) / 2;
    rows.set(keyOf(place, kept), row);
    return row;
  };
  const roots = [...shown[0]!].sort((a, b) => a - b).map((kept) => placed(0, kept));
  const middle = roots.length > 0 ? (roots[0]! + roots.at(-1)!) / 2 : 0;

  const nodes = shown.flatMap((kepts, place) => [...kepts].sort((a, b) => a - b).map((kept): BeamNode => {
    const { codes, parents, logProbabilities, items } = places[place]!;
    const best = logProbabilities.reduce((most, value) => Math.max(most, value), -Infinity);
    return {
      key: keyOf(place, kept), place, kept, code: codes[kept]!, prefix: prefixOf(places, place, kept), probability: Math.exp(logProbabilities[kept]!), share: Math.exp(logProbabilities[kept]! - best), items: items[kept]!, right: path[place] === kept,
      row: rows.get(keyOf(place, kept))!, parentRow: place === 0 ? middle : rows.get(keyOf(place - 1, parents[kept]!))!,
    };
  }));
  return { nodes, ends, rows: next };
}

/** The last place at which the right prefix is kept; -1: at none. */
function reachedBy(path: readonly number[], last: number): number {
  const lost = path.findIndex((kept) => kept < 0);
  return Math.min(last, lost < 0 ? path.length - 1 : lost - 1);
}

function keyOf(place: number, kept: number): string {
  return `${place}/${kept}`;
}

function prefixOf(places: readonly BeamPlace[], place: number, kept: number): number[] {
  const prefix: number[] = [];
  for (let at = place, which = kept; at > 0; at--) {
    which = places[at]!.parents[which]!;
    prefix.unshift(places[at - 1]!.codes[which]!);
  }
  return prefix;
}
