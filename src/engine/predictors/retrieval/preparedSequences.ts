/** Sequences made ready for recommenders: rows chained, users parted, every case a history and the item that followed it. */
import { InputError } from '../../errors';
import { Random } from '../../math/random';
import type { GivenSequences, SequenceArrays } from '../../records/retrieval';
import { chainRows, type Chained } from './chains';

/** Users with fewer events are left out where the last item of each is the test. */
export const LEAST_EVENTS = 5;
/** Of the sequences, the share held for validation where there is a test file; of small files more, up to a fifth, until there are enough for a score to stand on. */
const VALIDATION_SHARE = 0.05;
const VALIDATION_CASES = 400;
const MOST_VALIDATION = 0.2;

/** Histories with the item that followed each: the history of case i is events[starts[i] .. ends[i] - 1], oldest first. */
export interface Cases {
  readonly count: number;
  readonly events: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** int32 [count] */
  readonly targets: Int32Array;
  /** int32 [count]: number of the user, as given; the row where users are not told. */
  readonly users: Int32Array;
  /** uint32 [count]: 0-based row in the file of the case. */
  readonly rows: Uint32Array;
}

export interface PreparedSequences {
  /** Items are 0 to `items` - 1. */
  readonly items: number;
  /** Training sequences one behind the other: sequence i is events[offsets[i] .. offsets[i + 1] - 1]. Validation and test items are not in it. */
  readonly training: { readonly events: Int32Array; readonly offsets: Int32Array };
  readonly validation: Cases;
  readonly test: Cases;
  readonly split: 'leave one out' | 'test file';
  readonly users: number;
  readonly sequences: number;
  readonly short: number;
  readonly chained: number;
}

/** @throws InputError where no case to learn from, to choose an epoch by or to test on is left. */
export function prepareSequences({ sequences, test, items, seed = 1 }: GivenSequences): PreparedSequences {
  checkItems(sequences, items);
  if (test) checkItems(test, items);
  const chains = chainRows(sequences);
  const prepared = test ? withTestFile(chains, test, items, seed) : leavingOneOut(chains, items);
  const missing = prepared.test.count === 0 ? 'no test case' : prepared.validation.count === 0 ? 'no validation case' : pairsOf(prepared.training.offsets) === 0 ? 'no pair of an item and the next one' : null;
  if (missing) throw new InputError(`${missing[0]!.toUpperCase()}${missing.slice(1)} is left of ${chains.rows.length} sequences.`, test ? 'Choose files in which users have at least two items.' : `Choose a file in which users have at least ${LEAST_EVENTS} items.`);
  return prepared;
}

/** Pairs of a history and its next item in training sequences. */
export function pairsOf(offsets: Int32Array): number {
  let pairs = 0;
  for (let i = 0; i + 1 < offsets.length; i++) pairs += Math.max(0, offsets[i + 1]! - offsets[i]! - 1);
  return pairs;
}

/** The history of a case, the newest `most` items alone. */
export function historyOf({ events, starts, ends }: Cases, at: number, most = Infinity): Int32Array {
  return events.subarray(Math.max(starts[at]!, ends[at]! - most), ends[at]!);
}

/** The last item of each sequence is the test, the one before it validation, the rest training. The test history holds the validation item. */
function leavingOneOut(chains: Chained, items: number): PreparedSequences {
  const { events, offsets, users, rows, chained } = chains;
  const long = Int32Array.from(rows.keys()).filter((i) => offsets[i + 1]! - offsets[i]! >= LEAST_EVENTS);
  return {
    items, chained, split: 'leave one out', short: rows.length - long.length, users: new Set(Array.from(long, (i) => users[i]!)).size, sequences: long.length,
    training: trainingOf(chains, long, () => 2),
    validation: casesOf(events, long, (i) => [offsets[i]!, offsets[i + 1]! - 2, events[offsets[i + 1]! - 2]!, users[i]!, rows[i]!]),
    test: casesOf(events, long, (i) => [offsets[i]!, offsets[i + 1]! - 1, events[offsets[i + 1]! - 1]!, users[i]!, rows[i]!]),
  };
}

/** Of sequences drawn by the seed the last item is validation; every row of the test file is a test case. */
function withTestFile(chains: Chained, test: SequenceArrays, items: number, seed: number): PreparedSequences {
  const { events, offsets, users, rows, chained } = chains;
  const usable = Int32Array.from(rows.keys()).filter((i) => offsets[i + 1]! - offsets[i]! >= 2);
  const wanted = Math.round(Math.max(VALIDATION_SHARE * usable.length, Math.min(VALIDATION_CASES, MOST_VALIDATION * usable.length)));
  const held = new Set(Array.from(new Random(seed).split('validation').choose(usable.length, Math.max(1, wanted)), (at) => usable[at]!));
  const heldInOrder = usable.filter((i) => held.has(i));
  const told = test.targets !== null;
  const last = (row: number) => test.offsets[row + 1]!;
  const testRows = Int32Array.from({ length: test.offsets.length - 1 }, (_, row) => row).filter((row) => (told ? test.targets![row]! >= 0 && last(row) > test.offsets[row]! : last(row) - test.offsets[row]! >= 2));
  return {
    items, chained, split: 'test file', short: 0, users: new Set(users).size, sequences: rows.length,
    training: trainingOf(chains, Int32Array.from(rows.keys()), (i) => (held.has(i) ? 1 : 0)),
    validation: casesOf(events, heldInOrder, (i) => [offsets[i]!, offsets[i + 1]! - 1, events[offsets[i + 1]! - 1]!, users[i]!, rows[i]!]),
    test: casesOf(test.items, testRows, (row) => {
      const user = test.users && test.users[row]! >= 0 ? test.users[row]! : test.users ? -1 - row : row;
      return told ? [test.offsets[row]!, last(row), test.targets![row]!, user, row] : [test.offsets[row]!, last(row) - 1, test.items[last(row) - 1]!, user, row];
    }),
  };
}

/** These sequences without their last `less(i)` items. */
function trainingOf({ events, offsets }: Chained, chosen: Int32Array, less: (i: number) => number): PreparedSequences['training'] {
  const starts = new Int32Array(chosen.length + 1);
  chosen.forEach((i, at) => (starts[at + 1] = starts[at]! + offsets[i + 1]! - offsets[i]! - less(i)));
  const kept = new Int32Array(starts.at(-1)!);
  chosen.forEach((i, at) => kept.set(events.subarray(offsets[i]!, offsets[i + 1]! - less(i)), starts[at]!));
  return { events: kept, offsets: starts };
}

function casesOf(events: Int32Array, chosen: Int32Array, of: (i: number) => readonly [start: number, end: number, target: number, user: number, row: number]): Cases {
  const all = Array.from(chosen, of);
  const column = (at: 0 | 1 | 2 | 3) => Int32Array.from(all, (entry) => entry[at]);
  return { count: all.length, events, starts: column(0), ends: column(1), targets: column(2), users: column(3), rows: Uint32Array.from(all, (entry) => entry[4]) };
}

function checkItems({ items: events, targets, offsets }: SequenceArrays, items: number): void {
  const wrong = events.findIndex((item) => item < 0 || item >= items);
  if (wrong >= 0) throw new InputError(`Event ${wrong + 1} is of item ${events[wrong]}; items 0 to ${items - 1} were wanted.`, 'Read the file again.');
  const beyond = targets?.findIndex((item) => item >= items) ?? -1;
  if (beyond >= 0) throw new InputError(`The target of row ${beyond + 1} is item ${targets![beyond]}; items 0 to ${items - 1} were wanted.`, 'Read the file again.');
  if (offsets.length === 0 || offsets.at(-1) !== events.length) throw new InputError(`Rows end at event ${offsets.at(-1) ?? 0}; there are ${events.length}.`, 'Read the file again.');
}
