/** One piece of a store, made of several parts: the same object for as long as its parts are the same, so that what hangs on it is drawn again only when one of them changes. */
import { useRef } from 'react';
import { useStore } from 'zustand';
import { shallow } from 'zustand/shallow';
import type { StoreApi } from 'zustand/vanilla';

export function useSelected<State, Made>(store: Pick<StoreApi<State>, 'getState' | 'getInitialState' | 'subscribe'>, select: (state: State) => Made, parts: (made: Made) => readonly unknown[]): Made {
  const kept = useRef<{ readonly made: Made } | null>(null);
  return useStore(store, (state) => {
    const made = select(state);
    if (kept.current && shallow(parts(kept.current.made), parts(made))) return kept.current.made;
    kept.current = { made };
    return made;
  });
}
