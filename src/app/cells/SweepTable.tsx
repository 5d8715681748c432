/** Every point of a sweep as a row: its values, the metric drawn, time, and how it stands; a failed point says why. */
import type { Catalog } from '../../engine/records/engine';
import { valueWords } from '../notebook/jobs';
import type { SweepCell } from '../notebook/spec';
import { seedsStopped } from '../output/endings';
import { spreadOf } from '../output/seedRuns';
import type { PointRuns, PointStatus } from '../output/sweepRuns';
import { printSpread, printValue, standingOf } from './best';
import { SECONDS } from './secondsMetric';
import { STORED_IDS, storedResultOf } from '../runs/storedSide';
import { lastValue, sweptMetric } from './sweepDrawing';
import { ScrollRegion } from '../components/ScrollRegion';

const WORDS: Partial<Record<PointStatus, string>> = { idle: 'not run', stale: 'of other settings', partial: 'some seeds' };

export function SweepTable({ cell, catalog, points }: { readonly cell: SweepCell; readonly catalog: Catalog; readonly points: readonly PointRuns[] }) {
  const metric = { ...sweptMetric(cell, catalog), perLevel: false };
  const specs = catalog.quantizers.flatMap((entry) => entry.params);
  const { best } = standingOf(metric, points.map(({ done }) => (done.some(({ result }) => result.stopped) ? [] : done).map(({ result }) => lastValue(spreadOf(metric.key, [result])?.mean))));
  const stored = points.map((point) => ({ ...point, done: point.done.flatMap(({ seed, result }) => { const own = storedResultOf(result); return own ? [{ seed, result: own }] : []; }) }));
  const hasStored = metric.key !== 'seconds' && stored.some(({ done }) => done.length > 0);
  return (
    <details className="sweep-table" open>
      <summary>{points.length} points as a table</summary>
      <ScrollRegion label={`Points of ${cell.name}`}>
        <table>
          <thead>
            <tr>
              {cell.spec.parameters.map(({ name }) => (
                <th key={name} scope="col">
                  {specs.find((spec) => spec.name === name)?.title ?? name}
                </th>
              ))}
              <th scope="col">{metric.title}</th>
              {hasStored && <th scope="col">{`${metric.title}, ${STORED_IDS}`}</th>}
              {metric.key !== 'seconds' && <th scope="col">Seconds</th>}
              <th scope="col">state</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point, index) => (
              <tr key={index}>
                {point.point.map(({ name, value }) => (
                  <td key={name}>{valueWords(value)}</td>
                ))}
                <td className={best.has(index) ? 'best' : undefined}>
                  {meanOf(point, metric)}
                  {best.has(index) && <span className="mark" aria-hidden="true" />}
                  {best.has(index) && <span className="visually-hidden"> (best)</span>}
                </td>
                {hasStored && <td>{meanOf(stored[index]!, metric)}</td>}
                {metric.key !== 'seconds' && <td>{meanOf(point, SECONDS)}</td>}
                <td className="state">
                  {seedsStopped(point.done.map(({ result }) => result)) || (WORDS[point.status] ?? point.status)}
                  {reasons(point).map((reason) => (
                    <span key={reason} className="refusal">
                      {reason}
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}

function meanOf({ done }: PointRuns, metric: typeof SECONDS): string {
  const spread = spreadOf(metric.key, done.map(({ result }) => result));
  if (!spread) return '…';
  const [mean, sd] = [lastValue(spread.mean), lastValue(spread.sd)];
  return done.length > 1 ? printSpread(metric, mean, sd).words : printValue(metric, mean);
}

function reasons({ runs }: PointRuns): string[] {
  return [...new Set(runs.flatMap(({ run }) => (run?.problem ? [`${run.problem.message} ${run.problem.hint}`] : [])))];
}
