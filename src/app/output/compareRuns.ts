/** Two runs over the same items: how far their codes agree, level by level, whatever their codes are numbered. */
import type { QuantizerResult } from '../../engine/records/quantize';
import { matchGroups } from './matching';
import { agreement, contingency } from './mutualInformation';
import { nodesOfRows, treeOf } from './prefixTree';

/** The items that both runs code: their rows in each. */
export interface JoinedRows {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
}

/** What of items changed its group, from 0 to 1. */
export interface Changed {
  /** Up to the best matching of groups; `best` false: the best matching changes no more than this. */
  readonly matched: number;
  readonly best: boolean;
  /** By the numbers as they stand. */
  readonly numbered: number;
}

export interface LevelAgreement {
  /** From 0. */
  readonly level: number;
  /** Adjusted mutual information of the codes of this level, and of the prefixes up to it. */
  readonly codes: number;
  readonly prefixes: number;
  readonly codeChanged: Changed;
  readonly prefixChanged: Changed;
}

export type Coded = Pick<QuantizerResult, 'codes' | 'rows' | 'levels'>;

/** Every row of both, where they are of the same rows. */
export function sameRows(rows: number): JoinedRows {
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  return { first: all, second: all };
}

/** `match`: int32 [rows of the second], the row of the first that is the same item; -1: none. */
export function joinedRows(match: Int32Array): JoinedRows {
  const second = Uint32Array.from(match.keys()).filter((row) => match[row]! >= 0);
  return { first: Uint32Array.from(second, (row) => match[row]!), second };
}

/** The codes of a level, one a joined item. */
export function codesAt({ codes, levels }: Coded, rows: Uint32Array, level: number): Uint32Array {
  return Uint32Array.from(rows, (row) => codes[row * levels + level]!);
}

/** As many levels as both have. Between levels `breathe` lets the page go on. */
export async function compareRuns(first: Coded, second: Coded, joined: JoinedRows, breathe: () => Promise<void>): Promise<readonly LevelAgreement[]> {
  const made: LevelAgreement[] = [];
  const [prefixesA, prefixesB] = [prefixGroups(first, joined.first), prefixGroups(second, joined.second)];
  let numbersAlike = joined.first.map(() => 1);
  for (let level = 0; level < Math.min(first.levels, second.levels); level++) {
    const [codesA, codesB] = [codesAt(first, joined.first, level), codesAt(second, joined.second, level)];
    const equal = codesA.map((code, i) => (code === codesB[i] ? 1 : 0));
    numbersAlike = numbersAlike.map((alike, i) => alike & equal[i]!);
    const codes = compared(codesA, codesB, equal);
    await breathe();
    const prefixes = level === 0 ? codes : compared(prefixesA[level]!, prefixesB[level]!, numbersAlike);
    made.push({ level, codes: codes.adjusted, prefixes: prefixes.adjusted, codeChanged: codes.changed, prefixChanged: prefixes.changed });
    await breathe();
  }
  return made;
}

function compared(a: Uint32Array, b: Uint32Array, alike: Uint32Array): { adjusted: number; changed: Changed } {
  const table = contingency(a, b);
  const { kept, best } = matchGroups(table);
  const share = (items: number) => (table.items === 0 ? NaN : 1 - items / table.items);
  return { adjusted: agreement(table).adjusted, changed: { matched: share(kept), best, numbered: share(alike.reduce((sum, one) => sum + one, 0)) } };
}

/** By level, the group of each joined item among those with the same first codes. */
function prefixGroups(coded: Coded, joined: Uint32Array): readonly Uint32Array[] {
  const tree = treeOf(coded);
  return tree.depths.map((_, depth) => {
    const nodes = nodesOfRows(tree, depth);
    return joined.map((row) => nodes[row]!);
  });
}
