/** A predictor's fits over its seeds: their scores, means and deviations, and the table of them as CSV. */
import type { ValueResult, ScoreEntry, Scores } from '../../engine/records/predict';
import { csv } from '../../viz/format';
import type { Notebook } from '../notebook/spec';
import type { RunState } from '../runs/runState';
import { ofOneFamily, spreadOfValues } from './seedRuns';
import type { Spread } from './seedRuns';
import { predicted } from '../runs/cellRun';

export interface FitSeedRun {
  readonly seed: number;
  readonly result: ValueResult;
}

/** As `seedRunsOf`, of a predictor: the finished fits that differ in nothing but their seed, the first seed's first. */
export function fitSeedRunsOf(notebook: Notebook, runs: RunState['runs'], cellId: string): readonly FitSeedRun[] {
  return ofOneFamily(notebook, runs, cellId).flatMap((run) => {
    const result = predicted(run);
    return result ? [{ seed: run.seed, result }] : [];
  });
}

/** A score on the test part by its key, or `seconds`; NaN where it is undefined. */
export function scoreValue(key: string, result: ValueResult): number {
  return key === 'seconds' ? result.seconds : (result.scores[key] ?? NaN);
}

/** Mean and sample standard deviation of a score over fits; null where there are none. */
export function scoreSpread(key: string, results: readonly ValueResult[]): (Spread & { readonly mean: number; readonly sd: number }) | null {
  return spreadOfValues(results.map((result) => scoreValue(key, result))) as (Spread & { readonly mean: number; readonly sd: number }) | null;
}

/** Mean and deviation of every score, in the keys of the scores. Undefined ones stay NaN. */
export function scoreSpreads(all: readonly Scores[]): { readonly mean: Scores; readonly sd: Scores } {
  const pick = (part: 'mean' | 'sd') => Object.fromEntries(Object.keys(all[0] ?? {}).map((key) => [key, Number(spreadOfValues(all.map((scores) => scores[key] ?? NaN))?.[part])]));
  return { mean: pick('mean'), sd: pick('sd') };
}

/**
 * A row a fit, a column a score; a predictor with several seeds has two more rows, whose `seed` says "mean" and "sd". Columns of predictions made elsewhere
 * come last, with "reference" for a seed and no time.
 */
export function scoresCsv(
  scores: readonly Pick<ScoreEntry, 'key'>[], methods: readonly { readonly name: string; readonly runs: readonly FitSeedRun[] }[],
  references: readonly { readonly name: string; readonly scores: Scores }[] = [],
): string {
  const keys = [...scores.map(({ key }) => key).filter((key) => key !== 'seconds'), 'seconds'];
  const lines = methods.flatMap(({ name, runs }) => [
    ...runs.map(({ seed, result }) => [name, seed, ...keys.map((key) => scoreValue(key, result))]),
    ...(runs.length > 1 ? (['mean', 'sd'] as const).map((part) => [name, part, ...keys.map((key) => scoreSpread(key, runs.map((run) => run.result))?.[part] ?? NaN)]) : []),
  ]);
  const known = references.map(({ name, scores: of }) => [name, 'reference', ...keys.map((key) => of[key] ?? NaN)]);
  return csv(['method', 'seed', ...keys], [...lines, ...known]);
}
