/** The comparison: the terms it is made under, the table of methods and metrics, and in what the methods are not alike. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../components/context';
import { inputOf, inputsOf } from '../notebook/inputs';
import type { CompareCell } from '../notebook/spec';
import { differences } from '../output/alike';
import { compareCsv } from '../output/csv';
import { download, textFile } from '../output/files';
import { listWords } from '../../viz/format';
import { ColumnsMenu, columnsOf } from './ColumnsMenu';
import { CompareTable } from './CompareTable';
import { FairForm } from './FairForm';
import { HoldOut } from './HoldOut';
import { R3Errors } from './R3Errors';
import { SelectedTable } from './SelectedTable';
import { SECONDS } from './secondsMetric';
import { rowsOfMethod } from './seriesOfRun';
import { useQuantizers, useSeedRuns, useStaleNames } from './useRunOf';
import type { RunOfCell } from './drawing';

export function CompareCellView({ cell }: { readonly cell: CompareCell }) {
  const { session, ui } = useApp();
  const catalog = useStore(session.engine, (state) => state.catalog);
  const ids = inputsOf(cell, 'runs');
  const runs = useQuantizers(ids, 'result');
  const seedRuns = useSeedRuns(ids);
  const stale = useStaleNames(ids);
  const metrics = useMemo(() => {
    const all = catalog?.metrics ?? [];
    return all.some((metric) => metric.key === 'seconds') ? all : [...all, SECONDS];
  }, [catalog]);
  const columns = columnsOf(metrics, cell.spec.columns, cell.spec.holdOut > 0);
  const trained = runs.map((item) => ({ cell: item.cell, runs: seedRuns.get(item.cell.id) ?? [] }));
  const methods = trained.flatMap(rowsOfMethod);
  const finished = methods.filter((method) => method.runs.length > 0).map((method) => ({ name: method.cell.name, runs: method.runs }));
  const several = methods.some((method) => method.runs.length > 1);
  const compared = trained.flatMap(({ cell: method, runs: [first, ...more] }) => (first ? [{ name: method.name, dataId: inputOf(method, 'rows'), seeds: 1 + more.length, result: first.result }] : []));
  const words = [
    ...(stale.length > 0 ? [`${listWords(stale)} ran with other settings than now: run again to compare.`] : []),
    ...differences(compared, cell.spec.fair.on && stale.length === 0 ? cell.spec.fair : null),
  ];
  // Every metric is in the file, whatever the table shows.
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
        <p className="cell-sum">
          {several
            ? 'mean ± standard deviation over seeds, from the codes alone; the best mean is bold'
            : `errors from the codes alone, over all rows${cell.spec.holdOut > 0 ? ' trained on' : ''}; the best value is bold with a dot`}
        </p>
        <span className="end">
          <ColumnsMenu cell={cell} metrics={metrics} />
          <button type="button" className="button quiet" disabled={finished.length === 0} onClick={copy}>
            Copy CSV
          </button>
          <button type="button" className="button quiet" disabled={finished.length === 0} onClick={() => download(textFile(csv()), `${cell.id}.csv`)}>
            Download CSV
          </button>
        </span>
      </header>
      <FairForm cell={cell} />
      <HoldOut cell={cell} />
      <CompareTable metrics={columns} methods={methods} />
      {several && <p className="table-note muted">A dot: better than every other by more than the deviations. A ring: no clear difference, since mean ± standard deviation overlaps that of the best.</p>}
      <SelectedTable runs={runs} />
      {words.length > 0 && (
        <div className="alike">
          <h3>Not alike</h3>
          <ul>
            {words.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
      {runs.map((item) => (hasOtherErrors(item) ? <R3Errors key={item.cell.id} name={item.cell.name} kind={item.cell.spec.kind} result={item.run?.result ?? null} /> : null))}
    </section>
  );
}

/** The method rates codes, so that an item carries more than its ID. */
function hasOtherErrors({ cell, run }: RunOfCell): boolean {
  return run?.result ? run.result.metrics.rmseHard !== undefined : 'rating' in cell.spec.params;
}
