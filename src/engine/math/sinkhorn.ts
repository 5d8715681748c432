/**
 * Entropic transport between rows and columns (Cuturi, 2013) by Sinkhorn's iteration in the log domain, float64: no exponential ever overflows,
 * however small the temperature.
 *
 *     A = -cost / temperature
 *     f[i] = log a[i] - LSE_j (A[i,j] + h[j]);   h[j] = log b[j] - LSE_i (A[i,j] + f[i])      `iterations` times
 *     log P = A + f + h
 *
 * The last update is of h, so columns have exactly the mass asked for and rows approach theirs.
 */

export interface SinkhornOptions {
  /** In units of the cost: the smaller, the closer to a permutation, and the more iterations are needed. */
  readonly temperature: number;
  readonly iterations: number;
  /** [rows] and [cols], positive, of equal sums; uniform and of sum 1 where absent. A mass of 0 is allowed and leaves its line at -Infinity. */
  readonly rowMass?: ArrayLike<number>;
  readonly columnMass?: ArrayLike<number>;
}

/**
 * The logarithm of the transport plan, float64 [rows * cols], row-major; `cost` is [rows * cols], finite.
 * Throws where sizes do not match, or temperature or iterations are not positive.
 */
export function sinkhorn(cost: ArrayLike<number>, rows: number, cols: number, { temperature, iterations, rowMass, columnMass }: SinkhornOptions): Float64Array {
  if (cost.length !== rows * cols) throw new Error(`sinkhorn: ${cost.length} costs for ${rows} x ${cols}`);
  if (!(temperature > 0) || !(iterations >= 1)) throw new Error(`sinkhorn: temperature is ${temperature}, iterations ${iterations}; both must be positive`);
  const logRow = logMass(rowMass, rows, 'row');
  const logColumn = logMass(columnMass, cols, 'column');
  const plan = new Float64Array(rows * cols);
  for (let at = 0; at < plan.length; at++) plan[at] = -cost[at]! / temperature;
  const f = new Float64Array(rows);
  const h = new Float64Array(cols);
  const peaks = new Float64Array(cols);
  const sums = new Float64Array(cols);
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (let i = 0; i < rows; i++) f[i] = logRow[i]! - rowLogSum(plan, i * cols, h);
    // Columns in two sweeps along the rows, which is the order of the memory: their peaks, then their sums.
    peaks.fill(-Infinity);
    for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < cols; j++, at++) peaks[j] = Math.max(peaks[j]!, plan[at]! + f[i]!);
    sums.fill(0);
    for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < cols; j++, at++) sums[j]! += Math.exp(plan[at]! + f[i]! - peaks[j]!);
    for (let j = 0; j < cols; j++) h[j] = logColumn[j]! - peaks[j]! - Math.log(sums[j]!);
  }
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < cols; j++, at++) plan[at]! += f[i]! + h[j]!;
  return plan;
}

function logMass(mass: ArrayLike<number> | undefined, count: number, side: string): Float64Array {
  if (!mass) return new Float64Array(count).fill(-Math.log(count));
  if (mass.length !== count) throw new Error(`sinkhorn: ${mass.length} ${side} masses for ${count}`);
  return Float64Array.from(mass, Math.log);
}

function rowLogSum(plan: Float64Array, start: number, h: Float64Array): number {
  let peak = -Infinity;
  for (let j = 0; j < h.length; j++) peak = Math.max(peak, plan[start + j]! + h[j]!);
  let sum = 0;
  for (let j = 0; j < h.length; j++) sum += Math.exp(plan[start + j]! + h[j]! - peak);
  return peak + Math.log(sum);
}
