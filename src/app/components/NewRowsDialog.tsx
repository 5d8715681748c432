/** Predictions of a finished fit for the rows of another file: scores where the truth is known, and the files to save. */
import { useStore } from 'zustand';
import type { NewPredictions } from '../../engine/records/predict';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { inputOf } from '../notebook/inputs';
import { predictorCell, tableCell } from '../notebook/spec';
import { download } from '../output/files';
import { Dialog } from './Dialog';
import { FileButton } from './FileButton';
import { ProblemBox } from './ProblemBox';
import { RowsPreview } from './RowsPreview';
import { Tooltip } from './Tooltip';
import { WarningList } from './WarningList';
import { useApp, useNotebook } from './context';
import { inUnit } from './tableWords';
import { readWords } from '../state/readWords';

const SHOWN = 6;

export function NewRowsDialog() {
  const { newRows } = useApp();
  const open = useStore(newRows.store, (state) => state.open);
  return open === null ? null : <Panel cellId={open} />;
}

function Panel({ cellId }: { readonly cellId: string }) {
  const { newRows } = useApp();
  const { file, joined, answer, busy, progress, problem } = useStore(newRows.store);
  const cell = useNotebook((state) => predictorCell(state.notebook, cellId));
  const table = useNotebook((state) => tableCell(state.notebook, inputOf(cell, 'rows')));
  if (!cell || !table) return null;
  const save = (bytes: Uint8Array<ArrayBuffer>, ending: string) => download(new Blob([bytes]), `${cellId}.new.predictions.${ending}`);
  const joins = table.spec.joinData !== undefined;
  return (
    <Dialog wide title={`New rows by ${cell.name}`} subtitle="Choose a file with the same columns as the training table; the value to predict may be missing. Nothing is trained." onClose={newRows.close}>
      <div className="panel" aria-busy={busy}>
        {problem && <ProblemBox problem={problem} />}
        <p className="buttons">
          <FileButton label={file ? 'Choose another file' : 'Choose a file of new rows'} disabled={busy} onFile={(chosen) => void newRows.predict(chosen)} />
          {joins && <FileButton label={joined ? `Joined with ${joined.name}; choose another` : 'Choose the file to join'} disabled={busy} onFile={(chosen) => void newRows.join(chosen)} />}
        </p>
        {busy && (
          <p className="buttons">
            <span className="muted">{readWords(progress ? `Reading and predicting ${file?.name}` : `Predicting ${file?.name}`, progress)}</span>
            <button type="button" className="button quiet" onClick={newRows.cancel}>
              Cancel
            </button>
          </p>
        )}
        {answer ? <Answer answer={answer} unit={table.spec.choices.unit ?? ''} target={table.spec.choices.target} /> : !busy && !problem && <p className="muted reserve">Or drop a file on this page while this is open.</p>}
      </div>
      <footer className="dialog-foot">
        <span className="muted">{answer ? `Columns: row, ${answer.targets ? 'target, ' : ''}prediction${answer.stages.length > 0 ? ', and the running sum after each level' : ''}.` : ''}</span>
        <button type="button" className="button" disabled={!answer} onClick={() => answer && save(answer.parquet, 'parquet')}>
          Download Parquet
        </button>
        <button type="button" className="button main" disabled={!answer} onClick={() => answer && save(answer.csv, 'csv')}>
          Download CSV
        </button>
      </footer>
    </Dialog>
  );
}

function Answer({ answer, unit, target }: { readonly answer: NewPredictions; readonly unit: string; readonly target: string | undefined }) {
  const { name, rows, predictions, partials, stages, targets, scores, notes } = answer;
  const columns = ['row', ...stages, unit ? `prediction (${unit})` : 'prediction', ...(targets ? [`true ${target ?? 'value'}`] : [])];
  const lines = Array.from({ length: Math.min(SHOWN, rows) }, (_, row) => [
    String(row), ...stages.map((__, stage) => formatNumber(partials[row * stages.length + stage]!)), formatNumber(predictions[row]!), ...(targets ? [formatNumber(targets[row]!)] : []),
  ]);
  return (
    <div className="new-rows" role="status">
      <p>
        <strong>{name}</strong>: {formatCount(rows)} {rows === 1 ? 'row' : 'rows'} predicted.
      </p>
      <WarningList warnings={notes} />
      {scores && <KnownScores scores={scores} unit={unit} />}
      <RowsPreview preview={{ columns, rows: lines }} label="First predictions" />
    </div>
  );
}

/** The scores of the rows whose true value the file has too. */
function KnownScores({ scores, unit }: { readonly scores: Readonly<Record<string, number>>; readonly unit: string }) {
  const { session } = useApp();
  const shown = session.catalog.scores.filter((entry) => entry.rows === 'all' && entry.shown && entry.key in scores);
  return (
    <dl className="facts">
      {shown.map((entry) => (
        <div key={entry.key}>
          <dt>
            <Tooltip tip={entry.meaning}>
              <button type="button" className="metric-name">
                {entry.title}
              </button>
            </Tooltip>
          </dt>
          <dd>{entry.format === 'share' ? formatShare(scores[entry.key]!) : inUnit(formatNumber(scores[entry.key]!), entry.format === 'target' ? unit : '')}</dd>
        </div>
      ))}
    </dl>
  );
}
