/** The one place where React meets a live map: measures it, hands it what it shows, and says in words what is pointed at. */
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { liveMap } from '../../viz/liveMap';
import type { LiveMap, LiveMapEvents } from '../../viz/liveMap';
import { itemMap } from '../../viz/itemMap';
import type { ItemMapData } from '../../viz/itemMap';
import { wholeOf } from '../../viz/mapWindow';
import type { Drag } from '../../viz/mapGestures';
import { useTwin } from './useTwin';

interface Props {
  readonly data: Omit<ItemMapData, 'window' | 'points'>;
  readonly drag: Drag;
  readonly on: LiveMapEvents;
  readonly label: string;
  /** Says what is pointed at; null: nothing is. */
  readonly words: string | null;
  /** Set while the map is on the page. */
  readonly live: RefObject<LiveMap | null>;
}

export function MapHost({ data, drag, on, label, words, live }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const twinId = useId();

  useLayoutEffect(() => {
    const node = frame.current;
    if (!node) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(node);
    setWidth(Math.floor(node.getBoundingClientRect().width));
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!host.current) return;
    const made = liveMap(host.current, { label, describedBy: twinId });
    live.current = made;
    return () => {
      live.current = null;
      made.close();
    };
  }, [label, twinId, live]);

  const whole = useMemo(() => ({ ...data, window: wholeOf(data.frame), points: 'under' as const }), [data]);
  const height = useMemo(() => (width > 0 ? itemMap.height(whole, width) : 0), [whole, width]);
  const twin = useTwin(useMemo(() => ({ describe: () => itemMap.describe(whole) }), [whole]));
  useEffect(() => {
    if (width > 0) live.current?.show(data, { width, height }, drag, on);
  }, [data, width, height, drag, on, live, label, twinId]);

  return (
    <div ref={frame} className="view-host map-frame" style={{ minHeight: height + 20 }}>
      <div ref={host} className="map-host" style={{ height }} />
      <p id={twinId} className="visually-hidden">
        {twin}
      </p>
      <p className="view-words">{words ?? '\u00a0'}</p>
    </div>
  );
}
