/** The pictures of a lesson's steps: from what the engine says of the items to a drawing in the plane. */
import type { ItemStages } from '../../../engine/records/items';
import type { QuantizerResult } from '../../../engine/records/quantize';
import { formatNumber } from '../../../viz/format';
import type { PlaneData } from '../../../viz/plane';

type Coded = Pick<QuantizerResult, 'codes' | 'levels' | 'rows'>;

/** Codes of one level, one a row. */
function codesAt({ codes, levels, rows }: Coded, level: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => codes[row * levels + level]!);
}

function reachOf(places: Float32Array): [number, number] {
  const reach: [number, number] = [0, 0];
  places.forEach((value, i) => (reach[i % 2] = Math.max(reach[i % 2]!, Math.abs(value))));
  return [reach[0] * 1.08 || 1, reach[1] * 1.08 || 1];
}

function minus(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value - b[i]!);
}

const PLAIN = { ghosts: null, codes: null, arrows: null, centres: [], cells: false, path: null, chosen: null } as const;

/** The points alone. */
export function points(stages: ItemStages, chosen: number | null): PlaneData {
  return { ...PLAIN, places: stages.places, chosen, reach: reachOf(stages.places), says: 'The points as they are.' };
}

/** What each code of a level adds: the mean over its points. */
function centresOf(stages: ItemStages, result: Coded, level: number): PlaneData['centres'] {
  const codes = codesAt(result, level);
  const sums = new Map<number, { x: number; y: number; n: number }>();
  codes.forEach((code, row) => {
    const sum = sums.get(code) ?? { x: 0, y: 0, n: 0 };
    sum.x += stages.rebuilt[level + 1]![2 * row]! - stages.rebuilt[level]![2 * row]!;
    sum.y += stages.rebuilt[level + 1]![2 * row + 1]! - stages.rebuilt[level]![2 * row + 1]!;
    sum.n++;
    sums.set(code, sum);
  });
  return [...sums].map(([code, { x, y, n }]) => ({ code, x: x / n, y: y / n })).sort((a, b) => a.code - b.code);
}

/** Each point in the cell of its nearest centre. */
export function cells(stages: ItemStages, result: Coded): PlaneData {
  return { ...PLAIN, places: stages.places, codes: codesAt(result, 0), centres: centresOf(stages, result, 0), cells: true, reach: reachOf(stages.places), says: 'Each point in the cell of its nearest centre.' };
}

/** Before: an arrow from the centre to each point. After: the arrows alone, from one place. */
export function left(stages: ItemStages, result: Coded, after: boolean): PlaneData {
  const codes = codesAt(result, 0);
  const reach = reachOf(stages.places);
  if (!after) return { ...PLAIN, places: stages.places, codes, arrows: stages.rebuilt[1]!, centres: centresOf(stages, result, 0), reach, says: 'An arrow from its centre to each point: what the first code leaves over.' };
  const rest = minus(stages.places, stages.rebuilt[1]!);
  return { ...PLAIN, places: rest, codes, arrows: new Float32Array(rest.length), reach, says: 'What the first code leaves over, from one place.' };
}

/** Rebuilt from the first `depth` codes, beside the points as they are; the code vectors of the next level around each. */
export function sums(stages: ItemStages, result: Coded, depth: number): PlaneData {
  const level = Math.min(depth, result.levels) - 1;
  return {
    ...PLAIN, places: stages.rebuilt[Math.min(depth, result.levels)]!, ghosts: stages.places, codes: level < 0 ? null : codesAt(result, level), reach: reachOf(stages.places),
    says: depth === 0 ? 'No code yet: every point is rebuilt as the mean.' : `Points rebuilt as the sum of ${depth} code ${depth === 1 ? 'vector' : 'vectors'}; the rings are the points as they are.`,
  };
}

/** The rest before the second level with its own cells. */
export function secondCells(stages: ItemStages, result: Coded): PlaneData {
  const rest = minus(stages.places, stages.rebuilt[1]!);
  return { ...PLAIN, places: rest, codes: codesAt(result, 1), centres: centresOf(stages, result, 1), cells: true, reach: reachOf(stages.places), says: 'What the first level leaves over, in the cells of the second codebook.' };
}

/** The way of one point: from the mean along its code vectors, and what is left at last. */
export function followed(stages: ItemStages, result: Coded, row: number, depth: number): PlaneData {
  const shown = Math.min(depth, result.levels);
  const at = (values: Float32Array) => [values[2 * row]!, values[2 * row + 1]!];
  const way = Array.from({ length: shown + 1 }, (_, i) => at(stages.rebuilt[i]!));
  const words = Array.from({ length: shown }, (_, i) => `+ code ${result.codes[row * result.levels + i]!} of level ${i + 1}, left ${formatNumber(stages.left[i + 1]![row]!)}`);
  return {
    ...PLAIN, places: stages.places, codes: codesAt(result, 0), chosen: row, reach: reachOf(stages.places),
    path: { points: Float32Array.from([...way, at(stages.places)].flat()), words: [`from the mean, ${formatNumber(stages.left[0]![row]!)} away`, ...words].slice(0, shown + 1) },
    says: `One point after ${shown} ${shown === 1 ? 'code' : 'codes'}.`,
  };
}
