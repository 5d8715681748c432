/** What an ID costs in bits: as many as its codes can tell apart, and as many as their frequencies need. */
import { entropy } from '../math/counting';
import { atEachDepth, type Metric } from './metric';

export const nominalBits: Metric = {
  entry: {
    key: 'nominalBits',
    title: 'Nominal bits',
    term: 'nominal bits',
    meaning: 'Bits of the first 1, 2, ... codes of an ID if every code were as likely as any other: what a fixed-length code takes.',
    formula: 'sum of log2 K_l over the first t levels, t = 1 .. L',
    direction: 'none',
    perLevel: true,
    format: 'number',
    group: 'reconstruction',
    shown: false,
  },
  compute: ({ rows, numCodes }) => {
    let bits = 0;
    return numCodes.map((codes) => (rows === 0 ? NaN : (bits += Math.log2(codes))));
  },
};

export const empiricalBits: Metric = {
  entry: {
    key: 'empiricalBits',
    title: 'Bits in use',
    term: 'empirical bits',
    meaning: 'Entropy of the first 1, 2, ... codes of an ID over the rows; near log2 n, almost every row has an ID of its own and a low error means little.',
    formula: '- sum_g p_g log2 p_g, g the prefixes of depth t = 1 .. L',
    direction: 'none',
    perLevel: true,
    format: 'number',
    group: 'reconstruction',
    shown: false,
  },
  compute: (pass) => atEachDepth(pass, ({ sizes }) => entropy(sizes) / Math.LN2),
};
