/** Learning rate over time. */

/** Share of the steps in which the linear schedule rises. */
const WARM_UP = 0.05;

/** Rate at a 0-based step: constant, or a linear rise over the first 5 % of the steps and then a linear fall to zero. */
export function rateAt(schedule: string, rate: number, step: number, steps: number): number {
  if (schedule === 'constant') return rate;
  const rise = Math.max(1, Math.round(WARM_UP * steps));
  return step < rise ? (rate * (step + 1)) / rise : (rate * (steps - step)) / Math.max(1, steps - rise);
}
