/** Records of the recommendation of a user's next item: what is held, what runs show and leave, and what a trained model is asked. Shapes are in the comments; items are numbers of the held sequences. */
import type { Finding } from './basics';
import type { Scores } from './predict';
import type { RunSpec } from './run';

/** Items a ranking holds for each case. */
export const RANKED = 20;

/** Sequences as numbers: those of row i are items[offsets[i] .. offsets[i + 1] - 1], oldest first. */
export interface SequenceArrays {
  /** uint32 [rows + 1] */
  readonly offsets: Uint32Array;
  /** int32 [events] */
  readonly items: Int32Array;
  /** int32 [rows]: the item that follows, -1 where missing; null: none are told. */
  readonly targets: Int32Array | null;
  /** int32 [rows]: number of the row's user, the same in both files, -1 where missing; null: every row is a user of its own. */
  readonly users: Int32Array | null;
}

/** What the engine is given to hold. */
export interface GivenSequences {
  readonly sequences: SequenceArrays;
  /** Of a file of its own; absent: the last item of each user is the test. */
  readonly test?: SequenceArrays;
  /** Items are 0 to `items` - 1, of both files. */
  readonly items: number;
  /** Draws the users held for validation where there is a test file. */
  readonly seed?: number;
}

/** What is told of sequences that the engine took. */
export interface HeldSequences {
  readonly dataId: string;
  /** Different users among the sequences in use; without users the sequences. */
  readonly users: number;
  readonly items: number;
  /** Sequences in use, after rows that continue each other were chained, and their mean length. */
  readonly sequences: number;
  readonly meanLength: number;
  /** `training`: pairs of a history and its next item. */
  readonly parts: { readonly training: number; readonly validation: number; readonly test: number };
  /** Users left out, because they have fewer than five events. */
  readonly short: number;
  /** Rows of the file that continue another one and were chained to it. */
  readonly chained: number;
  readonly split: 'leave one out' | 'test file';
  /** Test cases whose target no training event has, and whose target is in their own history. */
  readonly unseenTargets: number;
  readonly repeatedTargets: number;
  readonly warnings: readonly string[];
}

/** Cases in groups of about equal size: by how often the target occurs in training, or by the length of the history. */
export interface CaseGroups {
  /** [groups] the largest frequency or length of each. */
  readonly upTo: Uint32Array;
  readonly cases: Uint32Array;
  /** [groups] Recall@10 and NDCG@10. */
  readonly recall10: Float32Array;
  readonly ndcg10: Float32Array;
}

/** What the views show of a recommender at a step: of validation cases while it trains, of test cases at the end (`exact`). */
export interface RetrievalSnapshot {
  readonly family: 'retrieval';
  readonly step: number;
  readonly epoch: number;
  readonly part: 'validation' | 'test';
  readonly exact: boolean;
  /** recall5, recall10, recall20, ndcg5, ndcg10, ndcg20, mrr; NaN before the first epoch ended. */
  readonly scores: Scores;
  /** [places] share of tokens that are the most probable ones, each after the true tokens before it; of semantic IDs alone, else empty. */
  readonly tokenAccuracy: Float32Array;
  /** [places] "level 1", ..., "suffix". */
  readonly places: readonly string[];
  /** [places] share of cases whose right tokens up to this place are among the prefixes that the beam keeps; empty while it trains. */
  readonly foundByDepth: Float32Array;
  /** Null while it trains. */
  readonly byFrequency: CaseGroups | null;
  readonly byHistory: CaseGroups | null;
}

/** Everything a finished (or stopped) run leaves. */
export interface RetrievalResult {
  readonly family: 'retrieval';
  /** On all test cases, with the weights of the best epoch; of semantic IDs also invalidIdShare, recall10Free (both over `freeCases` cases decoded without the trie). */
  readonly scores: Scores;
  readonly validation: Scores;
  /** Means over users in place of cases: the same keys. */
  readonly byUser: Scores;
  readonly seconds: number;
  readonly steps: number;
  /** Epochs trained, and the one (from 1) whose weights are kept; 0 where there are no epochs. */
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly plannedSteps: number;
  readonly stopped: boolean;
  readonly findings?: readonly Finding[];
  readonly parameters: number;
  /** Bits of an item's semantic ID; 0 where none is read. */
  readonly bits: number;
  /** Largest number of items of one ID, and tokens of the suffix that tells them apart (0: none). */
  readonly largestBucket: number;
  readonly suffixTokens: number;
  readonly freeCases: number;
  /** Cases decoded a second by the beam; NaN where there is none. */
  readonly casesPerSecond: number;
  /** Of each test case [cases]: its 0-based row in its file, the number of its user (the row's where users are not told), its target, the length of the history read. */
  readonly rowIndex: Uint32Array;
  readonly users: Int32Array;
  readonly targets: Int32Array;
  readonly historyLengths: Uint32Array;
  /** [cases] items ranked before the target, -1 where it is not returned; and how many items share its place, itself included (more than 1 without a suffix alone). */
  readonly ranks: Int32Array;
  readonly bucketSizes: Int32Array;
  /** int32 [cases, RANKED] best first, -1 where fewer were found; float32 [cases, RANKED] their scores, NaN there. */
  readonly ranked: Int32Array;
  readonly rankedScores: Float32Array;
  readonly scoring: Scoring;
  readonly snapshot: RetrievalSnapshot;
  readonly notes: readonly string[];
}

/** What the scores of ranked items are: natural logs of probabilities, probabilities, or numbers that only order the items. */
export type Scoring = 'logProbability' | 'probability' | 'order';

/** The prefixes that a beam keeps at one place, best first. */
export interface BeamPlace {
  /** int32 [kept]: code at this place, or the suffix; of a level or the suffix, as `place` says. */
  readonly codes: Int32Array;
  /** int32 [kept]: which prefix of the place before it continues; 0 at the first place. */
  readonly parents: Int32Array;
  /** float32 [kept]: natural log of the probability of the prefix. */
  readonly logProbabilities: Float32Array;
  /** uint32 [kept]: items below the prefix; 0: no item has it (free decoding alone). */
  readonly items: Uint32Array;
  readonly place: string;
}

/** Semantic IDs of the items of an answer, as the model read and wrote them; -1 throughout a row: the item has no ID. */
export interface AnsweredIds {
  readonly places: readonly string[];
  /** int32 [items of the history that was read, places], [items found, places], and [places] of the target, empty where there is none. */
  readonly history: Int32Array;
  readonly items: Int32Array;
  readonly target: Int32Array;
}

/** What is asked of a trained recommender: the next items after this history, or after that of a test case. */
export interface RecommendAsk {
  /** Taken up from its checkpoint where its model is no longer in memory. */
  readonly run: RunSpec;
  /** int32 [events], oldest first; the newest are read. */
  readonly history?: Int32Array;
  /** Number of a test case of the result, in place of a history. */
  readonly testCase?: number;
  /** Items wanted; 10 where absent. */
  readonly count?: number;
}

export interface Recommendation {
  /** The part of the history that was read. */
  readonly history: Int32Array;
  /** Of a test case; -1 otherwise. */
  readonly target: number;
  /** int32 [count] best first, fewer where no more were found; with their scores, and probabilities (NaN where the method gives none). */
  readonly items: Int32Array;
  readonly scores: Float32Array;
  readonly probabilities: Float32Array;
  readonly scoring: Scoring;
  /** Of semantic IDs: what the beam kept at each place. */
  readonly beam: readonly BeamPlace[];
  /** Of semantic IDs alone; else null. */
  readonly ids: AnsweredIds | null;
  /** What a reader should know: items of the history without an ID. */
  readonly notes: readonly string[];
}

/** Test cases of a run, for a comparison: [n] each, the same cases in the same order in both runs. */
export interface RankedCases {
  readonly users: Int32Array;
  readonly ranks: Int32Array;
  readonly bucketSizes: Int32Array;
}

/** Of two runs over the same test cases: what the first has over the second, by a paired bootstrap of users. */
export interface RetrievalDifference {
  readonly recall10: { readonly difference: number; readonly low: number; readonly high: number };
  readonly ndcg10: { readonly difference: number; readonly low: number; readonly high: number };
  readonly users: number;
  readonly draws: number;
}
