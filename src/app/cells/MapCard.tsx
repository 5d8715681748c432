/** The map of the items: a slider over levels, selections by lasso and box, and clicks that show items and codes. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Drag } from '../../viz/mapGestures';
import type { LiveMap } from '../../viz/liveMap';
import { lastStop } from '../../viz/stagePlaces';
import { MapHost } from '../components/MapHost';
import { useApp } from '../components/context';
import { inputsOf } from '../notebook/inputs';
import type { ViewCell } from '../notebook/spec';
import { editCell } from '../state/notebookStore';
import { clear, invert, isolate } from '../state/selection';
import { ALL_VIEWS } from './allViews';
import { Figure } from './Figure';
import { PastBanner } from './PastBanner';
import { MapAbove, MapSelected, MapSlider, UmapProgress } from './MapControls';
import { mapFile } from './mapDrawing';
import { mapFocusOf, mapOptions, stopOf } from './mapFocus';
import type { MapFocus } from './mapFocus';
import { useItems } from './useItems';
import { useMapData } from './useMapData';
import { useMapEvents } from './useMapEvents';
import type { Moment } from './useMoment';
import { useQuantizers } from './useRunOf';

/** Milliseconds that a focus has rested when it is written into the notebook: one edit, not one a step. */
const RESTED = 800;

export function MapCard({ cell }: { readonly cell: ViewCell }) {
  const { session } = useApp();
  const runs = useQuantizers(inputsOf(cell, 'runs'), 'result');
  const items = useItems(true)!;
  const stored = useMemo(() => mapFocusOf(cell.spec.options), [cell.spec.options]);
  const [changed, setChanged] = useState<MapFocus | null>(null);
  const focus = changed ?? stored;
  const [drag, setDrag] = useState<Drag>('move');
  const [words, setWords] = useState<string | null>(null);
  const live = useRef<LiveMap | null>(null);

  useEffect(() => {
    if (!changed) return;
    const timer = setTimeout(() => {
      editCell(session.notebook, cell.id, 'view', (now) => ({ ...now, spec: { ...now.spec, options: mapOptions(changed) } }));
      setChanged(null);
    }, RESTED);
    return () => clearTimeout(timer);
  }, [changed, session, cell.id]);

  const set = useCallback((patch: Partial<MapFocus>) => setChanged((before) => ({ ...(before ?? stored), ...patch })), [stored]);
  const zoom = useCallback((by: number) => live.current?.zoom(by), []);
  const fit = useCallback((which: 'whole' | 'points') => live.current?.fit(which), []);
  const seen = useMapData(runs, focus, items);
  const { data, moment, total, dataCell, run, levels, left, colors, color, umap, share, problem } = seen;
  const file = useMemo(() => mapFile(data, () => live.current?.window()), [data]);
  const on = useMapEvents(seen, items, setWords);
  const press = (event: KeyboardEvent) => {
    const by = { '[': -1, ']': 1 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || levels === 0) return;
    event.preventDefault();
    const next = stopOf({ ...focus, stop: stopOf(focus, levels) + by }, levels);
    if (next <= lastStop(levels, focus.way)) set({ stop: next });
  };
  const selection = items.selection?.data === dataCell ? items.selection : null;

  return (
    <Figure
      cell={cell} entry={ALL_VIEWS.itemMap} runs={runs} drawing={file} onKeyDown={press}
      controls={<>{moment?.past && <PastBanner words={pastWords(moment)} />}<MapAbove runs={runs} run={run} focus={focus} colors={colors} color={color} drag={drag} set={set} setDrag={setDrag} zoom={zoom} fit={fit} /></>}
      body={
        <>
          {share !== null && <UmapProgress share={share} cancel={() => set({ axes: 'principal' })} />}
          <MapHost data={data} drag={drag} on={on} label={cell.name} words={problem ?? words} live={live} />
          {levels > 0 && !umap && <MapSlider focus={focus} levels={levels} left={left} set={set} />}
          {selection && (
            <MapSelected
              selection={selection} total={total} isolated={items.isolated} isolate={(only) => isolate(session.selection, only)} invert={() => invert(session.selection)}
              clear={() => clear(session.selection)}
            />
          )}
        </>
      }
    />
  );
}

function pastWords({ words, stages }: Moment): string {
  return stages ? `As of ${words}.` : 'Nothing is kept of where items lay: this run began without a map, so the map shows the end.';
}
