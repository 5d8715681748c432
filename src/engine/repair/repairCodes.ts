/** Telling items with one semantic ID apart: the three repairs of the literature behind one call. */
import type { RepairMethod } from '../records/repair';
import { byId, type Items } from './items';
import { nextFree } from './nextFree';
import { MOST_ROUNDS, sinkhornRound } from './sinkhornRepair';
import { suffixes, withSuffix } from './suffix';

export interface RepairedCodes {
  /** [rows, levels], row-major. */
  readonly codes: Int32Array;
  /** One more than before where a suffix was needed. */
  readonly levels: number;
  /** Items whose code of an existing level changed. */
  readonly moved: number;
  readonly suffixCodes: number;
  readonly rounds: number;
  readonly notes: readonly string[];
}

/** `breathe` is awaited between rounds, so that a long repair lets messages in. Nothing in `items` is changed. */
export async function repairCodes(items: Items, { method, capacity = 1 }: { readonly method: Exclude<RepairMethod, 'stored'>; readonly capacity?: number }, breathe: () => Promise<void> = () => Promise.resolve()): Promise<RepairedCodes> {
  const { rows, levels } = items;
  switch (method) {
    case 'suffix':
      return { ...suffixed(items.codes, rows, levels), moved: 0, rounds: 0, notes: [] };
    case 'nextFree': {
      const { codes, moved, left } = nextFree(items, capacity);
      if (left === 0) return { codes, levels, moved, suffixCodes: 0, rounds: 0, notes: [] };
      return { ...suffixed(codes, rows, levels), moved, rounds: 0, notes: [`${left} items found no free code under their prefix; a suffix tells them apart.`] };
    }
    case 'sinkhorn': {
      const codes = items.codes.slice();
      let rounds = 0;
      while (rounds < MOST_ROUNDS && sinkhornRound(items, codes) > 0) {
        rounds++;
        await breathe();
      }
      const left = byId(codes, rows, levels).sizes.filter((size) => size > 1).length;
      const notes = left > 0 ? [`${left} IDs are still shared after ${rounds} rounds; items with equal latents cannot be told apart this way.`] : [];
      return { codes, levels, moved: changedItems(items.codes, codes, rows, levels), suffixCodes: 0, rounds, notes };
    }
  }
}

function suffixed(codes: Int32Array, rows: number, levels: number): Pick<RepairedCodes, 'codes' | 'levels' | 'suffixCodes'> {
  const { suffix, used } = suffixes(codes, rows, levels);
  return { codes: withSuffix(codes, rows, levels, suffix), levels: levels + 1, suffixCodes: used };
}

function changedItems(before: Int32Array, after: Int32Array, rows: number, levels: number): number {
  let changed = 0;
  for (let row = 0; row < rows; row++) if (before[row * levels + levels - 1] !== after[row * levels + levels - 1]) changed++;
  return changed;
}
