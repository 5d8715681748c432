/** Whether the first entry of each line names its user, decided from the lines themselves. */
import { count } from '../limits';
import type { Lists } from './lists';

/** Squared lines for each item from which first entries that are items would most likely repeat (the chance that none does is below 5 %). */
const WOULD_REPEAT = 6;

/**
 * First entries name users where they count the lines, where none of them is ever an item, or where none comes twice among so many lines that items would.
 * `reason` in plain words. Lines without an entry are passed over.
 */
export function decideUserFirst({ offsets, codes, names }: Lists): { readonly userFirst: boolean; readonly reason: string } {
  const firsts: number[] = [];
  const items = new Set<number>();
  for (let row = 0; row + 1 < offsets.length; row++) {
    const [start, end] = [offsets[row]!, offsets[row + 1]!];
    if (start < end) firsts.push(codes[start]!);
    for (let at = start + 1; at < end; at++) items.add(codes[at]!);
  }
  if (firsts.length < 2) return { userFirst: false, reason: 'one line is too little to tell: all its entries are taken for items' };
  const numbers = firsts.map((code) => Number(names[code]!));
  if (firsts.length > 2 && numbers.every((value, i) => Number.isInteger(value) && value === numbers[0]! + i)) return { userFirst: true, reason: `the first entries count the lines, from ${names[firsts[0]!]!}` };
  const distinct = new Set(firsts);
  const shared = [...distinct].filter((code) => items.has(code)).length;
  if (shared === 0 && items.size > 0) return { userFirst: true, reason: 'no first entry comes later in any line' };
  if (distinct.size === firsts.length && firsts.length ** 2 > WOULD_REPEAT * items.size) return { userFirst: true, reason: `none of the ${count(firsts.length)} first entries comes twice` };
  return { userFirst: false, reason: `${count(shared)} of ${count(distinct.size)} different first entries come later in some line, as items do` };
}
