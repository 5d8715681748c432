/** Where items lie on a map at each stop of its slider: what is left after 0, 1, ... codes, or what 1, 2, ... codes rebuild. */
import type { ItemPlaces, ItemStages } from '../engine/records/items';

/** What moves: the rest that the codes leave, or the reconstruction that grows towards the item. */
export type Way = 'left' | 'rebuilt';

export interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** The last stop: after all codes; and for reconstructions the item itself after that. */
export function lastStop(levels: number, way: Way): number {
  return way === 'left' ? levels : levels + 1;
}

/** The first: nothing coded yet; a reconstruction starts with one code. */
export function firstStop(way: Way): number {
  return way === 'left' ? 0 : 1;
}

/**
 * float32 [n, 2] at a stop. `rows`: those that are drawn, in order; null: all. Positions are of the codes alone: `places - rebuilt[stop]`, or `rebuilt[stop]`, and
 * `places` beyond the last code.
 */
export function stagePlaces(stages: ItemPlaces | ItemStages, way: Way, stop: number, rows: Uint32Array | null): Float32Array {
  const { places } = stages;
  const made = 'levels' in stages ? (stages.rebuilt[stop] ?? null) : null;
  if (way === 'rebuilt' || made === null) return taken(way === 'rebuilt' && made ? made : places, rows);
  const count = rows?.length ?? stages.rows;
  const left = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const from = 2 * (rows ? rows[i]! : i);
    left[2 * i] = places[from]! - made[from]!;
    left[2 * i + 1] = places[from + 1]! - made[from + 1]!;
  }
  return left;
}

function taken(places: Float32Array, rows: Uint32Array | null): Float32Array {
  if (rows === null) return places;
  const some = new Float32Array(2 * rows.length);
  rows.forEach((row, i) => {
    some[2 * i] = places[2 * row]!;
    some[2 * i + 1] = places[2 * row + 1]!;
  });
  return some;
}

/** Mean length of what is left after each number of codes, in all dimensions; items without a vector are left out. */
export function meanLeft({ left }: Pick<ItemStages, 'left'>): number[] {
  return left.map((lengths) => {
    let [sum, count] = [0, 0];
    for (const length of lengths) {
      if (!Number.isFinite(length)) continue;
      sum += length;
      count++;
    }
    return count > 0 ? sum / count : NaN;
  });
}

/** The same rows are drawn, in the same order. */
export function sameRows(a: Uint32Array | null | undefined, b: Uint32Array | null | undefined): boolean {
  return a === b || (a != null && b != null && a.length === b.length && a.every((row, i) => row === b[i]));
}

/** On the way from one stop to the next, `part` in 0..1 of the time, into `out`: slow at both ends. */
export function between(from: Float32Array, to: Float32Array, part: number, out: Float32Array): Float32Array {
  const t = eased(part);
  for (let i = 0; i < to.length; i++) out[i] = from[i]! + (to[i]! - from[i]!) * t;
  return out;
}

/** Cubic, symmetric. */
function eased(part: number): number {
  const t = Math.max(0, Math.min(1, part));
  return t < 0.5 ? 4 * t ** 3 : 1 - 4 * (1 - t) ** 3;
}

/** What holds all places that are known; a square about zero where none is or all are one. */
export function boundsOf(...all: readonly Float32Array[]): Bounds {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const places of all) {
    for (let i = 0; i < places.length; i += 2) {
      const [x, y] = [places[i]!, places[i + 1]!];
      if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < bottom) bottom = y;
      if (y > top) top = y;
    }
  }
  if (!Number.isFinite(left)) return { left: -1, right: 1, bottom: -1, top: 1 };
  const pad = Math.max(right - left, top - bottom) > 0 ? 0 : 1;
  return { left: left - pad, right: right + pad, bottom: bottom - pad, top: top + pad };
}
