/** What is open on the page; nothing of it is saved. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

export interface UiState {
  /** Cell that keys act on. */
  readonly current: string | null;
  readonly keysOpen: boolean;
  readonly outlineOpen: boolean;
  readonly notebooksOpen: boolean;
  /** The search for items. */
  readonly finderOpen: boolean;
  /** Quantizer cells whose form is open. */
  readonly forms: readonly string[];
  /** A sentence for a person who just did something: copied, imported, refused. */
  readonly notice: string;
}
export type UiStore = StoreApi<UiState>;

export function createUi(): UiStore {
  return createStore<UiState>(() => ({ current: null, keysOpen: false, outlineOpen: false, notebooksOpen: false, finderOpen: false, forms: [], notice: '' }));
}

export function toggleForm(store: UiStore, id: string): void {
  store.setState(({ forms }) => ({ forms: forms.includes(id) ? forms.filter((open) => open !== id) : [...forms, id] }));
}
