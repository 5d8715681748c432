/** k-means and k-medians of plain numbers: on sorted values every pass is a few look-ups in running sums, so it is exact and cheap. */
import type { Random } from '../../../math/random';

/** Passes at most; the relative fall of the error at which they end. */
const PASSES = 2000;
const TOLERANCE = 1e-10;

/** Which of ascending centres [K] is nearest to x, by the midpoints; a tie goes to the lower one. */
export function nearestOf(centres: Float64Array, x: number): number {
  let low = 0;
  let high = centres.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x <= (centres[middle]! + centres[middle + 1]!) / 2) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Ascending centres of `values`, at most `count`, fewer where there are fewer different values. k-means++ seeding (Arthur and Vassilvitskii,
 * 2007), which never takes a value twice, then Lloyd's passes; a centre that loses all values stays where it was. `medians`: groups by
 * absolute distance and centres at the median, against long tails. Same random, same bits.
 */
export function centresOf(values: Float64Array, count: number, random: Random, medians = false): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const sums = runningSums(sorted, (x) => x);
  const squares = runningSums(sorted, (x) => x * x);
  let centres = seeds(sorted, count, random);
  let before = Infinity;
  for (let pass = 0; pass < PASSES; pass++) {
    const starts = boundaries(sorted, centres);
    let error = 0;
    const moved = centres.map((centre, k) => {
      const [from, to] = [starts[k]!, starts[k + 1]!];
      if (from === to) return centre;
      const [n, sum, square] = [to - from, sums[to]! - sums[from]!, squares[to]! - squares[from]!];
      error += medians ? absoluteError(sorted, sums, from, to, centre) : Math.max(0, square - 2 * centre * sum + n * centre * centre);
      return medians ? medianOf(sorted, from, to) : sum / n;
    });
    if (error === 0 || error >= before * (1 - TOLERANCE)) break;
    before = error;
    centres = moved.sort();
  }
  return centres;
}

/** k-means++ on squared distance over the sorted values; ends early where every value is a centre. */
function seeds(sorted: Float64Array, count: number, random: Random): Float64Array {
  const n = sorted.length;
  if (n === 0) return new Float64Array(0);
  const chosen = [sorted[random.integer(n)]!];
  const gaps = Float64Array.from(sorted, (x) => (x - chosen[0]!) ** 2);
  while (chosen.length < count) {
    const total = gaps.reduce((sum, gap) => sum + gap, 0);
    if (!(total > 0)) break;
    const mark = random.uniform() * total;
    let row = -1;
    for (let i = 0, sum = 0; i < n && sum <= mark; i++) {
      if (gaps[i]! > 0) row = i;
      sum += gaps[i]!;
    }
    const centre = sorted[row]!;
    chosen.push(centre);
    for (let i = 0; i < n; i++) gaps[i] = Math.min(gaps[i]!, (sorted[i]! - centre) ** 2);
  }
  return Float64Array.from(chosen).sort();
}

/** [K + 1]: the values of centre k are sorted[starts[k] .. starts[k + 1] - 1]. */
function boundaries(sorted: Float64Array, centres: Float64Array): Uint32Array {
  const starts = new Uint32Array(centres.length + 1);
  for (let k = 1; k < centres.length; k++) {
    const middle = (centres[k - 1]! + centres[k]!) / 2;
    let [low, high] = [starts[k - 1]!, sorted.length];
    while (low < high) {
      const at = (low + high) >> 1;
      if (sorted[at]! <= middle) low = at + 1;
      else high = at;
    }
    starts[k] = low;
  }
  starts[centres.length] = sorted.length;
  return starts;
}

/** [n + 1]: entry i is the sum over the first i values. */
function runningSums(values: Float64Array, of: (x: number) => number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, i) => (sums[i + 1] = sums[i]! + of(value)));
  return sums;
}

function medianOf(sorted: Float64Array, from: number, to: number): number {
  const middle = from + ((to - from - 1) >> 1);
  return (to - from) % 2 === 1 ? sorted[middle]! : (sorted[middle]! + sorted[middle + 1]!) / 2;
}

/** sum |x - centre| over sorted[from .. to - 1]. */
function absoluteError(sorted: Float64Array, sums: Float64Array, from: number, to: number, centre: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const at = (low + high) >> 1;
    if (sorted[at]! <= centre) low = at + 1;
    else high = at;
  }
  const [below, above] = [sums[low]! - sums[from]!, sums[to]! - sums[low]!];
  return centre * (low - from) - below + above - centre * (to - low);
}
