/** Which methods hold the best value of a metric, and how values are printed in the comparison. */
import type { MetricEntry } from '../../engine/records/quantize';
import { THIN, UNDEFINED, formatCount, formatNumber, formatShare } from '../../viz/format';

type Value = number | readonly number[] | undefined;
/** What of a metric or score decides who is best and how it is printed. */
export type Judged = Pick<MetricEntry, 'key' | 'direction' | 'perLevel' | 'format'>;

/**
 * Indices of the methods with the best value: equal as printed is equally good, so nobody wins by a digit nobody sees. A per-level metric is
 * judged by its last level where levels add up (energy left) and by its mean otherwise. Nothing is marked where fewer than two methods have a
 * value, where all are equal, or where the metric has no direction.
 */
export function bestOf(metric: Judged, values: readonly Value[]): ReadonlySet<number> {
  if (metric.direction === 'none') return new Set();
  const scores = values.map((value) => round(score(metric, value)));
  const known = scores.filter((value) => !Number.isNaN(value));
  const best = metric.direction === 'up' ? Math.max(...known) : Math.min(...known);
  if (known.length < 2 || known.every((value) => value === best)) return new Set();
  return new Set(scores.flatMap((value, index) => (value === best ? [index] : [])));
}

/** How methods stand to each other over their seeds. */
export interface Standing {
  /** The best mean; more than one where they are equal as printed. */
  readonly best: ReadonlySet<number>;
  /** Others that are not clearly worse: their mean ± standard deviation overlaps that of the best. */
  readonly rivals: ReadonlySet<number>;
}

/** Best by mean over each method's seeds. A single seed has no deviation; where no method has more than one, nothing is called unclear. */
export function standingOf(metric: Judged, values: readonly (readonly Value[])[]): Standing {
  const spreads = values.map((seeds) => spread(seeds.map((value) => score(metric, value)).filter(Number.isFinite)));
  const best = bestOf({ ...metric, perLevel: false }, spreads.map(({ mean }) => mean));
  const several = values.some((seeds) => seeds.length > 1);
  const overlaps = (a: number, b: number) => Math.abs(spreads[a]!.mean - spreads[b]!.mean) <= spreads[a]!.sd + spreads[b]!.sd;
  const rivals = spreads.flatMap((_, index) => (several && !best.has(index) && [...best].some((winner) => overlaps(winner, index)) ? [index] : []));
  return { best, rivals: new Set(rivals) };
}

/** Mean ± standard deviation as it stands in the table, the deviation to the digits of the mean; lists give their deviations as a second line. */
export function printSpread(metric: Judged, mean: Value, sd: Value): { readonly words: string; readonly below?: string } {
  const scale = metric.format === 'share' ? 100 : 1;
  if (typeof mean === 'object') return { words: printValue({ ...metric, format: metric.format === 'count' ? 'number' : metric.format }, mean), below: `± ${mean.map((entry, at) => shortDeviation(entry * scale, lastOr(sd, at) * scale)).join(' · ')}` };
  if (mean === undefined || typeof sd !== 'number' || !Number.isFinite(mean)) return { words: UNDEFINED };
  const unit = metric.format === 'share' ? `${THIN}%` : metric.format === 'seconds' ? `${THIN}s` : '';
  const digits = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.abs(mean * scale) || 1))));
  // A whole number of digits, or exponents, where fixed digits would say nothing.
  const small = Math.abs(mean * scale) < 1e-3 && mean !== 0;
  return { words: `${formatNumber(mean * scale)} ± ${small || digits === 0 ? formatNumber(sd * scale) : (sd * scale).toFixed(digits)}${unit}` };
}

/** As it stands in the table: "0.471", "98.4 %", "0.48 · 0.31 · 0.23". A list shares one unit at its end. */
export function printValue(metric: Judged, value: Value): string {
  if (value === undefined) return UNDEFINED;
  if (typeof value === 'number') return printOne(metric, value);
  // Errors of codes without vectors: nothing to tell level by level.
  if (value.length > 1 && value.every(Number.isNaN)) return UNDEFINED;
  if (metric.format === 'share') return `${value.map((entry) => (Number.isFinite(entry) ? short(entry * 100) : UNDEFINED)).join(' · ')}${THIN}%`;
  return value.map((entry) => (metric.format === 'number' ? short(entry) : printOne(metric, entry))).join(' · ');
}

function printOne(metric: Judged, value: number): string {
  switch (metric.format) {
    case 'share':
      return formatShare(value);
    case 'count':
      return formatCount(value);
    case 'seconds':
      return Number.isFinite(value) ? `${formatNumber(value)}${THIN}s` : UNDEFINED;
    case 'number':
      return formatNumber(value);
  }
}

/** Two or three digits, so that a level's worth of numbers fits a column. */
function short(value: number): string {
  if (!Number.isFinite(value)) return UNDEFINED;
  if (Math.abs(value) >= 10) return formatCount(value);
  return Math.abs(value) >= 1 ? value.toFixed(1) : value.toFixed(value !== 0 && Math.abs(value) < 0.1 ? 3 : 2);
}

/** A deviation with the digits that `short` gives its mean, and one where that has none. */
function shortDeviation(mean: number, sd: number): string {
  if (!Number.isFinite(mean) || !Number.isFinite(sd)) return UNDEFINED;
  const size = Math.abs(mean);
  return sd.toFixed(size >= 1 ? 1 : size !== 0 && size < 0.1 ? 3 : 2);
}

function lastOr(value: Value, at: number): number {
  return typeof value === 'object' ? (value[at] ?? NaN) : (value ?? NaN);
}

function score(metric: Judged, value: Value): number {
  if (value === undefined) return NaN;
  if (typeof value === 'number') return value;
  if (value.length === 0) return NaN;
  return metric.key === 'residualEnergy' ? value.at(-1)! : value.reduce((sum, entry) => sum + entry, 0) / value.length;
}

function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(3)) : NaN;
}

function spread(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}
