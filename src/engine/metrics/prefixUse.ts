/** What each further code adds: its entropy once the one before is known, and how many of the possible prefixes exist. */
import { bucketRows, entropy } from '../math/counting';
import { atEachDepth, type CountedPass, type Metric } from './metric';

export const conditionalEntropyRatio: Metric = {
  entry: {
    key: 'conditionalEntropyRatio',
    title: 'News of each level',
    term: 'conditional entropy ratio',
    meaning: "The part of a code's entropy that is left when the code before it is known: 1 if each level tells something new; low by chance on few rows.",
    formula: '( H(code_l, code_l-1) - H(code_l-1) ) / H(code_l); 1 at the first level',
    direction: 'up',
    perLevel: true,
    format: 'number',
    group: 'codes',
    shown: false,
  },
  compute: (pass) =>
    pass.codes.map((codes, level) => {
      const own = entropy(pass.usage[level]!);
      if (own === 0) return NaN;
      if (level === 0) return own / own;
      const pairs = bucketRows([pass.codes[level - 1]!, codes], pass.rows).sizes;
      // Never below 0 or above 1 but by rounding.
      return Math.min(1, Math.max(0, (entropy(pairs) - entropy(pass.usage[level - 1]!)) / own));
    }),
};

export const distinctPrefixes: Metric = {
  entry: {
    key: 'distinctPrefixes',
    title: 'Distinct prefixes',
    term: 'distinct prefixes',
    meaning: 'How many different beginnings of 1, 2, ... codes the rows have; at the last level the number of distinct IDs.',
    formula: 'U_t, t = 1 .. L',
    direction: 'up',
    perLevel: true,
    format: 'count',
    group: 'codes',
    shown: false,
  },
  compute: (pass) => atEachDepth(pass, ({ sizes }) => sizes.length),
};

export const prefixUse: Metric = {
  entry: {
    key: 'prefixUse',
    title: 'Prefixes in use',
    term: 'prefix use',
    meaning: 'Distinct prefixes as a share of all possible ones; it falls with depth because capacity grows, so compare it with its upper limit.',
    formula: 'U_t / product of K_l over the first t levels',
    direction: 'up',
    perLevel: true,
    format: 'share',
    group: 'codes',
    shown: false,
  },
  compute: (pass) => atEachDepth(pass, ({ sizes }, depth) => Math.exp(Math.log(sizes.length) - logCapacity(pass, depth))),
};

export const prefixUseLimit: Metric = {
  entry: {
    key: 'prefixUseLimit',
    title: 'Most prefixes usable',
    term: 'prefix use, upper limit',
    meaning: 'Prefix use if no two rows shared a prefix, or if all prefixes were used: n rows cannot use more than n.',
    formula: 'min( 1, n / product of K_l over the first t levels )',
    direction: 'none',
    perLevel: true,
    format: 'share',
    group: 'codes',
    shown: false,
  },
  compute: (pass) => atEachDepth(pass, (_, depth) => Math.min(1, Math.exp(Math.log(pass.rows) - logCapacity(pass, depth)))),
};

/** Log of the number of possible prefixes: the number itself may exceed 2^53. */
function logCapacity({ numCodes }: CountedPass, depth: number): number {
  return numCodes.slice(0, depth).reduce((sum, codes) => sum + Math.log(codes), 0);
}
