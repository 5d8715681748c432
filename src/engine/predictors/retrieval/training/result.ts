/** The end of the run of a recommender: the test cases ranked once. */
import { InputError } from '../../../errors';
import type { RetrievalResult, RetrievalSnapshot } from '../../../records/retrieval';
import type { Tell } from '../../../records/run';
import { breathe } from '../../../runs/breathe';
import type { Ending } from '../../../runs/task';
import { epochNote } from '../../training/epochs';
import { evenly } from '../../training/groups';
import type { RetrievalInputs } from '../inputs';
import { historyOf, type Cases } from '../preparedSequences';
import { emptyRankings, type Rankings } from '../ranking';
import type { Recommender } from '../recommender';
import { byFrequency, byHistory, foundByDepth, scoresByUser, scoresOfCases } from './snapshot';

/** Test cases decoded without the trie, and those whose tokens are scored. */
const FREE_CASES = 500;
const TOKEN_CASES = 5000;
/** Cases between two words on how much is done. */
const CHUNK = 512;

/** Words of the scores that an epoch may be chosen by. */
const SELECTED = { loss: 'least validation cross-entropy', recall10: 'greatest validation Recall@10' } as const;

/** What was trained, and on what. */
export interface Trained {
  readonly predictor: Recommender;
  readonly inputs: RetrievalInputs;
  /** Epochs trained, and the one whose weights stand now: both 0 where there are no epochs. */
  readonly epochs: number;
  readonly bestEpoch: number;
}

/** @throws InputError where nothing was trained. */
export async function retrievalResult({ predictor, inputs, epochs, bestEpoch }: Trained, ending: Ending, tell?: Tell): Promise<RetrievalResult> {
  const { steps, seconds, stopped, notes, past } = ending;
  if (steps === 0) throw new InputError('The run was stopped before its first step.', 'Run it again and stop later.');
  const { sequences } = inputs;
  const { test, validation } = sequences;
  const { tokens } = predictor;
  const checked = await rankedCases(predictor, validation, (share) => tell?.('ranking the validation cases', share));
  const began = performance.now();
  const rankings = await rankedCases(predictor, test, (share) => tell?.('ranking the test cases', share));
  const casesPerSecond = tokens ? (1000 * test.count) / (performance.now() - began) : NaN;
  const free = tokens && (await freely(predictor, test));
  const snapshot: RetrievalSnapshot = {
    family: 'retrieval', step: steps, epoch: bestEpoch, part: 'test', exact: true, places: tokens?.places ?? [], foundByDepth: foundByDepth(rankings),
    scores: { ...scoresOfCases(rankings), ...(free && { invalidIdShare: free.invalidShare, recall10Free: free.recall10 }) },
    tokenAccuracy: tokens ? await accuracy(predictor, test) : new Float32Array(0), byFrequency: byFrequency(rankings, sequences, test), byHistory: byHistory(rankings, test),
  };
  const epochNotes = bestEpoch > 0 ? [epochNote(predictor, { epochs, best: bestEpoch, stopped }, SELECTED[predictor.selectBy])] : [];
  return {
    family: 'retrieval', scores: snapshot.scores, validation: scoresOfCases(checked), byUser: scoresByUser(rankings, test.users), seconds, steps, epochs, bestEpoch, plannedSteps: Math.max(steps, predictor.plannedSteps), stopped,
    parameters: predictor.parameters, bits: tokens?.bits ?? 0, largestBucket: tokens?.largestBucket ?? 0, suffixTokens: tokens?.suffixTokens ?? 0, freeCases: free ? free.cases : 0, casesPerSecond,
    rowIndex: test.rows.slice(), users: test.users.slice(), targets: test.targets.slice(), historyLengths: Uint32Array.from({ length: test.count }, (_, i) => historyOf(test, i).length),
    ranks: rankings.ranks, bucketSizes: rankings.bucketSizes, ranked: rankings.items, rankedScores: rankings.scores, scoring: predictor.scoring, snapshot,
    notes: [...notes, ...epochNotes, ...past, ...predictor.notes(), ...missing(predictor, test)],
  };
}

/** The rankings of all cases of a part, chunk by chunk. */
async function rankedCases(predictor: Recommender, cases: Cases, done: (share: number) => void): Promise<Rankings> {
  const all = emptyRankings(cases.count);
  let found: Uint8Array | null = null;
  for (let at = 0; at < cases.count; at += CHUNK) {
    done(at / cases.count);
    await breathe();
    const rows = Array.from({ length: Math.min(CHUNK, cases.count - at) }, (_, i) => at + i);
    const part = await predictor.rank(rows.map((i) => historyOf(cases, i)), cases.targets.subarray(at, at + rows.length));
    const each = all.items.length / cases.count;
    all.items.set(part.items, at * each);
    all.scores.set(part.scores, at * each);
    all.ranks.set(part.ranks, at);
    all.bucketSizes.set(part.bucketSizes, at);
    if (!part.found) continue;
    const places = part.found.length / rows.length;
    found ??= new Uint8Array(cases.count * places);
    found.set(part.found, at * places);
  }
  return found ? { ...all, found } : all;
}

/** Some test cases decoded with nothing that holds the beam to the IDs of items. */
async function freely({ tokens }: Recommender, test: Cases): Promise<{ readonly cases: number; readonly invalidShare: number; readonly recall10: number }> {
  const rows = evenly(test.count, FREE_CASES);
  const { rankings, invalidShare } = await tokens!.free(rows.map((i) => historyOf(test, i)), rows.map((i) => test.targets[i]!));
  return { cases: rows.length, invalidShare, recall10: scoresOfCases(rankings).recall10! };
}

async function accuracy({ tokens }: Recommender, test: Cases): Promise<Float32Array> {
  const rows = evenly(test.count, TOKEN_CASES);
  return tokens!.accuracy(rows.map((i) => historyOf(test, i)), rows.map((i) => test.targets[i]!));
}

function missing({ tokens }: Recommender, test: Cases): readonly string[] {
  if (!tokens) return [];
  const targets = test.targets.filter((item) => !tokens.hasId(item)).length;
  const free = tokens.everyIdValid ? ['Every ID is that of an item: no ID can be invalid.'] : [];
  return targets > 0 ? [...free, `The targets of ${targets} of ${test.count} test cases have no ID: they count as not found.`] : free;
}
