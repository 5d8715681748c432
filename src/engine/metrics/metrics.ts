/** The registry of metrics, in the order of the comparison table, and the one call that computes them all. */
import type { MetricEntry, Metrics } from '../records/quantize';
import { empiricalBits, nominalBits } from './bits';
import { deadCodes, utilization, windowUtilization } from './codesInUse';
import { cohesion, cohesionByItems, discrimination } from './cohesion';
import { entropy, perplexity, perplexityShare, usageGini } from './evenUse';
import { explainedVariance } from './explainedVariance';
import { collisionRate, duplicateShare, idEntropyRatio, idGini, largestBucket, uniqueIdShare } from './identifiers';
import { counted, type CompletePass, type FullPass, type Metric } from './metric';
import { knnOverlap } from './neighbours';
import { conditionalEntropyRatio, distinctPrefixes, prefixUse, prefixUseLimit } from './prefixUse';
import { prefixPurity, prefixPurityChance, prefixPurityShared, prefixSingletons } from './purity';
import { rmse, rmseHard, rmseSoft } from './reconstruction';
import { relativeError } from './relativeError';
import { residualEnergy } from './residualEnergy';
import { residualNormQuantiles } from './residualNorms';

/** A metric is added here and nowhere else. */
export const quantizerMetrics: readonly Metric[] = [
  rmse,
  rmseHard,
  rmseSoft,
  relativeError,
  residualEnergy,
  explainedVariance,
  nominalBits,
  empiricalBits,
  ...residualNormQuantiles,
  utilization,
  windowUtilization,
  perplexity,
  perplexityShare,
  entropy,
  usageGini,
  deadCodes,
  conditionalEntropyRatio,
  distinctPrefixes,
  prefixUse,
  prefixUseLimit,
  collisionRate,
  uniqueIdShare,
  largestBucket,
  idGini,
  idEntropyRatio,
  duplicateShare,
  knnOverlap,
  cohesion,
  cohesionByItems,
  discrimination,
  prefixPurity,
  prefixPurityChance,
  prefixPurityShared,
  prefixSingletons,
];

/** Columns of the table that come from the run and not from a pass over the rows it was trained on. */
export const runEntries: readonly MetricEntry[] = [
  {
    key: 'heldOutError', title: 'Error on unseen rows', term: 'held-out relative error', direction: 'down', perLevel: false, format: 'number', group: 'reconstruction', shown: false,
    meaning: 'Relative error of rows that were held out of training. More codes always fit the rows that were seen better; only this says whether they fit others.', formula: 'sqrt(sum |x - x̂|² / sum |x - mean|²) over the rows held out',
  },
  {
    key: 'heldOutUtilization', title: 'Codes in use by unseen rows', term: 'held-out utilization', direction: 'up', perLevel: true, format: 'share', group: 'codes', shown: false,
    meaning: 'Share of the codes of a level that rows held out of training use. Few rows cannot use many codes.', formula: 'codes used / K, over the rows held out',
  },
  {
    key: 'heldOutUniqueIdShare', title: 'Unseen rows with an ID of their own', term: 'held-out unique IDs', direction: 'up', perLevel: false, format: 'share', group: 'identifiers', shown: false,
    meaning: 'Share of the rows held out of training whose ID no other row has, held out or not.', formula: 'rows held out alone in their bucket / rows held out',
  },
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

/** Every metric of a pass, by key; what the method does not have (rmseHard, rmseSoft) or the pass did not gather is absent. NaN: undefined. */
export function computeMetrics(pass: CompletePass): Omit<Metrics, 'parameters'>;
export function computeMetrics(pass: FullPass): Partial<Metrics>;
export function computeMetrics(pass: FullPass): Partial<Metrics> {
  const facts = counted(pass);
  const values = quantizerMetrics.map((metric) => [metric.entry.key, metric.compute(facts)] as const);
  // The keys are those of Metrics because the registry above holds one metric for each; metrics.test.ts checks it.
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Partial<Metrics>;
}

/** The figures that a training curve can show: numbers as they are, of lists the value at the last level. Undefined ones are left out. */
export function curveMetrics(metrics: Partial<Metrics>): Record<string, number> {
  const last = Object.entries(metrics).map(([key, value]) => [key, typeof value === 'number' ? value : ((value as readonly number[]).at(-1) ?? NaN)] as const);
  return Object.fromEntries(last.filter(([key, value]) => !CONSTANT.has(key) && Number.isFinite(value)));
}

/** Known before the first step, or a curve under another name already. */
const CONSTANT: ReadonlySet<string> = new Set(['relativeError', 'nominalBits', 'prefixUseLimit', 'duplicateShare', 'parameters']);
