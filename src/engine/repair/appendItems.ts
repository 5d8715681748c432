/** IDs for the rows of another file, by a finished run's quantizer, around the IDs that exist. */
import { InputError } from '../errors';
import type { TrainedQuantizer } from '../quantizers/training/task';
import type { Vectors } from '../quantizers/vectors';
import type { Appended, RepairOptions } from '../records/repair';
import { appendCodes } from './append';
import { itemsOf } from './preview';
import { appendStored } from './storedCodes';

/** `existing`: the IDs in use, repaired or not, [rows of the run, levels]. @throws InputError where the new rows have another width. */
export async function appendItems(run: TrainedQuantizer, fresh: Vectors, ids: readonly string[] | null, existing: { codes: Int32Array; levels: number }, options: RepairOptions | null): Promise<Appended> {
  const { quantizer, rows } = run;
  if (fresh.dim !== rows.dim) {
    throw new InputError(`The new rows have ${fresh.dim} numbers each; the quantizer was trained on rows of ${rows.dim}.`, 'Choose a file with vectors from the same model.');
  }
  if (options?.method === 'stored') return appendStored(quantizer, fresh, ids, existing.codes);
  const levels = quantizer.levelsReady;
  const items = await itemsOf(quantizer, [rows, fresh]);
  const codes = items.codes.slice();
  for (let row = 0; row < rows.rows; row++) codes.set(existing.codes.subarray(row * existing.levels, row * existing.levels + levels), row * levels);
  const suffix = existing.levels > levels ? Int32Array.from({ length: rows.rows }, (_, row) => existing.codes[row * existing.levels + levels]!) : null;
  const { suffixMade, ...appended } = appendCodes({ ...items, codes }, rows.rows, options?.method ?? null, suffix, options?.capacity);
  const notes = [
    ...(options?.method === 'sinkhorn' ? ['A Sinkhorn plan cannot leave existing items in place: new items keep their nearest code.'] : []),
    ...(suffixMade ? ['New items carry a suffix; IDs of existing items, which have none, count as if they ended in 0.'] : []),
  ];
  return { ...appended, items: fresh.rows, ids, notes };
}
