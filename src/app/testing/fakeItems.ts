/** Items of an engine that is none: places on a spiral, and neighbours by row number. */
import type { ApartItems, CodeMeaning, ItemFacts, ItemPlaces, ItemStages, NearItems } from '../../engine/records/items';

const LEVELS = 3;

export function fakePlaces(rows: number): ItemPlaces {
  const places = new Float32Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    const angle = row * 2.399963;
    places.set([Math.cos(angle) * Math.sqrt(row / rows), Math.sin(angle) * Math.sqrt(row / rows)], 2 * row);
  }
  return { rows, places, axisShares: [0.4, 0.3], plain: false };
}

export function fakeStages(rows: number): ItemStages {
  const plain = fakePlaces(rows);
  const parts = Array.from({ length: LEVELS + 1 }, (_, depth) => depth / (LEVELS + 0.5));
  return { ...plain, levels: LEVELS, rebuilt: parts.map((part) => plain.places.map((value) => value * part)), left: parts.map((part) => new Float32Array(rows).fill(1 - part)) };
}

export function fakeItem(row: number, rows: number, count: number, coded: boolean): ItemFacts {
  const near = fakeNear(row, rows, count);
  return { vector: Float32Array.of(1, 0, 0), left: coded ? [1, 0.7, 0.5, 0.3] : [], steps: coded ? [0.6, 0.4, 0.3] : [], before: near, after: coded ? near : null };
}

export function fakeMeaning(code: number, rows: number, count: number): CodeMeaning {
  return { nearest: fakeNear(code, rows, count), norm: 0.5 };
}

export function fakeApart(members: Uint32Array, told: number): ApartItems {
  const shown = members.slice(0, told);
  return { toMean: Float64Array.from(shown, (_, i) => 0.1 * i), nearest: Int32Array.from(shown, (_, i) => members[(i + 1) % members.length]!), toNearest: new Float64Array(shown.length).fill(0.2) };
}

function fakeNear(row: number, rows: number, count: number): NearItems {
  const near = Array.from({ length: Math.min(count, rows - 1) }, (_, i) => (row + i + 1) % rows);
  return { rows: Uint32Array.from(near), distances: Float64Array.from(near, (_, i) => 0.1 * (i + 1)) };
}
