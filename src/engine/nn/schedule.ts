/** Learning rate over time. */

/** Share of the steps in which the linear schedule rises. */
const WARM_UP = 0.05;

/** Rate at a 0-based step: constant, or a linear rise over the first 5 % of the steps and then a linear fall to zero. */
export function rateAt(schedule: string, rate: number, step: number, steps: number): number {
  if (schedule === 'constant') return rate;
  const rise = Math.max(1, Math.round(WARM_UP * steps));
  return step < rise ? (rate * (step + 1)) / rise : (rate * (steps - step)) / Math.max(1, steps - rise);
}

/** Rate at a 0-based step: a linear rise over the first `warmUp` steps, then half a cosine to zero (Loshchilov and Hutter, 1608.03983). */
export function cosineRate(rate: number, step: number, steps: number, warmUp: number): number {
  const rise = Math.min(warmUp, Math.max(1, steps - 1));
  return step < rise ? (rate * (step + 1)) / rise : (rate * (1 + Math.cos((Math.PI * (step - rise)) / Math.max(1, steps - rise)))) / 2;
}
