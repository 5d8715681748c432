/** Codes that the method itself gave its rows, as a repair of those by its rule, and further rows placed around them. */
import { InputError } from '../errors';
import { rowMajor } from '../math/rows';
import type { Quantizer } from '../quantizers/quantizer';
import { differingShare } from '../quantizers/training/storedCodes';
import type { Vectors } from '../quantizers/vectors';
import type { Appended } from '../records/repair';
import { byId, columns, type Items } from './items';
import type { RepairedCodes } from './repairCodes';

/** @throws InputError where the run has no such codes. */
export function storedCodes(quantizer: Quantizer, { codes, rows, levels }: Pick<Items, 'codes' | 'rows' | 'levels'>): RepairedCodes {
  const stored = quantizer.storedCodes?.();
  if (!stored) throw noneStored();
  if (stored[0]!.length !== rows) throw someHeldOut();
  const own = rowMajor(stored);
  const moved = Math.round(differingShare(stored, columns(codes, rows, levels)) * rows);
  return { codes: own, levels, moved, suffixCodes: 0, rounds: 0, notes: ['Stored codes are those the method gave the rows together: they are no function of a row, and equal rows share one.'] };
}

/** IDs of further rows around the stored ones, none of which moves; a row equal to a known one gets its ID. */
export async function appendStored(quantizer: Quantizer, fresh: Vectors, ids: readonly string[] | null, existing: Int32Array): Promise<Appended> {
  if (!quantizer.placeRows) throw noneStored();
  const levels = quantizer.levelsReady;
  if (quantizer.storedCodes?.()?.[0]?.length !== existing.length / levels) throw someHeldOut();
  const { codes, moved, lost } = await quantizer.placeRows(fresh, existing);
  const known = existing.length / levels;
  const all = new Int32Array((known + fresh.rows) * levels);
  all.set(existing);
  all.set(codes, existing.length);
  const { bucketOf, sizes } = byId(all, known + fresh.rows, levels);
  let collisions = 0;
  for (let row = known; row < known + fresh.rows; row++) if (sizes[bucketOf[row]!]! > 1) collisions++;
  const notes = [
    'New items took the best of their codes that was free; none of the IDs in use moved. An item equal to a known one has its ID.',
    ...(lost > 0 ? [`${lost} new items found all their candidates in use and share an ID.`] : []),
  ];
  return { codes, levels, items: fresh.rows, ids, collisions, moved, notes };
}

function someHeldOut(): InputError {
  return new InputError('Rows were held out of training: the method gave stored codes to the others alone.', 'Turn off “Hold out” in the comparison and run the cell again, or choose another repair.');
}

function noneStored(): InputError {
  return new InputError('This run has no stored codes: it ended before distinct IDs were made, or none were asked for.', 'Choose another repair, or run the cell to its end with “Rounds of distinct IDs” above 0.');
}
