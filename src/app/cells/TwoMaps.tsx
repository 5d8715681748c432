/** The maps of two runs beside each other under one camera: the same items in the same axes, coloured by the codes of each. */
import { useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { LiveMap, LiveMapEvents } from '../../viz/liveMap';
import { MapHost } from '../components/MapHost';
import { useApp } from '../components/context';
import { clear } from '../state/selection';
import type { Pair } from './compareView';
import { dataCellOf } from './drawing';
import type { RunOfCell } from './drawing';
import { hitWords, selectionWithin } from './mapDrawing';
import { mapFocusOf } from './mapFocus';
import { useItems } from './useItems';
import { useMapData } from './useMapData';

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
  const { session } = useApp();
  const items = useItems(true)!;
  const runs = useMemo(() => [item], [item]);
  const focus = useMemo(() => mapFocusOf({ way: 'left', stop: level, color: `code ${level + 1}` }), [level]);
  const [words, setWords] = useState<string | null>(null);
  const { data, rows, total, run, dataCell, problem } = useMapData(runs, focus, items);
  const on = useMemo((): LiveMapEvents => ({
    hover: (found) => setWords(hitWords(found, data)),
    choose(found, add) {
      if (found.what === 'code') items.chooseCode({ by: 'code', run, level, code: found.mark.code }, add);
      else items.inspectItem(dataCell, rows?.[found.index] ?? found.index);
    },
    // Dragging moves: outlines are those of the keyboard's ring.
    outline(inside, by, add) {
      const within = selectionWithin(inside, by, { data: dataCell, rows, total });
      if (within.rows.count > 0 || !add) items.chooseRows(within, add);
    },
    clear: () => clear(session.selection),
    looked: (window) => other.current?.look(window),
  }), [data, items, run, level, dataCell, rows, total, session, other]);
  return (
    <section aria-label={`Map of ${item.cell.name}`}>
      <h4>{item.cell.name}</h4>
      <MapHost data={data} drag="move" on={on} label={`Map of ${item.cell.name}`} words={problem ?? words} live={live} />
    </section>
  );
}
