/** What results.json says of sequences and of recommenders. */
import type { Scores } from '../../engine/records/predict';
import type { CaseGroups, HeldSequences, RetrievalResult } from '../../engine/records/retrieval';
import type { RepairMethod } from '../../engine/records/repair';
import type { SequenceChoices } from '../../engine/records/sequences';
import { inputOf } from '../notebook/inputs';
import { familyOf } from '../notebook/spec';
import type { Notebook, PredictorCell } from '../notebook/spec';
import { repairRead } from '../runs/idsInUse';
import type { LoadedSequences, RunState } from '../runs/runState';
import { rowsBeside, rowsOfCell } from './catalogue';
import { fitSeedRunsOf, scoreSpreads } from './fitRuns';
import { joinItems } from './itemJoin';

export interface SequencesOutcome extends Pick<HeldSequences, 'users' | 'items' | 'sequences' | 'meanLength' | 'split' | 'short' | 'chained' | 'unseenTargets' | 'repeatedTargets'> {
  /** Pairs of a history and its next item, and cases. */
  readonly parts: HeldSequences['parts'];
  /** Of each cell of vectors or codes that recommenders read: how its rows were joined, items without a row, rows that are of no item. */
  readonly joins: readonly { readonly cell: string; readonly by: string; readonly without: number; readonly further: number }[];
  readonly choices: SequenceChoices;
  readonly warnings: readonly string[];
}

interface PlainGroups {
  readonly upTo: readonly number[];
  readonly cases: readonly number[];
  readonly recall10: readonly number[];
  readonly ndcg10: readonly number[];
}

/** What a recommender's cell says beside its scores. Lists by place are of the first seed, `mean...` and `sd...` over two or more. */
export interface RetrievalOutcome {
  /** Test cases, and different users among them. */
  readonly testCases: number;
  readonly testUsers: number;
  /** Means over users in place of cases. */
  readonly byUser: Scores;
  /** Whether items of the history were left out of the ranking. */
  readonly seenItems: 'kept' | 'removed';
  /** Of semantic IDs: names of the places, share of right tokens after true ones, share of cases whose right prefix the beam kept. */
  readonly places?: readonly string[];
  readonly tokenAccuracy?: readonly number[];
  readonly meanTokenAccuracy?: readonly number[];
  readonly sdTokenAccuracy?: readonly number[];
  readonly foundByDepth?: readonly number[];
  /** How the IDs that were judged are told apart; `codes`: not at all but by the suffix of the recommender. */
  readonly ids?: RepairMethod | 'codes';
  readonly bits?: number;
  readonly largestBucket?: number;
  readonly suffixTokens?: number;
  readonly casesPerSecond?: number;
  readonly byFrequency?: PlainGroups;
  readonly byHistory?: PlainGroups;
  /** Of generative retrieval: every other recommender of the same sequences, by cell. */
  readonly baselines?: Readonly<Record<string, Baseline>>;
}

/** Scores of the first seed and of each, with mean and sample standard deviation over two or more. */
interface Baseline {
  readonly kind: string;
  readonly name: string;
  readonly metrics: Scores;
  readonly seeds: readonly { readonly seed: number; readonly metrics: Scores }[];
  readonly mean: Scores;
  readonly sd: Scores;
}

export function sequencesOutcome(notebook: Notebook, state: Pick<RunState, 'data' | 'codes'>, id: string, { users, items, sequences, meanLength, split, short, chained, unseenTargets, repeatedTargets, parts, inspection, test, warnings, itemNames }: LoadedSequences): SequencesOutcome {
  const joins = rowsBeside(notebook, id).flatMap((cell) => {
    const rows = rowsOfCell(state, cell);
    if (!rows) return [];
    const { by, without, further } = joinItems(itemNames, rows);
    return [{ cell, by, without: without.length, further }];
  });
  return { users, items, sequences, meanLength, split, short, chained, unseenTargets, repeatedTargets, parts, joins, choices: inspection.choices, warnings: [...inspection.warnings, ...(test?.warnings ?? []), ...warnings] };
}

export function retrievalOutcome(notebook: Notebook, runs: RunState['runs'], cell: PredictorCell, results: readonly RetrievalResult[]): RetrievalOutcome | Record<string, never> {
  const [first] = results;
  if (!first) return {};
  const { snapshot, byUser, users, bits, largestBucket, suffixTokens, casesPerSecond } = first;
  const accuracy = scoreSpreads(results.map((result) => ({ ...Array.from(result.snapshot.tokenAccuracy) }) as unknown as Scores));
  return {
    testCases: users.length, testUsers: new Set(users).size, byUser, seenItems: cell.spec.params.removeSeen === true ? 'removed' : 'kept',
    ...(snapshot.places.length > 0 && {
      places: snapshot.places, tokenAccuracy: [...snapshot.tokenAccuracy], foundByDepth: [...snapshot.foundByDepth], ids: repairRead(notebook, runs, cell) ?? 'codes', bits, largestBucket, suffixTokens, casesPerSecond,
      ...(results.length > 1 && { meanTokenAccuracy: Object.values(accuracy.mean), sdTokenAccuracy: Object.values(accuracy.sd) }),
      baselines: baselinesOf(notebook, runs, cell),
    }),
    ...(snapshot.byFrequency && { byFrequency: plain(snapshot.byFrequency) }), ...(snapshot.byHistory && { byHistory: plain(snapshot.byHistory) }),
  };
}

function baselinesOf(notebook: Notebook, runs: RunState['runs'], cell: PredictorCell): Readonly<Record<string, Baseline>> {
  const others = notebook.cells.filter((other): other is PredictorCell => other.mode === 'predictor' && familyOf(other) === 'retrieval' && other.id !== cell.id && inputOf(other, 'sequences') === inputOf(cell, 'sequences'));
  const floors = others.filter(({ spec: { kind, params } }) => kind !== cell.spec.kind || (params.ids !== undefined && params.ids !== 'joined'));
  return Object.fromEntries(floors.flatMap(({ id, name, spec: { kind } }) => {
    const seeds = fitSeedRunsOf(notebook, runs, id).map(({ seed, result }) => ({ seed, metrics: result.scores }));
    const [one] = seeds;
    if (!one) return [];
    return [[id, { kind, name, metrics: one.metrics, seeds, ...scoreSpreads(seeds.map(({ metrics }) => metrics)) }]];
  }));
}

function plain({ upTo, cases, recall10, ndcg10 }: CaseGroups): PlainGroups {
  return { upTo: [...upTo], cases: [...cases], recall10: [...recall10], ndcg10: [...ndcg10] };
}
