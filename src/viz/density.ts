/** Lines of equal density of many points, as path data in a grid of their own. */
import { contourDensity, geoPath } from 'd3';
import type { Bounds } from './stagePlaces';

export interface Contours {
  /** From low to high density. */
  readonly paths: readonly string[];
  /** Of the plane: the place of the grid's upper left corner, and units a step of it. */
  readonly x: number;
  readonly y: number;
  readonly step: number;
}

/** Steps of the grid along its longer side; its bandwidth in steps. */
const SIDE = 512;
const BANDWIDTH = 9;
const LINES = 7;

/** Of all points of float32 [n, 2] that have a place, within `bounds`; null: there are too few to have a density. */
export function densityContours(places: Float32Array, bounds: Bounds): Contours | null {
  const { left, right, bottom, top } = bounds;
  const step = Math.max(right - left, top - bottom) / SIDE;
  const known = Array.from({ length: places.length / 2 }, (_, i) => i).filter((i) => Number.isFinite(places[2 * i]! + places[2 * i + 1]!));
  if (known.length < 10 || !(step > 0)) return null;
  const margin = 3 * BANDWIDTH;
  const density = contourDensity<number>()
    .x((i) => (places[2 * i]! - left) / step + margin)
    .y((i) => (top - places[2 * i + 1]!) / step + margin)
    .size([(right - left) / step + 2 * margin, (top - bottom) / step + 2 * margin])
    .bandwidth(BANDWIDTH)
    .cellSize(4)
    .thresholds(LINES)(known);
  const path = geoPath().digits(1);
  return { paths: density.map((line) => path(line) ?? '').filter((line) => line !== ''), x: left - margin * step, y: top + margin * step, step };
}
