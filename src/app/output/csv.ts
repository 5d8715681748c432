/** The page's tables as CSV: codes, training curves, the comparison. */
import type { LoadedDataset, MetricEntry, MetricPoint, RunResult } from '../../engine/records';
import { csv } from '../../viz/format';
import { metricValue } from './metricValue';

/** One row an item: its id (or row number in the file), then its code at each level. */
export function codesCsv(result: RunResult, data: Pick<LoadedDataset, 'ids' | 'rowIndex'>): string {
  const { codes, rows, levels } = result;
  const named = data.ids !== null;
  const header = [named ? 'id' : 'row', ...Array.from({ length: levels }, (_, level) => `code_${level + 1}`)];
  const lines = Array.from({ length: rows }, (_, row) => [
    named ? (data.ids?.[row] ?? '') : (data.rowIndex[row] ?? row),
    ...codes.subarray(row * levels, (row + 1) * levels),
  ]);
  return csv(header, lines);
}

/** One row a point; a column for every loss any point names. */
export function curvesCsv(points: readonly MetricPoint[]): string {
  const names = [...new Set(points.flatMap((point) => Object.keys(point.losses)))];
  return csv(['step', 'seconds', 'level', ...names], points.map((point) => [point.step, point.seconds, point.level, ...names.map((name) => point.losses[name] ?? NaN)]));
}

/** The comparison: a row a method, a column a metric; per-level metrics take one column a level. */
export function compareCsv(metrics: readonly MetricEntry[], methods: readonly { readonly name: string; readonly seed: number; readonly result: RunResult }[]): string {
  const levels = Math.max(0, ...methods.map((method) => method.result.levels));
  const columns = metrics.flatMap((metric) => (metric.perLevel ? Array.from({ length: levels }, (_, level) => ({ metric, level })) : [{ metric, level: -1 }]));
  const header = ['method', 'seed', ...columns.map(({ metric, level }) => (level < 0 ? metric.key : `${metric.key}_${level + 1}`))];
  const lines = methods.map(({ name, seed, result }) => [
    name, seed,
    ...columns.map(({ metric, level }) => {
      const value = metricValue(metric.key, result);
      return typeof value === 'number' ? value : (value?.[level] ?? NaN);
    }),
  ]);
  return csv(header, lines);
}
