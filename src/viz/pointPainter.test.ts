import { describe, expect, it } from 'vitest';
import { paintDots, rgbWord } from './pointPainter';
import type { DotStyle, Raster } from './pointPainter';

const WHITE = rgbWord(255, 255, 255);
const raster = (width: number, height: number): Raster => ({ pixels: new Uint32Array(width * height).fill(WHITE), width, height });
const style: DotStyle = { radius: 2, alpha: 1 };
const toPixels = { scale: 1, left: 10, top: 10 };
const ink = ({ pixels }: Raster) => pixels.reduce((sum, word) => sum + (255 - (word & 255)), 0) / 255;
const black = (...places: number[]) => ({ places: Float32Array.from(places), colors: new Uint8Array(places.length / 2), palette: Uint32Array.of(rgbWord(0, 0, 0)) });

describe('paintDots', () => {
  it('covers the area of a disc, wherever in a pixel its middle lies', () => {
    for (const [x, y] of [[0, 0], [0.3, 0.8], [0.99, 0.51], [0.125, 0.125]] as const) {
      const painted = raster(20, 20);
      paintDots(painted, black(x, y), toPixels, style);
      expect(ink(painted)).toBeGreaterThan(0.95 * Math.PI * 4);
      expect(ink(painted)).toBeLessThan(1.1 * Math.PI * 4);
    }
  });

  it('centres a dot at its place, with y upwards', () => {
    const painted = raster(20, 20);
    paintDots(painted, black(3.5, 4.5), toPixels, style);
    let [sum, x, y] = [0, 0, 0];
    painted.pixels.forEach((word, i) => {
      const dark = 255 - (word & 255);
      sum += dark;
      x += dark * ((i % 20) + 0.5);
      y += dark * (Math.floor(i / 20) + 0.5);
    });
    expect(x / sum).toBeCloseTo(13.5, 0);
    expect(y / sum).toBeCloseTo(5.5, 0);
  });

  it('blends every channel by the share asked for, and stays opaque', () => {
    const painted = raster(9, 9);
    paintDots(painted, { places: Float32Array.of(4.5, -4.5), colors: Uint8Array.of(1), palette: Uint32Array.of(0, rgbWord(200, 100, 50)) }, { scale: 1, left: 0, top: 0 }, { radius: 2, alpha: 0.5 });
    const middle = painted.pixels[4 * 9 + 4]!;
    expect([middle & 255, (middle >>> 8) & 255, (middle >>> 16) & 255].map((value, i) => Math.abs(value - [227.5, 177.5, 152.5][i]!) <= 1)).toEqual([true, true, true]);
    expect(painted.pixels.every((word) => word >>> 24 === 255)).toBe(true);
  });

  it('cuts dots at every edge without touching the far one, and paints none at NaN or outside', () => {
    const places = [[0, 5], [9.9, 5], [5, 0], [5, 9.9], [NaN, 5], [40, 5], [-9, 5]] as const;
    for (const [x, y] of places) {
      const painted = raster(10, 10);
      paintDots(painted, black(x, -y), { scale: 1, left: 0, top: 0 }, style);
      painted.pixels.forEach((word, i) => {
        if (word !== WHITE) expect(Math.hypot((i % 10) + 0.5 - x, Math.floor(i / 10) + 0.5 - y)).toBeLessThan(3);
      });
      expect(ink(painted) > 0).toBe(Number.isFinite(x) && x > -5 && x < 15);
    }
  });

  it('paints only the dots asked for', () => {
    const painted = raster(30, 20);
    paintDots(painted, black(0, 0, 12, 0), toPixels, { ...style, among: Uint8Array.of(0, 1) });
    expect(painted.pixels[9 * 30 + 9]).toBe(WHITE);
    expect(painted.pixels[9 * 30 + 21]).not.toBe(WHITE);
  });
});
