/** How far two groupings of the same items agree: mutual information, adjusted for chance. Names and numbers of groups play no part. */

/** Items that two groupings put together, in every pair of groups that have any. */
export interface Contingency {
  readonly items: number;
  /** Items in each group of the first grouping, and of the second. */
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  /** One entry a pair of groups with an item: the groups, and how many. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly counts: Uint32Array;
}

export interface Agreement {
  /** In nats. */
  readonly mutual: number;
  readonly expected: number;
  /** Adjusted mutual information: 1 for the same groups, 0 on average for groups that have nothing to do with each other. */
  readonly adjusted: number;
}

/** `a` and `b`: [items] the group of each item, 0 or more. Linear in the items. */
export function contingency(a: ArrayLike<number>, b: ArrayLike<number>): Contingency {
  const items = a.length;
  if (b.length !== items) throw new RangeError(`Groupings of ${items} and ${b.length} items; both need one group an item.`);
  let [groupsA, groupsB] = [0, 0];
  for (let i = 0; i < items; i++) {
    groupsA = Math.max(groupsA, a[i]! + 1);
    groupsB = Math.max(groupsB, b[i]! + 1);
  }
  const [first, second] = [new Uint32Array(groupsA), new Uint32Array(groupsB)];
  const pairs = new Map<number, number>();
  for (let i = 0; i < items; i++) {
    first[a[i]!]!++;
    second[b[i]!]!++;
    const pair = a[i]! * groupsB + b[i]!;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  const keys = Float64Array.from(pairs.keys()).sort();
  return {
    items, first, second,
    from: Uint32Array.from(keys, (pair) => Math.floor(pair / groupsB)), to: Uint32Array.from(keys, (pair) => pair % groupsB), counts: Uint32Array.from(keys, (pair) => pairs.get(pair)!),
  };
}

/**
 * Adjusted mutual information, (MI - E[MI]) / (mean of both entropies - E[MI]), with E[MI] exact under the hypergeometric model of randomness: groups of
 * these sizes filled at random (Vinh, Epps and Bailey, JMLR 11, 2010, equation 24a; normalised by the mean, AMI_sum there). Two groupings that each
 * put all items together, or each item alone, agree: 1. Cost: pairs of different group sizes, times the smaller of each.
 */
export function agreement(table: Contingency): Agreement {
  const { items, first, second, from, to, counts } = table;
  let mutual = 0;
  for (let i = 0; i < counts.length; i++) {
    const n = counts[i]!;
    mutual += (n / items) * Math.log((items * n) / (first[from[i]!]! * second[to[i]!]!));
  }
  const [groupsA, groupsB] = [used(first), used(second)];
  const expected = expectedMutual(first, second, items);
  if (groupsA === groupsB && (groupsA <= 1 || groupsA === items)) return { mutual, expected, adjusted: items === 0 ? NaN : 1 };
  const most = (entropyOf(first, items) + entropyOf(second, items)) / 2;
  const room = most - expected;
  return { mutual, expected, adjusted: Math.abs(room) < Number.EPSILON ? 0 : (mutual - expected) / room };
}

/** Sum over all pairs of groups, those of equal sizes at once. */
function expectedMutual(first: Uint32Array, second: Uint32Array, items: number): number {
  const logFactorial = new Float64Array(items + 1);
  for (let n = 2; n <= items; n++) logFactorial[n] = logFactorial[n - 1]! + Math.log(n);
  const [sizesA, sizesB] = [sizesOf(first), sizesOf(second)];
  let sum = 0;
  for (const [a, timesA] of sizesA) for (const [b, timesB] of sizesB) sum += timesA * timesB * expectedOfPair(a, b, items, logFactorial);
  return sum;
}

/** Sum over n of (n / N) log(N n / (a b)) P(n): from the most likely n outwards, since the terms beside it follow from it by one product each. */
function expectedOfPair(a: number, b: number, items: number, logFactorial: Float64Array): number {
  const [low, high] = [Math.max(1, a + b - items), Math.min(a, b)];
  const mode = Math.max(low, Math.min(high, Math.floor(((a + 1) * (b + 1)) / (items + 2))));
  const logOf = (n: number) => logFactorial[a]! + logFactorial[b]! + logFactorial[items - a]! + logFactorial[items - b]!
    - logFactorial[items]! - logFactorial[n]! - logFactorial[a - n]! - logFactorial[b - n]! - logFactorial[items - a - b + n]!;
  const top = Math.exp(logOf(mode));
  const term = (n: number, chance: number) => (n / items) * Math.log((items * n) / (a * b)) * chance;
  let sum = term(mode, top);
  let chance = top;
  for (let n = mode; n < high && chance > 0; n++) {
    chance *= ((a - n) * (b - n)) / ((n + 1) * (items - a - b + n + 1));
    sum += term(n + 1, chance);
  }
  chance = top;
  for (let n = mode; n > low && chance > 0; n--) {
    chance *= (n * (items - a - b + n)) / ((a - n + 1) * (b - n + 1));
    sum += term(n - 1, chance);
  }
  return sum;
}

/** Each different size, with how many groups have it. */
function sizesOf(groups: Uint32Array): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const size of groups) if (size > 0) sizes.set(size, (sizes.get(size) ?? 0) + 1);
  return sizes;
}

function used(groups: Uint32Array): number {
  return groups.reduce((count, size) => count + (size > 0 ? 1 : 0), 0);
}

function entropyOf(groups: Uint32Array, items: number): number {
  let sum = 0;
  for (const size of groups) if (size > 0) sum -= (size / items) * Math.log(size / items);
  return sum;
}
