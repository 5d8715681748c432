/** The IDs of all items as a trie without pointers: rows of tokens in order, where every prefix is a range of rows. */
import type { ItemTokens } from './itemTokens';

export class Trie {
  readonly places: number;
  /** int32 [rows]: the item of each row; rows in ascending order of their codes, then by item. */
  readonly items: Int32Array;
  /** int32 [items]: the row of each item, -1 without an ID. */
  readonly rowOf: Int32Array;
  /** int32 [places][rows]: codes by place. */
  private readonly columns: readonly Int32Array[];

  constructor({ codes, sizes, items }: Pick<ItemTokens, 'codes' | 'sizes' | 'items'>) {
    const P = sizes.length;
    this.places = P;
    const coded = Array.from({ length: items }, (_, item) => item).filter((item) => codes[item * P]! >= 0);
    coded.sort((a, b) => {
      for (let place = 0; place < P; place++) {
        const difference = codes[a * P + place]! - codes[b * P + place]!;
        if (difference !== 0) return difference;
      }
      return a - b;
    });
    this.items = Int32Array.from(coded);
    this.rowOf = new Int32Array(items).fill(-1);
    coded.forEach((item, row) => (this.rowOf[item] = row));
    this.columns = sizes.map((_, place) => Int32Array.from(coded, (item) => codes[item * P + place]!));
  }

  get rows(): number {
    return this.items.length;
  }

  code(place: number, row: number): number {
    return this.columns[place]![row]!;
  }

  /** The end of the run of rows with the code of row `lo` at this place, within lo .. hi: rows there share the codes before it. */
  runEnd(place: number, lo: number, hi: number): number {
    return this.firstAbove(place, this.columns[place]![lo]!, lo, hi);
  }

  /** Rows within lo .. hi with this code at this place; an empty range where there is none. */
  child(place: number, code: number, lo: number, hi: number): readonly [lo: number, hi: number] {
    const start = this.firstAbove(place, code - 1, lo, hi);
    return start < hi && this.columns[place]![start] === code ? [start, this.firstAbove(place, code, start, hi)] : [start, start];
  }

  /** First row within lo .. hi whose code is above this one, or hi. */
  private firstAbove(place: number, code: number, lo: number, hi: number): number {
    const column = this.columns[place]!;
    while (lo < hi) {
      const middle = (lo + hi) >>> 1;
      if (column[middle]! > code) hi = middle;
      else lo = middle + 1;
    }
    return lo;
  }
}
