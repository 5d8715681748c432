import { describe, expect, it } from 'vitest';
import { moved, pixelOf, placeOf, toPixels, wholeOf, windowOf, zoomed } from './mapWindow';

const frame = { left: -2, right: 6, bottom: 0, top: 2 };
const [width, height] = [828, 428];
const whole = wholeOf(frame);

describe('the window of a map', () => {
  it('shows the whole frame, one length the same on both axes, y upwards', () => {
    const map = toPixels(frame, whole, width, height);
    expect([pixelOf(map, -2, 1), pixelOf(map, 6, 1), pixelOf(map, 2, 2)]).toEqual([[14, 214], [814, 214], [414, 114]]);
    expect(placeOf(map, pixelOf(map, 1.5, 0.25))).toEqual([1.5, 0.25]);
  });
  it('zooms about a pixel, which keeps its place, and back', () => {
    const near = zoomed(frame, whole, 3, [100, 50], width, height);
    const before = placeOf(toPixels(frame, whole, width, height), [100, 50]);
    const after = placeOf(toPixels(frame, near, width, height), [100, 50]);
    expect(near.zoom).toBe(3);
    expect(after[0]).toBeCloseTo(before[0], 9);
    expect(after[1]).toBeCloseTo(before[1], 9);
    const back = zoomed(frame, near, 1 / 3, [100, 50], width, height);
    expect([back.x, back.y, back.zoom].map((value) => Math.round(1e9 * value) / 1e9)).toEqual([2, 1, 1]);
  });
  it('moves with the pointer, and not away from its points', () => {
    const map = toPixels(frame, moved(frame, whole, [10, -20], width, height), width, height);
    expect(pixelOf(map, -2, 1)).toEqual([24, 194]);
    expect(moved(frame, whole, [1e9, 1e9], width, height)).toEqual({ x: -10, y: 4, zoom: 1 });
  });
  it('has a least and a most zoom', () => expect([zoomed(frame, whole, 1e-9, [0, 0], width, height).zoom, zoomed(frame, whole, 1e9, [0, 0], width, height).zoom]).toEqual([0.5, 2000]));
  it('fits bounds within it', () => {
    const map = toPixels(frame, windowOf(frame, { left: 0, right: 1, bottom: 0, top: 0.25 }, width, height), width, height);
    expect([pixelOf(map, 0, 0)[0], pixelOf(map, 1, 0)[0]]).toEqual([14, 814]);
  });
});
