/** Finds the point nearest to a place among many: points sorted into square bins once. */
import { boundsOf } from './stagePlaces';

export interface PointGrid {
  /** The nearest point within `reach` of (x, y), or -1. `has`: only points it allows. */
  nearest(x: number, y: number, reach: number, has?: (i: number) => boolean): number;
}

/** Points a bin on the mean. */
const FILL = 3;

/** Of float32 [n, 2]; points at NaN are in no bin. Time and memory are linear in the points. */
export function pointGrid(places: Float32Array): PointGrid {
  const count = places.length / 2;
  const { left, right, bottom, top } = boundsOf(places);
  const side = Math.max(1, Math.floor(Math.sqrt(count / FILL)));
  const size = Math.max(right - left, top - bottom, 1e-30) / side;
  const bin = (value: number, low: number) => Math.max(0, Math.min(side, Math.floor((value - low) / size)));
  const binOf = (i: number) => bin(places[2 * i]!, left) + (side + 1) * bin(places[2 * i + 1]!, bottom);
  const starts = new Uint32Array((side + 1) ** 2 + 1);
  const known = (i: number) => Number.isFinite(places[2 * i]! + places[2 * i + 1]!);
  for (let i = 0; i < count; i++) if (known(i)) starts[binOf(i) + 1]!++;
  for (let b = 1; b < starts.length; b++) starts[b]! += starts[b - 1]!;
  const next = starts.slice(0, -1);
  const members = new Uint32Array(starts.at(-1)!);
  for (let i = 0; i < count; i++) if (known(i)) members[next[binOf(i)]!++] = i;

  return {
    nearest(x, y, reach, has) {
      let [found, closest] = [-1, reach * reach];
      for (let line = bin(y - reach, bottom); line <= bin(y + reach, bottom); line++) {
        for (let column = bin(x - reach, left); column <= bin(x + reach, left); column++) {
          const b = column + (side + 1) * line;
          for (let at = starts[b]!; at < starts[b + 1]!; at++) {
            const i = members[at]!;
            const far = (places[2 * i]! - x) ** 2 + (places[2 * i + 1]! - y) ** 2;
            if (far <= closest && (far < closest || i > found) && (!has || has(i))) [found, closest] = [i, far];
          }
        }
      }
      return found;
    },
  };
}
