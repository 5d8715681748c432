/** Files given to the notebook find their cell: at once where there is one for them, by asking where there are several. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { KindGuess } from '../../engine/records/data';
import type { Cell } from '../notebook/spec';
import type { DraftActions } from './draft';
import type { FactsDraftActions } from './factsDraft';
import { NOT_USED, guessRoles, keyOf, rolesOf } from './roles';
import type { Role } from './roles';
import type { Session } from './session';
import type { TableDraftActions } from './tableDraft';

export interface PlacingState {
  /** The person is asked what these are for; empty: nobody is asked. */
  readonly files: readonly File[];
  /** For each file what it may be for. */
  readonly choices: readonly (readonly Role[])[];
  /** For each file what is most likely. */
  readonly guess: readonly Role[];
}

export interface PlacingActions {
  readonly store: StoreApi<PlacingState>;
  /** `cellId`: the cell they are for, where that is known. */
  give(files: readonly File[], cellId?: string): void;
  /** Opens the panel of each file asked about, one after another; a role for each. */
  place(roles: readonly Role[]): Promise<void>;
  cancel(): void;
}

const NOBODY: PlacingState = { files: [], choices: [], guess: [] };

export function createPlacing(session: Session, draft: DraftActions, tableDraft: TableDraftActions, factsDraft?: FactsDraftActions): PlacingActions {
  const store = createStore<PlacingState>(() => NOBODY);
  const panels: readonly Panel[] = [draft.store, tableDraft.store, ...(factsDraft ? [factsDraft.store] : [])];
  const cells = () => session.notebook.getState().notebook.cells;

  /** `guesses`: what each file seems to hold; null where that is not known. */
  function give(files: readonly File[], guesses: readonly (KindGuess | null)[]): void {
    const choices = files.map((file, at) => rolesOf(file, session.notebook.getState().notebook, session.catalog, guesses[at] ?? null).filter(({ as }) => as !== 'joined' || files.length > 1));
    const places = new Set((files.length === 1 ? choices.flat() : cells().flatMap(placeOf)).map(keyOf));
    if (places.size > 1 && choices.some((roles) => roles.length > 0)) return store.setState({ files, choices, guess: guessRoles(choices) });
    const only = choices.flat()[0]?.as ?? (cells().some(({ mode }) => mode === 'dataset') || !cells().some(({ mode }) => mode === 'table') ? 'vectors' : 'table');
    if (only === 'vectors') draft.offer(files);
    else if (only === 'log' || only === 'sequences' || only === 'codes') void factsDraft?.begin(files[0]!, { kind: only });
    else tableDraft.offer(files);
  }

  /** Where there is a cell for codes, the content tells whether it gets the file. A guess that fails is none. */
  async function guessed(files: readonly File[]): Promise<void> {
    give(files, await Promise.all(files.map((file) => session.client().guessKind(file).catch(() => null))));
  }

  return {
    store,
    give(files, cellId) {
      const cell = cells().find(({ id }) => id === cellId);
      if (cell?.mode === 'dataset') return draft.offer(files, cellId);
      if (cell?.mode === 'table') return tableDraft.offer(files, cellId);
      if ((cell?.mode === 'log' || cell?.mode === 'sequences' || cell?.mode === 'codes') && files[0]) return void factsDraft?.begin(files[0], { kind: cell.mode }, cellId);
      if (cells().some(({ mode }) => mode === 'codes')) void guessed(files);
      else give(files, []);
    },
    async place(roles) {
      const { files } = store.getState();
      store.setState(NOBODY);
      const named = files.map((file, at) => ({ file, role: roles[at] ?? NOT_USED }));
      for (const { file, role } of named) {
        if (role.as === 'vectors') {
          await draft.begin(file, null, {}, role.cellId);
          await closed(panels);
        } else if (role.as === 'table') {
          await tableDraft.begin(file, null, {}, undefined, role.cellId);
          const joined = named.find((other) => other.role.as === 'joined' && other.role.cellId === role.cellId);
          if (joined) await tableDraft.join(joined.file);
          await closed(panels);
        } else if (role.as === 'log' || role.as === 'sequences' || role.as === 'codes') {
          await factsDraft?.begin(file, { kind: role.as }, role.cellId);
          await closed(panels);
        }
      }
    },
    cancel: () => store.setState(NOBODY),
  };
}

/** What a cell with data takes. */
function placeOf({ id, mode }: Cell): Role[] {
  const as = mode === 'dataset' ? 'vectors' : mode === 'table' || mode === 'log' || mode === 'sequences' || mode === 'codes' ? mode : null;
  return as ? [{ as, cellId: id }] : [];
}

type Panel = Pick<StoreApi<{ readonly draft: unknown }>, 'getState' | 'subscribe'>;

/** Resolves when the panel is closed, taken or cancelled; a file that is read as something else is in another one of them. */
function closed(panels: readonly Panel[]): Promise<void> {
  const open = () => panels.some((panel) => panel.getState().draft !== null);
  if (!open()) return Promise.resolve();
  return new Promise((resolve) => {
    const ends = panels.map((panel) => panel.subscribe(() => {
      if (open()) return;
      for (const end of ends) end();
      resolve();
    }));
  });
}
