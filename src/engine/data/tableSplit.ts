/** Rows parted into training, validation and test: row by row, group by group, or by time. */
import { InputError } from '../errors';
import { Random } from '../math/random';
import type { SplitChoices, SplitName } from '../records/table';
import type { Column } from './column';
import { asCategories, asNumbers, rowsOf } from './tableCells';
import { inRows } from './tableLimits';

/** Training rows at least. */
const FEWEST_TRAINING = 10;
const [TRAIN, VALIDATION, TEST] = [0, 1, 2];

export interface Parted {
  /** 0 train, 1 validation, 2 test. */
  readonly parts: Uint8Array;
  readonly notes: readonly string[];
}

/**
 * `column` is that of `choices.column`. By group, rows without a value are groups of their own, and parts come as near to their shares as whole groups allow. By time, rows
 * of one time stay on one side of a border where there is another time to cut at; rows without a time are for training.
 * @param rowIndex row numbers in the file, for messages
 * @throws InputError where a part would be empty, or fewer than 10 rows would be left for training.
 */
export function splitRows(choices: SplitChoices, rows: number, column: Column | undefined, rowIndex: ArrayLike<number>): Parted {
  checkChoices(choices, column);
  const random = new Random(choices.seed).split('table split');
  const wanted = { test: Math.round(choices.test * rows), validation: Math.round(choices.validation * rows) };
  let parted: Parted;
  if (choices.how === 'random') parted = { parts: inOrder(random.permutation(rows), rows, wanted), notes: [] };
  else if (choices.how === 'group') parted = byGroup(column!, random, wanted);
  else parted = byTime(column!, wanted, rowIndex);
  const counts = countParts(parted.parts);
  for (const [part, words] of [['test', 'test'], ['validation', 'validation']] as const) {
    if (counts[part] > 0) continue;
    throw new InputError(
      `The split leaves no ${words} rows: a share of ${choices[part]} of ${inRows(rows)}.`,
      `Raise the ${words} share (0.1 to 0.2 is usual)${part === 'test' ? '' : ': the validation part decides which epoch is kept'}.`,
    );
  }
  if (counts.train < FEWEST_TRAINING)
    throw new InputError(`The split leaves ${inRows(counts.train)} for training; at least ${FEWEST_TRAINING} are needed.`, 'Lower the validation and test shares, choose another split, or use more rows.');
  return parted;
}

export function countParts(parts: Uint8Array): Record<SplitName, number> {
  const counts = [0, 0, 0];
  for (const part of parts) counts[part]!++;
  return { train: counts[TRAIN]!, validation: counts[VALIDATION]!, test: counts[TEST]! };
}

interface Wanted {
  readonly test: number;
  readonly validation: number;
}

function checkChoices({ how, seed, validation, test, column: name }: SplitChoices, column: Column | undefined): void {
  if (!Number.isInteger(seed)) throw new InputError(`The split's seed is ${seed}; a whole number was wanted.`, 'Write a whole number, such as 1.');
  if (!(validation >= 0 && test >= 0 && validation + test < 1))
    throw new InputError(`The shares for validation (${validation}) and test (${test}) leave nothing for training.`, 'Give shares between 0 and 1 that add up to less than 1, such as 0.1 and 0.2.');
  if (how !== 'random' && !column)
    throw new InputError(
      name === undefined ? `A split by ${how} needs a column.` : `The table has no column "${name}" to split by.`,
      how === 'group' ? 'Choose the column whose equal values must stay together, such as the user.' : 'Choose the column that tells the time.',
    );
}

/** The first rows of the order are the test part, the next the validation part. */
function inOrder(order: Uint32Array, rows: number, { test, validation }: Wanted): Uint8Array {
  const parts = new Uint8Array(rows);
  for (let i = 0; i < test + validation; i++) parts[order[i]!] = i < test ? TEST : VALIDATION;
  return parts;
}

function byGroup(column: Column, random: Random, wanted: Wanted): Parted {
  const { codes, labels } = asCategories(column);
  let groups = labels.length;
  const groupOf = codes.map((code) => (code < 0 ? groups++ : code));
  if (groups < 3)
    throw new InputError(
      groups < 2 ? `The column "${column.name}" holds only one value: rows with the same value stay together, so they cannot be split.` : `The column "${column.name}" holds ${groups} different values; three parts need at least 3.`,
      'Choose a column with many values, such as the user, or a random split.',
    );
  const sizes = new Uint32Array(groups);
  for (const group of groupOf) sizes[group]!++;
  const order = random.permutation(groups);
  const partOf = new Uint8Array(groups);
  for (const [part, share] of [[TEST, wanted.test], [VALIDATION, wanted.validation]] as const) {
    if (share === 0) continue;
    let rows = 0;
    for (const group of order) {
      if (partOf[group] !== TRAIN) continue;
      // Taken while it brings the part nearer to its share; a group far larger than the share is passed over.
      if (rows + sizes[group]! / 2 <= share) {
        partOf[group] = part;
        rows += sizes[group]!;
      } else if (rows > 0) break;
    }
    if (rows === 0) partOf[order.filter((group) => partOf[group] === TRAIN).reduce((least, group) => (sizes[group]! < sizes[least]! ? group : least))] = part;
  }
  return { parts: Uint8Array.from(groupOf, (group) => partOf[group]!), notes: [] };
}

function byTime(column: Column, { test, validation }: Wanted, rowIndex: ArrayLike<number>): Parted {
  const times = asNumbers(column, rowIndex).values;
  const order = Uint32Array.from(times.keys())
    .filter((row) => !Number.isNaN(times[row]!))
    .sort((a, b) => times[a]! - times[b]! || a - b);
  const sorted = Float64Array.from(order, (row) => times[row]!);
  const n = sorted.length;
  const untimed = times.length - n;
  if (n === 0 || sorted[0] === sorted[n - 1])
    throw new InputError(`The column "${column.name}" holds ${n === 0 ? 'no times' : 'only one time'}: there is no latest part.`, 'Choose a column that tells the time, or a random split.');
  const testFrom = test === 0 ? n : betweenTimes(sorted, Math.max(1, n - test), 1, n);
  const validationFrom = validation === 0 ? testFrom : betweenTimes(sorted, Math.max(1, testFrom - validation), 1, testFrom);
  const parts = new Uint8Array(rowsOf(column));
  order.forEach((row, i) => (parts[row] = i >= testFrom ? TEST : i >= validationFrom ? VALIDATION : TRAIN));
  const straddles = (border: number): boolean => border > 0 && border < n && sorted[border - 1] === sorted[border];
  const notes = untimed > 0 ? [`${inRows(untimed)} without a time in "${column.name}": all in the training part.`] : [];
  if (straddles(testFrom) || straddles(validationFrom)) notes.push(`Rows with the same time in "${column.name}" are in different parts: there are too few different times to split them otherwise.`);
  return { parts, notes };
}

/** The place nearest to `border` in [low, high) where the time changes; `border` itself where there is none. */
function betweenTimes(sorted: Float64Array, border: number, low: number, high: number): number {
  const changes = (place: number): boolean => sorted[place - 1] !== sorted[place];
  for (let away = 0; border - away >= low || border + away < high; away++) {
    if (border - away >= low && changes(border - away)) return border - away;
    if (border + away < high && changes(border + away)) return border + away;
  }
  return border;
}
