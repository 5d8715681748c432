/** A sweep: what is varied, how many runs that is, the small multiples of what came of it, and every point as a table. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../components/Icon';
import { Menu } from '../components/Menu';
import { ViewHost } from '../components/ViewHost';
import { useApp, useNotebook } from '../components/context';
import { inputOf } from '../notebook/inputs';
import { jobsOf, runsOfSweep, MOST_RUNS } from '../notebook/jobs';
import { quantizerCell } from '../notebook/spec';
import type { SweepCell } from '../notebook/spec';
import { sweepCsvOf } from '../output/sweepRuns';
import { download, textFile } from '../output/files';
import { shortcut } from '../shortcuts';
import { removeCell } from '../state/notebookStore';
import { toProblem } from '../state/problem';
import { formatCount } from '../../viz/format';
import { exportPng, exportSvg } from './exportView';
import { SweepForm } from './SweepForm';
import { SweepTable } from './SweepTable';
import { seconds } from './summary';
import { SECONDS } from './secondsMetric';
import { sweepDrawing } from './sweepDrawing';
import { roughSeconds } from './sweepTime';
import { usePoints, useRun } from './useRunOf';
import { quantized } from '../runs/cellRun';
import { huesOf } from '../output/hues';

export function SweepCellView({ cell }: { readonly cell: SweepCell }) {
  const { session, ui } = useApp();
  const notebook = useNotebook((state) => state.notebook);
  const catalog = useStore(session.engine, (state) => state.catalog) ?? session.catalog;
  const points = usePoints(cell);
  const base = quantizerCell(notebook, inputOf(cell, 'method'));
  const baseRun = useRun(base?.id ?? '');
  const drawing = useMemo(() => sweepDrawing(notebook, cell, catalog, points), [notebook, cell, catalog, points]);
  const wanted = cell.spec.parameters.length > 0 ? runsOfSweep(notebook, cell) : 0;
  const left = points.flatMap((point) => point.runs).filter(({ run }) => run?.status !== 'done').length;
  const underway = points.some((point) => ['running', 'paused', 'waiting'].includes(point.status));
  const stale = points.filter((point) => point.status === 'stale').length;
  const time = roughSeconds(jobsOf(notebook, cell.id), base?.spec.params, quantized(baseRun));
  const words = [
    base ? `varies ${base.name}` : 'reads no quantizer',
    ...(wanted > MOST_RUNS ? [`${formatCount(wanted)} runs; ${MOST_RUNS} is the most`] : wanted > 0 ? [`${formatCount(wanted)} ${wanted === 1 ? 'run' : 'runs'}`] : []),
    ...(underway ? [`${formatCount(wanted - left)} done`] : wanted > 0 && wanted <= MOST_RUNS ? [time === null ? `time not known before ${base?.name ?? 'it'} has run once` : `roughly ${seconds(time)} in all`] : []),
  ];
  const guarded = (work: () => void | Promise<void>) => () => {
    Promise.resolve().then(work).catch((thrown: unknown) => ui.setState({ notice: toProblem(thrown).message }));
  };
  const csv = () => download(textFile(sweepCsvOf(cell, [...catalog.metrics, ...(catalog.metrics.some((metric) => metric.key === 'seconds') ? [] : [SECONDS])], points)), `${cell.id}.sweep.csv`);
  const run = () => {
    session.queue.run([cell.id]);
    if (left === 0) ui.setState({ notice: 'Every point of this sweep is up to date.' });
  };
  return (
    <section className="cell sweep" data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-labelledby={`${cell.id}-title`}>
      <header className="cell-head">
        <h2 id={`${cell.id}-title`}>{cell.name}</h2>
        <p className="cell-sum">{words.join(' · ')}</p>
        <span className="end">
          <button type="button" className="button" disabled={wanted === 0 || wanted > MOST_RUNS || underway} onClick={run}>
            <Icon name="run" size={13} /> {left > 0 && left < wanted ? `Run ${left} missing` : 'Run the sweep'}
          </button>
          <Menu
            label={`More for ${cell.name}`} className="button quiet icon-only" button={<Icon name="menu" />}
            commands={[
              [{ title: 'Run every point again', disabled: wanted === 0 || wanted > MOST_RUNS || underway, run: () => session.queue.run([cell.id], true) }],
              [
                { title: 'Save as SVG', run: guarded(() => exportSvg(drawing, cell, huesOf(session.catalog))) },
                { title: 'Save as PNG', note: 'twice the size', run: guarded(() => exportPng(drawing, cell, huesOf(session.catalog))) },
                { title: 'Save every run as CSV', note: 'all metrics', run: guarded(csv) },
              ],
              [{ title: 'Remove', note: `${shortcut('Mod-Z')} brings it back`, disabled: underway, run: () => removeCell(session.notebook, cell.id) }],
            ]}
          />
        </span>
      </header>
      {base && <SweepForm cell={cell} base={base} catalog={catalog} />}
      {stale > 0 && <p className="table-note muted">{stale} of {points.length} points were measured with other settings or data; they are not shown. Run the sweep to measure them again.</p>}
      {cell.spec.parameters.length > 0 && wanted <= MOST_RUNS && (
        <>
          <ViewHost drawing={drawing} label={cell.name} minHeight={200} />
          <SweepTable cell={cell} catalog={catalog} points={points} />
        </>
      )}
      <p className="table-note muted">Only the numbers of each point are kept, and they come back after a reload.</p>
    </section>
  );
}
