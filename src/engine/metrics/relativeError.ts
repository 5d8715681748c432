/** Reconstruction error relative to the spread of the data: comparable across data sets. */
import { ratioToTotal } from '../math/ratio';
import type { Metric } from './metric';

export const relativeError: Metric = {
  entry: {
    key: 'relativeError',
    title: 'Relative error',
    term: 'relative error',
    meaning: 'The reconstruction error as a part of the spread of the data: 0 is perfect, 1 is no better than giving every row the mean.',
    formula: 'sqrt( SSE / SST ), SST = sum_i |x_i - mean|^2',
    direction: 'down',
    perLevel: false,
    format: 'number',
    group: 'reconstruction',
    shown: true,
  },
  compute: (pass) => Math.sqrt(pass.rows === 0 ? NaN : ratioToTotal(pass.squaredErrors.at(-1), pass.totalSquares)),
};
