/** Asks what files are for, where more than one cell could take them. */
import { useState } from 'react';
import { useStore } from 'zustand';
import type { PlacingState } from '../state/placing';
import { NOT_USED, keyOf, roleConflict } from '../state/roles';
import type { Role } from '../state/roles';
import { bytes } from './DataFacts';
import { Dialog } from './Dialog';
import { useApp, useNotebook } from './context';

const ABOUT = { vectors: 'rows are vectors, coded by the quantizers', table: 'one column is a value to predict', log: 'rows are events of users with items', sequences: 'items of users in the order they came', codes: 'semantic IDs of items, made elsewhere', joined: '', none: '' } as const;

export function RolesDialog() {
  const { placing } = useApp();
  const asked = useStore(placing.store);
  if (asked.files.length === 0) return null;
  return asked.files.length === 1 ? <OneFile asked={asked} /> : <SeveralFiles key={asked.files.map(({ name }) => name).join()} asked={asked} />;
}

function OneFile({ asked: { files, choices } }: { readonly asked: PlacingState }) {
  const { placing } = useApp();
  const titleOf = useTitles();
  const [file] = files;
  return (
    <Dialog title={`What is ${file!.name} for?`} subtitle="More than one cell of this notebook can take it." onClose={placing.cancel}>
      <ul className="file-list">
        {choices[0]!.map((role, index) => (
          <li key={keyOf(role)}>
            <button type="button" className="button" autoFocus={index === 0} onClick={() => void placing.place([role])}>
              <strong>{titleOf(role)}</strong> <span className="muted">{ABOUT[role.as]}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function SeveralFiles({ asked: { files, choices, guess } }: { readonly asked: PlacingState }) {
  const { placing } = useApp();
  const titleOf = useTitles();
  const [roles, setRoles] = useState<readonly Role[]>(guess);
  const conflict = roleConflict(roles);
  return (
    <Dialog title="What are these files for?" subtitle="Their panels open one after another." onClose={placing.cancel}>
      <ul className="role-list">
        {files.map((file, at) => {
          const offered = [...choices[at]!, NOT_USED];
          return (
            <li key={`${file.name}-${at}`}>
              <span>
                <strong>{file.name}</strong> <span className="muted">{bytes(file.size)}</span>
              </span>
              {offered.length === 1 ? (
                <span className="muted">cannot be opened here: not used</span>
              ) : (
                <select aria-label={`Purpose of ${file.name}`} value={keyOf(roles[at]!)} onChange={(event) => setRoles(roles.map((role, k) => (k === at ? offered.find((one) => keyOf(one) === event.target.value)! : role)))}>
                  {offered.map((role) => (
                    <option key={keyOf(role)} value={keyOf(role)}>
                      {titleOf(role)}
                    </option>
                  ))}
                </select>
              )}
            </li>
          );
        })}
      </ul>
      <footer className="dialog-foot">
        <span className="muted" role="status">
          {conflict}
        </span>
        <button type="button" className="button" onClick={placing.cancel}>
          Cancel
        </button>
        <button type="button" className="button main" disabled={conflict !== ''} onClick={() => void placing.place(roles)}>
          Open
        </button>
      </footer>
    </Dialog>
  );
}

function useTitles(): (role: Role) => string {
  const cells = useNotebook((state) => state.notebook.cells);
  return ({ as, cellId }) => {
    const name = cells.find(({ id }) => id === cellId)?.name ?? cellId;
    return as === 'none' ? 'Not used' : as === 'joined' ? `Joined to the table of “${name}”` : as === 'log' ? `The log of “${name}”` : as === 'sequences' ? `The sequences of “${name}”` : as === 'codes' ? `The IDs of “${name}”` : as === 'table' ? `The table of “${name}”` : `The vectors of “${name}”`;
  };
}
