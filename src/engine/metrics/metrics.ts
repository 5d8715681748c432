/** The registry of metrics, in the order of the comparison table, and the one call that computes them all. */
import type { MetricEntry, Metrics } from '../records';
import { deadCodes, utilization } from './codesInUse';
import { collisionRate, largestBucket, uniqueIdShare } from './identifiers';
import type { FullPass, Metric } from './metric';
import { perplexity } from './perplexity';
import { rmse, rmseHard, rmseSoft } from './reconstruction';
import { relativeError } from './relativeError';
import { residualEnergy } from './residualEnergy';

/** A metric is added here and nowhere else. */
export const quantizerMetrics: readonly Metric[] = [
  rmse,
  rmseHard,
  rmseSoft,
  relativeError,
  residualEnergy,
  utilization,
  perplexity,
  deadCodes,
  collisionRate,
  uniqueIdShare,
  largestBucket,
];

/** Columns of the table that come from the run and not from a pass over the rows. */
export const runEntries: readonly MetricEntry[] = [
  {
    key: 'seconds',
    title: 'Training time',
    term: 'seconds',
    meaning: 'Seconds of training on this machine, pauses left out; other work on the machine makes it longer.',
    formula: 'wall-clock time of all training steps',
    direction: 'down',
    perLevel: false,
    format: 'seconds',
    group: 'cost',
    shown: true,
  },
  {
    key: 'parameters',
    title: 'Size of the model',
    term: 'parameters',
    meaning: 'Numbers needed to turn rows into codes and codes back into rows: codebooks, encoder and decoder.',
    formula: 'count of trained numbers',
    direction: 'down',
    perLevel: false,
    format: 'count',
    group: 'cost',
    shown: false,
  },
];

/** Every metric of a full pass, by key; what the method does not have (rmseHard, rmseSoft) is absent. NaN: undefined. */
export function computeMetrics(pass: FullPass): Omit<Metrics, 'parameters'> {
  const values = quantizerMetrics.map((metric) => [metric.entry.key, metric.compute(pass)] as const);
  // The keys are those of Metrics because the registry above holds one metric for each; metrics.test.ts checks it.
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as unknown as Omit<Metrics, 'parameters'>;
}
