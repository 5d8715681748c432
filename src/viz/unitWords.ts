/** Values with their unit, and sentences broken to a width. */
import { THIN, UNDEFINED, formatNumber, textWidth } from './format';

/** "24.7 s"; the number alone where there is no unit or no number. */
export function withUnit(value: number, unit: string): string {
  return unit === '' || !Number.isFinite(value) ? formatNumber(value) : `${formatNumber(value)}${THIN}${unit}`;
}

/** A share as whole per cent: 27 %; a dash where it is not a number. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return UNDEFINED;
  return share > 0 && share < 0.01 ? `under 1${THIN}%` : `${Math.round(100 * share)}${THIN}%`;
}

/** "true value (s)". */
export function titled(title: string, unit: string): string {
  return unit === '' ? title : `${title} (${unit})`;
}

/** The words in lines of at most `width` pixels; a longer word has a line of its own. */
export function brokenTo(text: string, fontSize: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, fontSize) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
