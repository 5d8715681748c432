/** A predictor's fits over its seeds: their scores, means and deviations. */
import type { Scores } from '../../engine/records/predict';
import type { Notebook } from '../notebook/spec';
import type { RunState } from '../runs/runState';
import { ofOneFamily, spreadOfValues } from './seedRuns';
import type { Spread } from './seedRuns';
import { fitted } from '../runs/cellRun';
import type { FitResult } from '../runs/cellRun';

export interface FitSeedRun {
  readonly seed: number;
  readonly result: FitResult;
}

/** As `seedRunsOf`, of a predictor: the finished fits that differ in nothing but their seed, the first seed's first. */
export function fitSeedRunsOf(notebook: Notebook, runs: RunState['runs'], cellId: string): readonly FitSeedRun[] {
  return ofOneFamily(notebook, runs, cellId).flatMap((run) => {
    const result = fitted(run);
    return result ? [{ seed: run.seed, result }] : [];
  });
}

/** A score on the test part by its key, or `seconds`; NaN where it is undefined. */
export function scoreValue(key: string, result: FitResult): number {
  return key === 'seconds' ? result.seconds : (result.scores[key] ?? NaN);
}

/** Mean and sample standard deviation of a score over fits; null where there are none. */
export function scoreSpread(key: string, results: readonly FitResult[]): (Spread & { readonly mean: number; readonly sd: number }) | null {
  return spreadOfValues(results.map((result) => scoreValue(key, result))) as (Spread & { readonly mean: number; readonly sd: number }) | null;
}

/** Mean and deviation of every score, in the keys of the scores. Undefined ones stay NaN. */
export function scoreSpreads(all: readonly Scores[]): { readonly mean: Scores; readonly sd: Scores } {
  const pick = (part: 'mean' | 'sd') => Object.fromEntries(Object.keys(all[0] ?? {}).map((key) => [key, Number(spreadOfValues(all.map((scores) => scores[key] ?? NaN))?.[part])]));
  return { mean: pick('mean'), sd: pick('sd') };
}
