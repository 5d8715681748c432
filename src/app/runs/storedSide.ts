/** A run seen by the codes that its method stored for the rows it was trained on, in place of those by its rule. */
import type { QuantizerResult } from '../../engine/records/quantize';
import type { QuantizerRun } from './cellRun';

/** How these codes are called beside the method's name. */
export const STORED_IDS = 'stored IDs';

/** Whether the method stored codes for every row, so that they can be IDs: rows held out of training have none. */
export function hasStoredIds(result: QuantizerResult): boolean {
  return result.stored?.rows === result.rows;
}

const ENDING = ':stored';

/** The id of a cell's stored codes among series and rows; `ownerOfStored` takes it back, and is null for every other id. */
export function storedIdOf(cellId: string): string {
  return `${cellId}${ENDING}`;
}

export function ownerOfStored(id: string): string | null {
  return id.endsWith(ENDING) ? id.slice(0, -ENDING.length) : null;
}

/** The result with the stored codes and their numbers; null where there are none. No reconstruction is kept of them. */
export function storedResultOf(result: QuantizerResult): QuantizerResult | null {
  const { stored, ...rest } = result;
  if (!stored) return null;
  const { differing: _, ...own } = stored;
  return { ...rest, ...own, reconstruction: new Float32Array(0) };
}

/** The run with that result; its curves are those of the codes by rule. Null while there is none. */
export function storedRunOf(run: QuantizerRun | undefined): QuantizerRun | null {
  const result = run?.result && storedResultOf(run.result);
  return result ? { ...run!, result, snapshot: result.snapshot } : null;
}
