/** The law of a watch time given what is known of a view: its draws, and its exact median and mean. */
import type { Random } from '../../math/random';

/** Seconds after which a view counts no further. */
const LIMIT = 1200;

/** exp(mu + sigma z), z standard normal. */
export interface LogNormal {
  readonly mu: number;
  readonly sigma: number;
}

/** Zero with probability `zero`; else long with probability `long`, drawn from `stay`, or short, drawn from `skip`. Seconds, at most LIMIT. */
export interface WatchLaw {
  readonly zero: number;
  readonly long: number;
  readonly skip: LogNormal;
  readonly stay: LogNormal;
}

export function drawWatch(law: WatchLaw, random: Random): number {
  const [zero, long, normal] = [random.uniform(), random.uniform(), random.normal()];
  const { mu, sigma } = long < law.long ? law.stay : law.skip;
  return zero < law.zero ? 0 : Math.min(Math.exp(mu + sigma * normal), LIMIT);
}

/** The prediction with the least expected absolute error. */
export function lawMedian(law: WatchLaw): number {
  if (law.zero >= 0.5) return 0;
  let [low, high] = [-20, Math.log(LIMIT)];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (shareBelow(law, middle) < 0.5) low = middle;
    else high = middle;
  }
  return Math.exp(low);
}

/** The prediction with the least expected squared error. */
export function lawMean({ zero, long, skip, stay }: WatchLaw): number {
  return (1 - zero) * ((1 - long) * limitedMean(skip) + long * limitedMean(stay));
}

/** P(watch time < exp(logSeconds)), short of the limit. */
function shareBelow({ zero, long, skip, stay }: WatchLaw, logSeconds: number): number {
  const below = ({ mu, sigma }: LogNormal) => normalShare((logSeconds - mu) / sigma);
  return zero + (1 - zero) * ((1 - long) * below(skip) + long * below(stay));
}

/** Mean of min(exp(mu + sigma z), LIMIT). */
function limitedMean({ mu, sigma }: LogNormal): number {
  const limit = (Math.log(LIMIT) - mu) / sigma;
  return Math.exp(mu + (sigma * sigma) / 2) * normalShare(limit - sigma) + LIMIT * normalShare(-limit);
}

/** P(z < x) of a standard normal z: its Taylor series at 0 (Marsaglia, Evaluating the Normal Distribution, 2004). */
function normalShare(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let [sum, term] = [x, x];
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) sum += term *= (x * x) / k;
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
