/** Whether two predictions of the same rows differ by more than the choice of users: a paired bootstrap that draws users, not rows. */
import { isPositive, PROBABILITY_MARGIN } from './binary';
import { Random } from './random';
import { hasNaN, requireSameLength, stableOrder } from './ranks';
import { mean, quantiles } from './statistics';

type Column = ArrayLike<number>;

/** Two predictions of the same rows; every list has one entry a row. */
export interface PairedPredictions {
  /** 0 or 1 */
  readonly labels: Column;
  /** Numbers of users: rows of one user are drawn together. */
  readonly users: Column;
  /** Probabilities of label 1. */
  readonly first: Column;
  readonly second: Column;
}

/** First minus second. */
export interface Difference {
  /** On all rows as they are. */
  readonly value: number;
  /** Over the draws: the mean, and the interval that holds the middle 95 %. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** The interval holds 0, or is undefined. */
  readonly noise: boolean;
}

export interface UserBootstrap {
  readonly auc: Difference;
  readonly logLoss: Difference;
  readonly users: number;
  /** Draws that counted: those without a positive or without a negative row have no AUC, and are left out of both. */
  readonly draws: number;
}

export interface BootstrapOptions {
  readonly seed?: number;
  readonly draws?: number;
  /** Awaited after every few draws, so that a worker can let messages in. */
  readonly breathe?: () => Promise<void>;
}

/** Draws between two breaths: some milliseconds of work on tens of thousands of rows. */
const DRAWS_AT_A_TIME = 8;

/**
 * Percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993) of AUC and LogLoss differences: each of 1,000 draws takes as many users as there are, with replacement, each with all
 * its rows in both predictions. A draw counts how often each user came, so AUC is a weighted one over rows that are sorted once: O(draws rows) time, ties count one half. LogLoss clips as in binary.ts.
 * Same seed, same numbers. NaN without rows, beside a NaN, or where no draw has both classes. RangeError for labels other than 0 and 1 and for lists of different lengths.
 */
export async function bootstrapByUser(rows: PairedPredictions, { seed = 1, draws = 1000, breathe }: BootstrapOptions = {}): Promise<UserBootstrap> {
  const { labels, first, second } = rows;
  for (const other of [rows.users, first, second]) requireSameLength(labels, other, 'Bootstrap of labels, users and predictions');
  const { users, count } = numbered(rows.users);
  const models = [first, second].map((predictions) => ({ area: weightedAuc(labels, predictions, users), loss: weightedLoss(labels, predictions, users, count) }));
  const differences = (weights: Int32Array): readonly [number, number] => [models[0]!.area(weights) - models[1]!.area(weights), models[0]!.loss(weights) - models[1]!.loss(weights)];

  const random = new Random(seed).split('users');
  const [areas, losses]: [number[], number[]] = [[], []];
  const weights = new Int32Array(count);
  for (let draw = 0; draw < draws; draw++) {
    if (breathe && draw % DRAWS_AT_A_TIME === 0) await breathe();
    weights.fill(0);
    for (let user = 0; user < count; user++) weights[random.integer(count)]!++;
    const [area, loss] = differences(weights);
    if (Number.isNaN(area)) continue;
    areas.push(area);
    losses.push(loss);
  }
  const [area, loss] = differences(weights.fill(1));
  return { auc: summary(area, areas), logLoss: summary(loss, losses), users: count, draws: areas.length };
}

function summary(value: number, drawn: readonly number[]): Difference {
  const [low, high] = quantiles(drawn, [0.025, 0.975]) as [number, number];
  return { value, mean: mean(drawn), low, high, noise: !(low > 0 || high < 0) };
}

/** AUC with users counted `weights` times. Rows stand by ascending prediction as one number each: user, label, and whether the row ends a run of equal predictions. */
function weightedAuc(labels: Column, predictions: Column, users: Int32Array): (weights: Int32Array) => number {
  if (hasNaN(predictions)) return () => NaN;
  const order = stableOrder(predictions);
  const packed = Int32Array.from(order, (row, place) => {
    const ends = place + 1 === order.length || predictions[order[place + 1]!] !== predictions[row];
    return (users[row]! << 2) | (isPositive(labels, row) ? 2 : 0) | (ends ? 1 : 0);
  });
  return (weights) => {
    // Pairs won, doubled, are whole numbers: exact below 2^53.
    let [won, below, positives, inRun, positivesInRun] = [0, 0, 0, 0, 0];
    for (let place = 0; place < packed.length; place++) {
      const row = packed[place]!;
      const weight = weights[row >> 2]!;
      inRun += weight;
      positivesInRun += weight * ((row >> 1) & 1);
      if ((row & 1) === 0) continue;
      const negativesInRun = inRun - positivesInRun;
      won += positivesInRun * (2 * below + negativesInRun);
      below += negativesInRun;
      positives += positivesInRun;
      inRun = 0;
      positivesInRun = 0;
    }
    return won / (2 * positives * below);
  };
}

/** Mean LogLoss with users counted `weights` times, from each user's sum and rows. */
function weightedLoss(labels: Column, predictions: Column, users: Int32Array, count: number): (weights: Int32Array) => number {
  const losses = new Float64Array(count);
  const rows = new Int32Array(count);
  users.forEach((user, row) => {
    const probability = Math.min(Math.max(predictions[row]!, PROBABILITY_MARGIN), 1 - PROBABILITY_MARGIN);
    losses[user]! -= isPositive(labels, row) ? Math.log(probability) : Math.log1p(-probability);
    rows[user]!++;
  });
  return (weights) => {
    let [sum, all] = [0, 0];
    for (let user = 0; user < count; user++) {
      sum += weights[user]! * losses[user]!;
      all += weights[user]! * rows[user]!;
    }
    return sum / all;
  };
}

/** Int32 [rows]: users from 0 in the order they are met. */
function numbered(column: Column): { readonly users: Int32Array; readonly count: number } {
  const known = new Map<number, number>();
  const users = Int32Array.from(column, (user) => {
    const number = known.get(user) ?? known.size;
    known.set(user, number);
    return number;
  });
  return { users, count: known.size };
}
