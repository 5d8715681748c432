/** The points of a map as pixels: how large and how strong dots are, their colours as numbers, and a picture of them for a file. */
import { rgb } from 'd3';
import { paintDots, rgbWord } from './pointPainter';
import type { Raster, ToPixels } from './pointPainter';

/** Points up to which a drawing has a circle for each. */
export const DRAWN_MOST = 5000;
/** Pixels of a picture for each unit of its figure. */
const SHARPNESS = 2;

interface Dot {
  /** Pixels of the figure. */
  readonly radius: number;
  readonly alpha: number;
}

/** Smaller and fainter the more there are; larger as one comes near. `selected`: some are, and the others step back. */
export function dotSizes(count: number, zoom: number, selected: boolean): { readonly others: Dot; readonly chosen: Dot } {
  const crowd = Math.log10(Math.max(1000, count)) - 3;
  const radius = (2.3 - 0.45 * crowd) * Math.min(1.8, Math.max(1, zoom) ** 0.2);
  const alpha = 0.72 - 0.1 * crowd;
  return { others: { radius, alpha: selected ? alpha * 0.3 : alpha }, chosen: { radius: radius + 0.9, alpha: 0.95 } };
}

/** What is painted of a map. */
export interface PaintedMap {
  readonly items: { readonly places: Float32Array; readonly chosen: Uint8Array | null; readonly isolated: boolean } | null;
  readonly window: { readonly zoom: number };
  readonly color: { readonly of: Uint8Array; readonly palette: readonly string[] };
}

type Words = ReturnType<typeof colorWords>;

/** Clears the pixels to the ground and paints all dots, fainter where some are selected and none where only those are drawn. `sharpness`: pixels of the raster for each of the figure. */
export function paintBehind(raster: Raster, { items, window, color }: PaintedMap, map: ToPixels, words: Words, sharpness: number): void {
  raster.pixels.fill(words.ground);
  if (!items || (items.chosen && items.isolated)) return;
  const { radius, alpha } = dotSizes(items.places.length / 2, window.zoom, items.chosen !== null).others;
  paintDots(raster, { places: items.places, colors: color.of, palette: words.palette }, sharper(map, sharpness), { radius: radius * sharpness, alpha });
}

/** Paints the selected over what is there. */
export function paintChosen(raster: Raster, { items, window, color }: PaintedMap, map: ToPixels, words: Words, sharpness: number): void {
  if (!items?.chosen) return;
  const { radius, alpha } = dotSizes(items.places.length / 2, window.zoom, true).chosen;
  paintDots(raster, { places: items.places, colors: color.of, palette: words.palette }, sharper(map, sharpness), { radius: radius * sharpness, alpha, among: items.chosen });
}

function sharper({ scale, left, top }: ToPixels, sharpness: number): ToPixels {
  return { scale: scale * sharpness, left: left * sharpness, top: top * sharpness };
}

/** CSS colours as words of a raster, by the theme of the page: "var(--category-1)", "#ff0000". */
export function colorWords(page: Document, palette: readonly string[]): { readonly ground: number; readonly palette: Uint32Array } {
  const style = page.defaultView!.getComputedStyle(page.documentElement);
  const word = (color: string) => {
    const name = /^var\((--[\w-]+)\)$/.exec(color)?.[1];
    const { r, g, b } = rgb(name === undefined ? color : style.getPropertyValue(name).trim());
    return Number.isFinite(r + g + b) ? rgbWord(r, g, b) : rgbWord(128, 128, 128);
  };
  return { ground: word('var(--ground)'), palette: Uint32Array.from(palette, word) };
}

/** A PNG of the points as a data address, in the colours of the page's theme. Browser only. */
export function pointImage(page: Document, data: PaintedMap, map: ToPixels, width: number, height: number): string {
  const canvas = page.createElement('canvas');
  [canvas.width, canvas.height] = [Math.ceil(width * SHARPNESS), Math.ceil(height * SHARPNESS)];
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser gave no 2D canvas, so the points could not be drawn. Select fewer items, or save the numbers as CSV.');
  const image = context.createImageData(canvas.width, canvas.height);
  const raster = { pixels: new Uint32Array(image.data.buffer), width: canvas.width, height: canvas.height };
  const words = colorWords(page, data.color.palette);
  paintBehind(raster, data, map, words, SHARPNESS);
  paintChosen(raster, data, map, words, SHARPNESS);
  context.putImageData(image, 0, 0);
  return canvas.toDataURL('image/png');
}
