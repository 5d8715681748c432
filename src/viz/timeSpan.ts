/** Spans of time in words, and ticks for an axis of them: seconds to years. */
import { THIN, UNDEFINED } from './format';
import type { Tick } from './axes';

/** From the largest: how one and how several are called, the seconds of one, and half of the next smaller one, which is rounded up. */
const UNITS: readonly (readonly [one: string, several: string, seconds: number, half: number])[] = [
  ['year', 'years', 365 * 86_400, 43_200], ['day', 'days', 86_400, 1800], ['h', 'h', 3600, 30], ['min', 'min', 60, 0.5], ['s', 's', 1, 0.5],
];
const TICKS = [1, 10, 60, 600, 3600, 6 * 3600, 86_400, 7 * 86_400, 30 * 86_400, 365 * 86_400, 3650 * 86_400, 36_500 * 86_400];

/** "45 s", "12 min", "3 h", "1 day", "2.5 days", "3 years": two digits where one would mislead. */
export function spanWords(seconds: number): string {
  if (!Number.isFinite(seconds)) return UNDEFINED;
  const [one, several, size] = UNITS.find(([, , unit, half]) => seconds >= unit - half) ?? [];
  if (size === undefined) return `under 1${THIN}s`;
  const value = seconds / size;
  const words = value < 9.95 ? String(Number(value.toFixed(1))) : String(Math.round(value));
  return `${words}${THIN}${words === '1' ? one : several}`;
}

/** Round spans between two, from the longest: an axis of time before now runs that way. */
export function spanTicks(shortest: number, longest: number): Tick[] {
  return TICKS.filter((seconds) => seconds >= shortest * 0.999 && seconds <= longest * 1.001).reverse().map((value) => ({ value, label: spanWords(value) }));
}
