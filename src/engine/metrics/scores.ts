/** The registry of scores, and all scores of some predictions at once. A score is added to the file of what it needs. */
import type { ScoreEntry, Scores } from '../records/predict';
import { probabilityScores } from './probabilityScores';
import { rankingScores } from './rankingScores';
import type { AnyScore, Column, Judged, Needs, Score } from './score';
import { judgedValues, valueScores } from './valueScores';

const registry: { readonly [N in Needs]: readonly Score<N>[] } = { values: valueScores, probabilities: probabilityScores, ranking: rankingScores };

/** Every score, by what it needs; no two share a key. */
export const scores: readonly AnyScore[] = [...valueScores, ...probabilityScores, ...rankingScores];

/** Those that the predictors of the catalog need: all of them predict a value. Scores of all rows come before those of the positive ones. */
export const scoreEntries: readonly ScoreEntry[] = (['all', 'positive'] as const).flatMap((rows) => valueScores.map(({ entry }) => entry).filter((entry) => entry.rows === rows));

/** Every score of one kind of predictions, by key. NaN where one is undefined. */
export function scoresOf<N extends Needs>(needs: N, judged: Judged[N]): Scores {
  return Object.fromEntries(registry[needs].map(({ entry, of }) => [entry.key, of(judged)]));
}

/** Every score of predictions [n] of targets [n], by key, in the target's unit. NaN where one is undefined. */
export function computeScores(targets: Column, predictions: Column): Scores {
  return scoresOf('values', judgedValues(targets, predictions));
}
