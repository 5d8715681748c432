/** Codes made elsewhere: which file, what its IDs are, how they meet the vectors, and what can be done with them. */
import { FactList } from '../components/FactList';
import type { Fact } from '../components/FactList';
import { FileButton } from '../components/FileButton';
import { Icon } from '../components/Icon';
import { Menu } from '../components/Menu';
import { ProblemBox } from '../components/ProblemBox';
import { StatusMark } from '../components/StatusMark';
import { WarningList } from '../components/WarningList';
import { useApp, useNotebook, useRuns } from '../components/context';
import { codesFacts } from '../components/factsWords';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { inputOf } from '../notebook/inputs';
import type { CodesCell } from '../notebook/spec';
import { joinIds } from '../output/idJoin';
import { quantized } from '../runs/cellRun';
import type { CellRun } from '../runs/cellRun';
import { readWords } from '../state/readWords';
import { publishedCommands } from './publishedCommands';
import { FindingList } from './FindingList';
import { findingsOfRun } from './findings';
import { isBusy, notesOf } from './summary';
import { useRun, useStale } from './useRunOf';

export function CodesCellView({ cell }: { readonly cell: CodesCell }) {
  const { factsDraft, samples, session } = useApp();
  const { data } = cell.spec;
  const codes = useRuns((state) => state.codes[cell.id]);
  const bound = useRuns((state) => state.files[data]);
  const vectors = useRuns((state) => state.data[inputOf(cell, 'rows')]?.loaded ?? null);
  const vectorsName = useNotebook((state) => state.notebook.cells.find(({ id }) => id === inputOf(cell, 'rows'))?.name ?? '');
  const run = useRun(cell.id);
  const stale = useStale(cell.id);
  const loaded = codes?.loaded;
  const summary = loaded?.inspection.summary;
  const sample = samples.find((candidate) => candidate.id === bound?.sample);
  const join = summary && vectors && joinIds(loaded.ids, summary.items, vectors);
  const busy = isBusy(run);
  const findings = stale ? [] : findingsOfRun(run);
  const unjoined = join && join.without === summary.items ? noVector(loaded.ids, vectors.ids) : null;
  // That no item has a vector, the warning says with the ids.
  const notes = unjoined ? [] : notesOf(run, stale);
  const joined: Fact[] = join ? [
    [formatCount(summary.items - join.without), `items with a vector of “${vectorsName}”, by ${join.by}`, join.without > 0],
    ...(join.unused > 0 ? [[formatCount(join.unused), 'vectors without an ID', false] as Fact] : []),
  ] : [];
  const warnings = [...(loaded?.inspection.warnings ?? []), ...(unjoined ? [unjoined] : [])];
  return (
    <section className={`cell data-cell codes-cell hue-${cell.spec.kind}`} data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-labelledby={`${cell.id}-title`}>
      <header className="cell-head">
        {run && <StatusMark status={stale ? 'stale' : run.status} />}
        <h2 id={`${cell.id}-title`}>{cell.name}</h2>
        <p className="cell-sum">{bound ? (sample ? `sample “${sample.title}” · ${bound.file.name}` : `${bound.file.name} · your file, read in this browser`) : 'no file yet'}</p>
        <span className="end">
          {bound && (
            <button type="button" className="button quiet" onClick={() => void factsDraft.change(cell.id)}>
              Change
            </button>
          )}
          <FileButton label="Drop or choose IDs" kind="codes" cellId={cell.id} onFile={(file) => void factsDraft.begin(file, { kind: 'codes' }, cell.id)} />
          {bound && (
            <button type="button" className="button quiet icon-only" disabled={busy} title={run?.result ? 'Count again' : 'Run'} aria-label={`${run?.result ? 'Count again' : 'Run'}: ${cell.name}`} onClick={() => session.queue.run([cell.id], true)}>
              <Icon name={run?.result ? 'again' : 'run'} />
            </button>
          )}
          <Menu label={`More for ${cell.name}`} className="button quiet icon-only" commands={publishedCommands(session, cell, run, busy)} button={<Icon name="menu" />} />
        </span>
      </header>
      <p className="promise">Drop semantic IDs anywhere: an index.json of tokens, JSON lines, CSV, Parquet, or a NumPy array with a column for each level. Your data never leaves this page.</p>
      {codes?.problem && <ProblemBox problem={codes.problem} />}
      {run?.problem && run.problem.message !== codes?.problem?.message && <ProblemBox problem={run.problem} />}
      <div className="data-body">
        {summary ? <FactList facts={[...codesFacts(summary), ...joined, ...runFacts(run, stale)]} /> : <p className="muted reserve">{codes?.status === 'loading' ? readWords(`Reading ${bound?.file.name ?? 'the file'}`, codes.progress) : 'Items, levels, codes and collisions are shown here once a file is read.'}</p>}
      </div>
      {stale && !busy && <p className="muted">The file, its choices or the vectors changed since these IDs were counted: count them again.</p>}
      <FindingList findings={findings} />
      <WarningList warnings={warnings} />
      {notes.length > 0 && (
        <ul className="notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What the run counted; nothing where it is of another file or of other vectors. */
function runFacts(run: CellRun | undefined, stale: boolean): Fact[] {
  const result = quantized(run);
  if (!result || stale) return [];
  const { collisionRate, largestBucket, relativeError } = result.metrics;
  return [
    [formatShare(collisionRate), 'of the items share their ID', false],
    [formatCount(largestBucket), 'items with the commonest ID', false],
    ...(Number.isFinite(relativeError) ? [[formatNumber(relativeError), 'relative error, code vectors refitted', relativeError >= 1] as Fact] : []),
  ];
}

function noVector(ids: readonly string[] | null, rows: readonly string[] | null): string {
  const examples = (names: readonly string[] | null) => (names ? `named ${names.slice(0, 3).map((name) => `“${name}”`).join(', ')}` : 'numbered from 0');
  return `No item has a vector: the items are ${examples(ids)}, the rows of vectors are ${examples(rows)}. Choose the column of ids in both files.`;
}
