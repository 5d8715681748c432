/** The canvas beneath a live map. A selection changes only the dots in front: the picture of all behind them is kept for as long as map, colours and places stay. */
import { colorWords, paintBehind, paintChosen } from './pointImage';
import type { PaintedMap } from './pointImage';
import type { ToPixels } from './pointPainter';

export interface MapCanvas {
  /** `map`: to pixels of the figure; `settled`: the array of places is not written to any more. */
  paint(data: PaintedMap, map: ToPixels, size: { readonly width: number; readonly height: number }, settled: boolean): void;
  /** The theme has changed: colours are looked up anew. */
  recolor(): void;
}

/** Points beyond which a sharp screen is painted with single pixels. */
const PLAIN = 200_000;

/** Adds a canvas to `host`. */
export function mapCanvas(host: HTMLElement): MapCanvas {
  const page = host.ownerDocument;
  const screen = page.defaultView!;
  const canvas = host.appendChild(page.createElement('canvas'));
  canvas.setAttribute('aria-hidden', 'true');
  const context = canvas.getContext('2d', { alpha: false });
  let image: ImageData | null = null;
  let colors: { readonly palette: readonly string[]; readonly words: ReturnType<typeof colorWords> } | null = null;
  let behind: { readonly pixels: Uint32Array; of: readonly unknown[] } | null = null;

  return {
    paint(data, map, { width, height }, settled) {
      const { items, color, window } = data;
      canvas.style.display = items ? 'block' : 'none';
      if (!items || !context) return;
      const sharpness = color.of.length > PLAIN ? 1 : Math.min(2, screen.devicePixelRatio || 1);
      const [wide, high] = [Math.max(1, Math.round(width * sharpness)), Math.max(1, Math.round(height * sharpness))];
      if (canvas.width !== wide || canvas.height !== high || !image) {
        [canvas.width, canvas.height] = [wide, high];
        [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
        image = context.createImageData(wide, high);
        behind = null;
      }
      if (colors?.palette !== color.palette) colors = { palette: color.palette, words: colorWords(page, color.palette) };
      const raster = { pixels: new Uint32Array(image.data.buffer), width: wide, height: high };
      const { words } = colors;
      const of = [items.places, color.of, words, window.zoom, map.scale, map.left, map.top];
      const keeps = items.chosen !== null && !items.isolated;
      if (keeps && behind?.of.every((part, i) => part === of[i])) raster.pixels.set(behind.pixels);
      else {
        paintBehind(raster, data, map, words, sharpness);
        if (keeps && settled) {
          behind ??= { pixels: new Uint32Array(raster.pixels.length), of };
          behind.pixels.set(raster.pixels);
          behind.of = of;
        }
      }
      paintChosen(raster, data, map, words, sharpness);
      context.putImageData(image, 0, 0);
    },
    recolor: () => void (colors = null),
  };
}
