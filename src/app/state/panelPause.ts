/** Training gives way while a panel of files is open, and goes on after it; a run that the person had paused stays so. */
import type { StoreApi } from 'zustand/vanilla';
import type { QueueActions } from './queue';
import type { RunStore } from './runStore';

/** A store, and whether its panel is open in that state. */
export interface Panel {
  isOpen(): boolean;
  subscribe(listener: () => void): () => void;
}

export function panelOf<S>(store: StoreApi<S>, isOpen: (state: S) => boolean): Panel {
  return { isOpen: () => isOpen(store.getState()), subscribe: (listener) => store.subscribe(listener) };
}

/** Returns how to end it. */
export function pauseWhileOpen(queue: Pick<QueueActions, 'pause' | 'resume'>, runs: RunStore, panels: readonly Panel[]): () => void {
  let open = false;
  /** The pause is ours: nobody had asked for it before. */
  let ours = false;
  const look = () => {
    const now = panels.some((panel) => panel.isOpen());
    if (now !== open) {
      open = now;
      // Ended meanwhile, by the new data or by itself: there is nothing to go on with.
      if (!now && ours && runs.getState().paused) queue.resume();
      ours = false;
    }
    if (!open || ours || runs.getState().paused || runs.getState().queue.length === 0) return;
    ours = true;
    queue.pause();
  };
  const ends = [...panels.map((panel) => panel.subscribe(look)), runs.subscribe((state, before) => state.queue !== before.queue && look())];
  return () => ends.forEach((end) => end());
}
