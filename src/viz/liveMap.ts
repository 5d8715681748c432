/** A map that moves: points painted on a canvas under the drawing, slides from stop to stop, a window that is moved and zoomed, and outlines that select. */
import { itemMap, plotHeight } from './itemMap';
import { ringOutline, within } from './lasso';
import { moved, pixelOf, placeOf, toPixels, wholeOf, windowOf, zoomed } from './mapWindow';
import { mapCanvas } from './mapCanvas';
import { onGestures } from './mapGestures';
import { pointGrid } from './pointGrid';
import { layer, marks, round } from './marks';
import { between, boundsOf, sameRows } from './stagePlaces';
import type { CodeMark } from './codeMarks';
import type { ItemMapData } from './itemMap';
import type { Drag } from './mapGestures';
import type { MapWindow, Pixel } from './mapWindow';
import type { PointGrid } from './pointGrid';
import type { Size } from './view';

export interface LiveMapEvents {
  /** The item, or the mark, nearest to the pointer or to the middle of the ring. */
  hover(found: MapHit | null): void;
  choose(found: MapHit, add: boolean): void;
  /** [n] 1: within the outline that was drawn. */
  outline(inside: Uint8Array, by: 'lasso' | 'box', add: boolean): void;
  clear(): void;
  /** A person has moved or zoomed. */
  looked?(window: MapWindow): void;
}

export type MapHit = { readonly what: 'item'; readonly index: number } | { readonly what: 'code'; readonly mark: CodeMark };

export interface LiveMap {
  /** Draws; places of as many items as before slide to their new ones where motion is wanted. */
  show(data: Omit<ItemMapData, 'window' | 'points'>, size: Size, drag: Drag, on: LiveMapEvents): void;
  /** What is seen, for files. */
  window(): MapWindow;
  /** Shows this window, as another map does; nobody is told. */
  look(window: MapWindow): void;
  zoom(by: number): void;
  /** The window that holds the whole, or all that is drawn at this stop. */
  fit(which: 'whole' | 'points'): void;
  close(): void;
}

/** Milliseconds from one stop to the next. */
export const SLIDE = 300;
/** Pixels from a point that still point at it, and from a cross. */
const REACH = 14;
const MARK_REACH = 9;
/** The ring is this share of the map's smaller side. */
const RING = 0.16;
const SVG = 'http://www.w3.org/2000/svg';

interface Shown {
  readonly data: Omit<ItemMapData, 'window' | 'points'>;
  readonly size: Size;
  readonly drag: Drag;
  readonly on: LiveMapEvents;
}

/** Adds a canvas and a drawing to `host`, which is positioned. */
export function liveMap(host: HTMLElement, words: { readonly label: string; readonly describedBy: string }): LiveMap {
  const page = host.ownerDocument;
  const screen = page.defaultView!;
  const canvas = mapCanvas(host);
  const root = host.appendChild(page.createElementNS(SVG, 'svg'));
  for (const [name, value] of Object.entries({ class: 'figure-svg', role: 'group', 'aria-label': words.label, 'aria-describedby': words.describedBy })) root.setAttribute(name, value);
  const still = screen.matchMedia('(prefers-reduced-motion: reduce)');

  let shown: Shown | null = null;
  let window: MapWindow = { x: 0, y: 0, zoom: 1 };
  /** Where the points are on the page right now. */
  let places: Float32Array = new Float32Array(0);
  let slide: { readonly from: Float32Array; readonly to: Float32Array; readonly start: number } | null = null;
  let outline: readonly Pixel[] | null = null;
  let focused = false;
  let grid: { readonly of: Float32Array; readonly grid: PointGrid } | null = null;
  let asked = 0;

  const area = () => ({ width: shown?.size.width ?? 1, height: plotHeight(shown?.size.width ?? 1) });
  const pixels = () => toPixels(shown!.data.frame, window, area().width, area().height);
  const ask = () => (asked ||= screen.requestAnimationFrame(frame));

  function frame(now: number): void {
    asked = 0;
    if (!shown) return;
    const { data, size } = shown;
    if (slide) {
      const part = Math.max(0, now - slide.start) / SLIDE;
      places = part >= 1 ? slide.to : between(slide.from, slide.to, part, places === slide.from || places === slide.to ? new Float32Array(slide.to.length) : places);
      if (part >= 1) slide = null;
    }
    const items = data.items && { ...data.items, places };
    // Crosses and lines are of one stop: they wait until the points have come to theirs.
    const codes = slide && data.codes ? { ...data.codes, marks: [] } : data.codes;
    const contours = slide && data.contours ? { ...data.contours, paths: [] } : data.contours;
    const drawn: ItemMapData = { ...data, items, codes, contours, window, points: 'under' };
    canvas.paint(drawn, pixels(), area(), slide === null);
    itemMap.draw(root, drawn, size);
    drawGesture();
    attach();
    if (slide) ask();
  }

  function drawGesture(): void {
    const { width, height } = area();
    const gesture = layer(root, 'gesture');
    gesture.style.pointerEvents = 'none';
    marks(gesture, 'outline', 'path', outline ? [{ key: 'outline', attributes: { d: `M${outline.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`, fill: 'var(--ink)', 'fill-opacity': 0.06, stroke: 'var(--ink)', 'stroke-dasharray': '4 3' } }] : []);
    marks(gesture, 'ring', 'circle', focused && shown?.data.items ? [{ key: 'ring', attributes: { cx: width / 2, cy: height / 2, r: ringRadius(), fill: 'none', stroke: 'var(--focus)', 'stroke-width': 1.5, 'stroke-dasharray': '4 3' } }] : []);
  }
  const ringRadius = () => RING * Math.min(area().width, area().height);

  /** The surface is made by the drawing, once. */
  function attach(): void {
    const surface = root.querySelector<SVGElement>('.surface rect');
    if (!surface) return;
    surface.style.touchAction = shown!.drag === 'move' ? 'pan-y' : 'none';
    surface.style.cursor = shown!.drag === 'move' ? 'grab' : 'crosshair';
    if (surface.hasAttribute('tabindex')) return;
    for (const [name, value] of Object.entries({ tabindex: '0', role: 'application', 'aria-label': `${words.label}. Arrow keys move, plus and minus zoom, 0 shows all. Enter shows what is in the middle of the ring, Space selects what the ring holds, Escape clears.` })) surface.setAttribute(name, value);
    onGestures(surface, {
      drag: () => shown?.drag ?? 'move', size: area, point, move: move, zoom, whole: () => fit('whole'),
      click(at, add) {
        const found = hit(at);
        if (found) shown?.on.choose(found, add);
      },
      drawing(now) {
        outline = now;
        ask();
      },
      drawn: (line, by, add) => select(line, by, add),
      focus(has) {
        focused = has && surface.matches(':focus-visible');
        if (focused) point([area().width / 2, area().height / 2]);
        ask();
      },
      ring: (add) => select(ringOutline([area().width / 2, area().height / 2], ringRadius()), 'lasso', add),
      clear: () => shown?.on.clear(),
    });
  }

  function select(line: readonly Pixel[], by: 'lasso' | 'box', add: boolean): void {
    if (!shown?.data.items) return;
    const map = pixels();
    const inside = within(places, line.map((at) => placeOf(map, at)));
    const { chosen, isolated } = shown.data.items;
    if (isolated && chosen) inside.forEach((bit, i) => bit === 1 && chosen[i] === 0 && (inside[i] = 0));
    shown.on.outline(inside, by, add);
  }

  function hit(at: Pixel): MapHit | null {
    if (!shown?.data.items || slide) return null;
    const map = pixels();
    const far = (mark: CodeMark) => {
      const [x, y] = pixelOf(map, mark.x, mark.y);
      return Math.hypot(x - at[0], y - at[1]);
    };
    const mark = (shown.data.codes?.marks ?? []).reduce<CodeMark | null>((best, one) => (far(one) < (best ? far(best) : MARK_REACH) ? one : best), null);
    if (mark) return { what: 'code', mark };
    if (grid?.of !== places) grid = { of: places, grid: pointGrid(places) };
    const { chosen, isolated } = shown.data.items;
    const index = grid.grid.nearest(...placeOf(map, at), REACH / map.scale, isolated && chosen ? (i) => chosen[i] === 1 : undefined);
    return index < 0 ? null : { what: 'item', index };
  }

  function point(at: Pixel | null): void {
    shown?.on.hover(at && hit(at));
  }
  function look(next: MapWindow): void {
    see(next);
    shown?.on.looked?.(next);
  }
  function see(next: MapWindow): void {
    window = next;
    if (focused) point([area().width / 2, area().height / 2]);
    ask();
  }
  const move = (by: Pixel) => shown && look(moved(shown.data.frame, window, by, area().width, area().height));
  const zoom = (by: number, about: Pixel) => shown && look(zoomed(shown.data.frame, window, by, about, area().width, area().height));
  const fit = (which: 'whole' | 'points') => shown && look(which === 'whole' ? wholeOf(shown.data.frame) : windowOf(shown.data.frame, boundsOf(places), area().width, area().height));

  const themed = new screen.MutationObserver(() => {
    canvas.recolor();
    ask();
  });
  themed.observe(page.documentElement, { attributes: true, attributeFilter: ['data-theme'] });

  return {
    show(data, size, drag, on) {
      const before = shown;
      shown = { data, size, drag, on };
      if (before?.data.frame !== data.frame) window = wholeOf(data.frame);
      const to = data.items?.places ?? new Float32Array(0);
      const same = sameRows(before?.data.items?.rows, data.items?.rows) && before?.data.frame === data.frame && to.length === places.length && places.length > 0;
      if (to !== (slide?.to ?? places)) {
        slide = same && !still.matches ? { from: slide ? places.slice() : places, to, start: screen.performance.now() } : null;
        if (!slide) places = to;
      }
      ask();
    },
    window: () => window,
    look: see,
    zoom: (by) => void zoom(by, [area().width / 2, area().height / 2]),
    fit: (which) => void fit(which),
    close() {
      themed.disconnect();
      screen.cancelAnimationFrame(asked);
      shown = null;
      host.replaceChildren();
    },
  };
}
