/** Plausible events of predictors of a label, and of models of instances, that train nothing. */
import type { ClickResult, ClickSnapshot, LoadedLog, SourceResult, SourceSnapshot } from '../../engine/records/click';
import type { MetricPoint, RunSpec } from '../../engine/records/run';
import type { Scores } from '../../engine/records/predict';
import { FAKE_EPOCHS } from './fakeFit';
import { fakeLog } from './fakeLog';

/** How much better than chance, by what is known of an item or of the past. */
const GAINS: Readonly<Record<string, number>> = { none: 0.19, codes: 0.27, both: 0.27, replace: 0.28, vectors: 0.25, shuffled: 0.191, noItem: 0.17, sequence: 0.1, zero: 0.101, store: 0.2 };

function aucOf({ kind, params, seed }: RunSpec, done: number): number {
  const gain = kind === 'rate' ? 0 : (GAINS[String(params.fields ?? params.history ?? 'none')] ?? 0.19);
  return 0.5 + gain * (1 - Math.exp(-5 * done)) + (gain > 0 ? 0.004 * Math.sin(seed * 2.3) : 0);
}

export function fakeClickScores(spec: RunSpec, done: number): Scores {
  const auc = aucOf(spec, done);
  const all = { auc, userAuc: auc - 0.02, userAucShare: 0.8, logLoss: 0.69 - 0.5 * (auc - 0.5), calibrationError: 0.03, calibrationErrorByMass: 0.03, predictedOverObserved: 1.02 };
  const part = (suffix: string, less: number) => Object.fromEntries(Object.entries(all).map(([key, value]) => [key + suffix, key === 'auc' ? value - less : value]));
  return { ...all, ...part('Cold', 0.02), ...part('Warm', -0.005) };
}

export function fakeClickPoint(spec: RunSpec, step: number, done: number, seconds: number, epochEnded: boolean): MetricPoint {
  const { auc, logLoss, calibrationError } = fakeClickScores(spec, done);
  return { step, seconds, level: -1, losses: { total: logLoss! + 0.02 }, ...(epochEnded && { metrics: { auc: auc!, logLoss: logLoss!, calibrationError: calibrationError! } }) };
}

export function fakeClickSnapshot(spec: RunSpec, step: number, done: number, exact: boolean): ClickSnapshot {
  const predicted = Float32Array.from({ length: 10 }, (_, i) => (i + 0.5) / 10);
  return {
    family: 'click', step, epoch: Math.ceil(done * FAKE_EPOCHS), part: exact ? 'test' : 'validation', exact, scores: fakeClickScores(spec, done),
    reliability: { predicted, observed: predicted.map((p, i) => p + 0.04 * Math.sin(i + spec.seed)), rows: Uint32Array.from({ length: 10 }, (_, i) => 20 + 9 * i) },
    byHistory: { upTo: Uint32Array.of(3, 9, 20, 41), auc: Float32Array.of(0, 1, 2, 3).map((at) => aucOf(spec, done) + 0.01 * at), rows: Uint32Array.of(40, 41, 39, 40) },
  };
}

export function fakeClickResult(spec: RunSpec, rows: number, step: number, steps: number, seconds: number): ClickResult {
  const done = step / steps;
  const scores = fakeClickScores(spec, done);
  const rowIndex = Uint32Array.from({ length: rows }, (_, row) => row);
  const labels = Uint8Array.from(rowIndex, (row) => ((row * 7919) % 3 === 0 ? 1 : 0));
  const test = Math.ceil(rows / 10);
  return {
    family: 'click', scores, validation: scores, seconds, steps: step, plannedSteps: steps, stopped: step < steps, epochs: FAKE_EPOCHS, bestEpoch: 3, parameters: 12_345, bits: spec.params.fields === 'codes' ? 7 : 0,
    coldRows: Math.floor(test / 2), testRows: test, rowIndex, parts: Uint8Array.from(rowIndex, (row) => (row < rows - 2 * test ? 0 : row < rows - test ? 1 : 2)),
    users: Int32Array.from(rowIndex, (row) => row % 20), labels, cold: Uint8Array.from(rowIndex, (row) => row % 2), probabilities: Float32Array.from(labels, (label, row) => 0.3 + 0.3 * label + 0.1 * Math.sin(row)),
    snapshot: fakeClickSnapshot(spec, step, done, true), notes: ['Generated numbers: nothing was trained.'],
  };
}

export function fakeSourceSnapshot(spec: RunSpec, step: number, done: number, rows: number, exact: boolean): SourceSnapshot {
  const shown = Math.min(rows, 200);
  return {
    family: 'source', step, epoch: Math.ceil(done * FAKE_EPOCHS), exact, scores: { auc: aucOf(spec, done), logLoss: 0.6 }, points: Float32Array.from({ length: 2 * shown }, (_, i) => Math.sin(i * 1.3) * 2),
    axisShares: [0.4, 0.2], rows: Uint32Array.from({ length: shown }, (_, row) => row), labels: Uint8Array.from({ length: shown }, (_, row) => row % 2), colours: [{ name: 'placement', codes: Int32Array.from({ length: shown }, (_, row) => row % 3), names: ['a', 'b', 'c'] }],
  };
}

export function fakeSourceResult(spec: RunSpec, rows: number, step: number, steps: number, seconds: number): SourceResult {
  const dim = 4;
  const scores = { auc: aucOf(spec, step / steps), logLoss: 0.6 };
  return {
    family: 'source', scores, validation: scores, seconds, steps: step, plannedSteps: steps, stopped: step < steps, epochs: FAKE_EPOCHS, bestEpoch: FAKE_EPOCHS, parameters: 15_337, vectors: Float32Array.from({ length: rows * dim }, (_, i) => Math.sin(i)), dim,
    rowIndex: Uint32Array.from({ length: rows }, (_, row) => row), snapshot: fakeSourceSnapshot(spec, step, step / steps, rows, true), notes: [],
  };
}

export function fakeLoadedLog(file: File, rows: number, dataId: string): LoadedLog {
  const inspection = fakeLog(file, rows);
  const items = inspection.summary?.items ?? 0;
  return {
    dataId, inspection: { ...inspection, choices: { ...inspection.choices, label: 'label' } }, userNames: Array.from({ length: 180 }, (_, i) => `u${i}`), itemNames: Array.from({ length: items }, (_, i) => String(i)),
    parts: { train: rows - 2 * Math.ceil(rows / 10), validation: Math.ceil(rows / 10), test: Math.ceil(rows / 10), source: Math.ceil(rows / 2) }, coldTest: 3, positiveShare: 0.34, lateShare: 0.25,
    fields: [{ name: 'user', size: 170 }, { name: 'item', size: 80 }, { name: 'hour', size: 24 }], references: [{ name: 'law', scores: { auc: 0.8, logLoss: 0.53 } }], warnings: [],
  };
}
