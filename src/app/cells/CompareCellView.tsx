/** The comparison: methods as rows, metrics as columns, the best value marked by weight and a dot. */
import { useStore } from 'zustand';
import type { MetricEntry } from '../../engine/records';
import { Tooltip } from '../components/Tooltip';
import { useApp } from '../components/context';
import type { CompareCell } from '../notebook/spec';
import { compareCsv } from '../output/csv';
import { download, textFile } from '../output/files';
import { metricValue } from '../output/metricValue';
import { R3Errors } from './R3Errors';
import { bestOf, printValue } from './best';
import { useRunsOf } from './useRunOf';

const ARROWS: Record<MetricEntry['direction'], string> = { up: '↑', down: '↓', none: '' };
const DIRECTIONS: Record<MetricEntry['direction'], string> = { up: 'Higher is better.', down: 'Lower is better.', none: 'Neither direction is better by itself.' };
/** Errors of other kinds stand in a block of their own, where they are not compared across methods. */
const APART = new Set(['rmseHard', 'rmseSoft']);
const SECONDS: MetricEntry = { key: 'seconds', title: 'Seconds', term: 'training time', meaning: 'Time spent training on this machine, pauses left out.', formula: 'end − start − pauses', direction: 'none', perLevel: false, format: 'seconds' };

export function CompareCellView({ cell }: { readonly cell: CompareCell }) {
  const { session, ui } = useApp();
  const catalog = useStore(session.engine, (state) => state.catalog);
  const runs = useRunsOf(cell.inputs, 'result');
  const metrics = withSeconds((catalog?.metrics ?? []).filter((metric) => !APART.has(metric.key)));
  const results = runs.map((item) => item.run?.result ?? null);
  const finished = runs.flatMap((item) => (item.run?.result ? [{ name: item.cell.name, seed: item.run.seed, result: item.run.result }] : []));
  const bests = new Map(metrics.map((metric) => [metric.key, bestOf(metric, results.map((result) => (result ? metricValue(metric.key, result) : undefined)))]));
  const csv = () => compareCsv(metrics, finished);
  const copy = () => {
    navigator.clipboard.writeText(csv()).then(
      () => ui.setState({ notice: 'The comparison is on the clipboard as CSV.' }),
      () => ui.setState({ notice: 'The browser does not let the page use the clipboard; download the CSV instead.' }),
    );
  };
  return (
    <section className="cell" data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-labelledby={`${cell.id}-title`}>
      <header className="cell-head">
        <h2 id={`${cell.id}-title`}>{cell.name}</h2>
        <p className="cell-sum">errors from the codes alone, over all rows; the best value is bold with a dot</p>
        <span className="end">
          <button type="button" className="button quiet" disabled={finished.length === 0} onClick={copy}>
            Copy CSV
          </button>
          <button type="button" className="button quiet" disabled={finished.length === 0} onClick={() => download(textFile(csv()), `${cell.id}.csv`)}>
            Download CSV
          </button>
        </span>
      </header>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Comparison table">
        <table className="compare">
          <thead>
            <tr>
              <th scope="col">method</th>
              {metrics.map((metric) => (
                <th key={metric.key} scope="col" className={metric.perLevel ? `per-level ${metric.format}` : undefined}>
                  <Tooltip tip={<MetricTip metric={metric} />}>
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
            {runs.map((item, index) => (
              <tr key={item.cell.id} className={`hue-${item.cell.spec.kind}`}>
                <th scope="row">
                  <span className="swatch" aria-hidden="true" />
                  {item.cell.name}
                </th>
                {metrics.map((metric) => {
                  const result = results[index];
                  const best = bests.get(metric.key)?.has(index) ?? false;
                  return (
                    <td key={metric.key} className={best ? 'best' : undefined} data-metric={metric.key}>
                      {result ? printValue(metric, metricValue(metric.key, result)) : <span className="muted">…</span>}
                      {best && <span className="visually-hidden"> (best)</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {runs.map((item) => (item.cell.spec.kind === 'r3-vae' ? <R3Errors key={item.cell.id} name={item.cell.name} result={item.run?.result ?? null} /> : null))}
    </section>
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

function MetricTip({ metric }: { readonly metric: MetricEntry }) {
  return (
    <>
      {metric.meaning} {DIRECTIONS[metric.direction]}
      <code className="tip-note">{metric.formula}</code>
    </>
  );
}

function withSeconds(metrics: readonly MetricEntry[]): readonly MetricEntry[] {
  return metrics.some((metric) => metric.key === 'seconds') ? metrics : [...metrics, SECONDS];
}
