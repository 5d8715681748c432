/** Numbers in sentences. */

/** Three significant digits, without exponents between a thousandth and a million: "1,442", "0.0312". */
export function formatSignificant(value: number): string {
  if (!Number.isFinite(value) || (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6))) return value.toPrecision(3);
  return Number(value.toPrecision(Math.abs(value) >= 1000 ? 4 : 3)).toLocaleString('en-US', { maximumFractionDigits: 6 });
}
