/** What the engine runs on, or why it does not. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../engine/records/basics';
import type { Catalog, EngineInfo } from '../../engine/records/engine';

export interface EngineState {
  readonly status: 'starting' | 'ready' | 'failed';
  readonly info: EngineInfo | null;
  readonly catalog: Catalog | null;
  readonly problem: Problem | null;
  /** That it ended by itself and was started again, in words; empty where it never did. */
  readonly restarted: string;
}
export type EngineStore = StoreApi<EngineState>;

export function createEngineStore(): EngineStore {
  return createStore<EngineState>(() => ({ status: 'starting', info: null, catalog: null, problem: null, restarted: '' }));
}
