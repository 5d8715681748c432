/** The data of the notebook: which file, what it is, and how to change it. */
import { DataFacts } from '../components/DataFacts';
import { NormsFigure } from '../components/NormsFigure';
import { FilePicker } from '../components/FilePicker';
import { ProblemBox } from '../components/ProblemBox';
import { SampleButtons } from '../components/SampleButtons';
import { useApp, useRuns } from '../components/context';
import type { DatasetCell } from '../notebook/spec';
import { SAMPLES } from '../samples';

export function DataCell({ cell }: { readonly cell: DatasetCell }) {
  const { draft } = useApp();
  const data = useRuns((state) => state.data[cell.id]);
  const bound = useRuns((state) => state.files[cell.spec.data]);
  const summary = data?.loaded?.summary;
  const sample = SAMPLES.find((candidate) => candidate.id === bound?.sample);
  return (
    <section className="cell data-cell" data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-labelledby={`${cell.id}-title`}>
      <header className="cell-head">
        <h2 id={`${cell.id}-title`}>{cell.name}</h2>
        <p className="cell-sum">{bound ? (sample ? `${bound.file.name}, a sample: ${sample.about}` : `${bound.file.name}, your file`) : 'no file yet'}</p>
        {bound && (
          <button type="button" className="button quiet end" onClick={() => void draft.change(cell.id)}>
            Change
          </button>
        )}
      </header>
      {data?.problem && <ProblemBox problem={data.problem} />}
      <div className="data-body">
        {summary ? (
          <>
            <DataFacts summary={summary} />
            <NormsFigure norms={summary.norms} />
          </>
        ) : (
          <p className="muted reserve">{data?.status === 'loading' ? `Reading ${bound?.file.name ?? 'the file'} …` : 'Shape, type and norms are shown here once a file is read.'}</p>
        )}
      </div>
      <div className="drop-line">
        <FilePicker />
        <SampleButtons />
        <p className="muted promise">Your data never leaves this page.</p>
      </div>
    </section>
  );
}
