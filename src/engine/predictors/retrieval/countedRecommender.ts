/** What closed forms share: one pass over the training sequences, then a score of every item after a history. */
import type { Params } from '../../records/params';
import { catalogueOf, type RetrievalInputs } from './inputs';
import { emptyRankings, rankByScores } from './ranking';
import type { RetrievalDeclaration } from './recommender';
import type { Scoring } from '../../records/retrieval';

export interface Counted {
  readonly parameters: number;
  readonly scoring: Scoring;
  readonly notes?: readonly string[];
  /** Writes the score of every item after this history: greater is better, and 0 where nothing is known. */
  score(history: Int32Array, scores: Float64Array): void;
}

/** `count`: what the pass over the training sequences leaves; the scores are its work. */
export function counted(count: (inputs: RetrievalInputs, params: Params, catalogue: number) => Counted): RetrievalDeclaration['create'] {
  return async (inputs, params) => {
    const catalogue = catalogueOf(inputs);
    const made = count(inputs, params, catalogue);
    const scores = new Float64Array(catalogue);
    return {
      plannedSteps: 1, plannedEpochs: 0, patience: 0, selectBy: 'recall10', parameters: made.parameters, scoring: made.scoring,
      trainStep: async () => ({ losses: {}, items: inputs.sequences.training.events.length, phase: 'counting the training sequences', epochEnded: true, done: true }),
      rank: async (histories, targets) => {
        const rankings = emptyRankings(histories.length);
        histories.forEach((history, i) => {
          made.score(history, scores.fill(0));
          if (params.removeSeen === true) for (const item of history) scores[item] = -Infinity;
          rankByScores(rankings, i, scores, targets[i]!);
        });
        return rankings;
      },
      weights: async () => ({}),
      setWeights: () => undefined,
      state: async () => ({}),
      restore: () => undefined,
      notes: () => made.notes ?? [],
      dispose: () => undefined,
    };
  };
}

/** The newest `reach` items of a history with their weights: 1, decay, decay^2, ... from the newest back. */
export function* weighted(history: Int32Array, { reach, decay }: Params): Generator<readonly [item: number, weight: number]> {
  let weight = 1;
  for (let at = history.length - 1; at >= Math.max(0, history.length - (reach as number)); at--) {
    yield [history[at]!, weight];
    weight *= decay as number;
  }
}

/** Share of the training events that are of each item. */
export function popularityOf({ sequences: { training: { events } } }: RetrievalInputs, catalogue: number): Float64Array {
  const shares = new Float64Array(catalogue);
  for (const item of events) shares[item]! += 1 / events.length;
  return shares;
}
