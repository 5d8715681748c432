/** Made-up training curves: four methods, and what a figure of them must survive. */
import { FOUR, points, seriesAt } from './testing/seeded';
import type { Fixture } from './testing/fixture';
import type { TrainingCurvesData } from './trainingCurves';

const base = { key: 'relativeError', title: 'relative error', x: 'share', y: 'linear' } as const;
const four = [
  { series: seriesAt(0), points: points(1, 75, 1, 0.48, 3, 0), steps: 375 },
  { series: seriesAt(1), points: points(2, 240, 1.02, 0.471), steps: 1200 },
  { series: seriesAt(2), points: points(3, 240, 1.05, 0.507), steps: 1200 },
  { series: seriesAt(3), points: points(4, 60, 1, 0.486, 3, 0), steps: 400 },
];

const PARTS = [['seeding', 0, 1], ['soft passes', 0, 15], ['even passes', 0, 10], ['seeding', 1, 1], ['soft passes', 1, 15], ['even passes', 1, 10], ['joint rounds', -1, 8], ['distinct IDs', -1, 2]] as const;
const staged = PARTS.flatMap(([stage, level, steps]) => Array.from({ length: steps }, () => ({ stage, level }))).map(({ stage, level }, i) => ({ step: i + 1, seconds: 0.1 * i, level, stage, losses: stage === 'seeding' ? ({} as Record<string, number>) : { objective: (level === 1 ? 0.5 : 0.9) * Math.exp(-0.02 * i) } }));

export const trainingCurvesFixtures: readonly Fixture<TrainingCurvesData>[] = [
  { name: 'four methods', data: { ...base, series: four } },
  { name: 'steps, log axis', data: { ...base, series: four, key: 'total', title: 'training loss', x: 'step', y: 'log' } },
  { name: 'seconds, smoothed', data: { ...base, series: [{ series: seriesAt(1), points: points(8, 4000, 1, 0.4, 0, 0.08) }, { series: seriesAt(2), points: points(9, 4000, 1, 0.46, 0, 0.08) }], x: 'seconds', smoothing: 0.95 } },
  { name: 'one method, one point', data: { ...base, series: [{ series: seriesAt(1), points: points(2, 1, 1, 0.9) }] } },
  { name: 'parts of training', data: { ...base, key: 'objective', title: 'objective', x: 'step', stagesOf: seriesAt(0).id, series: [{ series: seriesAt(0), points: staged }] } },
  { name: 'same end', data: { ...base, series: FOUR.map((series) => ({ series, points: points(2, 40, 1, 0.5, 0, 0) })) } },
  { name: 'nothing yet', data: { ...base, series: FOUR.map((series) => ({ series, points: [] })) } },
  { name: 'NaN and zero on a log axis', data: { ...base, y: 'log', series: [{ series: seriesAt(3), points: points(2, 40, 1, 0.5).map((p, i) => ({ ...p, losses: { relativeError: i % 9 === 4 ? NaN : i === 20 ? 0 : (p.losses['relativeError'] ?? NaN) } })) }] } },
  { name: 'all NaN', data: { ...base, series: [{ series: seriesAt(1), points: points(2, 5, 1, 0.5).map((p) => ({ ...p, losses: { relativeError: NaN } })) }] } },
  { name: 'very large', data: { ...base, y: 'log', x: 'step', series: [{ series: seriesAt(1), points: points(2, 50, 1, 0.5).map((p, i) => ({ ...p, losses: { relativeError: 10 ** (12 - i / 2.5) } })) }] } },
  { name: 'constant', data: { ...base, series: [{ series: seriesAt(0), points: points(2, 5, 1, 1).map((p) => ({ ...p, losses: { relativeError: 0 } })) }] } },
];
