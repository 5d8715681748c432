/** Vectors of codes as marks on a map: what a code adds, on the mean over its items; and colours that tell near groups apart. */
import { CATEGORY_COLORS } from './colors';

export interface CodeMark {
  readonly code: number;
  readonly x: number;
  readonly y: number;
  /** Items that have it and have a place. */
  readonly items: number;
}

/**
 * One mark for each group that has an item: the mean of `to - from` over its items; `from` null: of `to`. `group` [n]: negative means none. Both float32 [n, 2].
 */
export function codeMarks(to: Float32Array, from: Float32Array | null, group: Int32Array): CodeMark[] {
  const groups = group.reduce((most, code) => Math.max(most, code), -1) + 1;
  const [x, y, items] = [new Float64Array(groups), new Float64Array(groups), new Uint32Array(groups)];
  for (let i = 0; i < group.length; i++) {
    const code = group[i]!;
    const [dx, dy] = [to[2 * i]! - (from ? from[2 * i]! : 0), to[2 * i + 1]! - (from ? from[2 * i + 1]! : 0)];
    if (code < 0 || !Number.isFinite(dx) || !Number.isFinite(dy)) continue;
    x[code]! += dx;
    y[code]! += dy;
    items[code]!++;
  }
  const marks: CodeMark[] = [];
  items.forEach((count, code) => count > 0 && marks.push({ code, x: x[code]! / count, y: y[code]! / count, items: count }));
  return marks;
}

/** Groups that choose their colour by what is near them; later ones take turns. */
const CHOOSERS = 600;

/** A colour 0..9 for each group, [groups]: the largest choose first, each the colour whose nearest mark is farthest away. */
export function spreadColors(marks: readonly CodeMark[], groups: number): Uint8Array {
  const colors = Uint8Array.from({ length: groups }, (_, group) => group % CATEGORY_COLORS);
  const order = [...marks].sort((a, b) => b.items - a.items || a.code - b.code).slice(0, CHOOSERS);
  order.forEach((mark, at) => {
    const nearest = new Float64Array(CATEGORY_COLORS).fill(Infinity);
    for (const other of order.slice(0, at)) {
      const color = colors[other.code]!;
      nearest[color] = Math.min(nearest[color]!, (other.x - mark.x) ** 2 + (other.y - mark.y) ** 2);
    }
    colors[mark.code] = nearest.indexOf(Math.max(...nearest));
  });
  return colors;
}
