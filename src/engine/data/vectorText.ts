/** Vectors written into text cells, as data frames are saved: "[0.1 0.2\n 0.3]", "[0.1, 0.2]", "tensor([0.1, 0.2])", "array([...], dtype=float32)". */
import { textNumber } from './textNumber';

/** A name before the bracket, the list, and what Python prints after it. */
const WRAPPED = /^(?:[A-Za-z_][\w.]*\s*\(\s*)?([[({][^=]*?[\])}])\s*(?:,\s*[a-z_]+\s*=[^]*)?\)?$/;
const BRACKETS: ReadonlyMap<string, string> = new Map([['[', ']'], ['(', ')'], ['{', '}']]);
const SEPARATORS = /[\s,;|]+/;

/** The text has the middle of its numbers left out: "[0.1 0.2 ... 0.9]". */
export function isAbbreviated(text: string): boolean {
  return /\.\.\.|…/.test(text) && /^\s*(?:[A-Za-z_][\w.]*\s*\(\s*)?\[/.test(text);
}

/** The numbers of a bracketed list, NaN for entries that say so; one list within another counts as that list. Null for any other text. */
export function bracketVector(text: string): number[] | null {
  // NumPy 2 prints the scalars of a list with their type: "[np.float32(0.1), np.float32(0.2)]".
  const plain = text.includes('np.') ? text.replace(/\bnp\.\w+\(([^()[\]]*)\)/g, '$1') : text;
  const found = WRAPPED.exec(plain.trim());
  if (!found) return null;
  let inner = found[1]!;
  // "(30,60]" is an interval.
  if (!isPair(inner)) return null;
  while (isPair(inner)) inner = inner.slice(1, -1).trim();
  return /[[\](){}]/.test(inner) ? null : numbersOf(inner);
}

/** The numbers of a list without brackets, two at least and one with a fraction: "0.1|0.2|0.3", "0.1 0.2". Null for any other text. */
export function bareVector(text: string): number[] | null {
  if (!/[.eE]/.test(text) || !SEPARATORS.test(text.trim())) return null;
  const numbers = numbersOf(text.trim());
  return numbers && numbers.length > 1 ? numbers : null;
}

/** Either form; an empty cell and a word for a missing value are null. */
export function vectorOf(text: string): number[] | null {
  return bracketVector(text) ?? bareVector(text);
}

function isPair(text: string): boolean {
  return text.length > 1 && BRACKETS.get(text[0]!) === text.at(-1);
}

function numbersOf(inner: string): number[] | null {
  if (inner === '') return [];
  const parts = inner.split(SEPARATORS).filter((part) => part !== '');
  const numbers = new Array<number>(parts.length);
  for (let i = 0; i < parts.length; i++) {
    const value = textNumber(parts[i]!);
    if (value === null) return null;
    numbers[i] = value;
  }
  return numbers;
}
