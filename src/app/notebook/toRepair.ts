/** The repair of a quantizer cell's semantic IDs, as stored: "suffix", or {"method": "nextFree", "capacity": 2}. */
import type { RepairMethod, RepairOptions } from '../../engine/records/repair';
import { describe, isRecord, wholeNumber } from './read';
import { NotebookError } from './spec';

export const REPAIR_METHODS: readonly RepairMethod[] = ['suffix', 'nextFree', 'sinkhorn'];

/** @throws NotebookError for anything that is no repair; absent: none. */
export function toRepair(stored: unknown, where: string): RepairOptions | undefined {
  if (stored === undefined || stored === 'none') return undefined;
  const { method, capacity } = isRecord(stored) ? stored : { method: stored };
  if (!REPAIR_METHODS.includes(method as RepairMethod)) {
    throw new NotebookError(where, `its repair is ${describe(stored)}.`, `Use one of ${REPAIR_METHODS.join(', ')}, or leave it out.`);
  }
  return { method: method as RepairMethod, ...(capacity !== undefined && { capacity: wholeNumber(capacity, where, 'capacity', 1, Number.MAX_SAFE_INTEGER) }) };
}
