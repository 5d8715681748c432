/** What the file is read as, and what its content seems to be. */
import { useId, useState } from 'react';
import { useStore } from 'zustand';
import type { FileKind } from '../../engine/records/data';
import { useApp } from './context';
import { readFileAs } from './openNotebook';

const KINDS: Readonly<Record<FileKind, { readonly title: string; readonly about: string; readonly seems: string }>> = {
  vectors: { title: 'Vectors', about: 'One row of numbers per item, to be quantized.', seems: 'vectors' },
  table: { title: 'Table', about: 'Columns of features, and one number to predict from them.', seems: 'a table with a value to predict' },
  log: { title: 'Log', about: 'One event per row: who did something with which item, and when.', seems: 'a log of events' },
  codes: { title: 'Semantic IDs', about: 'Codes of items that were made elsewhere, to be judged like those of a quantizer.', seems: 'semantic IDs' },
  sequences: { title: 'Sequences', about: 'Items in the order they came, one sequence per user.', seems: 'sequences of items' },
};

export function ReadAsFields({ file }: { readonly file: File }) {
  const app = useApp();
  const id = useId();
  // Where another notebook is opened first, the choice stands before the panel follows.
  const [wanted, setWanted] = useState<FileKind | null>(null);
  const guessed = useStore(app.readAs.store);
  const now = app.readAs.now();
  const kinds = app.readAs.kinds(file);
  if (kinds.length < 2 || now === null) return null;
  const guess = guessed.file === file && guessed.guess && kinds.includes(guessed.guess.kind) ? guessed.guess : null;
  const change = async (kind: FileKind) => {
    setWanted(kind);
    await readFileAs(app, kind);
    setWanted(null);
  };
  const elsewhere = now !== 'table' && app.readAs.cellFor('table') === null ? 'table' : now !== 'vectors' && app.readAs.cellFor('vectors') === null ? 'vectors' : null;
  return (
    <fieldset className="read-as">
      <legend>Read as</legend>
      <div className="choices">
        {kinds.map((kind) => (
          <label key={kind} title={KINDS[kind].about}>
            <input type="radio" name={id} checked={kind === (wanted ?? now)} onChange={() => void change(kind)} /> {KINDS[kind].title}
          </label>
        ))}
      </div>
      <p className="muted">
        {guess ? `It looks like ${KINDS[guess.kind].seems}: ${guess.reason}. ` : ''}
        {elsewhere && kinds.includes(elsewhere) ? `As ${elsewhere === 'table' ? 'a table' : 'vectors'} it opens in a notebook of ${elsewhere === 'table' ? 'predictors' : 'quantizers'}; this one is kept.` : ''}
      </p>
    </fieldset>
  );
}
