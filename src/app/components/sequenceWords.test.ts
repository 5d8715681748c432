/** What a person is told of sequences: their parts, what is wrong with them, and which items have no ID. */
import { describe, expect, it } from 'vitest';
import { joinItems, numberedRows } from '../output/itemJoin';
import type { LoadedSequences } from '../runs/runState';
import { fakeSequences } from '../testing/fakeLog';
import { heldSequenceFacts, joinWords, missingWords, sequenceWarnings } from './sequenceWords';

const file = new File(['x'], 'f.csv');
const loaded: LoadedSequences = {
  dataId: 'd', users: 12, items: 50, sequences: 12, meanLength: 6, parts: { training: 36, validation: 12, test: 12 }, short: 0, chained: 0, split: 'leave one out', unseenTargets: 6, repeatedTargets: 0, warnings: [],
  inspection: fakeSequences(file, 600), test: null, itemNames: Array.from({ length: 50 }, (_, item) => `i${item}`), itemTitles: null, userNames: ['u'], repeatedUsers: 0, leftOut: { events: 0, rows: 0 },
};

describe('sequences in words', () => {
  it('name the parts, and warn of targets that no training sequence has', () => {
    const facts = heldSequenceFacts(loaded);
    expect(facts.find(([, name]) => name.includes('training pairs'))).toEqual(['36 · 12 · 12', 'training pairs · validation cases · test cases, the last item of each user', false]);
    expect(facts.at(-1)).toEqual(['50.0\u202f%', 'of the test targets are in no training sequence', true]);
    expect(heldSequenceFacts({ ...loaded, userNames: null, chained: 3, split: 'test file' }).map(([, name]) => name)).toEqual(expect.arrayContaining(['sequences, rows that continue each other joined', 'training pairs · validation cases · test cases, from a file of their own']));
  });

  it('say what is wrong: single items, users with several rows, fewer items than places', () => {
    expect(sequenceWarnings(loaded)).toEqual(['2 sequences have one item alone: there is no next item to learn from.']);
    const odd = sequenceWarnings({ ...loaded, items: 12, repeatedUsers: 3, leftOut: { events: 7, rows: 1 }, warnings: ['9 of 20 sequences have fewer than five items and are left out.'] });
    expect(odd.map((warning) => warning.split(/[:.,]/)[0])).toEqual(['9 of 20 sequences have fewer than five items and are left out', '3 users have more than one row', 'There are 12 items', '7 events are left out with their items']);
  });

  it('count and name items without an ID, and rows without an item', () => {
    const join = joinItems(['0', '9', '2'], numberedRows(null, 4));
    expect(joinWords(join, 3, 'a semantic ID', 'IDs')).toBe('2 of 3 items have a semantic ID of “IDs”, by row number. 2 more are of no item of the sequences; they can be recommended too.');
    expect(missingWords(join, ['0', '9', '2'], 'a semantic ID')).toBe('1 have none: “9”. What needs a semantic ID passes over them, and never finds them.');
  });
});
