/** How components reach the session, and read one piece of a store without being drawn again for the rest. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Sample } from '../samples';
import type { DraftActions } from '../state/draft';
import type { FactsDraftActions } from '../state/factsDraft';
import type { ReadAs } from '../state/readAs';
import type { NotebookState } from '../state/notebookStore';
import type { RunState } from '../runs/runState';
import type { NewRows } from '../state/newRows';
import type { PlacingActions } from '../state/placing';
import type { Session } from '../state/session';
import type { SettingsStore } from '../state/settingsStore';
import type { TableDraftActions } from '../state/tableDraft';
import type { DrawTurns } from './drawTurns';
import type { UiState, UiStore } from '../state/uiStore';

export interface App {
  readonly session: Session;
  readonly settings: SettingsStore;
  readonly ui: UiStore;
  readonly draft: DraftActions;
  readonly tableDraft: TableDraftActions;
  readonly factsDraft: FactsDraftActions;
  readonly readAs: ReadAs;
  readonly newRows: NewRows;
  readonly placing: PlacingActions;
  readonly samples: readonly Sample[];
  readonly turns: DrawTurns;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('useApp outside of AppContext.');
  return app;
}
export function useNotebook<T>(pick: (state: NotebookState) => T): T {
  return useStore(useApp().session.notebook, pick);
}
export function useRuns<T>(pick: (state: RunState) => T): T {
  return useStore(useApp().session.runs, pick);
}
export function useUi<T>(pick: (state: UiState) => T): T {
  return useStore(useApp().ui, pick);
}
