/** What a reader of Even RQ's numbers should know. */
import type { Settings } from './settings';

/** What was done, counted. */
export interface Course {
  /** Of each finished level: soft passes, even passes, and how it ended (0: all passes, 1: by hand, 2: by the budget). */
  readonly levels: readonly (readonly number[])[];
  readonly rounds: number;
  readonly repairs: number;
  /** Of the last round of distinct IDs: groups of equal rows, those that moved, those that share an ID. */
  readonly groups: number;
  readonly moved: number;
  readonly lost: number;
}

/** Rows a code below which codes are fitted to single rows. */
const FEW_ROWS = 10;
const ENDS = ['', ', stopped by hand', ', ended by the budget'];

export function notesOf({ levels, rounds, repairs, groups, lost }: Course, { settings, rows, numCodes }: { readonly settings: Settings; readonly rows: number; readonly numCodes: readonly number[] }): string[] {
  const few = rows / Math.max(...numCodes);
  const passes = levels.map(([soft, even, end], level) => `Level ${level + 1}: ${soft} soft and ${even} even passes${ENDS[end!]}.`);
  const all = levels.length === numCodes.length;
  const notes = [...passes];
  if (all && settings.rounds > 0) notes.push(rounds === settings.rounds ? `${rounds} joint rounds.` : `${rounds} of ${settings.rounds} joint rounds.`);
  if (few < FEW_ROWS) notes.push(`There are ${few.toPrecision(2)} rows a code: the codebooks follow single rows, and rows not trained on are coded worse. Use fewer codes, or a charge of 0.1.`);
  if (repairs === 0) notes.push(settings.repairRounds === 0 ? 'No distinct IDs were asked for.' : 'Training ended before distinct IDs were made: there are only codes by rule.');
  else if (lost === 0) notes.push(`Stored codes: all ${groups} rows that differ have an ID of their own${groups < rows ? `; the other ${rows - groups} rows equal one of them and share its ID` : ''}.`);
  else notes.push(`Stored codes: ${lost} of ${groups} rows that differ found all their candidates held and share an ID.`);
  return notes;
}
