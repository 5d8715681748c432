/** The maps of two runs beside each other under one camera: the same items in the same axes, coloured by the codes of each. */
import { useCallback, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { LiveMap } from '../../viz/liveMap';
import type { MapWindow } from '../../viz/mapWindow';
import { MapHost } from '../components/MapHost';
import type { Pair } from './compareView';
import { dataCellOf } from './drawing';
import type { RunOfCell } from './drawing';
import { mapFocusOf } from './mapFocus';
import { useItems } from './useItems';
import { useMapData } from './useMapData';
import { useMapEvents } from './useMapEvents';

export function TwoMaps({ pair }: { readonly pair: Pair }) {
  const { first, second } = pair;
  const [open, setOpen] = useState(false);
  // Axes are of the vectors: those of other vectors are others.
  if (first.cell.id === second.cell.id || dataCellOf(first.cell) !== dataCellOf(second.cell)) return null;
  return (
    <details className="differences" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Both as maps, with one camera</summary>
      {open && <Maps pair={pair} />}
    </details>
  );
}

function Maps({ pair: { first, second, level } }: { readonly pair: Pair }) {
  const [left, right] = [useRef<LiveMap | null>(null), useRef<LiveMap | null>(null)];
  return (
    <>
      <p className="item-note">{`The items ${level === 0 ? 'themselves' : `after ${level} of their codes`}, coloured by the code of level ${level + 1}; crosses are codes. Both maps move together, and a click selects in both.`}</p>
      <div className="two-maps">
        <Side item={first} level={level} live={left} other={right} />
        <Side item={second} level={level} live={right} other={left} />
      </div>
    </>
  );
}

interface SideProps {
  readonly item: RunOfCell;
  readonly level: number;
  readonly live: RefObject<LiveMap | null>;
  readonly other: RefObject<LiveMap | null>;
}

function Side({ item, level, live, other }: SideProps) {
  const items = useItems(true)!;
  const runs = useMemo(() => [item], [item]);
  const focus = useMemo(() => mapFocusOf({ way: 'left', stop: level, color: `code ${level + 1}` }), [level]);
  const [words, setWords] = useState<string | null>(null);
  const seen = useMapData(runs, focus, items);
  const looked = useCallback((window: MapWindow) => other.current?.look(window), [other]);
  const on = useMapEvents(seen, items, setWords, looked);
  return (
    <section aria-label={`Map of ${item.cell.name}`}>
      <h4>{item.cell.name}</h4>
      <MapHost data={seen.data} drag="move" on={on} label={`Map of ${item.cell.name}`} words={seen.problem ?? words} live={live} />
    </section>
  );
}
