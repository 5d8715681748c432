/** The table of the notebook: which file, what is predicted from what, and how to change it. */
import { FileButton } from '../components/FileButton';
import { ProblemBox } from '../components/ProblemBox';
import { TableFacts } from '../components/TableFacts';
import { TargetFigure } from '../components/TargetFigure';
import { WarningList } from '../components/WarningList';
import { useApp, useRuns } from '../components/context';
import type { TableCell } from '../notebook/spec';
import { readWords } from '../state/readWords';

export function TableCellView({ cell }: { readonly cell: TableCell }) {
  const { tableDraft, samples } = useApp();
  const { data, joinData, choices } = cell.spec;
  const table = useRuns((state) => state.tables[cell.id]);
  const bound = useRuns((state) => state.files[data]);
  const joined = useRuns((state) => (joinData === undefined ? undefined : state.files[joinData]));
  const inspection = table?.loaded?.inspection;
  const sample = samples.find((candidate) => candidate.id === bound?.sample);
  // The unit of the notebook, which may be newer than what was loaded: no number depends on it.
  const shown = inspection && { ...inspection, choices: { ...inspection.choices, unit: choices.unit ?? inspection.choices.unit } };
  const file = bound && `${bound.file.name}${joined ? ` joined with ${joined.file.name}` : ''}`;
  return (
    <section className="cell data-cell" data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-labelledby={`${cell.id}-title`}>
      <header className="cell-head">
        <h2 id={`${cell.id}-title`}>{cell.name}</h2>
        <p className="cell-sum">{file ? (sample ? `sample “${sample.title}” · ${file}` : `${file} · your file, read in this browser`) : 'no file yet'}</p>
        <span className="end">
          {bound && (
            <button type="button" className="button quiet" onClick={() => void tableDraft.change(cell.id)}>
              Change
            </button>
          )}
          <FileButton label="Drop or choose a table" cellId={cell.id} onFile={(chosen) => void tableDraft.begin(chosen, null, {}, undefined, cell.id)} />
        </span>
      </header>
      <p className="promise">Drop a table anywhere (CSV, Parquet, JSON): one column is the value to predict. Your data never leaves this page.</p>
      {table?.problem && <ProblemBox problem={table.problem} />}
      <div className="data-body">
        {shown?.target ? (
          <>
            <TableFacts inspection={shown} />
            <TargetFigure target={shown.target} unit={shown.choices.unit} />
          </>
        ) : (
          <p className="muted reserve">{table?.status === 'loading' ? readWords(`Reading ${bound?.file.name ?? 'the file'}`, table.progress) : 'Rows, the value to predict and its features are shown here once a table is read.'}</p>
        )}
      </div>
      <WarningList warnings={shown?.warnings} />
    </section>
  );
}
