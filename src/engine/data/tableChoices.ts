/** Choices completed by guesses: features, references, how rows are parted, and the key that joins two files. */
import { InputError } from '../errors';
import type { SplitChoices, TableChoices, TableColumn } from '../records/table';
import type { Column } from './column';
import type { JoinKey } from './tableJoin';
import { namesId, namesReference, nameWords } from './tableNames';

const DEFAULT_SPLIT: SplitChoices = { how: 'random', seed: 1, validation: 0.1, test: 0.2 };
const TIME_WORDS = ['timestamp', 'datetime', 'time', 'date', 'day'];

/** The key chosen, else a column that both files have: an id, or the first. @throws InputError where nothing was chosen and they share none. */
export function joinKey({ join, joinOn }: TableChoices, columns: readonly Column[], others: readonly Column[], otherName: string): JoinKey {
  if (join !== undefined) return { left: join, right: joinOn ?? join };
  if (joinOn !== undefined) return { left: joinOn, right: joinOn };
  const shared = columns.map(({ name }) => name).filter((name) => others.some((other) => other.name === name));
  const key = shared.find(namesId) ?? shared[0];
  if (key !== undefined) return { left: key, right: key };
  throw new InputError(`No column has the same name in both files: the columns to join ${otherName} on must be chosen.`, 'Choose a column of this table and the column of the joined file with the same meaning.');
}

/** Numeric columns whose names say that they are predictions made elsewhere. */
export function guessReferences(columns: readonly TableColumn[], target: string | undefined): string[] {
  return columns.filter(({ name, type }) => type === 'number' && name !== target && namesReference(name)).map(({ name }) => name);
}

/** The column is guessed for a split that needs one: of ids for groups, of dates for time; the split may still be refused for want of one. */
export function completeSplit(given: Partial<SplitChoices> | undefined, columns: readonly TableColumn[], target: string | undefined): SplitChoices {
  const split = { ...DEFAULT_SPLIT, ...given };
  if (split.how === 'random' || split.column !== undefined) return split;
  const column = split.how === 'group' ? groupColumn(columns) : timeColumn(columns, target);
  return column === undefined ? split : { ...split, column };
}

/** All columns without a warning, but for the target, references, and the column that parts the rows: its values in the test part are none that training has seen. */
export function defaultFeatures(columns: readonly TableColumn[], target: string | undefined, references: readonly string[], split: SplitChoices): string[] {
  const parting = split.how === 'random' ? undefined : split.column;
  return columns.filter(({ name, warning }) => warning === '' && name !== target && name !== parting && !references.includes(name)).map(({ name }) => name);
}

function groupColumn(columns: readonly TableColumn[]): string | undefined {
  const ids = columns.filter(({ name, type, warning, distinct }) => type === 'category' && namesId(name) && distinct >= 3 && warning === '');
  return (ids.find(({ name }) => nameWords(name).some((word) => /^(user|customer|member|client|visitor)/.test(word))) ?? ids[0])?.name;
}

function timeColumn(columns: readonly TableColumn[], target: string | undefined): string | undefined {
  const times = columns.filter(({ name, type, distinct }) => type === 'number' && name !== target && distinct > 2);
  const dated = times.find(({ examples }) => examples[1]?.endsWith('since 1970'));
  if (dated) return dated.name;
  for (const word of TIME_WORDS) {
    const named = times.find(({ name }) => nameWords(name).includes(word));
    if (named) return named.name;
  }
  return undefined;
}
