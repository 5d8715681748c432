/** How long what each level leaves over is, beside what came in: quantiles over the rows, in the space of the codebooks. */
import { NORM_QUANTILES, type Metric } from './metric';

/** Key, title, and the name of the quantile, in the order of NORM_QUANTILES. */
const NAMES = [
  ['residualNorm5', 'Shortest 5 % left', '5 % quantile'],
  ['residualNorm25', 'Shortest quarter left', '25 % quantile'],
  ['residualNormMedian', 'Typical length left', 'median'],
  ['residualNorm75', 'Longest quarter left', '75 % quantile'],
  ['residualNorm95', 'Longest 5 % left', '95 % quantile'],
  ['residualNormMax', 'Longest length left', 'maximum'],
] as const;
const MEDIAN = NORM_QUANTILES.indexOf(0.5);

/** One metric a quantile, after level 1, 2, ..., divided by the median before level 1: methods with other latent spaces compare. */
export const residualNormQuantiles: readonly Metric[] = NAMES.map(([key, title, name], index) => ({
  entry: {
    key,
    title,
    term: `residual norm, ${name}`,
    meaning: `The ${name} of the residual lengths after each level, as a part of the median length before the first; a rise marks a level that overshoots.`,
    formula: `${name} of |e_i[t]| / median of |e_i[0]|, t = 1 .. L`,
    direction: 'down',
    perLevel: true,
    format: 'number',
    group: 'reconstruction',
    shown: false,
  },
  compute({ normQuantiles, codes }) {
    const start = normQuantiles[0]?.[MEDIAN];
    if (start === undefined) return undefined;
    return codes.map((_, level) => (start > 0 ? normQuantiles[level + 1]![index]! / start : NaN));
  },
}));
