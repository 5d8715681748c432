/** Dates and times written as text, as seconds. */

const DATE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Seconds since the start of 1970 (UTC) of "2022-04-10", "2022-04-10 08:59:09" or ISO 8601 ("2022-04-10T08:59:09.5+02:00"); slashes may stand for dashes.
 * A time without a zone counts as UTC. Null for other text and for days that do not exist.
 */
export function dateSeconds(text: string): number | null {
  const found = DATE.exec(text.trim());
  if (!found) return null;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  const exists = month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate()) && hour < 24 && minute < 60 && second < 60;
  return exists ? Date.UTC(year, month - 1, day, hour, minute, second) / 1000 + Number(found[7] ?? 0) - zoneSeconds(found[8]) : null;
}

function zoneSeconds(zone = 'Z'): number {
  if (/^z$/i.test(zone)) return 0;
  const digits = zone.replace(/\D/g, '');
  return (zone.startsWith('-') ? -60 : 60) * (60 * Number(digits.slice(0, 2)) + Number(digits.slice(2)));
}
