/** The scores of predictors as a table: which columns, whose values, how far from the best that can be had. */
import type { PredictorKind, ScoreEntry, Scores } from '../../engine/records/predict';
import type { LoadedTable } from '../../engine/records/table';
import { THIN, csv } from '../../viz/format';
import { seedsStopped, stoppedWords } from '../output/endings';
import type { FitSeedRun } from '../output/fitRuns';
import type { Judged } from './best';

export interface ScoreRow {
  readonly id: string;
  readonly name: string;
  readonly kind: PredictorKind;
  /** The first seed's first. */
  readonly fits: readonly FitSeedRun[];
}

const POSITIVE = 'Positive';
/** Training time stands beside the scores, not among them. */
const TIME: ScoreEntry = {
  key: 'seconds', title: 'Training time', term: 'time', meaning: 'Seconds spent training on this machine, pauses left out.', formula: 'clock', direction: 'none', format: 'seconds', rows: 'all', needs: 'values', shown: true,
};

/** Every column there can be: the catalog's scores of values over all rows, and time. */
export function offeredScores(scores: readonly ScoreEntry[]): readonly ScoreEntry[] {
  return [...scores.filter((entry) => entry.rows === 'all' && entry.needs === 'values'), TIME];
}

/** Keys of the columns over all rows, whether the document names these or their twins over the positive rows. */
export function chosenKeys(scores: readonly ScoreEntry[], chosen: readonly string[] | null): readonly string[] {
  const offered = offeredScores(scores);
  if (chosen === null) return offered.filter((entry) => entry.shown).map((entry) => entry.key);
  const keys = new Set(chosen.map((key) => (key.endsWith(POSITIVE) ? key.slice(0, -POSITIVE.length) : key)));
  return offered.filter((entry) => keys.has(entry.key)).map((entry) => entry.key);
}

/** True where the document asks for the positive rows. */
export function isPositive(chosen: readonly string[] | null): boolean {
  return chosen?.some((key) => key.endsWith(POSITIVE)) ?? false;
}

/** What the document is to hold for these columns; null where that is what is shown at first. */
export function columnsFor(scores: readonly ScoreEntry[], keys: readonly string[], positive: boolean): readonly string[] | null {
  if (!positive && keys.join() === chosenKeys(scores, null).join()) return null;
  return keys.map((key) => (positive && scores.some((entry) => entry.key === key + POSITIVE) ? key + POSITIVE : key));
}

/** The columns shown, in the order of the catalog. */
export function columnsShown(scores: readonly ScoreEntry[], chosen: readonly string[] | null): readonly ScoreEntry[] {
  const all = [...scores, TIME];
  return (columnsFor(scores, chosenKeys(scores, chosen), isPositive(chosen)) ?? chosenKeys(scores, null)).flatMap((key) => all.filter((entry) => entry.key === key));
}

export function scoreValue(key: string, { scores, seconds }: { readonly scores: Scores; readonly seconds: number }): number | undefined {
  return key === TIME.key ? seconds : scores[key];
}

/** A score as a metric of the comparison, so that the best is found and printed alike; the target's unit stands in the head. */
export function judged({ key, direction, format }: ScoreEntry): Judged {
  return { key, direction, perLevel: false, format: format === 'target' ? 'number' : format };
}

/** The best value that any reference has; undefined where there is none, or no better direction. */
export function bestReference({ key, direction }: ScoreEntry, references: LoadedTable['references']): number | undefined {
  const values = references.map(({ scores }) => scores[key] ?? NaN).filter(Number.isFinite);
  if (values.length === 0 || direction === 'none') return undefined;
  return direction === 'up' ? Math.max(...values) : Math.min(...values);
}

/** "+3.4 %": by how much a value is larger than the best reference; undefined where that cannot be said. */
export function gapWords(value: number | undefined, best: number | undefined): string | undefined {
  if (value === undefined || best === undefined || !Number.isFinite(value) || best === 0) return undefined;
  const percent = 100 * (value / best - 1);
  const digits = Math.abs(percent) < 9.95 ? 1 : 0;
  const rounded = Math.abs(percent).toFixed(digits);
  return `${Number(rounded) === 0 ? '±' : percent > 0 ? '+' : '−'}${rounded}${THIN}%`;
}

/** "law_median" as "known law: median", "law" as "known law"; any other column by its name. */
export function referenceName(column: string): string {
  const law = /^law(?:_(\w+))?$/.exec(column);
  return law ? ['known law', ...(law[1] ? [law[1].replaceAll('_', ' ')] : [])].join(': ') : column;
}

/** A row a run and a row a reference, a column a score; of several seeds two more rows, "mean" and "sd" (sample standard deviation). */
export function scoresCsv(scores: readonly ScoreEntry[], rows: readonly ScoreRow[], references: LoadedTable['references']): string {
  const keys = [...scores.filter(({ needs }) => needs === 'values'), TIME].map(({ key }) => key);
  const lines = rows.flatMap(({ name, fits }) => {
    const values = fits.map(({ result }) => keys.map((key) => scoreValue(key, result) ?? NaN));
    const state = seedsStopped(fits.map(({ result }) => result)) || 'done';
    const spread = values.length > 1 ? keys.map((_, at) => momentsOf(values.map((row) => row[at]!))) : null;
    return [
      ...fits.map(({ seed, result }, run) => [name, seed, stoppedWords(result) || 'done', ...values[run]!]),
      ...(spread ? [[name, 'mean', state, ...spread.map(({ mean }) => mean)], [name, 'sd', state, ...spread.map(({ sd }) => sd)]] : []),
    ];
  });
  const known = references.map(({ name, scores: own }: { readonly name: string; readonly scores: Scores }) => [name, 'reference', '', ...keys.map((key) => own[key] ?? NaN)]);
  return csv(['method', 'seed', 'state', ...keys], [...lines, ...known]);
}

/** Mean and sample standard deviation (NaN for a single value). */
export function momentsOf(values: readonly number[]): { readonly mean: number; readonly sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : NaN };
}
