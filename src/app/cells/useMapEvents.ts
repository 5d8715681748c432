/** What pointing, choosing and outlining on a map of items do: the same on every map. */
import { useMemo } from 'react';
import type { LiveMapEvents } from '../../viz/liveMap';
import { useApp } from '../components/context';
import { clear } from '../state/selection';
import type { ItemsSeen } from './drawing';
import { hitWords, selectionWithin } from './mapDrawing';
import type { MapSeen } from './useMapData';

/** `say`: told what is pointed at; `looked`: where a person has moved or zoomed. Both stay the same function, or all is made anew. */
export function useMapEvents({ data, moment, rows, total, dataCell, run }: MapSeen, items: ItemsSeen, say: (words: string | null) => void, looked?: LiveMapEvents['looked']): LiveMapEvents {
  const { session } = useApp();
  // Codes of another time are not those of the result.
  const then = moment?.stages != null;
  return useMemo(() => ({
    hover(found) {
      say(hitWords(found, data, then));
      if (found?.what === 'code' && !then) items.expectCode(run, data.codes?.level ?? 0, found.mark.code);
    },
    choose(found, add) {
      if (found.what === 'item') items.inspectItem(dataCell, rows?.[found.index] ?? found.index);
      else if (!then) items.chooseCode({ by: 'code', run, level: data.codes?.level ?? 0, code: found.mark.code }, add);
    },
    outline(inside, by, add) {
      const within = selectionWithin(inside, by, { data: dataCell, rows, total });
      if (within.rows.count > 0 || !add) items.chooseRows(within, add);
    },
    clear: () => clear(session.selection),
    ...(looked && { looked }),
  }), [data, then, items, run, dataCell, rows, total, session, say, looked]);
}
