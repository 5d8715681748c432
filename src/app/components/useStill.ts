/** Keeps what a person looks at where it is on the screen while the column beside it changes its width. */
import { useEffect } from 'react';
import type { App } from './context';

/** Milliseconds that figures take to be drawn anew, each at another height. */
const SETTLES = 700;

export function useStill({ session, ui }: Pick<App, 'session' | 'ui'>): void {
  useEffect(() => {
    let frame = 0;
    const stop = session.selection.subscribe(({ inspected }, before) => {
      if ((inspected === null) === (before.inspected === null)) return;
      const cell = document.getElementById(`cell-${ui.getState().current}`);
      const top = cell?.getBoundingClientRect().top;
      if (!cell || top === undefined || top > innerHeight || cell.getBoundingClientRect().bottom < 0) return;
      const until = performance.now() + SETTLES;
      const follow = () => {
        const moved = cell.getBoundingClientRect().top - top;
        if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: 'instant' });
        if (performance.now() < until) frame = requestAnimationFrame(follow);
      };
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(follow);
    });
    // Who scrolls is not held.
    const give = () => cancelAnimationFrame(frame);
    window.addEventListener('wheel', give, { passive: true });
    return () => {
      stop();
      give();
      window.removeEventListener('wheel', give);
    };
  }, [session, ui]);
}
