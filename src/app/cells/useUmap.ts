/** Items placed by UMAP while a map wants them: how far it is, and what came of it. Leaving ends the work. */
import { useEffect, useState } from 'react';
import type { Problem } from '../../engine/records/basics';
import type { UmapPlaces } from '../../engine/records/items';
import { useApp } from '../components/context';
import { toProblem } from '../state/problem';

/** Items that UMAP places at most; of more, a fair sample. */
export const MOST_UMAP = 12_000;

export interface UmapSeen {
  readonly answer: UmapPlaces | null;
  /** 0..1 while it works, 0 while it looks for neighbours; null: it does not. */
  readonly share: number | null;
  readonly problem: Problem | null;
}

const NONE: UmapSeen = { answer: null, share: null, problem: null };

/** `of`: what the data cell holds now; null: nothing yet. */
export function useUmap(wanted: boolean, dataCell: string, of: object | null, seed: number): UmapSeen {
  const { session } = useApp();
  const [told, setTold] = useState<UmapSeen & { readonly of: object | null; readonly seed: number }>({ of: null, seed, ...NONE });
  useEffect(() => {
    if (!wanted || !of) return;
    const ending = new AbortController();
    const tell = (seen: Partial<UmapSeen>) => !ending.signal.aborted && setTold({ of, seed, ...NONE, ...seen });
    tell({ share: 0 });
    session.items.umap(dataCell, MOST_UMAP, seed, { signal: ending.signal, progress: (share) => tell({ share }) }).then(
      (answer) => tell({ answer }),
      (thrown: unknown) => tell({ problem: toProblem(thrown) }),
    );
    return () => ending.abort();
  }, [wanted, session, dataCell, of, seed]);
  return wanted && told.of === of && told.seed === seed ? told : NONE;
}
