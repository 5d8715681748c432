/** Root mean squared reconstruction error, per element, from the codes alone and (R3-VAE) with what an item carries beside its codes. */
import type { CountedPass, Metric } from './metric';

const formula = 'sqrt( sum_i |x_i - xhat_i|^2 / (n D) )';

/** From the codes alone: what a reader of the semantic ID can rebuild. */
export const rmse: Metric = {
  entry: {
    key: 'rmse',
    title: 'Reconstruction error',
    term: 'RMSE',
    meaning: 'Typical difference between a value and the value rebuilt from the codes alone, in the units of the data as preprocessed.',
    formula,
    direction: 'down',
    perLevel: false,
    format: 'number',
    group: 'reconstruction',
    shown: true,
  },
  compute: (pass) => rootMean(pass.squaredErrors.at(-1), pass),
};

/** Picked code vectors scaled by the item's own ratings: more than the ID holds. */
export const rmseHard: Metric = {
  entry: {
    key: 'rmseHard',
    title: 'Error with own ratings',
    term: 'hard RMSE',
    meaning: 'The same error when each item also keeps its own ratings beside its codes; it is not comparable with methods that keep codes only.',
    formula: `${formula}, xhat from the picked code vectors and the item's ratings`,
    direction: 'down',
    perLevel: false,
    format: 'number',
    group: 'reconstruction',
    shown: false,
  },
  compute: (pass) => optional(pass.otherSquaredErrors.hard, pass),
};

/** The training path: a weighted mixture of all code vectors. */
export const rmseSoft: Metric = {
  entry: {
    key: 'rmseSoft',
    title: 'Error of the training path',
    term: 'soft RMSE',
    meaning: 'The error the training itself sees, where an item mixes all code vectors by weight; no ID can hold those weights.',
    formula: `${formula}, xhat from the weighted mean of all code vectors`,
    direction: 'down',
    perLevel: false,
    format: 'number',
    group: 'reconstruction',
    shown: false,
  },
  compute: (pass) => optional(pass.otherSquaredErrors.soft, pass),
};

function optional(squaredError: number | undefined, pass: CountedPass): number | undefined {
  return squaredError === undefined ? undefined : rootMean(squaredError, pass);
}

function rootMean(squaredError: number | undefined, pass: CountedPass): number {
  if (squaredError === undefined || pass.rows === 0) return NaN;
  return Math.sqrt(squaredError / (pass.rows * pass.dim));
}
