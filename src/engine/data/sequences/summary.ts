/** What is counted of sequences: lengths, repeats, targets, rows that go on from others; and what a person should know of it. */
import type { Sequences, SequenceSummary } from '../../records/sequences';
import { count } from '../limits';
import { spreadOf } from '../log/spread';

/** At least one sequence. */
export function summarizeSequences(all: Sequences): SequenceSummary {
  const { offsets, items, userNames, targets, itemTitles, itemNames } = all;
  const lengths = Uint32Array.from({ length: all.sequences }, (_, row) => offsets[row + 1]! - offsets[row]!);
  const lastRow = new Int32Array(itemNames.length).fill(-1);
  const inHistory = new Uint8Array(itemNames.length);
  let [repeats, adjacentRepeats, repeated, missing] = [0, 0, 0, 0];
  for (let row = 0; row < all.sequences; row++) {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const item = items[at]!;
      if (lastRow[item] === row) repeats++;
      if (at > offsets[row]! && items[at - 1] === item) adjacentRepeats++;
      lastRow[item] = row;
      inHistory[item] = 1;
    }
    if (!targets) continue;
    if (targets[row]! < 0) missing++;
    else if (lastRow[targets[row]!] === row) repeated++;
  }
  return {
    sequences: all.sequences,
    ...(userNames && { users: new Set(userNames.filter((name) => name !== '')).size }),
    items: itemNames.length,
    events: items.length,
    lengths: spreadOf(lengths),
    repeats,
    adjacentRepeats,
    empty: lengths.reduce((sum, length) => sum + (length === 0 ? 1 : 0), 0),
    short: lengths.reduce((sum, length) => sum + (length === 1 ? 1 : 0), 0),
    ...(targets && { targets: { missing, repeated, unseen: targets.reduce((sum, item) => sum + (item >= 0 && inHistory[item] === 0 ? 1 : 0), 0) } }),
    ...(itemTitles && { titles: itemTitles.filter((title) => title !== '').length }),
    ...(userNames && targets && { continued: countContinued(all, userNames, targets) }),
  };
}

/** A row goes on from the last row of its user where its history is the end of that row's history and target, one entry longer or (where histories are cut) as long. */
function countContinued({ offsets, items }: Sequences, userNames: readonly string[], targets: Int32Array): number {
  const last = new Map<string, number>();
  let continued = 0;
  userNames.forEach((user, row) => {
    const before = user === '' ? undefined : last.get(user);
    if (user !== '') last.set(user, row);
    if (before === undefined || targets[before]! < 0) return;
    const history = items.subarray(offsets[row], offsets[row + 1]);
    const full = [...items.subarray(offsets[before], offsets[before + 1]), targets[before]!];
    const gone = full.length - history.length;
    if (history.length > 0 && (gone === 0 || gone === 1) && history.every((item, i) => item === full[gone + i])) continued++;
  });
  return continued;
}

export function warningsOf(summary: SequenceSummary, { unevenTitles = 0, twoTitles = 0 }: { readonly unevenTitles?: number; readonly twoTitles?: number }): string[] {
  const { sequences, users, items, events, empty, short, adjacentRepeats, targets, continued = 0 } = summary;
  const of = (some: number, all: number, what: string): string => `${count(some)} of ${count(all)} ${what}`;
  return [
    empty > 0 && `${of(empty, sequences, 'sequences')} are empty.`,
    short > 0 && `${of(short, sequences, 'sequences')} have only one item${targets ? '' : ': nothing follows it'}.`,
    adjacentRepeats > 0 && `${of(adjacentRepeats, events, 'entries')} repeat the item before them.`,
    targets && targets.missing > 0 && `${of(targets.missing, sequences, 'rows')} have no target.`,
    targets && targets.unseen > 0 && `The target of ${of(targets.unseen, sequences, 'rows')} is in no history.`,
    continued > 0 && `${of(continued, sequences, 'rows')} repeat an earlier row of their user and continue it: pairs made from both come twice.`,
    continued === 0 && users !== undefined && users < sequences && users > 0 && `${count(users)} users have ${count(sequences)} sequences: some have several.`,
    unevenTitles > 0 && `${of(unevenTitles, sequences, 'rows')} do not have exactly one title per item; their titles are left out.`,
    twoTitles > 0 && `${of(twoTitles, items, 'items')} have two titles; the first is kept.`,
  ].filter((warning) => typeof warning === 'string');
}
