/** How the items of sequences meet the vectors and codes that recommenders read beside them. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useNotebook, useRuns } from '../components/context';
import { rowsBeside } from '../output/catalogue';
import { joinItems, numberedRows } from '../output/itemJoin';
import type { ItemJoin, ItemRows } from '../output/itemJoin';
import type { LoadedSequences } from '../runs/runState';

export interface NamedJoin {
  /** The cell with the rows: of vectors, or of codes made elsewhere. */
  readonly id: string;
  readonly name: string;
  readonly wanted: 'a vector' | 'a semantic ID';
  readonly join: ItemJoin;
}

export function useItemJoins(sequencesId: string, loaded: LoadedSequences | null): readonly NamedJoin[] {
  const notebook = useNotebook((state) => state.notebook);
  const ids = useMemo(() => rowsBeside(notebook, sequencesId), [notebook, sequencesId]);
  const held = useRuns(useShallow(({ data, codes }) => ids.map((id) => data[id]?.loaded ?? codes[id]?.loaded ?? null)));
  return useMemo(() => {
    if (!loaded) return [];
    return ids.flatMap((id, at): NamedJoin[] => {
      const read = held[at];
      const cell = notebook.cells.find((each) => each.id === id);
      if (!read || !cell) return [];
      const rows: ItemRows = 'summary' in read ? read : numberedRows(read.ids, read.inspection.summary?.items ?? 0);
      return [{ id, name: cell.name, wanted: cell.mode === 'codes' ? 'a semantic ID' : 'a vector', join: joinItems(loaded.itemNames, rows) }];
    });
  }, [loaded, ids, held, notebook]);
}
