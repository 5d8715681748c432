/** How evenly the codes of each level are used: their entropy, as an effective number of codes, and the Gini coefficient. */
import { entropy as entropyOf } from '../math/counting';
import { giniOfCounts } from '../math/evenness';
import type { Metric } from './metric';

export const perplexity: Metric = {
  entry: {
    key: 'perplexity',
    title: 'Effective codes',
    term: 'perplexity',
    meaning: 'The number of equally used codes that would have the same entropy as this level: 1 if all rows share one code, K if all are used alike.',
    formula: 'exp( - sum_k p_lk log p_lk )',
    direction: 'up',
    perLevel: true,
    format: 'number',
    group: 'codes',
    shown: true,
  },
  compute: (pass) => pass.usage.map((counts) => Math.exp(entropyOf(counts))),
};

export const perplexityShare: Metric = {
  entry: {
    key: 'perplexityShare',
    title: 'Effective share',
    term: 'perplexity / K',
    meaning: 'The effective number of codes as a part of the codebook, so that codebooks of different sizes can be compared.',
    formula: 'exp( - sum_k p_lk log p_lk ) / K_l',
    direction: 'up',
    perLevel: true,
    format: 'share',
    group: 'codes',
    shown: false,
  },
  compute: (pass) => pass.usage.map((counts) => Math.exp(entropyOf(counts)) / counts.length),
};

export const entropy: Metric = {
  entry: {
    key: 'entropy',
    title: 'Code entropy',
    term: 'entropy',
    meaning: 'The uncertainty about the code of a row at this level, in nats: at most log K; on few rows it is too low by about (codes in use - 1) / 2n.',
    formula: '- sum_k p_lk log p_lk',
    direction: 'up',
    perLevel: true,
    format: 'number',
    group: 'codes',
    shown: false,
  },
  compute: (pass) => pass.usage.map(entropyOf),
};

export const usageGini: Metric = {
  entry: {
    key: 'usageGini',
    title: 'Uneven use',
    term: 'Gini of usage',
    meaning: 'How unevenly rows fall on the codes of each level, unused codes included: 0 if all are used alike, near 1 if few codes hold almost all rows.',
    formula: '2 sum_j j c_(j) / (K sum c) - (K + 1) / K, c ascending, j from 1',
    direction: 'down',
    perLevel: true,
    format: 'number',
    group: 'codes',
    shown: false,
  },
  compute: (pass) => pass.usage.map(giniOfCounts),
};
