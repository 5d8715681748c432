/** What a person prefers, kept in the browser: theme, forced backend, whether the hint was put away. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { BackendName } from '../../engine/records/engine';

export type Theme = 'light' | 'dark' | 'system';
export type BackendChoice = 'auto' | BackendName;

export interface Settings {
  readonly theme: Theme;
  readonly backend: BackendChoice;
  readonly hintSeen: boolean;
  /** Steps between numbered checkpoints; 0: none. */
  readonly checkpointEvery: number;
  /** Metric that the best checkpoint goes by. */
  readonly checkpointBest: string;
  /** Steps after which metrics are counted at the latest; 0: as often as time allows. */
  readonly reportEvery: number;
  /** False where this browser keeps none of these. */
  readonly kept: boolean;
}
export type SettingsStore = StoreApi<Settings>;

const KEY = 'residua.settings';
const DEFAULTS: Settings = { theme: 'system', backend: 'auto', hintSeen: false, checkpointEvery: 0, checkpointBest: 'relativeError', reportEvery: 0, kept: true };
/** Metrics that a live snapshot has and that say whether a state is good. */
export const CHECKPOINT_METRICS: readonly string[] = ['relativeError', 'rmse', 'utilization', 'perplexity', 'collisionRate', 'uniqueIdShare'];
const THEMES: readonly Theme[] = ['light', 'dark', 'system'];
export const BACKENDS: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm', 'cpu'];

/** The store, read from `storage`; `?backend=` in the address wins for this visit and is not kept. */
export function createSettings(storage: Pick<Storage, 'getItem' | 'setItem'> | null, address: string): SettingsStore {
  const stored = readSettings(storage);
  const asked = new URL(address).searchParams.get('backend') as BackendChoice | null;
  const forced = asked && BACKENDS.includes(asked) ? asked : null;
  const store = createStore<Settings>(() => ({ ...stored, ...(forced && { backend: forced }) }));
  store.subscribe((next, previous) => {
    const backend = next.backend === previous.backend && next.backend === forced ? stored.backend : next.backend;
    const { kept: _, ...settings } = next;
    // A browser that keeps no settings (private window, storage off) still works; they last until the page closes.
    const kept = keep(storage, JSON.stringify({ ...settings, backend }));
    if (kept !== next.kept) store.setState({ kept });
  });
  return store;
}

/** The browser's storage of settings; null where it may not even be looked at. */
export function settingsStorage(of: { readonly localStorage: Storage }): Storage | null {
  try {
    return of.localStorage;
  } catch (thrown) {
    if (thrown instanceof DOMException) return null;
    throw thrown;
  }
}

function keep(storage: Pick<Storage, 'setItem'> | null, settings: string): boolean {
  try {
    storage?.setItem(KEY, settings);
    return storage !== null;
  } catch {
    return false;
  }
}

function readSettings(storage: Pick<Storage, 'getItem'> | null): Settings {
  let stored: Partial<Settings> = {};
  try {
    stored = (JSON.parse(storage?.getItem(KEY) ?? '{}') ?? {}) as Partial<Settings>;
  } catch {
    // Settings another program wrote, or storage that may not be read: the defaults stand.
  }
  return {
    theme: THEMES.includes(stored.theme!) ? stored.theme! : DEFAULTS.theme,
    backend: BACKENDS.includes(stored.backend!) ? stored.backend! : DEFAULTS.backend,
    kept: storage !== null,
    hintSeen: stored.hintSeen === true,
    checkpointEvery: steps(stored.checkpointEvery),
    reportEvery: steps(stored.reportEvery),
    checkpointBest: CHECKPOINT_METRICS.includes(stored.checkpointBest!) ? stored.checkpointBest! : DEFAULTS.checkpointBest,
  };
}

/** A whole number of steps; 0 where something else was stored. */
function steps(stored: unknown): number {
  return typeof stored === 'number' && Number.isInteger(stored) && stored >= 0 ? stored : 0;
}
