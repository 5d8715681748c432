/** Axes of a target: linear, or logarithmic above a small value where a few large values would press all others together; zero and negatives keep a place. */
import { scaleLinear, scaleSymlog } from 'd3';
import { axisTicks } from './axes';
import { formatTick } from './format';
import type { Tick } from './axes';

const LONG_TAIL = 12;

export interface ValueScale {
  (value: number): number;
  invert(pixel: number): number;
  domain(): number[];
}

export interface ValueKind {
  /** null: linear. Else the magnitude below which the axis is about linear: 1 makes it log1p, mirrored below zero. */
  readonly linearBelow: number | null;
}

/** Which axis suits these values; `tail`: from which ratio of the largest magnitude to the median one it is logarithmic. */
export function valueKind(values: Iterable<number>, tail = LONG_TAIL): ValueKind {
  const sizes = Float64Array.from(finite(values).filter((value) => value !== 0), Math.abs).sort();
  const median = sizes[sizes.length >> 1] ?? 0;
  if (!(median > 0) || (sizes.at(-1) ?? 0) < tail * median) return { linearBelow: null };
  return { linearBelow: median >= 1 ? 1 : 10 ** Math.floor(Math.log10(median)) };
}

/** From the domain to pixels; a domain without extent is given some. */
export function valueScale(kind: ValueKind, domain: readonly [number, number], pixels: readonly [number, number]): ValueScale {
  const [low, high] = domain[0] < domain[1] ? domain : [domain[0] - (Math.abs(domain[0]) / 2 || 0.5), domain[0] + (Math.abs(domain[0]) / 2 || 0.5)];
  return kind.linearBelow === null ? scaleLinear([low, high], pixels) : scaleSymlog([low, high], pixels).constant(kind.linearBelow);
}

/** Smallest and largest finite value; [0, 1] where there is none. */
export function extentOf(values: Iterable<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

/** About `count` ticks of such an axis at round numbers, ascending. */
export function valueTicks(kind: ValueKind, domain: readonly [number, number], count: number): Tick[] {
  const [low, high] = domain;
  const small = kind.linearBelow;
  // Within a decade of one sign, round steps tell more than powers of ten.
  if (small === null || (low > small && high / low < 10)) return axisTicks(domain, count);
  const most = Math.max(Math.abs(low), Math.abs(high));
  const decades = Array.from({ length: Math.max(1, Math.ceil(Math.log10(most / small)) + 1) }, (_, i) => small * 10 ** i);
  const tries = [[1, 2, 5], [1, 3], [1]].map((mantissas) => decades.flatMap((decade) => mantissas.map((mantissa) => mantissa * decade)));
  tries.push(decades.filter((_, i) => i % 2 === (decades.length - 1) % 2));
  const shown = tries.map((sizes) => [...sizes.map((size) => -size).reverse(), 0, ...sizes].filter((value) => value >= low && value <= high));
  const chosen = shown.find((values) => values.length <= count + 1) ?? shown.at(-1) ?? [];
  return chosen.length < 2 ? axisTicks(domain, count) : chosen.map((value) => ({ value, label: formatTick(value, Math.abs(value) || 1) }));
}

/** Midranks of the values scaled to 0..1, for colour; equal values have equal ranks. */
export function rankShares(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
  const shares = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) shares[order[i]!] = order.length === 1 ? 0.5 : (start + end - 1) / 2 / (order.length - 1);
    start = end;
  }
  return shares;
}

function finite(values: Iterable<number>): number[] {
  return Array.from(values).filter(Number.isFinite);
}
