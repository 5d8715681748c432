/** Tables as comma-separated text after RFC 4180. */

/**
 * A header line and one line a row, ended by CR LF.
 * A field with a comma, a quote or a line break is quoted, quotes inside doubled; numbers are written as JavaScript prints them, so they read back
 * exactly; NaN is an empty field, infinities are `inf` and `-inf`. Text that a spreadsheet would run as a formula gets an apostrophe before it. Throws a RangeError where a row has another number of fields than the header.
 */
export function csvText(header: readonly string[], rows: Iterable<readonly (string | number)[]>): string {
  const lines = [line(header)];
  for (const row of rows) {
    if (row.length !== header.length)
      throw new RangeError(`Row ${lines.length} has ${row.length} fields, the header has ${header.length}.`);
    lines.push(line(row));
  }
  return lines.join('');
}

function line(fields: readonly (string | number)[]): string {
  // A single empty field would be an empty line, which readers skip.
  return `${fields.length === 1 && fields[0] === '' ? '""' : fields.map(field).join(',')}\r\n`;
}

function field(value: string | number): string {
  if (typeof value === 'string') return quoted(asText(value));
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? '' : value > 0 ? 'inf' : '-inf';
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * What begins with = + - or @ (wide ones, and blanks before them, too), with a tab or with a line break is a formula to a spreadsheet; a plain number is not.
 * `csv` in src/viz/format.ts keeps the same rule. Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
function asText(text: string): string {
  return /^(?:[\t\r\n]\s*\S|\s*[=+\-@＝＋－＠])/.test(text) && String(Number(text)) !== text ? `'${text}` : text;
}
