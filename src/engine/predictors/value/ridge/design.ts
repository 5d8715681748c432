/** Encoded features as the few numbers of each row that a linear model multiplies: most of its columns are zero in most rows. */
import { InputError } from '../../../errors';
import type { FitData } from '../predictor';
import type { FeatureRows } from '../../../records/features';

/** Labels with a weight of their own, of each column; all columns together; and numbers, beyond which the sums would take minutes. */
const MOST_LABELS = 64;
const MOST_COLUMNS = 768;
const MOST_NUMBERS = 1500;

export interface RidgeDesign {
  readonly columns: number;
  /** Labels of each field that have a weight; rarer ones count as none. */
  readonly labels: number;
  /** Some labels of some field have no weight. */
  readonly cut: boolean;
  /** Calls `entry` for the numbers of a row that may differ from zero; a column may come twice. */
  eachEntry(features: FeatureRows, row: number, entry: (column: number, value: number) => void): void;
}

/**
 * Columns: the standardised numbers, a flag for each that is missing somewhere in the training rows, and one column a label (1 where the row
 * has it; for lists, how often). @throws InputError where there are too many numbers.
 */
export function ridgeDesign({ shape, train }: FitData): RidgeDesign {
  const numbers = shape.numbers.length;
  if (numbers > MOST_NUMBERS) throw new InputError(`Linear regression on ${numbers.toLocaleString('en')} numeric features would take minutes; at most ${MOST_NUMBERS.toLocaleString('en')} can be used.`, 'Choose fewer features.');
  const flagged = shape.numbers.map((_, at) => train.features.missing.some((flag, i) => flag === 1 && i % numbers === at));
  const flagOf = new Int32Array(numbers);
  let columns = numbers;
  flagged.forEach((has, at) => (flagOf[at] = has ? columns++ : -1));
  const fields = [...shape.categories, ...shape.lists];
  let labels = MOST_LABELS;
  while (labels > 1 && fields.reduce((sum, { levels }) => sum + Math.min(labels, levels), columns) > MOST_COLUMNS) labels--;
  // Ids begin at 1 with the most frequent label.
  const starts = fields.map(({ levels }) => (columns += Math.min(labels, levels)) - Math.min(labels, levels) - 1);
  const categories = shape.categories.length;
  return {
    columns,
    labels,
    cut: fields.some(({ levels }) => levels > labels),
    eachEntry: (features, row, entry) => {
      for (let at = 0; at < numbers; at++) {
        const i = row * numbers + at;
        if (features.missing[i] === 0) entry(at, features.numbers[i]!);
        else if (flagOf[at]! >= 0) entry(flagOf[at]!, 1);
      }
      for (let field = 0; field < categories; field++) {
        const id = features.categories[row * categories + field]!;
        if (id >= 1 && id <= labels) entry(starts[field]! + id, 1);
      }
      features.lists.forEach(({ offsets, values }, list) => {
        for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
          const id = values[at]!;
          if (id >= 1 && id <= labels) entry(starts[categories + list]! + id, 1);
        }
      });
    },
  };
}
