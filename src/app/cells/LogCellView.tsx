/** The log of the notebook: which file, what it holds, how its events are parted, and how to change that. */
import { CountsFigure } from '../components/CountsFigure';
import { FactList } from '../components/FactList';
import { FileButton } from '../components/FileButton';
import { ProblemBox } from '../components/ProblemBox';
import { WarningList } from '../components/WarningList';
import { useApp, useRuns } from '../components/context';
import { heldLogFacts, logFacts } from '../components/factsWords';
import type { LogCell } from '../notebook/spec';
import { readWords } from '../state/readWords';

export function LogCellView({ cell }: { readonly cell: LogCell }) {
  const { factsDraft, samples } = useApp();
  const { data } = cell.spec;
  const log = useRuns((state) => state.logs[cell.id]);
  const bound = useRuns((state) => state.files[data]);
  const loaded = log?.loaded;
  const summary = loaded?.inspection.summary;
  const sample = samples.find((candidate) => candidate.id === bound?.sample);
  return (
    <section className="cell data-cell" data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-labelledby={`${cell.id}-title`}>
      <header className="cell-head">
        <h2 id={`${cell.id}-title`}>{cell.name}</h2>
        <p className="cell-sum">{bound ? (sample ? `sample “${sample.title}” · ${bound.file.name}` : `${bound.file.name} · your file, read in this browser`) : 'no file yet'}</p>
        <span className="end">
          {bound && (
            <button type="button" className="button quiet" onClick={() => void factsDraft.change(cell.id)}>
              Change
            </button>
          )}
          <FileButton label="Drop or choose a log" cellId={cell.id} onFile={(file) => void factsDraft.begin(file, { kind: 'log' }, cell.id)} />
        </span>
      </header>
      <p className="promise">Drop a log anywhere (CSV, Parquet, JSON): one event per row, with user, item, time and a label of 0 or 1. Your data never leaves this page.</p>
      {log?.problem && <ProblemBox problem={log.problem} />}
      <div className="data-body">
        {loaded && summary ? (
          <>
            <FactList facts={[...logFacts(summary), ...heldLogFacts(loaded)]} />
            <CountsFigure title="Events a user" spread={summary.eventsPerUser} />
          </>
        ) : (
          <p className="muted reserve">{log?.status === 'loading' ? readWords(`Reading ${bound?.file.name ?? 'the file'}`, log.progress) : 'Users, items, the label and its parts are shown here once a log is read.'}</p>
        )}
      </div>
      <WarningList warnings={loaded ? [...loaded.inspection.warnings, ...loaded.warnings] : undefined} />
    </section>
  );
}
