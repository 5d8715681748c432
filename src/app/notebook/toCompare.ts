/** A comparison's stored settings with every default filled in: the columns shown, and the terms of a fair comparison. */
import type { Catalog } from '../../engine/records/engine';
import { FAIR_DEFAULTS } from './fair';
import { describe, isRecord, isTexts, wholeNumber } from './read';
import { NotebookError } from './spec';
import type { CompareCell, FairTerms } from './spec';

export const MOST_LEVELS = 16;
export const MOST_CODES = 65_536;
/** A day of seconds, or as many steps as any method allows. */
export const MOST_BUDGET = { seconds: 86_400, steps: 1_000_000 } as const;

/** @throws NotebookError naming the field, what was seen and the remedy */
export function toCompare(stored: Readonly<Record<string, unknown>>, catalog: Catalog, where: string): CompareCell['spec'] {
  return { columns: toColumns(stored.columns, catalog.metrics, where), fair: toFair(stored.fair, where), holdOut: toHoldOut(stored.holdOut, where) };
}

/** Keys of the metrics or scores that a table shows, `besides` those of the catalog; null where it is left to the catalog. @throws NotebookError */
export function toColumns(stored: unknown, entries: readonly { readonly key: string }[], where: string, besides: readonly string[] = ['seconds']): readonly string[] | null {
  const columns = stored ?? undefined;
  if (columns === undefined) return null;
  if (!isTexts(columns)) throw new NotebookError(where, `its columns are ${describe(columns)}.`, 'Write them as a list of metric keys.');
  const known = [...besides, ...entries.map((entry) => entry.key)];
  const unknown = columns.find((key) => !known.includes(key));
  if (unknown !== undefined) throw new NotebookError(where, `there is no metric "${unknown}".`, `Known: ${known.join(', ')}.`);
  return columns;
}

/** The most that may be held out: what is left must be worth learning from. */
const MOST_HELD_OUT = 0.5;

function toHoldOut(stored: unknown, where: string): number {
  if (stored === undefined) return 0;
  if (typeof stored === 'number' && stored >= 0 && stored <= MOST_HELD_OUT) return stored;
  throw new NotebookError(where, `"holdOut" is ${describe(stored)}.`, `Use a share of the rows from 0 (none) to ${MOST_HELD_OUT}, such as 0.2.`);
}

function toFair(stored: unknown, where: string): FairTerms {
  if (stored === undefined) return FAIR_DEFAULTS;
  if (!isRecord(stored)) throw new NotebookError(where, `"fair" is ${describe(stored)}, not an object.`, 'Write it as {"on": true, "numLevels": 3, "numCodes": 64, "budget": {"unit": "seconds", "value": 20}}.');
  const { on = FAIR_DEFAULTS.on, numLevels = FAIR_DEFAULTS.numLevels, numCodes = FAIR_DEFAULTS.numCodes, budget = FAIR_DEFAULTS.budget } = stored;
  if (typeof on !== 'boolean') throw new NotebookError(where, `"fair.on" is ${describe(on)}.`, 'Use true or false.');
  if (!isRecord(budget) || (budget.unit !== 'steps' && budget.unit !== 'seconds')) {
    throw new NotebookError(where, `"fair.budget" is ${describe(budget)}.`, 'Write it as {"unit": "seconds", "value": 20}, or with the unit "steps".');
  }
  const { unit, value } = budget;
  const most = MOST_BUDGET[unit];
  if (typeof value !== 'number' || !(value > 0 && value <= most) || (unit === 'steps' && !Number.isInteger(value))) {
    throw new NotebookError(where, `"fair.budget.value" is ${describe(value)}.`, `Use a ${unit === 'steps' ? 'whole ' : ''}number above 0 and at most ${most}.`);
  }
  return {
    on, budget: { unit, value },
    numLevels: wholeNumber(numLevels, where, 'fair.numLevels', 1, MOST_LEVELS), numCodes: wholeNumber(numCodes, where, 'fair.numCodes', 1, MOST_CODES),
  };
}
