/** Spearman's rank correlation of a few pairs, with the middle 95 % of bootstrap draws of the pairs. */

/** Pairs below which nothing can be told. */
export const LEAST_PAIRS = 5;
const DRAWS = 2000;
const SEED = 20_240_521;

export interface RankCorrelation {
  readonly rho: number;
  readonly low: number;
  readonly high: number;
}

/** Null where there are too few pairs, or where all values of one side are equal. Draws in which one side is constant are left out. */
export function rankCorrelation(xs: readonly number[], ys: readonly number[]): RankCorrelation | null {
  const rho = spearman(xs, ys);
  if (xs.length < LEAST_PAIRS || !Number.isFinite(rho)) return null;
  const random = mulberry32(SEED);
  const draws: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const picked = xs.map(() => Math.floor(random() * xs.length));
    const drawn = spearman(picked.map((at) => xs[at]!), picked.map((at) => ys[at]!));
    if (Number.isFinite(drawn)) draws.push(drawn);
  }
  draws.sort((a, b) => a - b);
  const at = (share: number) => draws[Math.min(draws.length - 1, Math.max(0, Math.round(share * (draws.length - 1))))]!;
  return { rho, low: at(0.025), high: at(0.975) };
}

/** Pearson's correlation of ranks, ties at their mean rank; NaN where one side is constant. */
export function spearman(xs: readonly number[], ys: readonly number[]): number {
  const [a, b] = [ranksOf(xs), ranksOf(ys)];
  const mean = (xs.length - 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((rank, at) => {
    const [left, right] = [rank - mean, b[at]! - mean];
    ab += left * right;
    aa += left * left;
    bb += right * right;
  });
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : NaN;
}

function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => values.filter((other) => other < value).length + (values.filter((other) => other === value).length - 1) / 2);
}

/** A small generator of the same draws on every machine: numbers from 0 to below 1. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
