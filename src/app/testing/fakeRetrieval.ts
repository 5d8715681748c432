/** Plausible snapshots and results of recommenders that train nothing. */
import type { MetricPoint, RunSpec } from '../../engine/records/run';
import type { Scores } from '../../engine/records/predict';
import type { CaseGroups, GivenSequences, HeldSequences, Recommendation, RecommendAsk, RetrievalResult, RetrievalSnapshot } from '../../engine/records/retrieval';
import type { Sequences } from '../../engine/records/sequences';
import { FAKE_EPOCHS } from './fakeFit';

const RANKED = 20;

function fakeScores({ seed, kind }: RunSpec, done: number): Scores {
  const found = (kind === 'popularity' ? 0.07 : 0.13) * (1 - Math.exp(-4 * done)) + 0.002 * Math.sin(2.3 * seed);
  return { recall5: 0.75 * found, recall10: found, recall20: 1.3 * found, ndcg5: 0.5 * found, ndcg10: 0.6 * found, ndcg20: 0.68 * found, mrr: 0.5 * found };
}

export function fakeRetrievalPoint(spec: RunSpec, step: number, done: number, seconds: number, epochEnded: boolean): MetricPoint {
  const { recall10, ndcg10 } = fakeScores(spec, done);
  return { step, seconds, level: -1, losses: { total: 5.5 - 2 * done }, ...(epochEnded && { metrics: { recall10: recall10!, ndcg10: ndcg10!, ...(spec.kind === 'generative' && { tokenAccuracy1: 0.3 * done, tokenAccuracy2: 0.5 * done }) } }) };
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

const ITEMS = 50;
const USERS = 100;

/** Items "0" to "49" with titles; every user has six of them. */
export function fakeLoadedSequences({ name }: Pick<File, 'name'>): Sequences {
  const length = 6;
  return {
    name, sequences: USERS, offsets: Uint32Array.from({ length: USERS + 1 }, (_, row) => row * length), items: Int32Array.from({ length: USERS * length }, (_, at) => (at * 7 + Math.floor(at / length)) % ITEMS),
    itemNames: Array.from({ length: ITEMS }, (_, item) => String(item)), userNames: Array.from({ length: USERS }, (_, user) => `u${user}`), targets: null,
    itemTitles: Array.from({ length: ITEMS }, (_, item) => `Title of ${item}`), rowIndex: Uint32Array.from({ length: USERS }, (_, row) => row),
  };
}

export function fakeHeldSequences({ sequences: { offsets, items: events }, items, test }: GivenSequences, dataId: string): HeldSequences {
  const sequences = offsets.length - 1;
  return {
    dataId, users: sequences, items, sequences, meanLength: events.length / sequences, parts: { training: events.length - 3 * sequences, validation: sequences, test: test ? test.offsets.length - 1 : sequences },
    short: 0, chained: 0, split: test ? 'test file' : 'leave one out', unseenTargets: 0, repeatedTargets: 0, warnings: [],
  };
}

/** Ten items with IDs of three places; the target of a test case is the third one. */
export function fakeRecommendation({ history, testCase, count = 10 }: Omit<RecommendAsk, 'run'>): Recommendation {
  const places = ['level 1', 'level 2', 'level 3'];
  const items = Int32Array.from({ length: count }, (_, at) => (7 * at + 3) % ITEMS);
  const read = history ?? Int32Array.of(1, 2, 3);
  const scores = Float32Array.from(items, (_, at) => -1 - at / 2);
  const idOf = (item: number) => [item % 4, item % 8, item % 16];
  return {
    history: read, target: testCase === undefined ? -1 : items[2]!, items, scores, probabilities: scores.map(Math.exp), scoring: 'logProbability', notes: [],
    beam: places.map((place) => ({ place, codes: Int32Array.from(items), parents: Int32Array.from(items, (_, at) => at), logProbabilities: scores, items: new Uint32Array(count).fill(1) })),
    ids: { places, history: Int32Array.from([...read].flatMap(idOf)), items: Int32Array.from([...items].flatMap(idOf)), target: Int32Array.from(testCase === undefined ? [] : idOf(items[2]!)) },
  };
}
