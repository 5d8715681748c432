/** Codes as people and programs write them: "<a_12>", "a_12", "12", and whole IDs as "<a_12><b_3>", "12-3-7", "[12, 3, 7]". */

/** One code. */
export interface Token {
  /** What stands before the number: "a" of "<a_12>", '' of "12". */
  readonly prefix: string;
  readonly code: number;
}

/** In brackets or not; the letters may hold numbers of their own ("sid_0_12"). */
const TOKEN = /^(?:<\|?|\[|\()?(?:([A-Za-z]\w*?)[_-]?)?(-?\d+)(?:\|?>|\]|\))?$/;
const TAGS = /<[^<>]*>/g;
const LETTERED = /^(?:[A-Za-z]+_?\d+){2,}$/;

/** The codes of one text, of one item; null where it is no code. */
export function tokensOf(text: string): readonly Token[] | null {
  const trimmed = text.trim();
  const single = LETTERED.test(trimmed) ? null : tokenOf(trimmed);
  if (single) return [single];
  const parts = partsOf(trimmed).map(tokenOf);
  return parts.length > 0 && parts.every((token) => token !== null) ? parts : null;
}

/** A code with its letters as one token of a vocabulary: "<a_12>"; a plain number where there are none. */
export function tokenText(prefix: string, code: number): string {
  return prefix === '' ? String(code) : `<${prefix}_${code}>`;
}

function tokenOf(text: string): Token | null {
  const [, prefix = '', number] = TOKEN.exec(text) ?? [];
  const code = Number(number);
  return number !== undefined && Number.isSafeInteger(code) ? { prefix, code } : null;
}

function partsOf(text: string): string[] {
  const tags = text.match(TAGS);
  if (tags) return text.replace(TAGS, '').replace(/[\s,;|'"[\]()-]/g, '') === '' ? tags : [];
  if (LETTERED.test(text)) return text.match(/[A-Za-z]+_?\d+/g)!;
  const inner = /^[[({](.*)[\])}]$/s.exec(text)?.[1] ?? text;
  // "[a_1][b_2]" is a row of brackets, not one.
  const parts = inner.split(/\]\s*\[|[\s,;|/:]+/).map((part) => part.replace(/^['"]|['"]$/g, '')).filter((part) => part !== '');
  if (parts.length !== 1) return parts;
  const joined = /^\w+(?:-\w+)+$/.test(inner) ? '-' : /^\d+(?:_\d+)+$/.test(inner) ? '_' : '';
  return joined === '' ? parts : inner.split(joined);
}
