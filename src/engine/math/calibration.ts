/** How far probabilities are from the shares that come true: over all rows, and in bins of like probability. */
import { isPositive } from './binary';
import { hasNaN, requireSameLength, stableOrder } from './ranks';
import { sum } from './statistics';

type Column = ArrayLike<number>;

/** Bins of the expected calibration error unless said otherwise. */
export const CALIBRATION_BINS = 10;

/** sum p / sum y: 1 is right over all rows, above 1 is too high. [0, inf). NaN without positives or beside a NaN. RangeError for a label that is neither 0 nor 1, or a probability outside 0 to 1. */
export function predictedOverObserved(labels: Column, probabilities: Column): number {
  requireProbabilities(labels, probabilities);
  const positives = sum(Float64Array.from({ length: labels.length }, (_, row) => (isPositive(labels, row) ? 1 : 0)));
  return positives === 0 ? NaN : sum(probabilities) / positives;
}

/**
 * Expected calibration error over bins of equal width: sum_b (n_b / n) |mean p_b - mean y_b|. Bin b holds b / bins <= p < (b + 1) / bins, the last one also p = 1; empty
 * bins are left out. [0, 1], lower is better; biased upwards on few rows, and it depends on the bins. NaN without rows or beside a NaN; errors as above.
 */
export function calibrationError(labels: Column, probabilities: Column, bins = CALIBRATION_BINS): number {
  requireProbabilities(labels, probabilities);
  return errorOver(labels, probabilities, bins, (row) => Math.min(bins - 1, Math.floor(probabilities[row]! * bins)));
}

/**
 * `calibrationError` over bins of about equally many rows, by ascending probability. Rows of equal probability stay together, in the bin of the first of them, so the
 * result does not depend on the order of the rows; where many are equal there are fewer bins.
 */
export function calibrationErrorByMass(labels: Column, probabilities: Column, bins = CALIBRATION_BINS): number {
  requireProbabilities(labels, probabilities);
  const binOf = new Uint32Array(labels.length);
  const order = stableOrder(probabilities);
  let first = 0;
  order.forEach((row, place) => {
    if (probabilities[row] !== probabilities[order[first]!]) first = place;
    binOf[row] = Math.floor((first * bins) / order.length);
  });
  return errorOver(labels, probabilities, bins, (row) => binOf[row]!);
}

/** (n_b / n) |mean p_b - mean y_b| is |sum p_b - sum y_b| / n: no division by a bin's rows. */
function errorOver(labels: Column, probabilities: Column, bins: number, binOf: (row: number) => number): number {
  if (hasNaN(probabilities)) return NaN;
  const differences = Array.from({ length: bins }, (): number[] => []);
  for (let row = 0; row < labels.length; row++) differences[binOf(row)]!.push(probabilities[row]! - (isPositive(labels, row) ? 1 : 0));
  return sum(differences.map((bin) => Math.abs(sum(bin)))) / labels.length;
}

function requireProbabilities(labels: Column, probabilities: Column): void {
  requireSameLength(labels, probabilities, 'Calibration of labels and probabilities');
  for (let row = 0; row < probabilities.length; row++) {
    if (probabilities[row]! < 0 || probabilities[row]! > 1) throw new RangeError(`Row ${row} has probability ${probabilities[row]}; 0 to 1 was wanted.`);
  }
}
