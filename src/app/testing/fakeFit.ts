/** Plausible events of a fit that fits nothing: errors fall epoch by epoch, partial sums close in on the true value. */
import type { MetricPoint, RunSpec } from '../../engine/records/run';
import type { ValueResult, ValueSnapshot, NewPredictions, PredictorKind, Scores } from '../../engine/records/predict';
import { fakeAlignment, fakeDecoding, fakeQuantization, numCodesOf } from './fakeDecoding';

const FLOOR: Readonly<Record<PredictorKind, number>> = { constant: 17.1, ridge: 13.6, mlp: 10.4, ziln: 11.3, ordinal: 10.7, 'rq-reg': 10.1 };
export const FAKE_EPOCHS = 10;

/** The order of a predictor's run. */
export type FakeFit = RunSpec & { readonly kind: PredictorKind };

/** Kinds that are done in one step. */
export function closedForm(kind: PredictorKind): boolean {
  return kind === 'constant' || kind === 'ridge';
}

/** True values: a fifth of zeros, a long tail. */
export function fakeTarget(row: number): number {
  const u = ((row * 7919) % 1009) / 1009;
  return row % 5 === 0 ? 0 : Math.expm1(0.4 + 5 * u * u);
}

function maeAt(kind: PredictorKind, done: number, seed: number): number {
  return (FLOOR[kind] ?? 11) * (1 + 0.8 * Math.exp(-4 * done)) + 0.05 * Math.sin(seed * 3.1);
}

function fakePrediction(spec: FakeFit, row: number, done: number): number {
  const target = fakeTarget(row);
  if (spec.kind === 'constant') return 12;
  const pull = 0.55 * done + 0.1;
  return pull * target + (1 - pull) * 14 + 3 * Math.sin(row * 1.7 + spec.seed);
}

export function fakeScores(spec: FakeFit, done: number): Scores {
  const mae = maeAt(spec.kind, done, spec.seed);
  const constant = spec.kind === 'constant';
  const order = constant ? 0.5 : 0.76 - 0.004 * (mae - (FLOOR['rq-reg'] ?? 11));
  const all = { mae, rmse: mae * 2.1, spearman: constant ? NaN : order - 0.06, normGini: constant ? 0 : order - 0.02, xauc: order, xaucTpm: order - 0.08 };
  const positive = Object.fromEntries(Object.entries(all).map(([key, value]) => [`${key}Positive`, key.startsWith('x') ? value - 0.02 : value * 1.1]));
  return { ...all, ...positive, meanPrediction: 24.6, meanTarget: 25.3, negativeShare: constant ? 0 : 0.04 };
}

/** A point of the curve; validation scores come with the end of an epoch. */
export function fakeFitPoint(spec: FakeFit, step: number, done: number, seconds: number, epochEnded: boolean): MetricPoint {
  const mae = maeAt(spec.kind, done, spec.seed);
  const losses: Record<string, number> = spec.kind === 'rq-reg'
    ? { generation: 2.5 - 1.6 * done, regression: mae * 2, representation: 4.8 - 0.5 * done, total: mae * 2 + 3, samplingRate: 1 / (1 + Math.exp(-5 * (done - 0.2))) }
    : { loss: mae * 1.1 };
  const { spearman, xauc, normGini } = fakeScores(spec, done);
  return { step, seconds, level: -1, losses, ...(epochEnded && { metrics: { mae, rmse: mae * 2.1, spearman: spearman!, xauc: xauc!, normGini: normGini! } }) };
}

export function fakeFitSnapshot(spec: FakeFit, step: number, done: number, tableRows: number, exact: boolean): ValueSnapshot {
  const rows = Uint32Array.from({ length: Math.min(400, Math.ceil(tableRows / 5)) }, (_, i) => i * 5 + (i % 5));
  const tenth = (from: number) => Float32Array.from({ length: 10 }, (_, i) => from * 1.45 ** i);
  const counts = new Uint32Array(10).fill(rows.length / 10);
  const mae = maeAt(spec.kind, done, spec.seed);
  return {
    family: 'value', step, epoch: Math.ceil(done * FAKE_EPOCHS), part: exact ? 'test' : 'validation', exact, scores: fakeScores(spec, done),
    rows, targets: Float32Array.from(rows, fakeTarget), predictions: Float32Array.from(rows, (row) => fakePrediction(spec, row, done)),
    calibration: { predicted: tenth(3), actual: tenth(3).map((value, i) => value * (1 + 0.1 * Math.sin(i))), rows: counts },
    byTarget: { upTo: tenth(2), mae: tenth(1).map((value) => value * mae * 0.1), bias: Float32Array.from({ length: 10 }, (_, i) => 4 - i * (0.5 + mae * 0.05)), rows: counts },
    ...(spec.kind === 'rq-reg' && { quantization: fakeQuantization(spec.params), decoding: fakeDecoding(spec.params, done), alignment: fakeAlignment(spec.params, done) }),
  };
}

/** What a finished fit leaves. */
export function fakeFitResult(spec: FakeFit, tableRows: number, step: number, steps: number, seconds: number): ValueResult {
  const done = step / steps;
  const stages = spec.kind === 'rq-reg' ? [...numCodesOf(spec.params).map((_, level) => `level ${level + 1}`), 'error head'] : [];
  const rows = Uint32Array.from({ length: tableRows }, (_, row) => row);
  const predictions = Float32Array.from(rows, (row) => fakePrediction(spec, row, done));
  const closed = closedForm(spec.kind);
  return {
    family: 'value', scores: fakeScores(spec, done), validation: fakeScores(spec, done), seconds, steps: step, stopped: step < steps, epochs: closed ? 0 : Math.ceil(done * FAKE_EPOCHS), bestEpoch: closed ? 0 : Math.max(1, Math.ceil(done * FAKE_EPOCHS) - 1),
    parameters: 12_000, rowIndex: rows, parts: Uint8Array.from(rows, (row) => (row % 10 < 7 ? 0 : row % 10 < 8 ? 1 : 2)), targets: Float32Array.from(rows, fakeTarget), predictions,
    partials: Float32Array.from({ length: tableRows * stages.length }, (_, i) => predictions[Math.floor(i / stages.length)]! * (1 - 0.3 ** (1 + (i % stages.length)))), stages,
    snapshot: fakeFitSnapshot(spec, step, done, tableRows, true), notes: ['Generated numbers: nothing was fitted.'],
  };
}

/** Predictions for a second file: thirty rows, whatever is in it. */
export function fakePredictions(file: File): NewPredictions {
  const rows = Uint32Array.from({ length: 30 }, (_, row) => row);
  const predictions = Float32Array.from(rows, (row) => 0.7 * fakeTarget(row) + 4);
  const text = ['row,prediction', ...Array.from(rows, (row) => `${row},${predictions[row]}`), ''].join('\r\n');
  return {
    name: file.name, rows: rows.length, predictions, partials: new Float32Array(0), stages: [], notes: ['2 % of the labels of "category" were never seen in training.'],
    csv: new TextEncoder().encode(text), parquet: new TextEncoder().encode('PAR1'),
  };
}
