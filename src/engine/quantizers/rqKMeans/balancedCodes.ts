/**
 * Size-constrained assignment: every code gets floor(n / K) rows, the first n mod K codes one more.
 *
 *     1. entropic transport between rows (mass 1/n) and codes (mass capacity/n), cost = squared distance (Sinkhorn, 30 iterations)
 *     2. rows in order of decreasing gap between their best and second-best entry of the plan; each takes its best code with room left
 *
 * Only the column potentials are kept between iterations, so memory grows with n, not with n x K: distances come block by block from the device and
 * are kept only where they all fit.
 */
import { quantiles } from '../../math/statistics';
import { CodeDistances } from '../codeDistances';
import type { Vectors } from '../vectors';

const ITERATIONS = 30;
/** Temperature as a share of the median over rows of the 90th percentile over codes of (distance - nearest distance). */
const TEMPERATURE = 0.1;
/** Rows that the temperature is taken from. */
const TEMPERATURE_ROWS = 4096;
/** Codes remembered for each row; a row that finds all of them full is placed by a look at every code. */
const CANDIDATES = 16;
/** A column this far from every row is drawn nearer by one large step an iteration instead of an infinite one. */
const LEAST_MASS = 1e-300;

/** How many rows each of K codes may take of n. */
export function capacities(n: number, numCodes: number): Int32Array {
  return Int32Array.from({ length: numCodes }, (_, k) => Math.floor(n / numCodes) + (k < n % numCodes ? 1 : 0));
}

/** int32 [n]: balanced codes of the rows for centres float32 [K, dim]. The same input gives the same codes. */
export async function balancedCodes(rows: Vectors, centres: Float32Array, numCodes: number): Promise<Int32Array> {
  const room = capacities(rows.rows, numCodes);
  const distances = new CodeDistances(rows, centres, numCodes);
  try {
    const potentials = await columnPotentials(distances, rows.rows, room);
    return await round(distances, rows.rows, room, potentials);
  } finally {
    distances.dispose();
  }
}

/** Potentials h [K] and the temperature: log plan = f[row] + h[k] - cost / temperature, with f fixed by the row's mass. */
interface Potentials {
  readonly h: Float64Array;
  readonly temperature: number;
}

async function columnPotentials(distances: CodeDistances, n: number, room: Int32Array): Promise<Potentials> {
  const { numCodes } = distances;
  const temperature = await temperatureOf(distances, n);
  const h = Float64Array.from(room, (capacity) => Math.log(Math.max(capacity, 1e-9) / n));
  const logMass = h.slice();
  const entries = new Float64Array(numCodes);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const columns = new Float64Array(numCodes);
    for await (const { rows, costs } of distances.blocks()) {
      for (let i = 0, from = 0; i < rows; i++, from += numCodes) {
        let peak = -Infinity;
        for (let k = 0; k < numCodes; k++) {
          const entry = h[k]! - costs[from + k]! / temperature;
          entries[k] = entry;
          if (entry > peak) peak = entry;
        }
        let sum = 0;
        for (let k = 0; k < numCodes; k++) sum += entries[k] = Math.exp(entries[k]! - peak);
        const share = 1 / (sum * n);
        for (let k = 0; k < numCodes; k++) columns[k]! += entries[k]! * share;
      }
    }
    for (let k = 0; k < numCodes; k++) h[k]! += logMass[k]! - Math.log(Math.max(columns[k]!, LEAST_MASS));
  }
  return { h, temperature };
}

/** From evenly spaced rows; 1 where all codes are equally far from every row. */
async function temperatureOf(distances: CodeDistances, n: number): Promise<number> {
  const every = Math.max(1, Math.floor(n / TEMPERATURE_ROWS));
  const spreads: number[] = [];
  for await (const { start, rows, costs } of distances.blocks()) {
    for (let i = 0; i < rows; i++) {
      if ((start + i) % every !== 0) continue;
      const own = costs.subarray(i * distances.numCodes, (i + 1) * distances.numCodes);
      const [least, most] = quantiles(own, [0, 0.9]);
      spreads.push(most! - least!);
    }
  }
  return TEMPERATURE * quantiles(Float64Array.from(spreads), [0.5])[0]! || 1;
}

async function round(distances: CodeDistances, n: number, room: Int32Array, { h, temperature }: Potentials): Promise<Int32Array> {
  const { numCodes } = distances;
  const width = Math.min(CANDIDATES, numCodes);
  const candidates = new Int32Array(n * width);
  const gaps = new Float64Array(n);
  const values = new Float64Array(width);
  for await (const { start, rows, costs } of distances.blocks()) {
    for (let i = 0, from = 0; i < rows; i++, from += numCodes) {
      const own = candidates.subarray((start + i) * width, (start + i + 1) * width);
      values.fill(-Infinity);
      let found = 0;
      let peak = -Infinity;
      let sum = 0;
      for (let k = 0; k < numCodes; k++) {
        const value = h[k]! - costs[from + k]! / temperature;
        if (value > peak) {
          sum = sum * Math.exp(peak - value) + 1;
          peak = value;
        } else sum += Math.exp(value - peak);
        if (found === width && !(value > values[width - 1]!)) continue;
        let place = found < width ? found++ : width - 1;
        for (; place > 0 && value > values[place - 1]!; place--) {
          values[place] = values[place - 1]!;
          own[place] = own[place - 1]!;
        }
        values[place] = value;
        own[place] = k;
      }
      gaps[start + i] = (1 - (width > 1 ? Math.exp(values[1]! - values[0]!) : 0)) / sum;
    }
  }
  const codes = new Int32Array(n).fill(-1);
  const order = Uint32Array.from(gaps.keys()).sort((a, b) => gaps[b]! - gaps[a]! || a - b);
  const left: number[] = [];
  for (const row of order) {
    const code = candidates.subarray(row * width, (row + 1) * width).find((k) => room[k]! > 0);
    if (code === undefined) left.push(row);
    else {
      codes[row] = code;
      room[code]! -= 1;
    }
  }
  for await (const { start, rows, costs } of distances.blocksOf(left)) {
    for (let i = 0; i < rows; i++) {
      let best = -1;
      let bestValue = -Infinity;
      for (let k = 0; k < numCodes; k++) {
        const value = h[k]! - costs[i * numCodes + k]! / temperature;
        if (room[k]! > 0 && value > bestValue) {
          best = k;
          bestValue = value;
        }
      }
      codes[left[start + i]!] = best;
      room[best]! -= 1;
    }
  }
  return codes;
}
