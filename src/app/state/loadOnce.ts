/** Loading what a cell reads: once for each key, however often it is asked for meanwhile, with its state told on the way. */
import type { Problem } from '../../engine/records/basics';
import type { Reading, ReadProgress } from '../../engine/records/data';
import { toProblem } from './problem';

export interface Loading<Loaded> {
  /** What the engine holds for the cell now. */
  held(cellId: string): { readonly key: string | null; readonly loaded: Loaded | null };
  patch(cellId: string, state: { readonly status: 'loading' | 'failed'; readonly progress: ReadProgress | null; readonly problem: Problem | null }): void;
  /** Takes what was loaded as what the engine holds. */
  settle(cellId: string, key: string, loaded: Loaded): void;
}

/** Gives what is held under this key, or loads it; a failure is told, thrown, and leaves what was held. */
export function loadOnce<Loaded>({ held, patch, settle }: Loading<Loaded>): (cellId: string, key: string, load: (reading: Reading) => Promise<Loaded>) => Promise<Loaded> {
  const loading = new Map<string, { readonly key: string; readonly loaded: Promise<Loaded> }>();
  return async (cellId, key, load) => {
    const now = held(cellId);
    if (now.key === key && now.loaded) return now.loaded;
    const underway = loading.get(cellId);
    if (underway?.key === key) return underway.loaded;
    patch(cellId, { status: 'loading', progress: null, problem: null });
    const loaded = load({ progress: (progress) => loading.get(cellId)?.key === key && patch(cellId, { status: 'loading', progress, problem: null }) });
    loading.set(cellId, { key, loaded });
    try {
      const result = await loaded;
      settle(cellId, key, result);
      return result;
    } catch (thrown) {
      patch(cellId, { status: 'failed', progress: null, problem: toProblem(thrown) });
      throw thrown;
    } finally {
      loading.delete(cellId);
    }
  };
}

/** Waits for what is to be done before the swap; where that is given up, what was loaded is released. */
export async function swapped(before: (() => Promise<void>) | undefined, release: () => void): Promise<void> {
  try {
    await before?.();
  } catch (thrown) {
    release();
    throw thrown;
  }
}
