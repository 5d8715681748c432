/** What a person does on a map, by pointer, wheel and keys: move, zoom, point, click, and draw an outline. Pixels are of the map's corner. */
import type { Pixel } from './mapWindow';

/** What dragging does. */
export type Drag = 'move' | 'lasso' | 'box';

export interface MapHandlers {
  drag(): Drag;
  size(): { readonly width: number; readonly height: number };
  move(by: Pixel): void;
  zoom(by: number, about: Pixel): void;
  /** The whole again. */
  whole(): void;
  point(at: Pixel | null): void;
  click(at: Pixel, add: boolean): void;
  /** While an outline is drawn; null: it is given up or done. */
  drawing(outline: readonly Pixel[] | null): void;
  drawn(outline: readonly Pixel[], by: 'lasso' | 'box', add: boolean): void;
  /** The keyboard has come to the map, or left it. */
  focus(has: boolean): void;
  /** Select what the ring in the middle holds; read what is in it. */
  ring(add: boolean): void;
  clear(): void;
}

/** Pixels below which a press is a click. */
const CLICK = 4;
/** Pixels an arrow key moves, and the factor a key zooms by. */
const STEP = 40;
const FACTOR = 1.3;
/** Pixels between two corners of a lasso. */
const FINE = 3;

/** Listens on `surface`; the last listener of each kind counts, so it may be called again. */
export function onGestures(surface: SVGElement, hands: MapHandlers): void {
  const held = new Map<number, Pixel>();
  let start: Pixel | null = null;
  let trail: Pixel[] = [];
  const at = (event: { readonly clientX: number; readonly clientY: number }): Pixel => {
    const { left, top } = surface.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const quit = () => {
    [start, trail] = [null, []];
    hands.drawing(null);
  };

  surface.onpointerdown = (event) => {
    if (event.button !== 0) return;
    surface.setPointerCapture(event.pointerId);
    held.set(event.pointerId, at(event));
    if (held.size > 1) return quit();
    [start, trail] = [at(event), [at(event)]];
  };
  surface.onpointermove = (event) => {
    const now = at(event);
    const before = held.get(event.pointerId);
    if (!before) return hands.point(now);
    held.set(event.pointerId, now);
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const spread = Math.hypot(now[0] - other[0], now[1] - other[1]) / Math.max(1, Math.hypot(before[0] - other[0], before[1] - other[1]));
      hands.zoom(spread, [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
      return hands.move([(now[0] - before[0]) / 2, (now[1] - before[1]) / 2]);
    }
    if (!start || (trail.length === 1 && Math.hypot(now[0] - start[0], now[1] - start[1]) < CLICK)) return;
    hands.point(null);
    const last = trail.at(-1)!;
    if (hands.drag() === 'move') {
      hands.move([now[0] - last[0], now[1] - last[1]]);
      trail = [start, now];
    } else if (hands.drag() === 'box') {
      trail = [start, now];
      hands.drawing(corners(start, now));
    } else if (Math.hypot(now[0] - last[0], now[1] - last[1]) >= FINE) {
      trail.push(now);
      hands.drawing(trail);
    }
  };
  surface.onpointerup = (event) => {
    const was = held.delete(event.pointerId);
    if (!was || !start) return;
    const [from, drawn, drag] = [start, trail, hands.drag()];
    quit();
    if (drawn.length === 1) hands.click(from, event.shiftKey);
    else if (drag === 'box') hands.drawn(corners(from, drawn.at(-1)!), 'box', event.shiftKey);
    else if (drag === 'lasso' && drawn.length > 2) hands.drawn(drawn, 'lasso', event.shiftKey);
  };
  surface.onpointercancel = (event) => {
    held.delete(event.pointerId);
    quit();
  };
  surface.onpointerleave = () => hands.point(null);
  // A plain wheel scrolls the page: a map must not hold it up.
  surface.onwheel = (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    hands.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0025)), at(event));
  };
  surface.onfocus = () => hands.focus(true);
  surface.onblur = () => hands.focus(false);
  surface.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { width, height } = hands.size();
    const middle: Pixel = [width / 2, height / 2];
    const moves: Readonly<Record<string, Pixel>> = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
    const by = moves[event.key];
    if (by) hands.move(by);
    else if (event.key === '+' || event.key === '=') hands.zoom(FACTOR, middle);
    else if (event.key === '-' || event.key === '_') hands.zoom(1 / FACTOR, middle);
    else if (event.key === '0') hands.whole();
    else if (event.key === 'Enter') hands.click(middle, event.shiftKey);
    else if (event.key === ' ') hands.ring(event.shiftKey);
    else if (event.key === 'Escape' && start) quit();
    else if (event.key === 'Escape') hands.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function corners([x, y]: Pixel, [otherX, otherY]: Pixel): readonly Pixel[] {
  return [[x, y], [otherX, y], [otherX, otherY], [x, otherY]];
}
