/** How well predictions of a continuous target hit its value (MAE, RMSE) and its order (XAUC, Gini, Spearman). */
import { countInversions, countTiedPairs, hasNaN, midRanks, requireSameLength, rowNumbers, stableOrder } from './ranks';
import { mean, sum } from './statistics';

type Column = ArrayLike<number>;

/** mean |prediction - label|, in the units of the labels. [0, inf), lower is better. NaN without rows or beside a NaN. */
export function meanAbsoluteError(labels: Column, predictions: Column): number {
  requireSameLength(labels, predictions, 'MAE of labels and predictions');
  return mean(Float64Array.from({ length: labels.length }, (_, row) => Math.abs(predictions[row]! - labels[row]!)));
}

/** sqrt(mean (prediction - label)^2), in the units of the labels. [0, inf), lower is better. NaN without rows or beside a NaN. */
export function rootMeanSquareError(labels: Column, predictions: Column): number {
  requireSameLength(labels, predictions, 'RMSE of labels and predictions');
  return Math.sqrt(mean(Float64Array.from({ length: labels.length }, (_, row) => (predictions[row]! - labels[row]!) ** 2)));
}

/** Pearson correlation of the mid-ranks. [-1, 1], higher is better. NaN for fewer than two rows, a constant side or a NaN. */
export function spearman(labels: Column, predictions: Column): number {
  requireSameLength(labels, predictions, 'Spearman correlation of labels and predictions');
  const [left, right] = [midRanks(labels), midRanks(predictions)];
  const centre = (labels.length + 1) / 2;
  let [products, leftSquares, rightSquares] = [0, 0, 0];
  for (let row = 0; row < left.length; row++) {
    const [a, b] = [left[row]! - centre, right[row]! - centre];
    products += a * b;
    leftSquares += a * a;
    rightSquares += b * b;
  }
  return products / Math.sqrt(leftSquares * rightSquares);
}

/**
 * Gini of the gain curve: with the labels sorted by prediction, descending, and g_j the running share of their sum, 2 mean_j g_j - 1.
 * Labels of equally predicted rows count as their mean, which is the average over all orders of them. Higher is better; a random order
 * gives 1 / n. NaN for a label below 0, a label sum of 0 or a NaN.
 */
export function gainGini(labels: Column, predictions: Column): number {
  requireSameLength(labels, predictions, 'Gini of labels and predictions');
  // A row at ascending rank r adds its label to r of the n running sums; a tied one to as many as its mid-rank on average.
  return giniOfRanks(labels, midRanks(predictions));
}

/** `gainGini` with equally predicted rows in row order (a stable sort), as google/lifetime_value and most scripts have it. */
export function gainGiniByRowOrder(labels: Column, predictions: Column): number {
  requireSameLength(labels, predictions, 'Gini of labels and predictions');
  const ranks = new Float64Array(labels.length).fill(NaN);
  if (!hasNaN(predictions)) stableOrder(predictions, -1).forEach((row, place) => (ranks[row] = labels.length - place));
  return giniOfRanks(labels, ranks);
}

/**
 * `gainGini` of the predictions over that of the perfect order. Higher is better: 1 perfect, about 0 random, negative when reversed.
 * Independent of the row order. NaN for a label below 0, labels that are all 0 or all equal, or a NaN.
 */
export function normalisedGini(labels: Column, predictions: Column): number {
  return allEqual(labels) ? NaN : gainGini(labels, predictions) / gainGini(labels, labels);
}

/** `normalisedGini` with `gainGiniByRowOrder`: what published figures hold. A constant prediction scores whatever the row order gives. */
export function normalisedGiniByRowOrder(labels: Column, predictions: Column): number {
  return allEqual(labels) ? NaN : gainGiniByRowOrder(labels, predictions) / gainGiniByRowOrder(labels, labels);
}

/** `normalisedGini` with the 1 / n of a random order taken off above and below, so that chance is exactly 0: for fewer than 1,000 rows. */
export function normalisedGiniAboveChance(labels: Column, predictions: Column): number {
  const chance = 1 / labels.length;
  return allEqual(labels) ? NaN : (gainGini(labels, predictions) - chance) / (gainGini(labels, labels) - chance);
}

/**
 * XAUC, headline convention: of the pairs of rows with different labels, the share predicted in the right order; a tied prediction counts
 * one half. [0, 1], higher is better, 0.5 for a constant prediction. NaN where no two labels differ or beside a NaN.
 */
export function xauc(labels: Column, predictions: Column): number {
  requireSameLength(labels, predictions, 'XAUC of labels and predictions');
  if (hasNaN(labels) || hasNaN(predictions)) return NaN;
  // Descending labels, and among equal labels ascending predictions: what is out of order then has a larger label and prediction.
  const order = rowNumbers(labels.length).sort((a, b) => descending(labels[a]!, labels[b]!) || descending(predictions[b]!, predictions[a]!));
  const right = countInversions(Float64Array.from(order, (row) => predictions[row]!));
  const tiedLabels = countTiedPairs(order, (a, b) => labels[a] === labels[b]);
  const tiedBoth = countTiedPairs(order, (a, b) => labels[a] === labels[b] && predictions[a] === predictions[b]);
  const tiedPredictions = countTiedPairs(stableOrder(predictions), (a, b) => predictions[a] === predictions[b]);
  return (right + (tiedPredictions - tiedBoth) / 2) / (countPairs(labels.length) - tiedLabels);
}

/**
 * XAUC as TPM and GR count it: rows sorted by prediction, descending and stable; pairs whose label strictly falls, over all pairs. Tied
 * labels score 0, tied predictions by row order. [0, 1], higher is better. NaN for fewer than two rows or beside a NaN.
 */
export function xaucSortedByPrediction(labels: Column, predictions: Column): number {
  requireSameLength(labels, predictions, 'XAUC of labels and predictions');
  return shareOfFalls(predictions, labels);
}

/**
 * XAUC as RQ-Reg's code counts it: rows sorted by label, descending and stable; pairs whose prediction strictly falls, over all pairs.
 * Tied labels score by row order, tied predictions 0. [0, 1], higher is better. NaN for fewer than two rows or beside a NaN.
 */
export function xaucSortedByLabel(labels: Column, predictions: Column): number {
  requireSameLength(labels, predictions, 'XAUC of labels and predictions');
  return shareOfFalls(labels, predictions);
}

function shareOfFalls(sortedBy: Column, counted: Column): number {
  if (hasNaN(sortedBy) || hasNaN(counted)) return NaN;
  const sequence = Float64Array.from(stableOrder(sortedBy, -1), (row) => counted[row]!);
  return countInversions(sequence) / countPairs(sequence.length);
}

/** 2 sum y_i r_i / (n sum y) - 1, r_i the number of running sums that row i is part of. */
function giniOfRanks(labels: Column, ranks: Float64Array): number {
  for (let row = 0; row < labels.length; row++) if (labels[row]! < 0) return NaN;
  const total = sum(labels);
  if (total === 0) return NaN;
  return (2 * sum(ranks.map((rank, row) => rank * labels[row]!))) / (labels.length * total) - 1;
}

function allEqual(values: Column): boolean {
  for (let row = 1; row < values.length; row++) if (values[row] !== values[0]) return false;
  return true;
}

function countPairs(n: number): number {
  return (n * (n - 1)) / 2;
}

function descending(a: number, b: number): number {
  return a > b ? -1 : a < b ? 1 : 0;
}
