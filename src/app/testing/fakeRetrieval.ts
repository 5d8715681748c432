/** Plausible snapshots and results of recommenders that train nothing. */
import type { MetricPoint, RunSpec } from '../../engine/records/run';
import type { Scores } from '../../engine/records/predict';
import type { CaseGroups, RetrievalResult, RetrievalSnapshot } from '../../engine/records/retrieval';
import { FAKE_EPOCHS } from './fakeFit';

const RANKED = 20;

function fakeScores({ seed, kind }: RunSpec, done: number): Scores {
  const found = (kind === 'popularity' ? 0.07 : 0.13) * (1 - Math.exp(-4 * done)) + 0.002 * Math.sin(2.3 * seed);
  return { recall5: 0.75 * found, recall10: found, recall20: 1.3 * found, ndcg5: 0.5 * found, ndcg10: 0.6 * found, ndcg20: 0.68 * found, mrr: 0.5 * found };
}

export function fakeRetrievalPoint(spec: RunSpec, step: number, done: number, seconds: number, epochEnded: boolean): MetricPoint {
  const { recall10, ndcg10 } = fakeScores(spec, done);
  return { step, seconds, level: -1, losses: { total: 5.5 - 2 * done }, ...(epochEnded && { metrics: { recall10: recall10!, ndcg10: ndcg10! } }) };
}

export function fakeRetrievalSnapshot(spec: RunSpec, step: number, done: number, exact: boolean): RetrievalSnapshot {
  const groups: CaseGroups = { upTo: Uint32Array.of(1, 3, 8, 40), cases: Uint32Array.of(20, 21, 19, 20), recall10: Float32Array.of(0.04, 0.09, 0.14, 0.22), ndcg10: Float32Array.of(0.02, 0.05, 0.08, 0.13) };
  return {
    family: 'retrieval', step, epoch: Math.ceil(done * FAKE_EPOCHS), part: exact ? 'test' : 'validation', exact, scores: fakeScores(spec, done), tokenAccuracy: Float32Array.of(0.28, 0.23, 0.41, 0.98),
    places: ['level 1', 'level 2', 'level 3', 'suffix'], foundByDepth: exact ? Float32Array.of(0.6, 0.35, 0.19, 0.17) : new Float32Array(0), byFrequency: exact ? groups : null, byHistory: exact ? groups : null,
  };
}

export function fakeRetrievalResult(spec: RunSpec, rows: number, step: number, steps: number, seconds: number): RetrievalResult {
  const done = step / steps;
  const scores = { ...fakeScores(spec, done), invalidIdShare: 0.02, recall10Free: fakeScores(spec, done).recall10! };
  const cases = Uint32Array.from({ length: Math.min(rows, 100) }, (_, row) => row);
  return {
    family: 'retrieval', scores, validation: fakeScores(spec, done), byUser: fakeScores(spec, done), seconds, steps: step, plannedSteps: steps, stopped: step < steps, epochs: FAKE_EPOCHS, bestEpoch: 3, parameters: 217_856, bits: 24,
    largestBucket: 4, suffixTokens: 4, freeCases: cases.length, casesPerSecond: 400, rowIndex: cases, users: Int32Array.from(cases), targets: Int32Array.from(cases, (row) => row % 50), historyLengths: Uint32Array.from(cases, (row) => 1 + (row % 9)),
    ranks: Int32Array.from(cases, (row) => (row % 4 === 0 ? row % RANKED : -1)), bucketSizes: new Int32Array(cases.length).fill(1),
    ranked: Int32Array.from({ length: cases.length * RANKED }, (_, at) => (at * 7) % 50), rankedScores: Float32Array.from({ length: cases.length * RANKED }, (_, at) => -2 - (at % RANKED) / 4), scoring: 'logProbability',
    snapshot: fakeRetrievalSnapshot(spec, step, done, true), notes: ['Generated numbers: nothing was trained.'],
  };
}
