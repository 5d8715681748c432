/** What a view of items sees and may do; a new object where the selection or the data changes. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useApp, useRuns } from '../components/context';
import { addTo, inspect, select } from '../state/selection';
import { ownerOfStored } from '../runs/storedSide';
import type { ItemsSeen } from './drawing';

/** Undefined, and never drawn again for it, where `wanted` is false. */
export function useItems(wanted: boolean): ItemsSeen | undefined {
  const { session } = useApp();
  const { items, selection: store } = session;
  const selection = useStore(store, (state) => (wanted ? state.selection : null));
  const isolated = useStore(store, (state) => wanted && state.isolated);
  const inspected = useStore(store, (state) => (wanted ? state.inspected : null));
  // Titles come with the data.
  const data = useRuns((state) => (wanted ? state.data : null));
  const codes = useRuns((state) => (wanted ? state.codes : null));
  return useMemo(() => {
    void [data, codes];
    if (!wanted) return undefined;
    return {
      rowsOf: (cellId) => items.rowsOf(cellId),
      selection,
      selectedOf: (cellId) => items.selectedIn(cellId, selection),
      isolated,
      inspected,
      chooseCode(chosen, add = false) {
        const rows = items.having(chosen);
        if (!rows) return;
        (add ? addTo : select)(store, rows);
        // What codes mean is known of those by rule.
        if (ownerOfStored(chosen.run) !== null) return;
        if (chosen.by === 'code') inspect(store, { what: 'code', run: chosen.run, level: chosen.level, code: chosen.code });
        else if (chosen.codes.length === 1) inspect(store, { what: 'code', run: chosen.run, level: 0, code: chosen.codes[0]! });
      },
      expectCode: (run, level, code) => items.expect(run, level, code),
      chooseRows: (rows, add = false) => (add ? addTo : select)(store, rows),
      inspectItem: (cell, row) => inspect(store, { what: 'item', data: cell, row }),
    };
  }, [wanted, items, store, selection, isolated, inspected, data, codes]);
}
