/** What each level leaves over, as a share of the data's energy. */
import { ratioToTotal } from '../math/ratio';
import type { Metric } from './metric';

export const residualEnergy: Metric = {
  entry: {
    key: 'residualEnergy',
    title: 'Energy left after each level',
    term: 'residual energy',
    meaning: "The share of the data's variance that is still unexplained after the first 1, 2, ... levels, from the codes alone.",
    formula: 'SSE(t) / SST, t = 1 .. L',
    direction: 'down',
    perLevel: true,
    format: 'share',
    group: 'reconstruction',
    shown: true,
  },
  compute: (pass) =>
    pass.squaredErrors.slice(1).map((squaredError) => (pass.rows === 0 ? NaN : ratioToTotal(squaredError, pass.totalSquares))),
};
