/** A decoded row in words: "23.10 + 1.50 + 0.12 + 0.03 = 24.75 s", and how far that is from the truth. */
import { THIN, listWords } from './format';
import { withUnit } from './unitWords';
import type { DecodedRow } from './decodedRow';

/** `shown`: levels summed; the error head after the last. Increments are those of the rounded sums, so that they add up as printed. */
export function decodedWords(row: DecodedRow, unit: string, shown = Infinity): { sum: string; rest: string } {
  const sums = [...row.levels.map((level) => level.learned), row.prediction].slice(0, shown);
  if (sums.length === 0) return { sum: 'No level yet: the sum is 0.', rest: '' };
  const digits = digitsFor(sums);
  const rounded = sums.map((sum) => Number(sum.toFixed(digits)));
  const parts = rounded.map((sum, i) => sum - (rounded[i - 1] ?? 0));
  const print = (value: number) => Math.abs(value).toFixed(digits);
  const written = parts.map((part, i) => (i === 0 ? `${part < 0 ? '−' : ''}${print(part)}` : `${part < 0 ? '−' : '+'} ${print(part)}`)).join(' ');
  const total = `${rounded.at(-1)! < 0 ? '−' : ''}${print(rounded.at(-1)!)}${unit === '' ? '' : `${THIN}${unit}`}`;
  const done = sums.length > row.levels.length;
  return {
    sum: parts.length === 1 ? `${total} so far` : `${written} = ${total}${done ? '' : ' so far'}`,
    rest: !done ? '' : `error ${withUnit(Math.abs(row.prediction - row.target), unit)} · most probable codes alone ${withUnit(row.greedy, unit)} · expected value of the codes ${withUnit(row.expected, unit)}`,
  };
}

/** One or two sentences of the whole row. */
export function describeRow(row: DecodedRow, name: string, unit: string): string {
  const levels = row.levels.map((level, i) => `level ${i + 1} brings the sum to ${withUnit(level.learned, unit)}`);
  return `${name}: ${listWords(levels)}, the error head to ${withUnit(row.prediction, unit)}; true is ${withUnit(row.target, unit)}, the error ${withUnit(Math.abs(row.prediction - row.target), unit)}.`;
}

/** Decimals that give the largest sum four significant digits. */
function digitsFor(sums: readonly number[]): number {
  const most = Math.max(...sums.map(Math.abs));
  return most > 0 && Number.isFinite(most) ? Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(most)))) : 2;
}
