/** Numbers written for people: money, thousands, percent, durations, 1.2k; a column of them is read where all of its cells are of one kind. */
import { textNumber } from './textNumber';

export interface Reading {
  /** One for each label, NaN where missing. */
  readonly values: readonly number[];
  /** "$", "s", "%"; '' where there is none. */
  readonly unit: string;
  /** How the cells were read, to follow the column's name: "is read as money in $, a comma between thousands". */
  readonly note: string;
}

type Kind = (text: string) => number | null;

const CURRENCY = /US\$|A\$|C\$|R\$|HK\$|[$€£¥₹₽₩₺₪₫฿₴₦₱]|(?<![A-Za-z])(?:USD|EUR|GBP|JPY|CNY|RMB|INR|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|KRW|SGD|HKD|ZAR|TRY|RUB|ILS|THB|VND|IDR|PHP|AED|SAR)(?![A-Za-z])/i;
/** Thousands in groups of three (or, in lakhs and crores, of two and then three): by commas and a point before decimals, or by points, blanks or apostrophes and a comma before decimals. */
const COMMA_GROUPS = /^\d{1,3}(?:,\d{3})*(?:\.\d+)?$|^\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d+)?$|^\d+(?:\.\d+)?$|^\.\d+$/;
const POINT_GROUPS = /^\d{1,3}(?:\.\d{3})*(?:,\d+)?$|^\d+(?:,\d+)?$|^,\d+$/;
const BLANK_GROUPS = /^\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})*(?:[.,]\d+)?$|^\d+(?:[.,]\d+)?$/;
const MAGNITUDES: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, mn: 1e6, mio: 1e6, b: 1e9, bn: 1e9 };
const SECONDS: Readonly<Record<string, number>> = {
  ms: 1e-3, s: 1, sec: 1, secs: 1, second: 1, seconds: 1, m: 60, min: 60, mins: 60, minute: 60, minutes: 60, h: 3600, hr: 3600, hrs: 3600, hour: 3600, hours: 3600, d: 86_400, day: 86_400, days: 86_400,
};
/** A dash stands for nothing in many reports. */
const MISSING = /^[-–—]?$/;

/**
 * All labels as numbers of one kind. Null where there is none that all of them have, and where amounts are in several currencies.
 * Durations come in seconds, percent as written (12 for "12 %").
 */
export function readUnits(labels: readonly string[]): Reading | null {
  const filled = labels.filter((label) => !isMissing(label));
  if (filled.length === 0) return null;
  const all = (unit: string, note: string, kind: Kind): Reading | null => {
    const values: number[] = [];
    for (const label of labels) {
      const value = isMissing(label) ? Number.NaN : kind(label.trim());
      if (value === null) return null;
      values.push(value);
    }
    return { values, unit, note };
  };
  if (filled.some(isCode) || filled.every((label) => textNumber(label) !== null)) return null;
  const currencies = new Set(filled.flatMap((label) => CURRENCY.exec(label)?.[0].toUpperCase() ?? []));
  if (currencies.size > 1) return null;
  const [currency = ''] = currencies;
  const money = currency === '' ? 'numbers' : `money in ${currency}`;
  const bare = (label: string): string => label.replace(CURRENCY, '');
  return (
    all(currency, `is read as ${money}, a comma between thousands`, (label) => amount(bare(label), COMMA_GROUPS, (text) => text.replaceAll(',', ''))) ??
    all(currency, `is read as ${money}, a comma before decimals`, (label) => amount(bare(label), POINT_GROUPS, (text) => text.replaceAll('.', '').replace(',', '.'))) ??
    all(currency, `is read as ${money}, blanks between thousands`, (label) => amount(bare(label), BLANK_GROUPS, (text) => text.replace(/[ \u00a0\u2009\u202f'’]/g, '').replace(',', '.'))) ??
    all('%', 'is read as percent', percent) ??
    all('s', 'is read as durations, in seconds', duration) ??
    all(currency, `is read as ${money}, k for thousands and M for millions`, (label) => magnitude(bare(label)))
  );
}

/** Why labels that are numbers one by one are none together: "$5" and "00:03:12" are of different kinds. Null where that is not so. */
export function mixtureWords(labels: readonly string[]): string | null {
  const filled = labels.filter((label) => !isMissing(label)).slice(0, 1000);
  const currencies = [...new Set(filled.flatMap((label) => CURRENCY.exec(label)?.[0].toUpperCase() ?? []))];
  if (currencies.length > 1) return `amounts in several currencies (${currencies.slice(0, 4).join(', ')})`;
  const kinds = new Map<string, string>();
  for (const label of filled) {
    const kind = textNumber(label) === null ? (readUnits([label])?.note ?? '') : 'plain numbers';
    if (!kinds.has(kind)) kinds.set(kind, label);
  }
  return kinds.size > 1 && !kinds.has('') ? `numbers of several kinds (${[...kinds.values()].slice(0, 3).map((label) => JSON.stringify(label.slice(0, 24))).join(', ')})` : null;
}

/** Whether a text by itself is a number of some kind: a column of such cells was meant as numbers, even where they are of different kinds. */
export function looksLikeNumber(text: string): boolean {
  return textNumber(text) !== null || readUnits([text]) !== null;
}

/** "007" and whole numbers too long for a float64 name things. */
function isCode(label: string): boolean {
  return /^\s*0\d+\s*$/.test(label) || /^\s*\d{16,}\s*$/.test(label);
}

function isMissing(label: string): boolean {
  const value = textNumber(label);
  return MISSING.test(label.trim()) || (value !== null && value !== value);
}

/** A sign in front, behind or by parentheses. */
function amount(text: string, groups: RegExp, plain: (text: string) => string): number | null {
  let rest = text.trim();
  let sign = 1;
  const inParentheses = /^\((.*)\)$/.exec(rest);
  if (inParentheses) [sign, rest] = [-1, inParentheses[1]!.trim()];
  const signed = /^([-+−])\s*(.*)$/.exec(rest) ?? /^(.*?)\s*(-)$/.exec(rest);
  if (signed) {
    const [mark, number] = /^[-+−]$/.test(signed[1]!) ? [signed[1]!, signed[2]!] : [signed[2]!, signed[1]!];
    rest = number.trim();
    if (mark !== '+') sign = -sign;
  }
  return groups.test(rest) ? sign * Number(plain(rest)) : null;
}

function percent(text: string): number | null {
  const found = /^(.*?)\s*(?:%|percent|pct)$/i.exec(text);
  if (!found) return null;
  return amount(found[1]!, COMMA_GROUPS, (number) => number.replaceAll(',', '')) ?? amount(found[1]!, POINT_GROUPS, (number) => number.replaceAll('.', '').replace(',', '.'));
}

/** "00:03:12", "3:12" (minutes and seconds), "1 days 00:00:03", "1h 2m", "12 s", "PT3M5S". */
function duration(text: string): number | null {
  // Days have a sign of their own: pandas writes three seconds before zero as "-1 days +23:59:57".
  const clock = /^(?:([-+]?\d+)\s*(?:d|days?),?\s*)?([-+])?(?:(\d+):)?(\d+):(\d{2}(?:\.\d+)?)$/i.exec(text);
  if (clock) {
    const [days, hours, minutes, seconds] = [clock[1], clock[3], clock[4], clock[5]].map((part) => Number(part ?? 0)) as [number, number, number, number];
    const sound = seconds < 60 && (clock[3] === undefined || minutes < 60);
    return sound ? days * 86_400 + (clock[2] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds) : null;
  }
  const negative = /^-\s*([P\d].*)$/i.exec(text);
  if (negative) {
    const size = duration(negative[1]!);
    return size === null ? null : -size;
  }
  const weeks = /^P(\d+(?:\.\d+)?)W$/i.exec(text);
  if (weeks) return Number(weeks[1]) * 604_800;
  const iso = /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text);
  if (iso && iso.slice(1).some((part) => part !== undefined)) {
    const [days, hours, minutes, seconds] = iso.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number];
    return days * 86_400 + hours * 3600 + minutes * 60 + seconds;
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)[\s,]*/gi)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) return null;
  let total = 0;
  for (const [, number, unit] of parts) {
    // "3 M" are millions, "3 m" minutes.
    const name = unit!.length > 1 ? unit!.toLowerCase() : unit!;
    if (!Object.hasOwn(SECONDS, name)) return null;
    total += Number(number) * SECONDS[name]!;
  }
  return total;
}

function magnitude(text: string): number | null {
  const found = /^(.*?)\s*(k|m|mn|mio|b|bn)?$/is.exec(text.trim())!;
  const value = amount(found[1]!, COMMA_GROUPS, (number) => number.replaceAll(',', ''));
  return value === null ? null : value * (MAGNITUDES[found[2]?.toLowerCase() ?? ''] ?? 1);
}
