/**
 * IDs for rows that come later, around IDs in use, none of which moves.
 *
 * A row equal to one that has an ID gets that ID. The others ask as groups of equal rows: their lists are the best of a beam, IDs in use are passed over, and contests are settled among themselves. Whose list is used
 * up takes its cheapest code and shares it.
 */
import { groupEqualRows } from '../../math/counting';
import type { Vectors } from '../vectors';
import { idKey, listsOf, settleContests } from './distinct';
import type { Model } from './model';

export interface AppendedRows {
  /** int32 [new rows, levels] */
  readonly codes: Int32Array;
  /** [new rows]: 1 where the code is not the row's cheapest. */
  readonly moved: Uint8Array;
  /** Groups of new rows that share an ID, since all of their list was in use. */
  readonly lost: number;
}

/** `fresh` and `known` are centred alike; `taken`: int32 [known rows, levels], the IDs of `known`. */
export async function appendRows(model: Pick<Model, 'books' | 'biases'>, fresh: Vectors, known: Pick<Vectors, 'data' | 'rows'>, taken: Int32Array, options: { readonly beam: number; readonly candidates: number }, breathe: () => Promise<void>): Promise<AppendedRows> {
  const { dim } = fresh;
  const levels = model.books.length;
  const all = new Float32Array((known.rows + fresh.rows) * dim);
  all.set(known.data.subarray(0, known.rows * dim));
  all.set(fresh.data, known.rows * dim);
  const { groupOf, firstRows } = groupEqualRows(all, known.rows + fresh.rows, dim);
  // Groups that begin among the new rows come last.
  const old = firstRows.filter((row) => row < known.rows).length;
  const asking = firstRows.subarray(old).map((row) => row - known.rows);
  const lists = await listsOf(model, fresh, asking, null, options, breathe);
  const key = idKey(model.biases.map(({ length }) => length));
  const inUse = new Set(Array.from({ length: taken.length / levels }, (_, row) => key(taken, row * levels)));
  const got = settleContests(lists, key, (id) => inUse.has(id));
  const codes = new Int32Array(fresh.rows * levels);
  const moved = new Uint8Array(fresh.rows);
  for (let row = 0; row < fresh.rows; row++) {
    const group = groupOf[known.rows + row]!;
    if (group < old) codes.set(taken.subarray(firstRows[group]! * levels, (firstRows[group]! + 1) * levels), row * levels);
    else {
      const entry = (group - old) * lists.length + Math.max(0, got[group - old]!);
      codes.set(lists.codes.subarray(entry * levels, (entry + 1) * levels), row * levels);
      moved[row] = got[group - old]! > 0 ? 1 : 0;
    }
  }
  return { codes, moved, lost: got.filter((entry) => entry < 0).length };
}
