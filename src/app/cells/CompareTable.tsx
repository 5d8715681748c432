/** The metrics of quantizers, a method a row. */
import type { MetricEntry } from '../../engine/records/quantize';
import type { CodedCell } from '../notebook/spec';
import { metricValue } from '../output/metricValue';
import { spreadOf } from '../output/seedRuns';
import type { SeedRun } from '../output/seedRuns';
import { groupTitle, grouped } from './ColumnsMenu';
import { printSpread, printValue, standingOf } from './best';
import { MethodTable } from './MethodTable';
import type { MethodColumn } from './MethodTable';
import type { Printed } from './tableParts';

interface Props {
  /** The columns shown, in the order of the catalog. */
  readonly metrics: readonly MetricEntry[];
  readonly methods: readonly { readonly cell: CodedCell; readonly runs: readonly SeedRun[] }[];
}

export function CompareTable({ metrics, methods }: Props) {
  const columns = grouped(metrics).flatMap(([group, members]) => members.map((metric) => columnOf(metric, groupTitle(group), methods)));
  const rows = methods.map(({ cell, runs }) => ({ id: cell.id, name: cell.name, kind: cell.spec.kind, results: runs.map(({ result }) => result), findings: runs[0]?.result.snapshot.findings ?? [] }));
  return <MethodTable label="Comparison table" columns={columns} rows={rows} />;
}

function columnOf(metric: MetricEntry, group: string, methods: Props['methods']): MethodColumn {
  return {
    metric,
    group,
    ...(metric.perLevel && { className: `per-level ${metric.format}` }),
    // What was stopped half-way is no rival: it never takes "best".
    standing: standingOf(metric, methods.map(({ runs }) => (runs.some(({ result }) => result.stopped) ? [] : runs.map(({ result }) => metricValue(metric.key, result))))),
    cells: methods.map(({ runs }) => printed(metric, runs)),
  };
}

function printed(metric: MetricEntry, runs: readonly SeedRun[]): Printed {
  const spread = runs.length > 1 ? spreadOf(metric.key, runs.map((run) => run.result)) : null;
  return spread ? printSpread(metric, spread.mean, spread.sd) : { words: runs[0] ? printValue(metric, metricValue(metric.key, runs[0].result)) : null };
}
