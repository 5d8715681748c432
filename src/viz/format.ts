/** Numbers as text: three significant digits, thin grouping, shares as per cent; and what a text will take in width. */

/** Narrow no-break space: groups digits and stands before units. */
export const THIN = '\u202f';
/** What stands for an undefined number. */
export const UNDEFINED = '–';

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Three significant digits: 0.471, 12.3, 4 710, 1.20·10⁻⁵; a dash for NaN and infinities. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return UNDEFINED;
  if (value === 0) return '0';
  const magnitude = exponentOf(value);
  if (magnitude < -3 || magnitude > 8) {
    const mantissa = (value / 10 ** magnitude).toFixed(2);
    return `${minus(mantissa)}·10${superscript(magnitude)}`;
  }
  const decimals = Math.max(0, 2 - magnitude);
  const rounded = magnitude > 2 ? Math.round(value / 10 ** (magnitude - 2)) * 10 ** (magnitude - 2) : value;
  return group(rounded.toFixed(decimals));
}

/** A whole number, never rounded: 12 101. */
export function formatCount(value: number): string {
  return Number.isFinite(value) ? group(String(Math.round(value))) : UNDEFINED;
}

/** A share as per cent, three significant digits: 98.4 %. */
export function formatShare(value: number): string {
  return Number.isFinite(value) ? `${formatNumber(value * 100)}${THIN}%` : UNDEFINED;
}

/** A tick of an axis: as few digits as tell it from its neighbours `step` away. */
export function formatTick(value: number, step: number): string {
  if (!Number.isFinite(value)) return UNDEFINED;
  if (value !== 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-3)) {
    const magnitude = exponentOf(value);
    const mantissa = Number((value / 10 ** magnitude).toPrecision(2));
    return mantissa === 1 ? `10${superscript(magnitude)}` : `${minus(String(mantissa))}·10${superscript(magnitude)}`;
  }
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(Math.abs(step) || 1) + 1e-9)));
  return group(value.toFixed(decimals));
}

/**
 * Rows as CSV; cells with commas, quotes or line breaks are quoted, undefined numbers are left empty. Text that a spreadsheet would run as a formula gets an
 * apostrophe before it, by the rule of src/engine/export/csv.ts.
 */
export function csv(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [header, ...rows].map((row) => row.map(cell).join(',')).join('\n') + '\n';
}

/**
 * Width in pixels that a text takes at a font size, estimated from the shapes of its letters. An estimate on the safe side is used rather than a
 * measurement, so that layout is the same in a hidden tab, in a test and in an exported file.
 */
export function textWidth(text: string, fontSize: number): number {
  let em = 0;
  for (const letter of text) {
    let width = letterWidths.get(letter);
    if (width === undefined) letterWidths.set(letter, (width = letterWidth(letter)));
    em += width;
  }
  return em * fontSize;
}

const letterWidths = new Map<string, number>();

function letterWidth(letter: string): number {
  if ('il.,:;|\'·!j'.includes(letter)) return 0.32;
  if (letter === THIN) return 0.2;
  if (' ftr()/-'.includes(letter)) return 0.38;
  if ('mMW%@w−+±←→'.includes(letter)) return 0.9;
  return letter >= 'A' && letter <= 'Z' ? 0.69 : 0.62;
}

/** As textWidth, for weight 600. */
export function boldWidth(text: string, fontSize: number): number {
  return textWidth(text, fontSize) * 1.08;
}

/** The text, cut with an ellipsis where it would be wider than `width` pixels. */
export function fitText(text: string, fontSize: number, width: number, measure = textWidth): string {
  if (measure(text, fontSize) <= width) return text;
  let cut = text;
  while (cut.length > 1 && measure(`${cut}…`, fontSize) > width) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
}

/** The text, with an ellipsis for its middle where it would be wider than `width` pixels: more of its end is kept than of its beginning. */
export function fitEnds(text: string, fontSize: number, width: number, measure = textWidth): string {
  if (measure(text, fontSize) <= width) return text;
  for (let kept = text.length - 1; kept > 2; kept--) {
    const [start, end] = [text.slice(0, Math.floor(kept / 3)), text.slice(text.length - Math.ceil((2 * kept) / 3))];
    const cut = `${start.trimEnd()}…${end.trimStart()}`;
    if (measure(cut, fontSize) <= width) return cut;
  }
  return fitText(text, fontSize, width, measure);
}

/** "a", "a and b", "a, b and c". */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

function exponentOf(value: number): number {
  return Number(value.toExponential(2).split('e')[1]);
}

function group(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/(\d)(?=(\d{3})+$)/g, `$1${THIN}`);
  return minus(fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

function minus(text: string): string {
  return text.replace(/^-/, '−');
}

function superscript(exponent: number): string {
  return (exponent < 0 ? '⁻' : '') + [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPT[Number(digit)]).join('');
}

function cell(value: string | number): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = /^(?:[\t\r\n]\s*\S|\s*[=+\-@＝＋－＠])/.test(value) && String(Number(value)) !== value ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
