/** How evenly the codes of each level are used, as an effective number of codes. */
import { countCodes, entropy } from '../math/counting';
import type { Metric } from './metric';

export const perplexity: Metric = {
  entry: {
    key: 'perplexity',
    title: 'Effective codes',
    term: 'perplexity',
    meaning: 'As many equally used codes would be as varied as the codes of this level: 1 if all rows share one code, K if all are used alike.',
    formula: 'exp( - sum_k p_lk log p_lk )',
    direction: 'up',
    perLevel: true,
    format: 'number',
    group: 'codes',
    shown: true,
  },
  compute: (pass) => pass.codes.map((codes, level) => Math.exp(entropy(countCodes(codes, pass.numCodes[level]!)))),
};
