/** New items get IDs from a trained quantizer; those that exist keep theirs. */
import { useId } from 'react';
import type { ReadProgress } from '../../engine/records/data';
import type { Appended } from '../../engine/records/repair';
import { formatCount } from '../../viz/format';
import { codesCsv } from '../output/csv';
import { download, textFile } from '../output/files';
import { readWords } from '../state/readWords';
import { useApp } from './context';

const SHOWN = 5;

interface Props {
  readonly cellId: string;
  readonly cellName: string;
  readonly appended: { readonly file: string; readonly result: Appended } | null;
  readonly busy: boolean;
  readonly progress: ReadProgress | null;
}

export function AppendItems({ cellId, cellName, appended, busy, progress }: Props) {
  const { session } = useApp();
  const title = useId();
  const endings = session.catalog.extensions.map((extension) => `.${extension}`);
  return (
    <section className="append" aria-labelledby={title}>
      <h3 id={title}>New items</h3>
      <p className="muted">Choose a second file of the same kind. The trained {cellName} gives IDs to its rows, and the IDs of existing items do not change.</p>
      <label className="button">
        {busy ? readWords('Reading', progress) : 'Choose a file of new items'}
        <input
          type="file" className="visually-hidden" accept={endings.join(',')} disabled={busy}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void session.identifiers.append(cellId, file);
            event.target.value = '';
          }}
        />
      </label>
      {busy && (
        <button type="button" className="button quiet" onClick={session.identifiers.cancelAppend}>
          Cancel
        </button>
      )}
      {appended && <Answer file={appended.file} result={appended.result} cellId={cellId} />}
    </section>
  );
}

function Answer({ file, result, cellId }: { readonly file: string; readonly result: Appended; readonly cellId: string }) {
  const { codes, levels, items, collisions, moved } = result;
  const idOf = (row: number) => Array.from(codes.subarray(row * levels, (row + 1) * levels)).join('-');
  const first = Array.from({ length: Math.min(SHOWN, items) }, (_, row) => idOf(row));
  const source = { ids: result.ids, rowIndex: new Uint32Array(0) };
  return (
    <div className="append-answer" role="status">
      <p>
        <strong>{file}</strong>: {formatCount(items)} new {items === 1 ? 'ID' : 'IDs'}, {collisions === 0 ? 'none of them shared' : `${formatCount(collisions)} shared with other items`}
        {moved > 0 && `; ${formatCount(moved)} took the next free code`}.
      </p>
      <p className="mono">
        {first.join('  ')}
        {items > SHOWN && '  …'}
      </p>
      {result.notes.map((note) => (
        <p key={note} className="muted">
          {note}
        </p>
      ))}
      <button type="button" className="button" onClick={() => download(textFile(codesCsv({ codes, rows: items, levels }, source)), `${cellId}.new.ids.csv`)}>
        Save the new IDs as CSV
      </button>
    </div>
  );
}
