/** Made-up errors by depth: four methods, and what a figure of them must survive. */
import { ratePoints } from './rateDistortion';
import { FOUR, seriesAt } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { RateDistortionData } from './rateDistortion';

/** Bits in use: uneven codes cost fewer than their number allows, and rows are no more than log2 n. */
const inUse = [[7.8, 12.4, 13.1], [7.6, 12.1, 12.9], [7.9, 12.6, 13.2], [7.2, 11.4]];
const energies = [[0.48, 0.31, 0.23], [0.47, 0.3, 0.222], [0.49, 0.34, 0.257], [0.48, 0.32]];

export const rateDistortionFixtures: readonly Fixture<RateDistortionData>[] = [
  { name: 'four methods', data: { series: FOUR.map((series, i) => ({ series, points: ratePoints(energies[i] ?? [], [256, 256, 256], inUse[i]) })) } },
  { name: 'explained variance', data: { measure: 'explained', series: FOUR.map((series, i) => ({ series, points: ratePoints(energies[i] ?? [], [256, 256, 256], inUse[i]) })) } },
  { name: 'explained variance below 0', data: { measure: 'explained', series: [{ series: seriesAt(2), points: ratePoints([1.4, 0.8], [64, 64], [5.1, 9.8]) }] } },
  { name: 'unequal levels, rising error', data: { series: FOUR.slice(1, 3).map((series, i) => ({ series, points: ratePoints([0.6 + 0.9 * i, 0.5, 0.45, 0.44, 0.41, 0.4, 0.39, 0.385], [512, 256, 128, 64, 32, 16, 8, 4]) })) } },
  { name: 'one method, one level', data: { series: [{ series: seriesAt(0), points: ratePoints([0.7], [64]) }] } },
  { name: 'nothing yet', data: { series: FOUR.map((series) => ({ series, points: ratePoints([], []) })) } },
  { name: 'NaN, one code', data: { series: [{ series: seriesAt(3), points: ratePoints([1, NaN, 0.8], [1, 1, 1]) }] } },
];
