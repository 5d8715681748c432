/** The sequences of the notebook: which files, what they hold, how they are parted, which of their items have a vector or an ID, and how to change that. */
import { useState } from 'react';
import type { Problem } from '../../engine/records/basics';
import { formatCount } from '../../viz/format';
import { CountsFigure } from '../components/CountsFigure';
import { FactList } from '../components/FactList';
import { FileButton } from '../components/FileButton';
import { ProblemBox } from '../components/ProblemBox';
import { WarningList } from '../components/WarningList';
import { useApp, useRuns } from '../components/context';
import { heldSequenceFacts, joinWords, missingWords, sequenceWarnings } from '../components/sequenceWords';
import { jobsOf, readsData } from '../notebook/jobs';
import type { SequencesCell } from '../notebook/spec';
import { editCell } from '../state/notebookStore';
import { toProblem } from '../state/problem';
import { readWords } from '../state/readWords';
import type { Session } from '../state/session';
import { useItemJoins } from './useItemJoins';

export function SequencesCellView({ cell }: { readonly cell: SequencesCell }) {
  const { factsDraft, samples, session } = useApp();
  const { data, testData, leftOut = [] } = cell.spec;
  const state = useRuns(({ sequences }) => sequences[cell.id]);
  const bound = useRuns(({ files }) => files[data]);
  const test = useRuns(({ files }) => (testData === undefined ? undefined : files[testData]));
  const [testProblem, setTestProblem] = useState<Problem | null>(null);
  const loaded = state?.loaded ?? null;
  const joins = useItemJoins(cell.id, loaded);
  const sample = samples.find((candidate) => candidate.id === bound?.sample);
  const takeTest = (file: File | null) => {
    setTestProblem(null);
    session.sequences.useTest(cell.id, file).then(() => runReaders(session, cell.id), (thrown: unknown) => setTestProblem(toProblem(thrown)));
  };
  const leave = (names: readonly string[]) => {
    editCell(session.notebook, cell.id, 'sequences', (now) => {
      const { leftOut: _, ...spec } = now.spec;
      return { ...now, spec: names.length > 0 ? { ...spec, leftOut: names } : spec };
    });
    session.sequences.ensure(cell.id).then(() => runReaders(session, cell.id), () => undefined);
  };
  return (
    <section className="cell data-cell" data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-labelledby={`${cell.id}-title`}>
      <header className="cell-head">
        <h2 id={`${cell.id}-title`}>{cell.name}</h2>
        <p className="cell-sum">{bound ? `${sample ? `sample “${sample.title}” · ` : ''}${bound.file.name}${test ? ` · test cases from ${test.file.name}` : ''}${sample ? '' : ' · read in this browser'}` : 'no file yet'}</p>
        <span className="end">
          {bound && (
            <button type="button" className="button quiet" onClick={() => void factsDraft.change(cell.id)}>
              Change
            </button>
          )}
          {loaded && (testData === undefined ? <FileButton label="Test file" onFile={takeTest} /> : (
            <button type="button" className="button quiet" onClick={() => takeTest(null)} title="The last item of each user is the test again">
              No test file
            </button>
          ))}
          <FileButton label="Drop or choose sequences" cellId={cell.id} onFile={(file) => void factsDraft.begin(file, { kind: 'sequences' }, cell.id)} />
        </span>
      </header>
      <p className="promise">Drop sequences anywhere: lines of “user item item …”, a column of lists, or events with user, item and time (CSV, Parquet, JSON, text). Your data never leaves this page.</p>
      {state?.problem && <ProblemBox problem={state.problem} />}
      {testProblem && testProblem.message !== state?.problem?.message && <ProblemBox problem={testProblem} />}
      <div className="data-body">
        {loaded ? (
          <>
            <FactList facts={heldSequenceFacts(loaded)} />
            {loaded.inspection.summary && <CountsFigure title="Items a sequence" spread={loaded.inspection.summary.lengths} />}
          </>
        ) : (
          <p className="muted reserve">{state?.status === 'loading' ? readWords(`Reading ${bound?.file.name ?? 'the file'}`, state.progress) : 'Users, items and the parts are shown here once sequences are read.'}</p>
        )}
      </div>
      {loaded && joins.length > 0 && (
        <ul className="notes item-joins">
          {joins.map(({ id, name, wanted, join }) => (
            <li key={id}>
              {joinWords(join, loaded.itemNames.length, wanted, name)}{' '}
              {join.without.length > 0 && (
                <>
                  {missingWords(join, loaded.itemNames, wanted)}{' '}
                  <button type="button" className="button small" disabled={join.without.length === loaded.itemNames.length} onClick={() => leave([...leftOut, ...join.without.map((item) => loaded.itemNames[item]!)])}>
                    Leave them out
                  </button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {leftOut.length > 0 && (
        <p className="muted">
          {formatCount(leftOut.length)} {leftOut.length === 1 ? 'item is' : 'items are'} left out.{' '}
          <button type="button" className="button small" onClick={() => leave([])}>
            Take them back
          </button>
        </p>
      )}
      <WarningList warnings={loaded ? sequenceWarnings(loaded) : undefined} />
    </section>
  );
}

/** All that reads the sequences runs on what they are now. */
function runReaders(session: Session, cellId: string): void {
  const { notebook } = session.notebook.getState();
  session.queue.run(session.methods().filter((id) => jobsOf(notebook, id).some((job) => readsData(notebook, job, cellId))));
}
