/** What is known of each column, and why a person may not want it as a feature. */
import { quantiles } from '../math/statistics';
import type { FieldType, TableColumn } from '../records/table';
import type { Column } from './column';
import { cellText, holdsDates, isMissing, rowsOf } from './tableCells';
import { namesOutcome, namesTarget } from './tableNames';
import type { Ranking } from './tableRanks';

const MOST_COUNTED = 10_001;
const EXAMPLE_CHARACTERS = 24;
/** Beyond these a feature warns of a leak (in a column of few values, which cannot follow the target closely, by the lower bound), of an id, of emptiness. */
const LEAK = 0.95;
const COARSE_LEAK = 0.9;
const FEW_VALUES = 12;
const OWN_VALUE_SHARE = 0.9;
const MISSING_SHARE = 0.98;

/** A column as the file has it and as it is used. */
export interface TypedColumn {
  readonly raw: Column;
  readonly typed: Column;
  readonly guessed: FieldType;
  readonly joined: boolean;
}

/** All but what needs the target. */
export function describeColumn({ raw, typed, guessed, joined }: TypedColumn): TableColumn {
  const rows = rowsOf(typed);
  let missing = 0;
  for (let row = 0; row < rows; row++) if (isMissing(typed, row)) missing++;
  const { distinct, examples } = differentValues(typed, raw);
  const about = { name: typed.name, guessed, type: typed.type, joined, missing, distinct, examples, ranksTarget: NaN, warning: '' };
  if (typed.type !== 'number' || missing === rows) return about;
  const [min, median, max] = quantiles(typed.values, [0, 0.5, 1]) as [number, number, number];
  return { ...about, range: { min, median, max } };
}

/** With what the target tells; `target` undefined where there is none that can be used. */
export function withTarget(about: TableColumn, typed: Column, target: string | undefined, ranking: Ranking): TableColumn {
  return { ...about, ranksTarget: ranking.ranks, warning: warningOf(about, typed, target, ranking) };
}

function warningOf({ name, missing, distinct }: TableColumn, typed: Column, target: string | undefined, { ranks, ofBest }: Ranking): string {
  const rows = rowsOf(typed);
  if (missing === rows) return 'Nothing in it.';
  if (missing > MISSING_SHARE * rows) return `${(Math.floor((1000 * missing) / rows) / 10).toFixed(1)} % missing.`;
  if (distinct === 1 && missing === 0) return 'One value throughout.';
  if (name === target) return '';
  if (ranks > LEAK) return `Orders the rows almost as the target does (rank correlation ${ranks.toFixed(2)}): is it known before the target is?`;
  if (ofBest > (distinct <= FEW_VALUES ? COARSE_LEAK : LEAK)) return `Its values predict the order of the target almost perfectly (${Math.round(100 * ofBest)} % of the best order that so few values allow): is it known before the target is?`;
  if (target !== undefined && namesTarget(name, target)) return "Its name contains the target's name: is it known before the target is?";
  if (namesOutcome(name, distinct === 2)) return 'Its name suggests an outcome, such as a click: is it known before the target is?';
  if (typed.type === 'category' && typed.labels.length > OWN_VALUE_SHARE * (rows - missing) && rows - missing >= 20) return 'Nearly every row has a value of its own: an id, which new rows will not share.';
  return '';
}

function differentValues(typed: Column, raw: Column): { distinct: number; examples: string[] } {
  if (typed.type !== 'number') return { distinct: Math.min(MOST_COUNTED, typed.labels.length), examples: typed.labels.slice(0, 3).map(cut) };
  const seen = new Map<number, number>();
  for (let row = 0; row < typed.values.length && seen.size < MOST_COUNTED; row++) {
    const value = typed.values[row]!;
    if (value === value && !seen.has(value)) seen.set(value, row);
  }
  const first = [...seen].slice(0, 3);
  if (holdsDates(raw) && first[0]) return { distinct: seen.size, examples: [cut(cellText(raw, first[0][1])), `${first[0][0]} s since 1970`] };
  return { distinct: seen.size, examples: first.map(([value]) => cut(String(value))) };
}

function cut(text: string): string {
  return text.length <= EXAMPLE_CHARACTERS ? text : `${text.slice(0, EXAMPLE_CHARACTERS - 1)}…`;
}
