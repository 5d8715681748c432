/** What results.json says of codes made elsewhere, beside the numbers of their run. */
import type { CodesChoices, LoadedCodes } from '../../engine/records/codes';
import type { JoinedVectors } from './idJoin';
import { joinIds } from './idJoin';

export interface CodesOutcome {
  /** Items with an ID, and different IDs. */
  readonly items: number;
  readonly distinct: number;
  readonly levels: number;
  /** Codes that each level could use. */
  readonly numCodes: readonly number[];
  /** Where each level started in the file's one vocabulary; null: each counted from 0. */
  readonly offsets: readonly number[] | null;
  /** Rows of the file without an ID. */
  readonly leftOut: number;
  /** Items without a vector, and vectors without an ID; absent: no vectors are joined. */
  readonly withoutVector?: number;
  readonly vectorsWithoutId?: number;
  readonly choices: CodesChoices;
  readonly warnings: readonly string[];
}

export function codesOutcome({ inspection: { summary, choices, warnings }, ids }: LoadedCodes, vectors: JoinedVectors | null): Partial<CodesOutcome> {
  if (!summary) return { choices, warnings };
  const { items, distinct, levels, numCodes, offsets, leftOut } = summary;
  const join = vectors && joinIds(ids, items, vectors);
  return { items, distinct, levels, numCodes, offsets, leftOut, ...(join && { withoutVector: join.without, vectorsWithoutId: join.unused }), choices, warnings };
}
