/** Sequences made ready: who is left out, which row continues which, and that no target stands in its own history by its place. */
import { describe, expect, it } from 'vitest';
import { sequenceArrays } from '../../testing/retrieval';
import { chainRows } from './chains';
import { describeSequences } from './heldSequences';
import { historyOf, pairsOf, prepareSequences, type Cases } from './preparedSequences';

const users = [[0, 1, 2, 3, 4], [5, 5, 5, 5, 5, 5], [1, 2, 3, 4], [4, 3, 2, 1, 0, 5, 6]];
const rowsOf = (events: Int32Array, offsets: Int32Array) => Array.from({ length: offsets.length - 1 }, (_, i) => Array.from(events.subarray(offsets[i], offsets[i + 1])));
const casesOf = (cases: Cases) => Array.from({ length: cases.count }, (_, i) => [Array.from(historyOf(cases, i)), cases.targets[i]]);

describe('leaving one out', () => {
  const prepared = prepareSequences({ sequences: sequenceArrays(users), items: 7 });

  it('takes the last item as test, the one before it as validation, and leaves out who has fewer than five', () => {
    expect(rowsOf(prepared.training.events, prepared.training.offsets)).toEqual([[0, 1, 2], [5, 5, 5, 5], [4, 3, 2, 1, 0]]);
    expect(casesOf(prepared.validation)).toEqual([[[0, 1, 2], 3], [[5, 5, 5, 5], 5], [[4, 3, 2, 1, 0], 5]]);
    expect(casesOf(prepared.test)).toEqual([[[0, 1, 2, 3], 4], [[5, 5, 5, 5, 5], 5], [[4, 3, 2, 1, 0, 5], 6]]);
    expect([prepared.short, prepared.users, Array.from(prepared.test.rows), pairsOf(prepared.training.offsets)]).toEqual([1, 3, [0, 1, 3], 9]);
  });

  it('never has a target in its own history by its place', () => {
    for (const { events, starts, ends, targets, count } of [prepared.validation, prepared.test]) {
      for (let i = 0; i < count; i++) {
        expect(ends[i]).toBeGreaterThan(starts[i]!);
        // The place after the history holds the target itself.
        expect(events[ends[i]!]).toBe(targets[i]);
      }
    }
  });

  it('gives the newest items of a history alone', () => expect(Array.from(historyOf(prepared.test, 2, 2))).toEqual([0, 5]));

  it('tells what a person should know', () => {
    const told = describeSequences(prepared);
    expect(told).toMatchObject({ users: 3, sequences: 3, parts: { training: 9, validation: 3, test: 3 }, short: 1, split: 'leave one out', unseenTargets: 1, repeatedTargets: 1 });
    expect(told.meanLength).toBe(6);
    expect(told.warnings[0]).toBe('1 of 4 sequences have fewer than five items and are left out.');
  });
});

describe('rows that go on from each other', () => {
  it('are chained, by user, where the history is the end of an open sequence', () => {
    const rows = [[1, 2], [1, 2, 3], [2, 3, 4], [9, 8], [1, 2], [1, 2, 5]];
    const { events, offsets, rows: firsts, chained } = chainRows(sequenceArrays(rows, { users: [7, 7, 7, 7, 8, 7], told: true }));
    // The third row holds the newest two items alone; the last one continues nothing, since its sequence went on.
    expect(rowsOf(events, offsets)).toEqual([[1, 2, 3, 4], [9, 8], [1, 2], [1, 2, 5]]);
    expect([Array.from(firsts), chained]).toEqual([[0, 3, 4, 5], 2]);
  });

  it('stay as they are where users or targets are not told', () => {
    const rows = [[1, 2], [1, 2, 3]];
    expect(chainRows(sequenceArrays(rows, { told: true })).chained).toBe(0);
    expect(chainRows(sequenceArrays(rows, { users: [1, 1] })).chained).toBe(0);
    expect(chainRows(sequenceArrays(rows, { users: [-1, -1], told: true })).chained).toBe(0);
  });
});

describe('a test file', () => {
  const training = Array.from({ length: 50 }, (_, user) => [user % 6, (user + 1) % 6, (user + 2) % 6]);
  const given = { sequences: sequenceArrays(training), test: sequenceArrays([[0, 1, 2], [3, 6]], { users: [4, -1], told: true }), items: 7 };

  it('is the test, every row a case; of a fifth of few sequences the last item is validation', () => {
    const prepared = prepareSequences(given);
    expect(casesOf(prepared.test)).toEqual([[[0, 1], 2], [[3], 6]]);
    expect(Array.from(prepared.test.users)).toEqual([4, -2]);
    expect([prepared.validation.count, pairsOf(prepared.training.offsets), prepared.split, prepared.short]).toEqual([10, 90, 'test file', 0]);
    for (const [i, row] of prepared.validation.rows.entries()) expect(prepared.validation.targets[i]).toBe(training[row]![2]);
  });

  it('follows from the seed', () => {
    expect(prepareSequences(given)).toEqual(prepareSequences(given));
    expect(prepareSequences({ ...given, seed: 2 }).validation.rows).not.toEqual(prepareSequences(given).validation.rows);
  });

  it('of large files one in twenty is validation, but four hundred at least', () => {
    const many = (count: number) => prepareSequences({ ...given, sequences: sequenceArrays(Array.from({ length: count }, () => [0, 1])) }).validation.count;
    expect([many(1000), many(4000), many(12_000)]).toEqual([200, 400, 600]);
  });

  it('without targets takes the last item of each row', () => {
    expect(casesOf(prepareSequences({ ...given, test: sequenceArrays([[0, 1, 2], [3]]) }).test)).toEqual([[[0, 1], 2]]);
  });
});

it('says in words what cannot be used', () => {
  const refused = (rows: number[][], items = 7) => () => prepareSequences({ sequences: sequenceArrays(rows), items });
  expect(refused([[0, 1, 2]])).toThrow('No test case is left of 1 sequences.');
  expect(refused([[0, 1, 2, 3, 9]])).toThrow('Event 5 is of item 9; items 0 to 6 were wanted.');
  expect(() => prepareSequences({ sequences: sequenceArrays(users), test: sequenceArrays([[1]]), items: 7 })).toThrow('No test case is left');
});
