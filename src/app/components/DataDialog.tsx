/** The panel of a dropped file: what it is, how it is to be read, and the step from there to the comparison. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Draft } from '../state/draft';
import { shownSummary, undecidedRows } from '../state/draft';
import { extension } from '../state/drafting';
import { formatCount } from '../../viz/format';
import { ColumnChoices } from './ColumnChoices';
import { DataFacts, bytes } from './DataFacts';
import { Dialog } from './Dialog';
import { LeftOut } from './LeftOut';
import { NormsFigure } from './NormsFigure';
import { OutlierChoices } from './OutlierChoices';
import { PreviewTable } from './PreviewTable';
import { ProblemBox } from './ProblemBox';
import { ReadState } from './ReadState';
import { SampleAdvice } from './SampleAdvice';
import { SampleChoices } from './SampleChoices';
import { useApp } from './context';
import { openAsTable } from './openNotebook';

export function DataDialog() {
  const { draft: actions } = useApp();
  const { draft, files, left, cellId } = useStore(actions.store);
  if (files.length > 0) {
    return (
      <Dialog title="Which file holds the vectors?" subtitle="One file is the data of the comparison." onClose={actions.cancel}>
        <ul className="file-list">
          {files.map((file, index) => (
            <li key={`${file.name}-${index}`}>
              <button type="button" className="button" autoFocus={index === 0} onClick={() => void actions.begin(file, null, {}, cellId, [...left, ...files.filter((other) => other !== file).map(({ name }) => name)])}>
                <strong>{file.name}</strong> <span className="muted">{bytes(file.size)}</span>
              </button>
            </li>
          ))}
        </ul>
        <LeftOut names={left} />
      </Dialog>
    );
  }
  return draft ? <DraftPanel draft={draft} left={left} /> : null;
}

function DraftPanel({ draft, left }: { readonly draft: Draft; readonly left: readonly string[] }) {
  const app = useApp();
  const { draft: actions } = app;
  const { inspection, busy, problem } = draft;
  const summary = shownSummary(draft);
  const bad = undecidedRows(draft);
  const shownProblem = bad > 0 ? null : problem;
  const ready = summary !== undefined && shownProblem === null && bad === 0 && busy === null;
  const accept = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Enter goes on at once, unless the person has begun to choose something.
    if (ready && !document.activeElement?.matches('input, select, summary')) accept.current?.focus();
  }, [ready]);
  return (
    <Dialog wide title={draft.file.name} subtitle={`${bytes(draft.file.size)}${inspection?.format ? ` · ${inspection.format}` : ''} · read in this browser, sent nowhere`} onClose={actions.cancel}>
      <div className="panel" aria-busy={busy !== null}>
        <LeftOut names={left} />
        {shownProblem && <ProblemBox problem={shownProblem} />}
        {shownProblem && <p className="muted">The data loaded before stays as it was.</p>}
        {draft.sample === null && app.session.catalog.tableExtensions.includes(extension(draft.file)) && (
          <p className="as-table">
            <span className="muted">Rows of features, and one number to predict from them?</span>
            <button type="button" className="button" onClick={() => void openAsTable(app, draft.file)}>
              This is a table with a value to predict
            </button>
          </p>
        )}
        {bad > 0 && summary && (
          <div className="decide" role="group" aria-label="Rows with NaN or an infinity">
            <p>
              <strong>
                {formatCount(bad)} of {formatCount(summary.rows)} rows hold NaN or an infinity
              </strong>{' '}
              (first: row {summary.firstBadRows.join(', ')}). No distance to them is defined.
            </p>
            <div className="buttons">
              <button type="button" className="button main" onClick={() => void actions.choose({ badRows: 'drop' })}>
                Drop these rows
              </button>
              <button type="button" className="button" onClick={() => void actions.choose({ badRows: 'replace' })}>
                Replace the values by column means
              </button>
              <button type="button" className="button" onClick={actions.cancel}>
                Cancel
              </button>
            </div>
          </div>
        )}
        {summary && !shownProblem && <SampleAdvice rows={summary.rows} bytesPerRow={4 * summary.dim} seconds={draft.seconds} disabled={busy !== null} take={(sampleRows) => void actions.choose({ sampleRows })} />}
        {summary?.outliers && <OutlierChoices what="rows" outliers={summary.outliers} chosen={draft.choices.outliers ?? 'keep'} choose={(outliers) => void actions.choose({ outliers })} />}
        {summary ? (
          <>
            <div className="panel-facts">
              <DataFacts summary={summary} />
              <NormsFigure norms={summary.norms} />
            </div>
            {summary !== inspection?.summary && <p className="muted">Figures and first rows are those of the whole file; the sample is drawn when it is read.</p>}
            <PreviewTable preview={summary.preview} dim={summary.dim} />
          </>
        ) : (
          !shownProblem && <p className="muted reserve">Looking into the file …</p>
        )}
        {inspection?.notes?.map((note) => (
          <p key={note} className="muted">
            {note}
          </p>
        ))}
        {inspection && <ColumnChoices inspection={inspection} choices={draft.choices} choose={(patch) => void actions.choose(patch)} />}
        {summary && <SampleChoices summary={summary} choices={{ ...inspection?.choices, ...draft.choices }} choose={(patch) => void actions.choose(patch)} />}
      </div>
      <footer className="dialog-foot">
        <ReadState busy={busy} progress={draft.progress} />
        <button type="button" className="button" onClick={actions.cancel}>
          Cancel
        </button>
        <button type="button" ref={accept} className="button main" disabled={!ready} onClick={() => void actions.accept()}>
          Run the comparison on it
        </button>
      </footer>
    </Dialog>
  );
}
