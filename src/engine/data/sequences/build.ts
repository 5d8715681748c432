/** Sequences as compressed sparse rows, from lists of ids or from a log; items are numbered in the order they are met, target after history. */
import type { Log } from '../../records/log';
import type { Sequences } from '../../records/sequences';
import { checkCounts } from '../rowCounts';
import { groupOffsets } from '../log/groups';
import type { Ids } from '../log/ids';
import type { Lists } from './lists';

export interface ListParts {
  readonly history: Lists;
  /** One text a row, '' where missing. */
  readonly users: readonly string[] | null;
  readonly target: Ids | null;
  readonly titles: Lists | null;
  readonly targetTitle: Ids | null;
}

export interface Built {
  readonly sequences: Sequences;
  /** Rows whose list of titles is not as long as their history, and items that come under two titles: the first stays. */
  readonly unevenTitles: number;
  readonly twoTitles: number;
}

export function fromLists(name: string, { history, users, target, titles, targetTitle }: ListParts, rowIndex: Uint32Array): Built {
  const rows = rowIndex.length;
  const codeOf = new Map<string, number>();
  const itemNames: string[] = [];
  const coder = (names: readonly string[]) => {
    const known = new Int32Array(names.length).fill(-1);
    return (code: number): number => {
      if (known[code]! >= 0) return known[code]!;
      const text = names[code]!;
      let item = codeOf.get(text);
      if (item === undefined) codeOf.set(text, (item = itemNames.push(text) - 1));
      return (known[code] = item);
    };
  };
  const ofHistory = coder(history.names);
  const ofTarget = coder(target?.names ?? []);
  const items = new Int32Array(history.codes.length);
  const targets = target && new Int32Array(rows).fill(-1);
  const itemTitles: string[] | null = titles ? [] : null;
  let unevenTitles = 0;
  const changed = new Set<number>();
  const entitle = (item: number, title: string | undefined): void => {
    if (!itemTitles || !title) return;
    if (itemTitles[item] !== undefined && itemTitles[item] !== title) changed.add(item);
    itemTitles[item] ??= title;
  };
  for (let row = 0; row < rows; row++) {
    const [start, end] = [history.offsets[row]!, history.offsets[row + 1]!];
    const from = titles?.offsets[row] ?? 0;
    const even = titles !== null && titles.offsets[row + 1]! - from === end - start;
    if (titles && !even) unevenTitles++;
    for (let at = start; at < end; at++) {
      const item = (items[at] = ofHistory(history.codes[at]!));
      if (even) entitle(item, titles.names[titles.codes[from + at - start]!]);
    }
    if (!targets || !target || target.codes[row]! < 0) continue;
    targets[row] = ofTarget(target.codes[row]!);
    if (targetTitle) entitle(targets[row]!, targetTitle.names[targetTitle.codes[row]!]);
  }
  const sequences: Sequences = {
    name, sequences: rows, offsets: history.offsets.slice(), items, itemNames, userNames: users, targets,
    itemTitles: itemTitles && Array.from({ length: itemNames.length }, (_, item) => itemTitles[item] ?? ''), rowIndex: rowIndex.slice(),
  };
  checkCounts(name, rows, { histories: [history.offsets.length - 1], users: users ? [users.length] : [], targets: targets ? [targets.length] : [], titles: titles ? [titles.offsets.length - 1] : [] }, rows);
  return { sequences, unevenTitles, twoTitles: changed.size };
}

/** One sequence a user, in the order of the log's users; the log is sorted already. */
export function fromLog({ name, users, items, userNames, itemNames, rowIndex }: Log): Sequences {
  const offsets = groupOffsets(users, userNames.length);
  return { name, sequences: userNames.length, offsets, items, itemNames, userNames, targets: null, itemTitles: null, rowIndex: Uint32Array.from(userNames, (_, user) => rowIndex.subarray(offsets[user], offsets[user + 1]).reduce((a, b) => Math.min(a, b))) };
}
