/** Methods as rows, metrics as columns under the heads of their groups; the first column stays in sight. */
import type { MetricEntry } from '../../engine/records';
import { Tooltip } from '../components/Tooltip';
import type { QuantizerCell } from '../notebook/spec';
import { metricValue } from '../output/metricValue';
import { spreadOf } from '../output/seedRuns';
import type { SeedRun } from '../output/seedRuns';
import { groupTitle, grouped } from './ColumnsMenu';
import { printSpread, printValue, standingOf } from './best';
import type { Standing } from './best';

const ARROWS: Record<MetricEntry['direction'], string> = { up: '↑', down: '↓', none: '' };
const DIRECTIONS: Record<MetricEntry['direction'], string> = { up: 'Higher is better.', down: 'Lower is better.', none: 'Neither direction is better by itself.' };

interface Props {
  /** The columns shown, in the order of the catalog. */
  readonly metrics: readonly MetricEntry[];
  readonly methods: readonly { readonly cell: QuantizerCell; readonly runs: readonly SeedRun[] }[];
}

export function CompareTable({ metrics, methods }: Props) {
  const groups = grouped(metrics);
  const columns = groups.flatMap(([, members]) => members);
  const several = methods.some((method) => method.runs.length > 1);
  const standings = new Map(columns.map((metric) => [metric.key, standingOf(metric, methods.map(({ runs }) => runs.map(({ result }) => metricValue(metric.key, result))))]));
  const starts = new Set(groups.map(([, members]) => members[0]!.key));
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="Comparison table">
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
                <Tooltip tip={<MetricTip metric={metric} several={several} />}>
                  <button type="button" className="metric-name">
                    <Title metric={metric} />
                    {metric.term.toLowerCase() !== metric.title.toLowerCase() && <small>{metric.term}</small>}
                  </button>
                </Tooltip>
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
                {runs.length > 1 && <small className="seeds-note">{runs.length} seeds</small>}
              </th>
              {columns.map((metric) => (
                <ValueCell key={metric.key} metric={metric} runs={runs} index={index} standing={standings.get(metric.key)!} starts={starts.has(metric.key)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ValueCell({ metric, runs, index, standing, starts }: { readonly metric: MetricEntry; readonly runs: readonly SeedRun[]; readonly index: number; readonly standing: Standing; readonly starts: boolean }) {
  const best = standing.best.has(index);
  const unclear = (best && standing.rivals.size > 0) || standing.rivals.has(index);
  const spread = runs.length > 1 ? spreadOf(metric.key, runs.map((run) => run.result)) : null;
  const printed = spread ? printSpread(metric, spread.mean, spread.sd) : { words: runs[0] ? printValue(metric, metricValue(metric.key, runs[0].result)) : null };
  const verdict = best ? (unclear ? ' (best mean, no clear difference)' : ' (best)') : unclear ? ' (no clear difference to the best)' : '';
  return (
    <td className={classes(best && 'best', unclear && 'unclear', starts && 'starts')} data-metric={metric.key}>
      {printed.words ?? <span className="muted">…</span>}
      {verdict && <span className="mark" aria-hidden="true" />}
      {'below' in printed && printed.below && <small className="below">{printed.below}</small>}
      {verdict && <span className="visually-hidden">{verdict}</span>}
    </td>
  );
}

/** The arrow stays on the line of the last word. */
function Title({ metric }: { readonly metric: MetricEntry }) {
  const words = metric.title.split(' ');
  const last = words.pop();
  return (
    <>
      {words.join(' ')}{' '}
      <span className="together">
        {last} <span className="arrow">{ARROWS[metric.direction]}</span>
      </span>
    </>
  );
}

function MetricTip({ metric, several }: { readonly metric: MetricEntry; readonly several: boolean }) {
  return (
    <>
      {metric.meaning} {DIRECTIONS[metric.direction]}
      {several && metric.direction !== 'none' && ' The best mean over seeds is bold: a dot where its mean ± standard deviation overlaps no other, a ring on all where it does, since there is no clear difference then.'}
      <code className="tip-note">{metric.formula}</code>
    </>
  );
}

function classes(...names: readonly (string | false)[]): string | undefined {
  return names.filter(Boolean).join(' ') || undefined;
}
