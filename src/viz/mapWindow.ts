/** Which part of the plane a map shows, and how it is moved and zoomed. */
import type { ToPixels } from './pointPainter';
import type { Bounds } from './stagePlaces';

export interface MapWindow {
  /** Middle, in units of the plane. */
  readonly x: number;
  readonly y: number;
  /** 1: the whole frame is seen. */
  readonly zoom: number;
}

export type Pixel = readonly [number, number];

/** Pixels kept free at every edge while the whole is seen. */
const INSET = 14;
const MOST_ZOOM = 2000;

/** The whole frame. */
export function wholeOf({ left, right, bottom, top }: Bounds): MapWindow {
  return { x: (left + right) / 2, y: (bottom + top) / 2, zoom: 1 };
}

/** One length is the same on both axes. */
export function toPixels(frame: Bounds, window: MapWindow, width: number, height: number): ToPixels {
  const scale = window.zoom * unit(frame, width, height);
  return { scale, left: width / 2 - window.x * scale, top: height / 2 + window.y * scale };
}

export function pixelOf({ scale, left, top }: ToPixels, x: number, y: number): Pixel {
  return [left + x * scale, top - y * scale];
}

export function placeOf({ scale, left, top }: ToPixels, [x, y]: Pixel): Pixel {
  return [(x - left) / scale, (top - y) / scale];
}

/** Moved by pixels; the middle stays within twice the frame. */
export function moved(frame: Bounds, window: MapWindow, by: Pixel, width: number, height: number): MapWindow {
  const scale = window.zoom * unit(frame, width, height);
  return kept(frame, { ...window, x: window.x - by[0] / scale, y: window.y + by[1] / scale });
}

/** Zoomed by a factor about a pixel, which keeps its place. */
export function zoomed(frame: Bounds, window: MapWindow, by: number, about: Pixel, width: number, height: number): MapWindow {
  const zoom = Math.max(0.5, Math.min(MOST_ZOOM, window.zoom * by));
  const [x, y] = placeOf(toPixels(frame, window, width, height), about);
  const share = window.zoom / zoom;
  return kept(frame, { x: x + (window.x - x) * share, y: y + (window.y - y) * share, zoom });
}

/** The window that shows these bounds. */
export function windowOf(frame: Bounds, shown: Bounds, width: number, height: number): MapWindow {
  return { ...wholeOf(shown), zoom: Math.min(MOST_ZOOM, unit(shown, width, height) / unit(frame, width, height)) };
}

function kept({ left, right, bottom, top }: Bounds, window: MapWindow): MapWindow {
  const [across, up] = [right - left, top - bottom];
  return { ...window, x: Math.max(left - across, Math.min(right + across, window.x)), y: Math.max(bottom - up, Math.min(top + up, window.y)) };
}

/** Pixels a unit while the whole frame is seen. */
function unit({ left, right, bottom, top }: Bounds, width: number, height: number): number {
  const fits = Math.min(Math.max(1, width - 2 * INSET) / (right - left), Math.max(1, height - 2 * INSET) / (top - bottom));
  return Number.isFinite(fits) && fits > 0 ? fits : 1;
}
