/** Counts of pairs of items as compressed sparse rows: what follows what, or stands beside it. */

export interface SparseCounts {
  /** int32 [rows + 1], int32 [entries] columns, float64 [entries] counts. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Adds up pairs (row, column, weight), each below `size`. */
export class PairCounts {
  private readonly rows: Map<number, number>[] = [];

  constructor(private readonly size: number) {}

  add(row: number, column: number, weight = 1): void {
    const counts = (this.rows[row] ??= new Map<number, number>());
    counts.set(column, (counts.get(column) ?? 0) + weight);
  }

  done(): SparseCounts {
    const starts = new Int32Array(this.size + 1);
    for (let row = 0; row < this.size; row++) starts[row + 1] = starts[row]! + (this.rows[row]?.size ?? 0);
    const [columns, values] = [new Int32Array(starts[this.size]!), new Float64Array(starts[this.size]!)];
    this.rows.forEach((counts, row) => {
      let at = starts[row]!;
      for (const [column, value] of counts) {
        columns[at] = column;
        values[at++] = value;
      }
    });
    return { starts, columns, values };
  }
}
