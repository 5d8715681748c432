/** Components whose code is fetched apart from the page's: when they are first drawn, or ahead of that in a quiet moment. */
import { useEffect, useState } from 'react';
import type { ComponentType, ReactNode } from 'react';

export interface LazyPart<Props> {
  (props: Props): ReactNode;
  /** Fetches the code without drawing anything; called twice, it fetches once. Never rejects: a part that cannot be fetched says so where it is drawn. */
  fetch(): Promise<void>;
}

/**
 * `Waiting` stands in until the code is there. React.lazy would show it for a moment even where the code has been fetched, and would take the page down where it cannot be:
 * here a part that is there is drawn in the very frame that asks for it, so that a dialog opens at once and takes the keyboard.
 */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>, Waiting: ComponentType<Props> = Nothing): LazyPart<Props> {
  let here: ComponentType<Props> | null = null;
  let coming: Promise<ComponentType<Props>> | null = null;
  const fetched = (): Promise<ComponentType<Props>> =>
    (coming ??= load().then(
      (found) => (here = found),
      (thrown: unknown) => {
        // The next one that is drawn asks again.
        coming = null;
        throw thrown;
      },
    ));

  function Part(props: Props): ReactNode {
    const [Shown, setShown] = useState<ComponentType<Props> | null>(() => here);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (Shown) return;
      let drawn = true;
      fetched().then((found) => drawn && setShown(() => found), () => drawn && setFailed(true));
      return () => {
        drawn = false;
      };
    }, [Shown]);
    if (Shown) return <Shown {...props} />;
    return failed ? <p className="part-failed" role="alert">This part of the page could not be fetched. Reload the page; what you did is kept.</p> : <Waiting {...props} />;
  }
  return Object.assign(Part, { fetch: () => fetched().then(() => {}, () => {}) });
}

/** Runs `work` when the browser has nothing better to do, after two seconds at the latest. */
export function inQuiet(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 300);
}

function Nothing(): null {
  return null;
}
