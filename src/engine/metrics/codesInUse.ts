/** How many codes of each level are used at all: as a share of the codebook, and counted the other way round. */
import { countUsed } from '../math/counting';
import type { CountedPass, Metric } from './metric';

export const utilization: Metric = {
  entry: {
    key: 'utilization',
    title: 'Codes in use',
    term: 'utilization',
    meaning: 'The share of the codes of each level that at least one row uses; a high share alone proves little, since one row is enough.',
    formula: 'codes with c_lk > 0 / K_l',
    direction: 'up',
    perLevel: true,
    format: 'share',
    group: 'codes',
    shown: true,
  },
  compute: (pass) => perLevel(pass, (used, numCodes) => used / numCodes),
};

/** A code with less than this share of an even use counts as idle; never used, it falls below it within some 230 batches. */
const IDLE = 0.1;

export const windowUtilization: Metric = {
  entry: {
    key: 'windowUtilization',
    title: 'Codes in use lately',
    term: 'window utilization',
    meaning: 'The share of the codes of each level that the last hundred or so training batches used, at a tenth of an even share or more: it falls before codes are lost for good.',
    formula: 'codes with EMA(uses per batch, decay 0.99) >= 0.1 batch / K_l, over K_l',
    direction: 'up',
    perLevel: true,
    format: 'share',
    group: 'codes',
    shown: false,
  },
  compute: ({ recentUse, usage, rows }) => recentUse?.slice(0, usage.length).map((uses) => (rows === 0 ? NaN : uses.filter((use) => use >= IDLE).length / uses.length)),
};

export const deadCodes: Metric = {
  entry: {
    key: 'deadCodes',
    title: 'Unused codes',
    term: 'dead codes',
    meaning: 'How many codes of each level no row uses: idle capacity.',
    formula: 'K_l - codes with c_lk > 0',
    direction: 'down',
    perLevel: true,
    format: 'count',
    group: 'codes',
    shown: false,
  },
  compute: (pass) => perLevel(pass, (used, numCodes) => numCodes - used),
};

function perLevel(pass: CountedPass, value: (used: number, numCodes: number) => number): number[] {
  return pass.usage.map((counts) => (pass.rows === 0 ? NaN : value(countUsed(counts), counts.length)));
}
