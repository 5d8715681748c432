/** The registry of scores, and all scores of some predictions at once. A score is added to the file of what it needs. */
import type { ScoreEntry, Scores } from '../records/predict';
import { byItemEntries, probabilityScores, SUFFIX } from './probabilityScores';
import { decodingEntries, rankingScores } from './rankingScores';
import type { AnyScore, Column, Judged, Needs, Score } from './score';
import { judgedValues, valueScores } from './valueScores';

const registry: { readonly [N in Needs]: readonly Score<N>[] } = { values: valueScores, probabilities: probabilityScores, ranking: rankingScores };

/** Every score, by what it needs; no two share a key. */
export const scores: readonly AnyScore[] = [...valueScores, ...probabilityScores, ...rankingScores];

/** Those that the predictors of the catalog need: of values, of probabilities, of rankings, of each first the scores of all rows. */
export const scoreEntries: readonly ScoreEntry[] = [
  ...(['all', 'positive'] as const).flatMap((rows) => valueScores.map(({ entry }) => entry).filter((entry) => entry.rows === rows)),
  ...probabilityScores.map(({ entry }) => entry),
  ...byItemEntries,
  ...rankingScores.map(({ entry }) => entry),
  ...decodingEntries,
];

/** Every score of one kind of predictions, by key. NaN where one is undefined. */
export function scoresOf<N extends Needs>(needs: N, judged: Judged[N]): Scores {
  return Object.fromEntries(registry[needs].map(({ entry, of }) => [entry.key, of(judged)]));
}

/** Every score of probabilities over all rows, and with `Cold` over those with items that no training row has (1 in `cold` [n]), with `Warm` over the others. NaN where one is undefined. */
export function scoresByItem({ labels, probabilities, users }: Judged['probabilities'], cold: Column): Scores {
  const part = (wanted: number, suffix: string): Scores => {
    const rows = Array.from(cold, (_, row) => row).filter((row) => cold[row] === wanted);
    const of = (column: Column) => Float64Array.from(rows, (row) => column[row]!);
    const scores = scoresOf('probabilities', { labels: of(labels), probabilities: of(probabilities), ...(users && { users: of(users) }) });
    return Object.fromEntries(Object.entries(scores).map(([key, value]) => [key + suffix, value]));
  };
  return { ...scoresOf('probabilities', { labels, probabilities, ...(users && { users }) }), ...part(1, SUFFIX.cold), ...part(0, SUFFIX.warm) };
}

/** Every score of predictions [n] of targets [n], by key, in the target's unit. NaN where one is undefined. */
export function computeScores(targets: Column, predictions: Column): Scores {
  return scoresOf('values', judgedValues(targets, predictions));
}
