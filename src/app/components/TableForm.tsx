/** The form of a file read as a table: what to predict, from which columns, on which parts, and a file joined to it. */
import type { TableDraft } from '../state/tableDraft';
import { JoinFields } from './JoinFields';
import { OutlierChoices } from './OutlierChoices';
import { RowsPreview } from './RowsPreview';
import { SampleAdvice } from './SampleAdvice';
import { SplitFields } from './SplitFields';
import { TableColumns } from './TableColumns';
import { TableFacts } from './TableFacts';
import { TargetFields } from './TargetFields';
import { TargetFigure } from './TargetFigure';
import { WarningList } from './WarningList';
import { useApp } from './context';

export function TableForm({ draft }: { readonly draft: TableDraft }) {
  const { tableDraft: actions } = useApp();
  const { inspection, choices, busy, problem, joined } = draft;
  const target = inspection?.target;
  const choose = (patch: Parameters<typeof actions.choose>[0]) => void actions.choose(patch);
  const known = inspection !== null && inspection.columns.length > 0;
  return (
    <>
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
        <WarningList warnings={inspection?.warnings} />
        {known && <TargetFields inspection={inspection} choices={choices} choose={choose} />}
        {known && <TableColumns inspection={inspection} choices={choices} choose={choose} />}
        {known && <SplitFields inspection={inspection} choices={choices} choose={choose} />}
        {known && <JoinFields inspection={inspection} joined={joined} choices={choices} choose={choose} join={(other) => void actions.join(other)} />}
        {inspection && inspection.preview.rows.length > 0 && <RowsPreview preview={inspection.preview} />}
    </>
  );
}
