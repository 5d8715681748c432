/** Leaks: ids whose counts tell the label, since the rows were chosen by it, and columns that tell it alone, since they are known after it. */
import { auc } from '../../math/binary';
import { Random } from '../../math/random';
import { stableOrder } from '../../math/ranks';
import type { Leak, Log } from '../../records/log';
import type { Column } from '../column';
import { count } from '../limits';
import { takeRows } from '../tableCells';

/** AUC beyond which it is a leak rather than a good feature. */
const COUNT_LEAK = 0.75;
const COLUMN_LEAK = 0.98;
/** Fewest rows, and rows of either label, on which a share means anything. */
const FEWEST_ROWS = 200;
const FEWEST_OF_EITHER = 20;
/** Different labels from which on a context column counts as ids. */
const ID_LABELS = 20;
const FOLDS = 5;
/** Rows with the overall share of positives that every group gets beside its own. */
const PRIOR_ROWS = 10;
const BINS = 64;
const BUCKETS = [
  { upTo: 1, words: 'comes once' },
  { upTo: 2, words: 'comes twice' },
  { upTo: 14, words: 'comes 3 to 14 times' },
  { upTo: Infinity, words: 'comes 15 times or more' },
];

/** Training rows as they are looked at; every array has one entry a row. */
export interface LeakTable {
  /** 0 or 1 */
  readonly labels: Uint8Array;
  /** Ids as numbers from 0, -1 where missing. */
  readonly ids: readonly { readonly name: string; readonly codes: Int32Array }[];
  /** Columns to be looked at alone; lists are left out. */
  readonly columns: readonly Column[];
}

/**
 * What leaks in a log's training events: `rows` are places of events. An event with a label above 0 is positive unless said otherwise; events without a label are left out. Users, items, and context
 * labels with 20 different values or more are looked at as ids.
 */
export function leaksOfLog(log: Log, rows: Uint32Array, isPositive: (label: number) => boolean = (label) => label > 0): Leak[] {
  if (!log.label) return [];
  const used = rows.filter((row) => !Number.isNaN(log.label![row]!));
  const of = (codes: Int32Array): Int32Array => Int32Array.from(used, (row) => codes[row]!);
  const columns = log.context.map((column) => takeRows(column, used));
  const further = columns.flatMap((column) => (column.type === 'category' && column.labels.length >= ID_LABELS ? [{ name: column.name, codes: column.codes }] : []));
  return leaksIn({
    labels: Uint8Array.from(used, (row) => (isPositive(log.label![row]!) ? 1 : 0)),
    ids: [{ name: 'user', codes: of(log.users) }, { name: 'item', codes: of(log.items) }, ...further],
    columns,
  });
}

/**
 * Leaks by the AUC with which shares of positive rows order the rows; none where rows or rows of one label are few. The share of a row's group comes from other rows (five folds) and is drawn towards the
 * overall share by ten rows, so that a rare id with a label by chance tells nothing.
 * - Counts: ids that come once, twice, 3 to 14 times, or more often in these rows; folds part the ids, so that one frequent id alone is no leak. Beyond .75.
 * - Columns: a label or one of 64 bins of about equally many numbers, missing ones apart. Beyond .98.
 */
export function leaksIn({ labels, ids, columns }: LeakTable): Leak[] {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (labels.length < FEWEST_ROWS || Math.min(positives, labels.length - positives) < FEWEST_OF_EITHER) return [];
  const counted = ids.flatMap(({ name, codes }) => countLeak(name, codes, labels) ?? []);
  const alone = columns.filter(({ name }) => !counted.some(({ column }) => column === name)).flatMap((column) => columnLeak(column, labels) ?? []);
  return [...counted, ...alone];
}

function countLeak(name: string, codes: Int32Array, labels: Uint8Array): Leak | null {
  const times = new Map<number, number>();
  for (const code of codes) times.set(code, (times.get(code) ?? 0) + 1);
  const rows = Uint32Array.from(codes.keys()).filter((row) => codes[row]! >= 0);
  const own = labels.filter((_, row) => codes[row]! >= 0);
  const random = new Random(0).split('ids');
  const foldOf = new Map(Array.from(times.keys(), (code) => [code, random.integer(FOLDS)]));
  const buckets = Int32Array.from(rows, (row) => BUCKETS.findIndex(({ upTo }) => times.get(codes[row]!)! <= upTo));
  const area = auc(own, otherShares(buckets, BUCKETS.length, Int32Array.from(rows, (row) => foldOf.get(codes[row]!)!), own));
  if (!(area > COUNT_LEAK)) return null;
  const [low, high] = extremes(buckets, BUCKETS.length, own);
  const seen = (group: Group): string => `${percent(group)} of the ${count(group.rows)} rows whose ${name} ${BUCKETS[group.at]!.words}`;
  return {
    kind: 'count', column: name, auc: area,
    text: `How often an id of "${name}" comes tells the label: positive are ${seen(low)}, but ${seen(high)} (AUC ${area.toFixed(3)} by the count alone). The rows were probably chosen by the label.`,
    remedy: `Choose another label or other rows; else leave out "${name}" and all that is counted from it, the mark of rare or unknown ids too.`,
  };
}

function columnLeak(column: Column, labels: Uint8Array): Leak | null {
  if (column.type === 'list') return null;
  const { groups, size, words } = column.type === 'number' ? binned(column.values) : labelled(column.codes, column.labels);
  const random = new Random(0).split('rows');
  const area = auc(labels, otherShares(groups, size, groups.map(() => random.integer(FOLDS)), labels));
  if (!(area > COLUMN_LEAK)) return null;
  const [low, high] = extremes(groups, size, labels);
  const seen = (group: Group): string => `${percent(group)} of the ${count(group.rows)} rows ${words(group.at)}`;
  return {
    kind: 'column', column: column.name, auc: area,
    text: `"${column.name}" alone tells the label: positive are ${seen(low)}, but ${seen(high)} (AUC ${area.toFixed(3)}).`,
    remedy: `Leave "${column.name}" out of the features: it is probably known only after the label, or made from it.`,
  };
}

interface Groups {
  /** Int32 [rows], from 0. */
  readonly groups: Int32Array;
  readonly size: number;
  readonly words: (group: number) => string;
}

function labelled(codes: Int32Array, names: readonly string[]): Groups {
  return { groups: codes.map((code) => (code < 0 ? names.length : code)), size: names.length + 1, words: (group) => (group === names.length ? 'without a value' : `with "${names[group]!.slice(0, 24)}"`) };
}

/** Bins of about equally many rows; equal numbers stay together, in the bin of the first of them. The last group has no number. */
function binned(values: Float64Array): Groups {
  const present = Uint32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]!));
  const groups = new Int32Array(values.length).fill(BINS);
  const [from, to] = [new Float64Array(BINS).fill(Infinity), new Float64Array(BINS).fill(-Infinity)];
  const order = stableOrder(Float64Array.from(present, (row) => values[row]!));
  let first = 0;
  order.forEach((at, place) => {
    const row = present[at]!;
    const value = values[row]!;
    if (value !== values[present[order[first]!]!]) first = place;
    const bin = Math.floor((first * BINS) / order.length);
    groups[row] = bin;
    from[bin] = Math.min(from[bin]!, value);
    to[bin] = Math.max(to[bin]!, value);
  });
  return { groups, size: BINS + 1, words: (group) => (group === BINS ? 'without a value' : from[group] === to[group] ? `with ${from[group]}` : `from ${from[group]} to ${to[group]}`) };
}

/** Float64 [rows]: share of positives in the row's group over rows of other folds, with some rows of the overall share. */
function otherShares(groups: Int32Array, size: number, folds: Int32Array, labels: Uint8Array): Float64Array {
  const [rows, positives] = [new Float64Array(size * (FOLDS + 1)), new Float64Array(size * (FOLDS + 1))];
  let all = 0;
  groups.forEach((group, row) => {
    for (const at of [group * (FOLDS + 1) + folds[row]!, group * (FOLDS + 1) + FOLDS]) {
      rows[at]!++;
      positives[at]! += labels[row]!;
    }
    all += labels[row]!;
  });
  const share = all / groups.length;
  return Float64Array.from(groups, (group, row) => {
    const [own, total] = [group * (FOLDS + 1) + folds[row]!, group * (FOLDS + 1) + FOLDS];
    return (positives[total]! - positives[own]! + PRIOR_ROWS * share) / (rows[total]! - rows[own]! + PRIOR_ROWS);
  });
}

interface Group {
  readonly at: number;
  readonly rows: number;
  readonly positives: number;
}

/** The groups that say most for either label: those with most rows beyond what the overall share would give. */
function extremes(groups: Int32Array, size: number, labels: Uint8Array): readonly [Group, Group] {
  const found = Array.from({ length: size }, (_, at) => ({ at, rows: 0, positives: 0 }));
  let all = 0;
  groups.forEach((group, row) => {
    found[group]!.rows++;
    found[group]!.positives += labels[row]!;
    all += labels[row]!;
  });
  const surplus = ({ rows, positives }: Group): number => positives - (rows * all) / groups.length;
  const sorted = found.filter(({ rows }) => rows > 0).sort((a, b) => surplus(a) - surplus(b));
  return [sorted[0]!, sorted.at(-1)!];
}

function percent({ positives, rows }: Group): string {
  return `${((100 * positives) / rows).toFixed(1)} %`;
}
