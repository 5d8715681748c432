/** Sequences of two files numbered together, items left out, and users whose rows do not belong together. */
import { describe, expect, it } from 'vitest';
import type { Sequences } from '../../engine/records/sequences';
import { numberedSequences } from './givenSequences';

function sequences(rows: readonly (readonly string[])[], users: readonly string[] | null, targets: readonly string[] | null = null, titles: Readonly<Record<string, string>> = {}): Sequences {
  const itemNames = [...new Set([...rows.flat(), ...(targets ?? []).filter((name) => name !== '')])];
  const offsets = [0];
  for (const row of rows) offsets.push(offsets.at(-1)! + row.length);
  return {
    name: 'f', sequences: rows.length, offsets: Uint32Array.from(offsets), items: Int32Array.from(rows.flat(), (name) => itemNames.indexOf(name)), itemNames, userNames: users,
    targets: targets && Int32Array.from(targets, (name) => itemNames.indexOf(name)), itemTitles: Object.keys(titles).length > 0 ? itemNames.map((name) => titles[name] ?? '') : null, rowIndex: Uint32Array.from(rows, (_, row) => row),
  };
}

describe('sequences for the engine', () => {
  it('number items and users alike in both files, and gather titles', () => {
    const { given, itemNames, itemTitles, userNames } = numberedSequences(sequences([['a', 'b'], ['b']], ['u', ''], null, { a: 'A' }), sequences([['c', 'a']], ['u'], ['b'], { b: 'B', a: 'other' }));
    expect([itemNames, itemTitles, userNames, given.items]).toEqual([['a', 'b', 'c'], ['A', 'B', ''], ['u'], 3]);
    expect(Array.from(given.sequences.users!)).toEqual([0, -1]);
    expect([Array.from(given.test!.items), Array.from(given.test!.targets!), Array.from(given.test!.users!)]).toEqual([[2, 0], [1], [0]]);
  });

  it('leave out events of items, and whole rows whose next item is one', () => {
    const { given, itemNames, leftOut } = numberedSequences(sequences([['a', 'x', 'b'], ['a', 'b']], ['u', 'v'], ['b', 'x']), null, ['x']);
    expect([itemNames, leftOut]).toEqual([['a', 'b'], { events: 3, rows: 1 }]);
    expect([Array.from(given.sequences.offsets), Array.from(given.sequences.items), Array.from(given.sequences.targets!)]).toEqual([[0, 2, 2], [0, 1], [1, -1]]);
  });

  it('count users with several rows, unless the rows tell what came next', () => {
    expect(numberedSequences(sequences([['a'], ['b'], ['a']], ['u', 'u', 'v']), null).repeatedUsers).toBe(1);
    expect(numberedSequences(sequences([['a'], ['a', 'b']], ['u', 'u'], ['b', 'a']), null).repeatedUsers).toBe(0);
  });
});
