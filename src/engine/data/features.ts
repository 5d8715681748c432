/** Features as numbers and ids, learned from training rows alone: what every predictor is given. */
import type { FeatureRows, FeatureShape } from '../records/features';
import type { CategoryColumn, Column, ListColumn, NumberColumn } from './column';
import { knownLabels, numberScales, scaled, type NumberScale } from './featureScales';

/** A label is learned if training rows have it at least so often; of a column with more, the most frequent are. */
const LEAST_USES = 2;
const MOST_LABELS = 1000;

export interface FeatureEncoder {
  readonly shape: FeatureShape;
  /** These rows of the columns (absent: all), found by name; a column that is absent or of another type is missing everywhere. */
  encode(columns: readonly Column[], rows?: Uint32Array): FeatureRows;
  /** Notes in words: columns that are absent or of another type, and the share of labels that were not learned. */
  unseen(columns: readonly Column[]): string[];
}

interface LabelField {
  readonly name: string;
  /** Ids by label, 1 for the most frequent. */
  readonly ids: ReadonlyMap<string, number>;
}

/**
 * Learns from the rows `train`: of numbers mean and spread (of heavy tails those of a signed logarithm as well), of categories and lists the labels that
 * occur at least twice, at most 1,000 a column. Columns that tell nothing there (one value everywhere, no label left) are left out.
 */
export function fitFeatures(columns: readonly Column[], train: Uint32Array): FeatureEncoder {
  const numbers: { readonly name: string; readonly scale: NumberScale }[] = [];
  const categories: LabelField[] = [];
  const lists: LabelField[] = [];
  for (const column of columns) {
    if (column.type === 'number') {
      for (const scale of numberScales(column.values, train)) numbers.push({ name: column.name, scale });
      continue;
    }
    const ids = knownLabels(usesOf(column, train), column.labels, LEAST_USES, MOST_LABELS);
    const field = { name: column.name, ids };
    if (column.type === 'list') {
      if (ids.size > 0) lists.push(field);
    } else if (varies(column, ids, train)) categories.push(field);
  }
  const shape: FeatureShape = {
    numbers: numbers.map(({ name, scale }) => (scale.unit === 0 ? name : `log ${name}`)),
    categories: categories.map(({ name, ids }) => ({ name, levels: ids.size })),
    lists: lists.map(({ name, ids }) => ({ name, levels: ids.size })),
  };

  const encode = (given: readonly Column[], chosen?: Uint32Array): FeatureRows => {
    const rows = chosen ?? Uint32Array.from({ length: rowsOf(given) }, (_, row) => row);
    const out = {
      rows: rows.length,
      numbers: new Float32Array(rows.length * numbers.length),
      missing: new Uint8Array(rows.length * numbers.length),
      categories: new Int32Array(rows.length * categories.length),
    };
    numbers.forEach(({ name, scale }, field) => {
      const values = find(given, name, 'number')?.values;
      rows.forEach((row, i) => {
        const value = values?.[row] ?? NaN;
        const at = i * numbers.length + field;
        if (Number.isFinite(value)) out.numbers[at] = scaled(value, scale);
        else out.missing[at] = 1;
      });
    });
    categories.forEach(({ name, ids }, field) => {
      const column = find(given, name, 'category');
      if (!column) return;
      const idOf = idsByCode(column, ids);
      rows.forEach((row, i) => (out.categories[i * categories.length + field] = idOf[column.codes[row]!] ?? 0));
    });
    return { ...out, lists: lists.map((field) => encodeList(find(given, field.name, 'list'), field.ids, rows)) };
  };

  return {
    shape,
    encode,
    unseen: (given) => [
      ...numbers.filter(({ scale }) => scale.unit === 0).flatMap(({ name }) => absent(given, name, 'number')),
      ...categories.flatMap((field) => unknownLabels(given, field, 'category')),
      ...lists.flatMap((field) => unknownLabels(given, field, 'list')),
    ],
  };
}

/** How often the rows hold each label; a list's repeated entries count each. */
function usesOf(column: CategoryColumn | ListColumn, rows: Uint32Array): Uint32Array {
  const uses = new Uint32Array(column.labels.length);
  eachCode(column, rows, (code) => uses[code]!++);
  return uses;
}

function eachCode(column: CategoryColumn | ListColumn, rows: Uint32Array, seen: (code: number) => void): void {
  if (column.type === 'list') {
    for (const row of rows) for (let at = column.offsets[row]!; at < column.offsets[row + 1]!; at++) seen(column.codes[at]!);
  } else for (const row of rows) if (column.codes[row]! >= 0) seen(column.codes[row]!);
}

/** Whether two training rows at least would get different ids. */
function varies(column: CategoryColumn, ids: ReadonlyMap<string, number>, train: Uint32Array): boolean {
  const idOf = idsByCode(column, ids);
  const first = idOf[column.codes[train[0] ?? 0]!] ?? 0;
  return train.some((row) => (idOf[column.codes[row]!] ?? 0) !== first);
}

function idsByCode({ labels }: CategoryColumn | ListColumn, ids: ReadonlyMap<string, number>): Int32Array {
  return Int32Array.from(labels, (label) => ids.get(label) ?? 0);
}

/** Entries of the rows as ids, those not learned as 0; of an absent column, none. */
function encodeList(column: ListColumn | undefined, ids: ReadonlyMap<string, number>, rows: Uint32Array): FeatureRows['lists'][number] {
  const offsets = new Uint32Array(rows.length + 1);
  if (!column) return { offsets, values: new Int32Array(0) };
  const idOf = idsByCode(column, ids);
  rows.forEach((row, i) => (offsets[i + 1] = offsets[i]! + column.offsets[row + 1]! - column.offsets[row]!));
  const values = new Int32Array(offsets[rows.length]!);
  let at = 0;
  eachCode(column, rows, (code) => (values[at++] = idOf[code]!));
  return { offsets, values };
}

function find<T extends Column['type']>(columns: readonly Column[], name: string, type: T): Extract<Column, { type: T }> | undefined {
  return columns.find((column): column is Extract<Column, { type: T }> => column.name === name && column.type === type);
}

function rowsOf(columns: readonly Column[]): number {
  const [first] = columns;
  if (!first) return 0;
  return first.type === 'number' ? (first as NumberColumn).values.length : first.type === 'category' ? first.codes.length : first.offsets.length - 1;
}

function absent(columns: readonly Column[], name: string, type: Column['type']): string[] {
  if (find(columns, name, type)) return [];
  const other = columns.find((column) => column.name === name);
  return [other ? `Column "${name}" is of type ${other.type} here and of type ${type} in training: it is taken as missing.` : `Column "${name}" is absent: it is taken as missing in every row.`];
}

function unknownLabels(columns: readonly Column[], { name, ids }: LabelField, type: 'category' | 'list'): string[] {
  const column: CategoryColumn | ListColumn | undefined = find(columns, name, type);
  if (!column) return absent(columns, name, type);
  const idOf = idsByCode(column, ids);
  let [all, unknown] = [0, 0];
  eachCode(column, Uint32Array.from({ length: rowsOf([column]) }, (_, row) => row), (code) => {
    all++;
    if (idOf[code] === 0) unknown++;
  });
  if (unknown === 0) return [];
  const share = Math.max(0.1, (100 * unknown) / all).toFixed(1);
  return [`"${name}": ${share} % of its ${type === 'list' ? 'entries' : 'labels'} were not learned, because they occur fewer than twice in the training rows; they are taken as unknown.`];
}
