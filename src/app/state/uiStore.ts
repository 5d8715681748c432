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
  /** By step of a lesson, what the reader did on it. */
  readonly played: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The step shown alone, on the whole screen; null: none is. */
  readonly presented: string | null;
  /** A sentence for a person who just did something: copied, imported, refused. */
  readonly notice: string;
}
export type UiStore = StoreApi<UiState>;

export function createUi(): UiStore {
  return createStore<UiState>(() => ({ current: null, keysOpen: false, outlineOpen: false, notebooksOpen: false, finderOpen: false, forms: [], played: {}, presented: null, notice: '' }));
}

/** Writes down what the reader did on a step. */
export function play(store: UiStore, id: string, what: Readonly<Record<string, number>>): void {
  store.setState(({ played }) => ({ played: { ...played, [id]: { ...played[id], ...what } } }));
}

export function toggleForm(store: UiStore, id: string): void {
  store.setState(({ forms }) => ({ forms: forms.includes(id) ? forms.filter((open) => open !== id) : [...forms, id] }));
}
