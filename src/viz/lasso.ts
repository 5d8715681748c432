/** Which points lie within a line drawn by hand, or within a box. */
import { polygonContains } from 'd3';

/** Corners in the plane of the points. */
export type Outline = readonly (readonly [number, number])[];

/** [n] 1: the point of float32 [n, 2] lies within the outline, which is closed by itself; where it crosses itself, by the even-odd rule. */
export function within(places: Float32Array, outline: Outline): Uint8Array {
  const inside = new Uint8Array(places.length / 2);
  const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)];
  const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const corners = outline.map(([x, y]): [number, number] => [x, y]);
  for (let i = 0; i < inside.length; i++) {
    const [x, y] = [places[2 * i]!, places[2 * i + 1]!];
    if (x >= left && x <= right && y >= bottom && y <= top && polygonContains(corners, [x, y])) inside[i] = 1;
  }
  return inside;
}

/** The outline of a box between two opposite corners. */
export function boxOutline([x, y]: readonly [number, number], [otherX, otherY]: readonly [number, number]): Outline {
  return [[x, y], [otherX, y], [otherX, otherY], [x, otherY]];
}

/** A ring as an outline of many corners. */
export function ringOutline([x, y]: readonly [number, number], radius: number): Outline {
  return Array.from({ length: 48 }, (_, i) => [x + radius * Math.cos((i * Math.PI) / 24), y + radius * Math.sin((i * Math.PI) / 24)] as const);
}
