/** Methods as rows, metrics as columns under the heads of their groups; the first column stays in sight. */
import type { MetricEntry } from '../../engine/records/quantize';
import type { QuantizerCell } from '../notebook/spec';
import { metricValue } from '../output/metricValue';
import { spreadOf } from '../output/seedRuns';
import type { SeedRun } from '../output/seedRuns';
import { groupTitle, grouped } from './ColumnsMenu';
import { printSpread, printValue, standingOf } from './best';
import type { Standing } from './best';
import { RowMarks } from './RowMarks';
import { MarkedCell, MetricHead, classes } from './tableParts';
import type { Printed } from './tableParts';
import { ScrollRegion } from '../components/ScrollRegion';

interface Props {
  /** The columns shown, in the order of the catalog. */
  readonly metrics: readonly MetricEntry[];
  readonly methods: readonly { readonly cell: QuantizerCell; readonly runs: readonly SeedRun[] }[];
}

export function CompareTable({ metrics, methods }: Props) {
  const groups = grouped(metrics);
  const columns = groups.flatMap(([, members]) => members);
  const several = methods.some((method) => method.runs.length > 1);
  // What was stopped half-way is no rival: it never takes "best".
  const standings = new Map(columns.map((metric) => [metric.key, standingOf(metric, methods.map(({ runs }) => (runs.some(({ result }) => result.stopped) ? [] : runs.map(({ result }) => metricValue(metric.key, result)))))]));
  const starts = new Set(groups.map(([, members]) => members[0]!.key));
  return (
    <ScrollRegion label="Comparison table">
      <table className="compare">
        <thead>
          {groups.length > 1 && (
            <tr className="group-heads">
              <td />
              {groups.map(([group, members]) => (
                <th key={group} scope="colgroup" colSpan={members.length}>
                  {groupTitle(group)}
                </th>
              ))}
            </tr>
          )}
          <tr>
            <th scope="col">method</th>
            {columns.map((metric) => (
              <th key={metric.key} scope="col" className={classes(metric.perLevel && `per-level ${metric.format}`, starts.has(metric.key) && 'starts')}>
                <MetricHead metric={metric} several={several} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {methods.map(({ cell, runs }, index) => (
            <tr key={cell.id} className={`hue-${cell.spec.kind}`}>
              <th scope="row">
                <span className="swatch" aria-hidden="true" />
                {cell.name}
                <RowMarks results={runs.map(({ result }) => result)} findings={runs[0]?.result.snapshot.findings ?? []} />
              </th>
              {columns.map((metric) => (
                <ValueCell key={metric.key} metric={metric} runs={runs} index={index} standing={standings.get(metric.key)!} starts={starts.has(metric.key)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function ValueCell({ metric, runs, index, standing, starts }: { readonly metric: MetricEntry; readonly runs: readonly SeedRun[]; readonly index: number; readonly standing: Standing; readonly starts: boolean }) {
  const spread = runs.length > 1 ? spreadOf(metric.key, runs.map((run) => run.result)) : null;
  const printed: Printed = spread ? printSpread(metric, spread.mean, spread.sd) : { words: runs[0] ? printValue(metric, metricValue(metric.key, runs[0].result)) : null };
  return <MarkedCell metric={metric.key} printed={printed} standing={standing} index={index} starts={starts} />;
}
