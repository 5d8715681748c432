/** A note: Markdown with formulas, edited in place. */
import { useState } from 'react';
import { useApp, useUi } from '../components/context';
import type { NoteCell } from '../notebook/spec';
import { editCell, removeCell } from '../state/notebookStore';
import { LazyFormulas, LazyMarkdown } from './lazyCells';

export function NoteCellView({ cell }: { readonly cell: NoteCell }) {
  const { session } = useApp();
  // A note that is opened to be written takes the keyboard; one that stands empty in a notebook just opened does not.
  const chosen = useUi((state) => state.current === cell.id);
  const [editing, setEditing] = useState(cell.spec.text === '');
  const Text = cell.spec.text.includes('$') ? LazyFormulas : LazyMarkdown;
  const save = (text: string) => {
    setEditing(text.trim() === '');
    if (text !== cell.spec.text) editCell(session.notebook, cell.id, 'note', (now) => ({ ...now, spec: { text } }));
  };
  return (
    <section className="cell note" data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-label={cell.name}>
      {editing ? (
        <textarea
          autoFocus={chosen} className="note-text" defaultValue={cell.spec.text} rows={4} aria-label="Text of the note, Markdown" placeholder="Markdown" onBlur={(event) => save(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      ) : (
        <Text text={cell.spec.text} />
      )}
      <span className="note-buttons">
        <button type="button" className="button quiet small" onClick={() => setEditing(!editing)}>
          {editing ? 'Done' : 'Edit'}
        </button>
        <button type="button" className="button quiet small" onClick={() => removeCell(session.notebook, cell.id)}>
          Remove
        </button>
      </span>
    </section>
  );
}
