/** The minimum of a smooth function of many numbers, by limited-memory BFGS. */

/** Value at `point`; writes the gradient [n] into `gradient`. May take its time. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number | Promise<number>;

export interface MinimizeOptions {
  /** Pairs of steps and gradient changes that stand for the curvature. */
  readonly memory?: number;
  readonly iterations?: number;
  /** Ends where no entry of the gradient is larger. */
  readonly tolerance?: number;
  /** [n]: about one over the second derivative by each number, where it is known; the first steps are scaled so. Absent: all alike. */
  readonly inverseCurvature?: Float64Array;
}

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  /** Largest absolute entry of the gradient there. */
  readonly gradient: number;
  readonly iterations: number;
  /** False: the iterations were spent, or no step lowered the value any more. */
  readonly converged: boolean;
}

/** A step, the change of the gradient over it, and one over their product. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly scale: number;
}

/** Of the conditions of Wolfe: how much of the slope a step must gain, and how much of the slope may be left. */
const GAIN = 1e-4;
const SLOPE_LEFT = 0.9;
const MOST_TRIES = 40;
/** Of the value: what rounding of a long sum may hide. */
const ROUNDING = 1e-13;

/**
 * L-BFGS (Nocedal and Wright, Numerical Optimization, 2006, algorithm 7.4 and 7.5) with a line search that halves and doubles until both weak conditions of Wolfe hold, so that every pair it keeps has
 * positive curvature. Draws no random numbers: same start, same bits. For a strictly convex function it ends at the one minimum.
 */
export async function minimize(objective: Objective, start: Float64Array, { memory = 10, iterations = 1000, tolerance = 1e-5, inverseCurvature }: MinimizeOptions = {}): Promise<Minimum> {
  const size = start.length;
  let [point, gradient] = [start.slice(), new Float64Array(size)];
  let [nextPoint, nextGradient] = [new Float64Array(size), new Float64Array(size)];
  let value = await objective(point, gradient);
  const pairs: Pair[] = [];
  const direction = new Float64Array(size);
  let iteration = 0;
  while (largest(gradient) > tolerance && iteration < iterations) {
    aim(direction, gradient, pairs, inverseCurvature);
    const slope = dot(direction, gradient);
    let [length, low, high] = [pairs.length > 0 || inverseCurvature ? 1 : Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))), 0, Infinity];
    let [nextValue, found] = [value, false];
    for (let tries = 0; tries < MOST_TRIES && !found; tries++) {
      for (let i = 0; i < size; i++) nextPoint[i] = point[i]! + length * direction[i]!;
      nextValue = await objective(nextPoint, nextGradient);
      if (!(nextValue <= value + GAIN * length * slope + ROUNDING * Math.abs(value))) high = length;
      else if (dot(direction, nextGradient) < SLOPE_LEFT * slope) low = length;
      else found = true;
      if (!found) length = high < Infinity ? (low + high) / 2 : 2 * low;
    }
    if (!found) break;
    iteration++;
    const [step, change] = [difference(nextPoint, point), difference(nextGradient, gradient)];
    const curvature = dot(step, change);
    if (curvature > 0) pairs.push({ step, change, scale: 1 / curvature });
    if (pairs.length > memory) pairs.shift();
    [point, nextPoint, gradient, nextGradient, value] = [nextPoint, point, nextGradient, gradient, nextValue];
  }
  return { point, value, gradient: largest(gradient), iterations: iteration, converged: largest(gradient) <= tolerance };
}

/** The two loops: direction = -H gradient, H the inverse Hessian that the pairs tell of. */
function aim(direction: Float64Array, gradient: Float64Array, pairs: readonly Pair[], inverseCurvature?: Float64Array): void {
  for (let i = 0; i < direction.length; i++) direction[i] = -gradient[i]!;
  const along = new Float64Array(pairs.length);
  for (let at = pairs.length - 1; at >= 0; at--) {
    const { step, change, scale } = pairs[at]!;
    along[at] = scale * dot(step, direction);
    add(direction, change, -along[at]!);
  }
  const scaled = (of: Float64Array): Float64Array => (inverseCurvature ? of.map((value, i) => value * inverseCurvature[i]!) : of);
  const last = pairs.at(-1);
  const size = last ? 1 / (last.scale * dot(last.change, scaled(last.change))) : 1;
  direction.set(scaled(direction).map((value) => size * value));
  pairs.forEach(({ step, change, scale }, at) => add(direction, step, along[at]! - scale * dot(change, direction)));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function add(to: Float64Array, values: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += times * values[i]!;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}

function largest(values: Float64Array): number {
  let found = 0;
  for (const value of values) found = Math.max(found, Math.abs(value));
  return found;
}
