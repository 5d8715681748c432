/** A cell's runs over its seeds, and their mean and standard deviation. */
import type { Metrics, QuantizerResult } from '../../engine/records/quantize';
import { jobsOf } from '../notebook/jobs';
import { seedsOf } from '../notebook/spec';
import type { Notebook, SeededCell } from '../notebook/spec';
import type { RunState } from '../runs/runState';
import { quantized } from '../runs/cellRun';
import type { CellRun } from '../runs/cellRun';
import { metricValue } from './metricValue';

export type Value = number | readonly number[];

export interface SeedRun {
  readonly seed: number;
  readonly result: QuantizerResult;
}

/** What the first seed's run left, named by its seed where the cell has several: a file of it says whose it is. */
export function withSeed<Result extends object>(cell: SeededCell, result: Result): Result & { readonly seed?: number } {
  const [seed, ...more] = seedsOf(cell);
  return more.length === 0 ? result : { ...result, seed: seed! };
}

/** Over n values: the mean, and the sample standard deviation (n - 1; NaN for a single value). Lists: entry by entry. */
export interface Spread {
  readonly n: number;
  readonly mean: Value;
  readonly sd: Value;
}

/**
 * The finished runs of a cell that differ in nothing but their seed, the first seed's first. What another seed found with other settings or data is
 * left out, so that a mean never mixes them.
 */
export function seedRunsOf(notebook: Notebook, runs: RunState['runs'], cellId: string): readonly SeedRun[] {
  return ofOneFamily(notebook, runs, cellId).flatMap((run) => {
    const result = quantized(run);
    return result ? [{ seed: run.seed, result }] : [];
  });
}

/** The first seed's run with a result, then those of the others that differ from it in nothing but their seed. */
export function ofOneFamily(notebook: Notebook, runs: RunState['runs'], cellId: string): readonly CellRun[] {
  const [first, ...more] = jobsOf(notebook, cellId).map((job) => runs[job.id]);
  const family = first?.family;
  return [first, ...more.filter((run) => family && run?.family === family)].filter((run): run is CellRun => run?.result != null);
}

/** The runs of a cell's further seeds, finished or not, that belong to the settings its first seed ran with or will run with. */
export function furtherSeeds(notebook: Notebook, runs: RunState['runs'], cellId: string): readonly { readonly seed: number; readonly id: string; readonly run: CellRun | undefined }[] {
  return jobsOf(notebook, cellId).slice(1).map((job) => ({ seed: job.seed, id: job.id, run: runs[job.id] }));
}

/** Mean and standard deviation of a metric over results; null where none has a value. */
export function spreadOf(key: string, results: readonly QuantizerResult[]): Spread | null {
  return spreadOfValues(results.map((result) => metricValue(key, result)).filter((value): value is Value => value !== undefined));
}

/** Mean and standard deviation of values of one kind; null where there are none. */
export function spreadOfValues(values: readonly Value[]): Spread | null {
  const [first] = values;
  if (first === undefined) return null;
  if (typeof first === 'number') return { n: values.length, ...momentsOf(values.map(Number)) };
  const entries = first.map((_, at) => momentsOf(values.map((value) => (typeof value === 'number' ? NaN : (value[at] ?? NaN)))));
  return { n: values.length, mean: entries.map((entry) => entry.mean), sd: entries.map((entry) => entry.sd) };
}

/** Every metric's mean and standard deviation, in the keys of `metrics`. Undefined metrics stay NaN. */
export function spreadsOf(results: readonly QuantizerResult[]): { readonly mean: Partial<Metrics>; readonly sd: Partial<Metrics> } {
  const keys = Object.keys(results[0]?.metrics ?? {}).filter((key) => key !== 'parameters');
  const spreads = keys.map((key) => [key, spreadOf(key, results)] as const);
  const pick = (part: 'mean' | 'sd') => Object.fromEntries(spreads.map(([key, spread]) => [key, spread?.[part]])) as Partial<Metrics>;
  return { mean: pick('mean'), sd: pick('sd') };
}

function momentsOf(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : NaN };
}
