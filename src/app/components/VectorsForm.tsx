/** The form of a file read as vectors: bad rows and outliers to decide about, figures, columns, a file joined for ids and metadata, the sample. */
import type { Draft } from '../state/draft';
import { shownSummary, undecidedRows } from '../state/draft';
import { formatCount } from '../../viz/format';
import { ColumnChoices } from './ColumnChoices';
import { DataFacts } from './DataFacts';
import { NormsFigure } from './NormsFigure';
import { OutlierChoices } from './OutlierChoices';
import { PreviewTable } from './PreviewTable';
import { SampleAdvice } from './SampleAdvice';
import { SampleChoices } from './SampleChoices';
import { VectorJoin } from './VectorJoin';
import { useApp } from './context';

/** `failed`: the problem is shown above it. */
export function VectorsForm({ draft, failed }: { readonly draft: Draft; readonly failed: boolean }) {
  const { draft: actions } = useApp();
  const { inspection, busy } = draft;
  const summary = shownSummary(draft);
  const bad = undecidedRows(draft);
  return (
    <>
        {bad > 0 && summary && (
          <div className="decide" role="group" aria-label="Rows with NaN or an infinity">
            <p>
              <strong>
                {formatCount(bad)} of {formatCount(summary.rows)} rows hold NaN or an infinity
              </strong>{' '}
              (first: row {summary.firstBadRows.join(', ')}). Distances to them are undefined.
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
        {summary && !failed && <SampleAdvice rows={summary.rows} bytesPerRow={4 * summary.dim} seconds={draft.seconds} disabled={busy !== null} take={(sampleRows) => void actions.choose({ sampleRows })} />}
        {summary?.outliers && <OutlierChoices what="rows" outliers={summary.outliers} chosen={draft.choices.outliers ?? 'keep'} choose={(outliers) => void actions.choose({ outliers })} />}
        {summary ? (
          <>
            <div className="panel-facts">
              <DataFacts summary={summary} />
              <NormsFigure norms={summary.norms} />
            </div>
            {summary !== inspection?.summary && <p className="muted">The figures and first rows describe the whole file; the sample is drawn when the file is read.</p>}
            <PreviewTable preview={summary.preview} dim={summary.dim} />
          </>
        ) : (
          !failed && <p className="muted reserve">Looking into the file …</p>
        )}
        {inspection?.notes?.map((note) => (
          <p key={note} className="muted">
            {note}
          </p>
        ))}
        {inspection && <ColumnChoices inspection={inspection} choices={draft.choices} choose={(patch) => void actions.choose(patch)} />}
        {summary && <SampleChoices summary={summary} choices={{ ...inspection?.choices, ...draft.choices }} choose={(patch) => void actions.choose(patch)} />}
      {inspection && (summary || draft.joined) && <VectorJoin inspection={inspection} joined={draft.joined} choices={draft.choices} choose={(patch) => void actions.choose(patch)} join={(other) => void actions.join(other)} />}
    </>
  );
}
