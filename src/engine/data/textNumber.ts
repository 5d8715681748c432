/** Numbers as people and programs write them into text files. */

const SPECIAL: ReadonlyMap<string, number> = new Map([
  ...['', 'nan', 'na', 'n/a', '<na>', 'null', 'none'].map((word) => [word, Number.NaN] as const),
  ...['inf', '+inf', 'infinity', '+infinity'].map((word) => [word, Infinity] as const),
  ...['-inf', '-infinity'].map((word) => [word, -Infinity] as const),
]);

/** "0x9f3a", "0b11": JavaScript takes them for numbers, people write hashes and keys so. */
const OTHER_BASE = /^\s*0[xob]/i;

/** The number, NaN for a missing value (empty, NaN, NA, null, none), or null for other text, "0x9f3a" among it. */
export function textNumber(text: string): number | null {
  const value = Number(text);
  if (OTHER_BASE.test(text)) return null;
  // Number('') and Number(' ') are 0.
  if (value === 0 ? text.trim() !== '' : value === value) return value;
  return SPECIAL.get(text.trim().toLowerCase()) ?? null;
}
