/** Codes of all levels in one vocabulary: those of a level start after all codes of the levels before it. */

/** Levels of fewer codes lie one behind the other by chance. */
const FEWEST_CODES = 8;
const POWERS = Array.from({ length: 18 }, (_, power) => 8 << power);

/**
 * Where each level starts, and how many codes each has, where the codes lie one level behind the other; null where they do not. `least`, `most`: of each level.
 * As many codes for all levels where that fits (a power of two before others), else each level starts at its smallest code.
 */
export function findOffsets(least: readonly number[], most: readonly number[]): { readonly offsets: readonly number[]; readonly numCodes: readonly number[] } | null {
  const levels = least.length;
  if (levels < 2 || least[1]! - least[0]! < FEWEST_CODES || least.some((code, level) => level > 0 && code <= most[level - 1]!)) return null;
  const largest = Math.min(...least.slice(1).map((code, level) => Math.floor(code / (level + 1))));
  for (const numCodes of [...POWERS, largest]) {
    // Vocabularies of language models put other tokens first: the first level may start anywhere.
    const lowest = Math.max(...most.map((code, level) => code + 1 - (level + 1) * numCodes));
    const highest = Math.min(...least.map((code, level) => code - level * numCodes));
    if (lowest <= highest && highest >= 0) return { offsets: startsOf(least.map(() => numCodes), Math.max(0, lowest)), numCodes: least.map(() => numCodes) };
  }
  return { offsets: least, numCodes: least.map((start, level) => (least[level + 1] ?? most[level]! + 1) - start) };
}

/** Where each level starts, with these numbers of codes. */
export function startsOf(numCodes: readonly number[], base = 0): number[] {
  let start = base;
  return numCodes.map((codes) => (start += codes) - codes);
}
