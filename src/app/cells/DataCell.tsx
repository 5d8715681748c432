/** The data of the notebook: which file, what it is, and how to change it. */
import { DataFacts } from '../components/DataFacts';
import { NormsFigure } from '../components/NormsFigure';
import { FilePicker } from '../components/FilePicker';
import { ProblemBox } from '../components/ProblemBox';
import { SampleButtons } from '../components/SampleButtons';
import { useApp, useRuns } from '../components/context';
import type { DatasetCell } from '../notebook/spec';
import { readWords } from '../state/readWords';

export function DataCell({ cell }: { readonly cell: DatasetCell }) {
  const { draft, samples } = useApp();
  const data = useRuns((state) => state.data[cell.id]);
  const bound = useRuns((state) => state.files[cell.spec.data]);
  const joined = useRuns((state) => (cell.spec.joinData === undefined ? undefined : state.files[cell.spec.joinData]));
  const file = bound && `${bound.file.name}${joined ? ` joined with ${joined.file.name}` : ''}`;
  const summary = data?.loaded?.summary;
  const sample = samples.find((candidate) => candidate.id === bound?.sample);
  return (
    <section className="cell data-cell" data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-labelledby={`${cell.id}-title`}>
      <header className="cell-head">
        <h2 id={`${cell.id}-title`}>{cell.name}</h2>
        <p className="cell-sum">{file ? (sample ? `sample “${sample.title}” · ${file}` : `${file} · your file, read in this browser`) : 'no file yet'}</p>
        <span className="end">
          {bound && (
            <button type="button" className="button quiet" onClick={() => void draft.change(cell.id)}>
              Change
            </button>
          )}
          <SampleButtons />
          <FilePicker cellId={cell.id} />
        </span>
      </header>
      <p className="promise">
        Drop vectors anywhere: NumPy, safetensors, Parquet, CSV, JSON or word vectors. Your data never leaves this page.
      </p>
      {data?.problem && <ProblemBox problem={data.problem} />}
      <div className="data-body">
        {summary ? (
          <>
            <DataFacts summary={summary} />
            <NormsFigure norms={summary.norms} />
          </>
        ) : (
          <p className="muted reserve">{data?.status === 'loading' ? readWords(`Reading ${bound?.file.name ?? 'the file'}`, data.progress) : 'Shape, type and norms are shown here once a file is read.'}</p>
        )}
      </div>
    </section>
  );
}
