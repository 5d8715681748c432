/** The page's tables as CSV: codes, training curves, the comparison. */
import type { LoadedDataset } from '../../engine/records/data';
import type { MetricEntry, QuantizerResult } from '../../engine/records/quantize';
import type { MetricPoint } from '../../engine/records/run';
import { csv } from '../../viz/format';
import { metricValue } from './metricValue';
import { seedsStopped, stoppedWords } from './endings';
import { storedResultOf } from '../runs/storedSide';
import { spreadOf } from './seedRuns';
import type { SeedRun } from './seedRuns';

/** One row an item: its id (or row number in the file), then its code at each level. */
export function codesCsv(result: Pick<QuantizerResult, 'codes' | 'rows' | 'levels'>, data: Pick<LoadedDataset, 'ids' | 'rowIndex'>): string {
  const { codes, rows, levels } = result;
  const named = data.ids !== null;
  const header = [named ? 'id' : 'row', ...Array.from({ length: levels }, (_, level) => `code_${level + 1}`)];
  const lines = Array.from({ length: rows }, (_, row) => [
    named ? (data.ids?.[row] ?? '') : (data.rowIndex[row] ?? row),
    ...codes.subarray(row * levels, (row + 1) * levels),
  ]);
  return csv(header, lines);
}

/** One row a point; a column for every loss any point names, and with a `prefix` for every live metric. */
export function curvesCsv(points: readonly MetricPoint[], prefix?: string): string {
  const named = (of: (point: MetricPoint) => Readonly<Record<string, number>> | undefined) => [...new Set(points.flatMap((point) => Object.keys(of(point) ?? {})))];
  const losses = named((point) => point.losses);
  const metrics = prefix === undefined ? [] : named((point) => point.metrics);
  const lines = points.map((point) => [point.step, point.seconds, point.level, ...losses.map((name) => point.losses[name] ?? NaN), ...metrics.map((name) => point.metrics?.[name] ?? NaN)]);
  return csv(['step', 'seconds', 'level', ...losses, ...metrics.map((name) => `${prefix}${name}`)], lines);
}

/** A method of the comparison with its runs, the first seed's first. */
export interface CsvMethod {
  readonly name: string;
  readonly runs: readonly SeedRun[];
}

/**
 * The comparison: a row a run, a column a metric; per-level metrics take one column a level. A method with several seeds has two more rows, whose
 * `seed` says "mean" and "sd" (sample standard deviation). `state` tells a run that was stopped, and how far it came.
 */
export function compareCsv(metrics: readonly MetricEntry[], methods: readonly CsvMethod[]): string {
  const columns = metricColumns(metrics, methods.flatMap(({ runs }) => runs.map((run) => run.result)));
  const lines = methods.flatMap(({ name, runs }) => [
    ...runs.map(({ seed, result }) => [name, seed, stoppedWords(result) || 'done', ...columns.map((column) => entryOf(metricValue(column.key, result), column.level))]),
    ...(runs.length > 1 ? (['mean', 'sd'] as const).map((part) => [name, part, seedsStopped(runs.map(({ result }) => result)) || 'done', ...columns.map((column) => entryOf(spreadOf(column.key, runs.map((run) => run.result))?.[part], column.level))]) : []),
  ]);
  return csv(['method', 'seed', 'state', ...columns.map((column) => column.name)], lines);
}

/** A sweep: a row a run with the values of its point and how it stands; failed runs keep their row, with the reason. Where runs have stored codes, their metrics follow as `stored_...`. */
export function sweepCsv(names: readonly string[], metrics: readonly MetricEntry[], runs: readonly { readonly values: readonly string[]; readonly seed: number; readonly status: string; readonly reason: string; readonly result: QuantizerResult | null }[]): string {
  const columns = metricColumns(metrics, runs.flatMap((run) => run.result ?? []));
  const stored = runs.map(({ result }) => result && storedResultOf(result));
  const storedColumns = stored.some((result) => result) ? metricColumns(metrics, stored.flatMap((result) => result ?? [])) : [];
  const entries = (own: readonly Column[], result: QuantizerResult | null) => own.map((column) => (result ? entryOf(metricValue(column.key, result), column.level) : NaN));
  const lines = runs.map(({ values, seed, status, reason, result }, i) => [
    ...values, seed, (result && stoppedWords(result)) || status, result?.steps ?? NaN, ...entries(columns, result), ...entries(storedColumns, stored[i] ?? null), reason,
  ]);
  return csv([...names, 'seed', 'status', 'steps', ...columns.map(({ name }) => name), ...storedColumns.map(({ name }) => `stored_${name}`), 'reason'], lines);
}

interface Column {
  readonly name: string;
  readonly key: string;
  /** 0-based; -1 for a single number. */
  readonly level: number;
}

function metricColumns(metrics: readonly MetricEntry[], results: readonly QuantizerResult[]): Column[] {
  return metrics.flatMap(({ key, perLevel }): Column[] => {
    if (!perLevel) return [{ name: key, key, level: -1 }];
    // As many columns as there are values: some metrics count a start or a step between levels.
    const most = Math.max(0, ...results.map((result) => { const value = metricValue(key, result); return typeof value === 'object' ? value.length : 0; }));
    return Array.from({ length: most }, (_, level) => ({ name: `${key}_${level + 1}`, key, level }));
  });
}

function entryOf(value: number | readonly number[] | undefined, level: number): number {
  return typeof value === 'number' ? value : (value?.[Math.max(0, level)] ?? NaN);
}
