/** Paints many small dots into pixels, with smooth edges and without a GPU: a mask of each quarter of a pixel, blended dot by dot. */

/** Pixels of an opaque picture. */
export interface Raster {
  /** [width * height]: bytes red, green, blue and 255, as ImageData holds them on a little-endian machine. */
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
}

/** From the plane to pixels: x grows to the right, y upwards. */
export interface ToPixels {
  /** Pixels a unit. */
  readonly scale: number;
  /** Pixel of the plane's origin. */
  readonly left: number;
  readonly top: number;
}

export interface Dots {
  /** float32 [n, 2]; a dot at NaN is not painted. */
  readonly places: Float32Array;
  /** [n]: entries of `palette`. */
  readonly colors: Uint8Array;
  /** `rgbWord` of each colour. */
  readonly palette: Uint32Array;
}

export interface DotStyle {
  /** Pixels. */
  readonly radius: number;
  /** 0..1 */
  readonly alpha: number;
  /** Only the dots whose byte is 1; null: all. */
  readonly among?: Uint8Array | null;
}

interface Mask {
  readonly dx: Int8Array;
  readonly dy: Int8Array;
  /** Parts of 256. */
  readonly cover: Uint16Array;
}

/** Places within a pixel that have a mask of their own, along each axis. */
const PARTS = 4;

/** A colour as a word of a Raster. */
export function rgbWord(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Paints the dots in their order, over what is there. Time is linear in dots times the pixels of one. */
export function paintDots(raster: Raster, { places, colors, palette }: Dots, { scale, left, top }: ToPixels, { radius, alpha, among = null }: DotStyle): void {
  const { pixels, width, height } = raster;
  const masks = masksOf(radius, alpha);
  const steps = masks.map(({ dx, dy }) => Int32Array.from(dx, (x, i) => x + dy[i]! * width));
  const reach = Math.ceil(radius + 0.5);
  for (let i = 0; i < colors.length; i++) {
    if (among !== null && among[i] !== 1) continue;
    const x = left + places[2 * i]! * scale;
    const y = top - places[2 * i + 1]! * scale;
    if (!(x > -reach && x < width + reach && y > -reach && y < height + reach)) continue;
    const [column, line] = [Math.floor(x), Math.floor(y)];
    const part = Math.floor((x - column) * PARTS) + PARTS * Math.floor((y - line) * PARTS);
    const { dx, dy, cover } = masks[part]!;
    const word = palette[colors[i]!]!;
    const [redBlue, green] = [word & 0xff00ff, word & 0x00ff00];
    if (column >= reach && line >= reach && column < width - reach && line < height - reach) {
      const step = steps[part]!;
      const at = line * width + column;
      for (let j = 0; j < cover.length; j++) pixels[at + step[j]!] = blended(pixels[at + step[j]!]!, redBlue, green, cover[j]!);
    } else {
      for (let j = 0; j < cover.length; j++) {
        const [px, py] = [column + dx[j]!, line + dy[j]!];
        if (px >= 0 && py >= 0 && px < width && py < height) pixels[py * width + px] = blended(pixels[py * width + px]!, redBlue, green, cover[j]!);
      }
    }
  }
}

/** Red and blue are blended in one product, green in another: each has eight free bits above it. */
function blended(under: number, redBlue: number, green: number, cover: number): number {
  const rest = 256 - cover;
  const both = ((Math.imul(under & 0xff00ff, rest) + Math.imul(redBlue, cover)) >>> 8) & 0xff00ff;
  const middle = ((Math.imul(under & 0x00ff00, rest) + Math.imul(green, cover)) >>> 8) & 0x00ff00;
  return (0xff000000 | both | middle) >>> 0;
}

/** How much of each pixel about it a dot covers, for each part of the pixel its middle may lie in. */
function masksOf(radius: number, alpha: number): Mask[] {
  const reach = Math.ceil(radius + 0.5);
  return Array.from({ length: PARTS * PARTS }, (_, part) => {
    const [x, y] = [((part % PARTS) + 0.5) / PARTS, (Math.floor(part / PARTS) + 0.5) / PARTS];
    const found: [number, number, number][] = [];
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const inside = Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(dx + 0.5 - x, dy + 0.5 - y)));
        const cover = Math.round(inside * alpha * 256);
        if (cover > 0) found.push([dx, dy, cover]);
      }
    }
    return { dx: Int8Array.from(found, ([dx]) => dx), dy: Int8Array.from(found, ([, dy]) => dy), cover: Uint16Array.from(found, ([, , cover]) => cover) };
  });
}
