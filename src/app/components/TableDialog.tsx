/** The panel of a dropped table: what to predict, from which columns, on which parts, and the step from there to the predictors. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { TableDraft } from '../state/tableDraft';
import { Dialog } from './Dialog';
import { bytes } from './DataFacts';
import { JoinFields } from './JoinFields';
import { LeftOut } from './LeftOut';
import { OutlierChoices } from './OutlierChoices';
import { ProblemBox } from './ProblemBox';
import { ReadState } from './ReadState';
import { RowsPreview } from './RowsPreview';
import { SampleAdvice } from './SampleAdvice';
import { SplitFields } from './SplitFields';
import { TableColumns } from './TableColumns';
import { TableFacts } from './TableFacts';
import { TargetFields } from './TargetFields';
import { TargetFigure } from './TargetFigure';
import { useApp } from './context';

export function TableDialog() {
  const { tableDraft: actions } = useApp();
  const { draft, files, left, cellId } = useStore(actions.store);
  if (files.length > 0) return <WhichTable files={files} left={left} cellId={cellId} />;
  return draft ? <TablePanel draft={draft} left={left} /> : null;
}

function WhichTable({ files, left, cellId }: { readonly files: readonly File[]; readonly left: readonly string[]; readonly cellId: string | undefined }) {
  const { tableDraft: actions } = useApp();
  return (
    <Dialog title="Which file has the value to predict?" subtitle="The other is joined to it by a column that both have." onClose={actions.cancel}>
      <ul className="file-list">
        {files.map((file, index) => (
          <li key={`${file.name}-${index}`}>
            <button type="button" className="button" autoFocus={index === 0} onClick={() => void begin(file, files[1 - index])}>
              <strong>{file.name}</strong> <span className="muted">{bytes(file.size)}</span>
            </button>
          </li>
        ))}
      </ul>
      <LeftOut names={left} />
    </Dialog>
  );

  async function begin(file: File, other: File | undefined) {
    await actions.begin(file, null, {}, undefined, cellId, left);
    if (other) await actions.join(other);
  }
}

function TablePanel({ draft, left }: { readonly draft: TableDraft; readonly left: readonly string[] }) {
  const { tableDraft: actions } = useApp();
  const { inspection, choices, busy, problem, file, joined } = draft;
  const target = inspection?.target;
  const ready = target !== undefined && problem === null && busy === null;
  const accept = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Enter goes on at once, unless the person has begun to choose something.
    if (ready && !document.activeElement?.matches('input, select, summary')) accept.current?.focus({ preventScroll: true });
  }, [ready]);
  const choose = (patch: Parameters<typeof actions.choose>[0]) => void actions.choose(patch);
  const known = inspection !== null && inspection.columns.length > 0;
  return (
    <Dialog wide title={file.name} subtitle={`${bytes(file.size)}${inspection?.format ? ` · ${inspection.format}` : ''} · read in this browser, sent nowhere`} onClose={actions.cancel}>
      <div className="panel table-panel" aria-busy={busy !== null}>
        <LeftOut names={left} />
        {problem && <ProblemBox problem={problem} />}
        {problem && <p className="muted">The data loaded before stays as it was.</p>}
        {target && <SampleAdvice rows={target.rows} bytesPerRow={8 * inspection!.columns.length} seconds={draft.seconds} disabled={busy !== null} take={(sampleRows) => choose({ sampleRows })} />}
        {target?.outliers && <OutlierChoices what="targets" outliers={target.outliers} chosen={choices.outliers ?? 'keep'} choose={(outliers) => choose({ outliers })} />}
        {target ? (
          <div className="panel-facts">
            <TableFacts inspection={{ ...inspection!, choices: { ...inspection!.choices, unit: choices.unit ?? inspection!.choices.unit } }} />
            <TargetFigure target={target} unit={choices.unit ?? inspection?.choices.unit} />
          </div>
        ) : (
          !problem && <p className="muted reserve">Looking into the file …</p>
        )}
        {inspection && inspection.warnings.length > 0 && (
          <ul className="warnings">
            {inspection.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        )}
        {known && <TargetFields inspection={inspection} choices={choices} choose={choose} />}
        {known && <TableColumns inspection={inspection} choices={choices} choose={choose} />}
        {known && <SplitFields inspection={inspection} choices={choices} choose={choose} />}
        {known && <JoinFields inspection={inspection} joined={joined} choices={choices} choose={choose} join={(other) => void actions.join(other)} />}
        {inspection && inspection.preview.rows.length > 0 && <RowsPreview preview={inspection.preview} />}
      </div>
      <footer className="dialog-foot">
        <ReadState busy={busy} progress={draft.progress} />
        <button type="button" className="button" onClick={actions.cancel}>
          Cancel
        </button>
        <button type="button" ref={accept} className="button main" disabled={!ready} onClick={() => void actions.accept()}>
          {target ? `Predict ${target.name}` : 'Predict'}
        </button>
      </footer>
    </Dialog>
  );
}
