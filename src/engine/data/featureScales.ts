/** What is learned of one column: where its numbers lie and how far they spread, or which labels are worth an id. */
import { sum } from '../math/statistics';

/** Skewness beyond which a logarithm is taken first, and the most standard deviations a scaled number may lie from the mean. */
const HEAVY_TAIL = 2;
const FARTHEST = 20;

export interface NumberScale {
  readonly mean: number;
  readonly deviation: number;
  /** Numbers become sign(x) log(1 + |x| / unit) first; 0: they stay. */
  readonly unit: number;
}

/**
 * Over the finite values of these rows: one scale, or two where the tail is heavy, plain and logarithm, for sums grow with the one and
 * habits with the other. None where they tell nothing: all equal and none missing, or no value at all.
 */
export function numberScales(values: Float64Array, rows: Uint32Array): readonly NumberScale[] {
  const present = Float64Array.from(rows, (row) => values[row]!).filter(Number.isFinite);
  if (present.length === 0) return [];
  const { mean, deviation, skewness } = moments(present);
  // Where the value is always the same, that it is there at all may tell something.
  if (deviation <= 1e-12 * Math.abs(mean)) return present.length === rows.length ? [] : [{ mean, deviation: 1, unit: 0 }];
  const plain = { mean, deviation, unit: 0 };
  if (Math.abs(skewness) <= HEAVY_TAIL) return [plain];
  const unit = typicalSize(present);
  const logarithms = moments(present.map((value) => signedLog(value, unit)));
  return logarithms.deviation > 0 ? [plain, { mean: logarithms.mean, deviation: logarithms.deviation, unit }] : [plain];
}

/** The number as the network sees it. */
export function scaled(value: number, { mean, deviation, unit }: NumberScale): number {
  const standard = ((unit === 0 ? value : signedLog(value, unit)) - mean) / deviation;
  return Math.min(Math.max(standard, -FARTHEST), FARTHEST);
}

/** Ids by label: those used at least `least` times, at most `most`, 1 for the most frequent; of equals the first met comes first. */
export function knownLabels(uses: Uint32Array, labels: readonly string[], least: number, most: number): ReadonlyMap<string, number> {
  const frequent = Array.from(uses.keys()).filter((code) => uses[code]! >= least);
  frequent.sort((a, b) => uses[b]! - uses[a]! || a - b);
  return new Map(frequent.slice(0, most).map((code, at) => [labels[code]!, at + 1]));
}

/** The median |x| of the values that are not zero: the unit in which the logarithm's bend lies among the data, whatever they are measured in. */
export function typicalSize(values: Float64Array): number {
  const sizes = values.filter((value) => value !== 0).map(Math.abs).sort();
  return sizes[sizes.length >> 1] ?? 1;
}

function signedLog(value: number, unit: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value) / unit);
}

function moments(values: Float64Array): { mean: number; deviation: number; skewness: number } {
  const mean = sum(values) / values.length;
  const power = (exponent: number) => sum(values.map((value) => (value - mean) ** exponent)) / values.length;
  const deviation = Math.sqrt(power(2));
  return { mean, deviation, skewness: power(3) / deviation ** 3 };
}
