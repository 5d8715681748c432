/** The repair of a quantizer cell's semantic IDs, as stored: "suffix", or {"method": "nextFree", "capacity": 2}. */
import type { Traits } from '../../engine/records/quantize';
import type { RepairMethod, RepairOptions } from '../../engine/records/repair';
import { describe, isRecord, wholeNumber } from './read';
import { NotebookError } from './spec';

export const REPAIR_METHODS: readonly RepairMethod[] = ['stored', 'suffix', 'nextFree', 'sinkhorn'];

/** What the codes of a run can be told apart by: codes of the method's own only where it has them. */
export function repairMethodsOf(traits: Pick<Traits, 'storedCodes'>): readonly RepairMethod[] {
  return traits.storedCodes ? REPAIR_METHODS : REPAIR_METHODS.filter((method) => method !== 'stored');
}

/** Null: none, by choice. Absent: nothing was chosen. @throws NotebookError for anything else that is no repair. */
export function toRepair(stored: unknown, where: string): RepairOptions | null | undefined {
  if (stored === undefined) return undefined;
  if (stored === null || stored === 'none') return null;
  const { method, capacity } = isRecord(stored) ? stored : { method: stored };
  if (!REPAIR_METHODS.includes(method as RepairMethod)) {
    throw new NotebookError(where, `its repair is ${describe(stored)}.`, `Use one of ${REPAIR_METHODS.join(', ')} or none, or leave it out.`);
  }
  return { method: method as RepairMethod, ...(capacity !== undefined && { capacity: wholeNumber(capacity, where, 'capacity', 1, Number.MAX_SAFE_INTEGER) }) };
}
