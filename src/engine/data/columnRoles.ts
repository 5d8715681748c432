/** Which numeric columns are dimensions of the vector, and which are counters, ids, codes, labels or measures that only stand beside it: guessed from names and from data. */
import type { ColumnRemark } from '../records/data';
import type { Candidate, NumberFacts } from './columnFacts';
import { namesCounter, namesId, namesLabel, namesMeasure } from './tableNames';

/** Numeric columns parted into dimensions and the rest, and what is odd about some that stay. */
export interface Roles {
  readonly dimensions: readonly string[];
  readonly leftOut: readonly ColumnRemark[];
  readonly odd: readonly ColumnRemark[];
}

/** Different whole numbers up to which a column beside fractions is taken for labels. */
const FEW = 50;
/** Numbers needed before "none repeats" or "few" says anything. */
const ENOUGH = 8;
/** Beside alike columns: times their median variance from which one column decides every distance. */
const DOMINATES = 1000;
const ODD = 100;
/** Largest to smallest variance of columns that are still alike. */
const ALIKE = 100;

type Numeric = Candidate & { readonly numbers: NumberFacts };

/**
 * The rules, in this order; the first that holds decides, and the rest stay:
 * 1. A name that says counter ("Unnamed: 0", "index", "level_0"), id ("user_id", "movieIds") or label ("category", "cluster"), with whole numbers in it.
 * 2. Columns named as one family ("e0" ... "e5", three at least and with numbers that are not all whole) are the vector: what is named otherwise and holds whole numbers, or much larger ones, is none of it.
 * 3. Whole numbers beside columns of fractions: a counter, values that never repeat, or few different ones.
 * 4. One column with a thousand times the variance of the others, while these are alike: it would decide every distance.
 * Beside a family with fractions, numbered ids and labels of whole numbers ("user_id_1", "label2") are no family. Columns of a family stay whatever they hold: a dimension may be 0 or 1 throughout, and the first principal component has most of the variance. Matrices of whole numbers throughout (counts, pixels, one-hot)
 * lose counters and named ids only. Made-up names (a file without a header) and bare numbers are no family, since an id has such a name as well.
 * Nothing is left out where no column would stay.
 */
export function guessRoles(columns: readonly Candidate[], named: boolean): Roles {
  const numeric = columns.filter((column): column is Numeric => column.type === 'number' && column.numbers !== undefined);
  const families = named ? vectorFamilies(numeric) : new Map<string, number>();
  const inFamily = (name: string): boolean => families.has(stemOf(name) ?? '');
  const fractions = numeric.filter(({ numbers }) => !numbers.whole);
  const mixed = fractions.length > 0 && 3 * fractions.length >= numeric.length;
  const hasY = numeric.some(({ name }) => /^x$/i.test(name));
  const sorted = variances(numeric);

  const reasonFor = (column: Numeric): string => {
    const { name, numbers } = column;
    const family = inFamily(name);
    if (named && numbers.whole && !family) {
      if (namesCounter(name)) return 'a counter of rows, by its name';
      if (namesId(name)) return 'an id, by its name';
      if (namesLabel(name, numbers.distinct <= FEW) || (namesMeasure(name) && !(hasY && /^y$/i.test(name)) && (fractions.length > 0 || families.size > 0))) return `${numbers.distinct <= FEW ? `labels (${numbers.distinct} different whole numbers)` : 'whole numbers of another kind'}, by its name`;
    }
    if (families.size > 0 && !family && fractions.some(({ name: other }) => inFamily(other))) {
      if (numbers.whole && numbers.count > 0) return numbers.counts ? 'it counts the rows' : `whole numbers, and no part of ${familyNames(families, numeric)}`;
    }
    if (mixed && numbers.whole && !family && numbers.count >= ENOUGH && numbers.distinct > 1) {
      if (numbers.counts) return 'it counts the rows';
      if (numbers.distinct === numbers.count && numbers.min >= 0) return 'whole numbers that never repeat, beside numbers with fractions: an id';
      if (numbers.distinct <= FEW && numbers.distinct <= numbers.count / 2) return `only ${numbers.distinct} different whole numbers, beside numbers with fractions: labels`;
      if (numbers.max >= 1e6) return 'large whole numbers, beside numbers with fractions: an id or a time';
    }
    // Without fractions anywhere, only a counter among numbers that repeat is told apart.
    if (!mixed && numbers.counts && numbers.count >= ENOUGH && !family && numeric.length > 2 && numeric.every((other) => other === column || (!other.numbers.counts && 2 * other.numbers.max < numbers.max))) return 'it counts the rows';
    if (!family) {
      const times = dominance(column, sorted);
      if (times >= DOMINATES) return `its variance is ${roundTimes(times)} times that of the others: it would decide every distance`;
    }
    return '';
  };

  const judged = numeric.map((column) => ({ name: column.name, reason: reasonFor(column) }));
  const leftOut = judged.filter(({ reason }) => reason !== '');
  if (leftOut.length === numeric.length) return { dimensions: numeric.map(({ name }) => name), leftOut: [], odd: leftOut };
  const out = new Set(leftOut.map(({ name }) => name));
  const kept = numeric.filter(({ name }) => !out.has(name));
  return { dimensions: kept.map(({ name }) => name), leftOut, odd: [...oddities(kept), ...wholeFamilies(kept, families)] };
}

function oddities(kept: readonly Numeric[]): ColumnRemark[] {
  const sorted = variances(kept);
  return kept.flatMap((column) => oddity(column, kept, sorted));
}

/** What a person may want to know of a column that stays. */
function oddity(column: Numeric, kept: readonly Numeric[], sorted: readonly number[]): ColumnRemark[] {
  const { name, numbers } = column;
  const times = dominance(column, sorted);
  if (times >= ODD) return [{ name, reason: `its variance is ${roundTimes(times)} times that of the others` }];
  if (kept.length < 3 || !numbers.whole || numbers.distinct < 2 || numbers.count < ENOUGH) return [];
  if (!kept.every((other) => other === column || !other.numbers.whole)) return [];
  return [{ name, reason: 'the only column of whole numbers' }];
}

/** Variance in units of the median of the other columns' where these are alike; 0 where they are not, or are too few to tell. `sorted`: of all columns, ascending. */
function dominance({ numbers: { variance } }: Numeric, sorted: readonly number[]): number {
  const own = variance > 0 ? sorted.indexOf(variance) : sorted.length;
  const others = sorted.length - (variance > 0 ? 1 : 0);
  const other = (place: number): number => sorted[place < own ? place : place + 1]!;
  if (others < 2 || other(others - 1) > ALIKE * other(0)) return 0;
  return variance / other(others >> 1);
}

/** Those that are not 0, ascending. */
function variances(columns: readonly Numeric[]): number[] {
  return columns.map(({ numbers }) => numbers.variance).filter((variance) => variance > 0).sort((a, b) => a - b);
}

/** Families that may be a vector: all, less those of ids and labels where another one has fractions. */
function vectorFamilies(columns: readonly Numeric[]): Map<string, number> {
  const families = familiesOf(columns);
  const withFractions = stemsWithFractions(columns);
  if (![...families.keys()].some((stem) => withFractions.has(stem))) return families;
  for (const stem of families.keys()) if (!withFractions.has(stem) && (namesId(stem) || namesLabel(stem, true) || namesMeasure(stem))) families.delete(stem);
  return families;
}

/** A family of whole numbers beside one of fractions: perhaps labels one by one, such as genres. */
function wholeFamilies(kept: readonly Numeric[], families: ReadonlyMap<string, number>): ColumnRemark[] {
  const withFractions = stemsWithFractions(kept);
  if (![...families.keys()].some((stem) => withFractions.has(stem))) return [];
  return kept.flatMap(({ name }) => (families.has(stemOf(name) ?? '') && !withFractions.has(stemOf(name)!) ? [{ name, reason: 'one of several numbered columns of whole numbers, beside others with fractions' }] : []));
}

function stemsWithFractions(columns: readonly Numeric[]): ReadonlySet<string> {
  return new Set(columns.flatMap(({ name, numbers }) => (numbers.whole ? [] : [stemOf(name) ?? ''])));
}

/** Stems of at least three numbered names, with how many they have: "e" of e0 ... e5. */
function familiesOf(columns: readonly Candidate[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { name } of columns) {
    const stem = stemOf(name);
    if (stem !== null) sizes.set(stem, (sizes.get(stem) ?? 0) + 1);
  }
  for (const [stem, size] of sizes) if (size < 3) sizes.delete(stem);
  return sizes;
}

/** "emb_" of "emb_12"; null for names without a number at the end, bare numbers, and counters of data frames. */
function stemOf(name: string): string | null {
  const found = /^(.*?[^\d\s.])[\s.]*\d+$/.exec(name.trim());
  return found && !namesCounter(name) ? found[1]!.toLowerCase() : null;
}

function familyNames(families: ReadonlyMap<string, number>, columns: readonly Candidate[]): string {
  const [stem] = [...families].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  const names = columns.map(({ name }) => name).filter((name) => stemOf(name) === stem);
  return `${names[0]} … ${names.at(-1)}`;
}

function roundTimes(times: number): string {
  return Number(times.toPrecision(2)).toLocaleString('en-US');
}
