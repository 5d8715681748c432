/** Sequences as the engine holds them, from one file or two: items and users numbered alike in both, some items left out. */
import type { GivenSequences, SequenceArrays } from '../../engine/records/retrieval';
import type { Sequences } from '../../engine/records/sequences';
import type { LoadedSequences } from '../runs/runState';

export interface NumberedSequences extends Pick<LoadedSequences, 'itemNames' | 'itemTitles' | 'userNames' | 'repeatedUsers' | 'leftOut'> {
  readonly given: GivenSequences;
}

/** `test`: the file of test cases; null: there is none. `leftOut`: names of items whose events do not count; rows whose next item is one go too. */
export function numberedSequences(file: Sequences, test: Sequences | null, leftOut: readonly string[] = []): NumberedSequences {
  const gone = new Set(leftOut);
  const items = numbers();
  const users = numbers();
  const lost = { events: 0, rows: 0 };
  const [own, others] = [file, test].map((each) => each && arraysOf(each, { gone, items, users, lost }));
  const names = [...items.known.keys()];
  const titles = [file, ...(test ? [test] : [])].reduce((found, { itemNames, itemTitles }) => {
    itemTitles?.forEach((title, at) => {
      if (title !== '' && !found.has(itemNames[at]!)) found.set(itemNames[at]!, title);
    });
    return found;
  }, new Map<string, string>());
  return {
    given: { sequences: own!, ...(others && { test: others }), items: names.length },
    itemNames: names, itemTitles: titles.size > 0 ? names.map((name) => titles.get(name) ?? '') : null,
    userNames: users.known.size > 0 ? [...users.known.keys()] : null, repeatedUsers: repeatedUsers(file), leftOut: lost,
  };
}

interface Numbers {
  readonly known: Map<string, number>;
  of(name: string): number;
}

/** Names by the order they are met in. */
function numbers(): Numbers {
  const known = new Map<string, number>();
  return {
    known,
    of(name) {
      const number = known.get(name) ?? known.size;
      known.set(name, number);
      return number;
    },
  };
}

interface Numbering {
  readonly gone: ReadonlySet<string>;
  readonly items: Numbers;
  readonly users: Numbers;
  readonly lost: { events: number; rows: number };
}

function arraysOf({ sequences, offsets, items, itemNames, userNames, targets }: Sequences, { gone, items: numbered, users, lost }: Numbering): SequenceArrays {
  const numberOf = itemNames.map((name) => (gone.has(name) ? -1 : numbered.of(name)));
  const kept = new Int32Array(items.length);
  const keptTargets = targets && new Int32Array(sequences).fill(-1);
  const starts = new Uint32Array(sequences + 1);
  let events = 0;
  for (let row = 0; row < sequences; row++) {
    const target = targets ? targets[row]! : -1;
    const whole = target < 0 || numberOf[target]! >= 0;
    if (!whole) lost.rows++;
    if (keptTargets && whole && target >= 0) keptTargets[row] = numberOf[target]!;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const item = numberOf[items[at]!]!;
      if (item < 0 || !whole) lost.events++;
      else kept[events++] = item;
    }
    starts[row + 1] = events;
  }
  return { offsets: starts, items: kept.slice(0, events), targets: keptTargets, users: userNames && Int32Array.from(userNames, (name) => (name === '' ? -1 : users.of(name))) };
}

/** Users of several rows that are not each the continuation of another: without targets, no row continues another one. */
function repeatedUsers({ userNames, targets }: Sequences): number {
  if (!userNames || targets) return 0;
  const counts = new Map<string, number>();
  for (const name of userNames) if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.values()].filter((rows) => rows > 1).length;
}
