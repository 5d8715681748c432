/**
 * IDs made distinct by deferred acceptance. Equal rows are one group, which asks for one ID.
 *
 *     every group asks for the first entry of its list that has not refused it; an ID goes to the asker or holder with the largest regret; the others go on
 *     regret of an entry = cost of the next entry of the list - its own; 0 for the last
 *
 * So who would lose most by moving stays. Whose list is used up is lost. Ties apart (the group that comes first) the outcome does not depend on the order of asking.
 */
import { groupEqualRows } from '../../math/counting';
import type { Vectors } from '../vectors';
import { beamOf, biasOf, errorsOfRow, type Model } from './model';

/** What each group would take, in order of preference. */
export interface Lists {
  readonly groups: number;
  /** Entries of a list. */
  readonly length: number;
  /** int32 [groups, length, levels] */
  readonly codes: Int32Array;
  /** [groups, length] */
  readonly costs: Float64Array;
}

export interface Placed {
  /** int32 [n] a level. */
  readonly codes: Int32Array[];
  /** Groups in all, those whose code differs from the one they had, and those that keep it though another has it. */
  readonly groups: number;
  readonly moved: number;
  readonly lost: number;
}

/** [groups]: the entry of its list that each group gets, -1 where none is left. `taken`: whether an ID belongs to someone who does not ask. */
export function settleContests({ groups, length, codes, costs }: Lists, key: (codes: Int32Array, from: number) => number | string, taken: (id: number | string) => boolean = () => false): Int32Array {
  const levels = codes.length / (groups * length);
  const at = new Int32Array(groups);
  const holders = new Map<number | string, number>();
  const regret = (group: number) => {
    const entry = group * length + at[group]!;
    return at[group]! + 1 < length ? costs[entry + 1]! - costs[entry]! : 0;
  };
  let asking = Array.from({ length: groups }, (_, group) => group);
  while (asking.length > 0) {
    const refused: number[] = [];
    for (const group of asking) {
      const id = key(codes, (group * length + at[group]!) * levels);
      if (taken(id)) {
        refused.push(group);
        continue;
      }
      const holder = holders.get(id);
      if (holder === undefined) holders.set(id, group);
      else {
        const [mine, theirs] = [regret(group), regret(holder)];
        const wins = mine > theirs || (mine === theirs && group < holder);
        if (wins) holders.set(id, group);
        refused.push(wins ? holder : group);
      }
    }
    asking = [];
    for (const group of refused) {
      at[group]! += 1;
      if (at[group]! < length) asking.push(group);
      else at[group] = -1;
    }
  }
  return at;
}

/** Names an ID: a number where the product of the levels' sizes allows one, else its codes in words. */
export function idKey(numCodes: readonly number[]): (codes: Int32Array, from: number) => number | string {
  const exact = numCodes.reduce((product, k) => product * k, 1) <= Number.MAX_SAFE_INTEGER;
  return (codes, from) => (exact ? numCodes.reduce((id, k, level) => id * k + codes[from + level]!, 0) : codes.subarray(from, from + numCodes.length).join());
}

/** Lists of the first row of each group: its present code where there is one, then the best of a beam. */
export async function listsOf(
  { books, biases }: Pick<Model, 'books' | 'biases'>, x: Vectors, firstRows: Uint32Array, present: readonly Int32Array[] | null, { beam, candidates }: { readonly beam: number; readonly candidates: number }, breathe: () => Promise<void>,
): Promise<Lists> {
  const levels = books.length;
  const { dim } = x;
  const groups = firstRows.length;
  // In order of the rows, as groups are numbered.
  let next = 0;
  let made: { groups: number; length: number; codes: Int32Array; costs: Float64Array } | null = null;
  for await (const found of beamOf({ books, biases }, dim).search(x.chunks, beam, candidates)) {
    const ahead = present ? 1 : 0;
    const length = found.kept + ahead;
    const { codes, costs } = (made ??= { groups, length, codes: new Int32Array(groups * length * levels), costs: new Float64Array(groups * length) });
    for (; next < groups && firstRows[next]! < found.start + found.rows; next++) {
      const row = firstRows[next]!;
      const from = next * length;
      const best = (row - found.start) * found.kept * levels;
      for (let level = 0; present && level < levels; level++) codes[from * levels + level] = present[level]![row]!;
      codes.set(found.codes.subarray(best, best + found.kept * levels), (from + ahead) * levels);
      errorsOfRow(x.data, row * dim, dim, codes, from * levels, length, books, costs, from);
      for (let entry = from; entry < from + length; entry++) costs[entry]! += biasOf(codes, entry * levels, biases);
    }
    await breathe();
  }
  return made ?? { groups, length: 1, codes: new Int32Array(0), costs: new Float64Array(0) };
}

/** Distinct IDs for the training rows, from their present codes in the model, which is not changed. */
export async function placeDistinct(model: Model, x: Vectors, options: { readonly beam: number; readonly candidates: number }, breathe: () => Promise<void>): Promise<Placed> {
  const { groupOf, firstRows } = groupEqualRows(x.data, x.rows, x.dim);
  const lists = await listsOf(model, x, firstRows, model.codes, options, breathe);
  const got = settleContests(lists, idKey(model.biases.map(({ length }) => length)));
  const levels = model.books.length;
  const codes = model.codes.map((own) => own.slice());
  let moved = 0;
  let lost = 0;
  const codeAt = (group: number, level: number) => lists.codes[(group * lists.length + Math.max(0, got[group]!)) * levels + level]!;
  for (let group = 0; group < firstRows.length; group++) {
    if (got[group]! < 0) lost++;
    if (codes.some((own, level) => own[firstRows[group]!] !== codeAt(group, level))) moved++;
  }
  for (let row = 0; row < x.rows; row++) for (let level = 0; level < levels; level++) codes[level]![row] = codeAt(groupOf[row]!, level);
  return { codes, groups: firstRows.length, moved, lost };
}
