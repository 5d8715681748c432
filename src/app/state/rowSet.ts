/** A set of rows as one byte a row, and as ranges in a document. */

export interface RowSet {
  /** [rows] 1: in the set. Never written to once it is in a store. */
  readonly bits: Uint8Array;
  readonly count: number;
}

export function setOf(rows: number, has: (row: number) => boolean): RowSet {
  const bits = new Uint8Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (!has(row)) continue;
    bits[row] = 1;
    count++;
  }
  return { bits, count };
}

export function setOfRows(rows: number, members: Iterable<number>): RowSet {
  const bits = new Uint8Array(rows);
  let count = 0;
  for (const row of members) {
    if (row < 0 || row >= rows || bits[row] === 1) continue;
    bits[row] = 1;
    count++;
  }
  return { bits, count };
}

export function union(a: RowSet, b: RowSet): RowSet {
  return setOf(a.bits.length, (row) => a.bits[row] === 1 || b.bits[row] === 1);
}

export function inverse({ bits }: RowSet): RowSet {
  return setOf(bits.length, (row) => bits[row] === 0);
}

export function sameSet(a: RowSet, b: RowSet): boolean {
  return a.count === b.count && a.bits.length === b.bits.length && a.bits.every((bit, row) => bit === b.bits[row]);
}

export function rowsIn({ bits, count }: RowSet): Uint32Array {
  const rows = new Uint32Array(count);
  let at = 0;
  bits.forEach((bit, row) => bit === 1 && (rows[at++] = row));
  return rows;
}

/** [first, length, first, length, ...]: short where neighbours are in the set together. */
export function toRanges({ bits }: RowSet): number[] {
  const ranges: number[] = [];
  for (let row = 0; row < bits.length; row++) {
    if (bits[row] === 0) continue;
    const first = row;
    while (row < bits.length && bits[row] === 1) row++;
    ranges.push(first, row - first);
  }
  return ranges;
}

/** Ranges beyond the rows are cut. */
export function fromRanges(rows: number, ranges: readonly number[]): RowSet {
  const bits = new Uint8Array(rows);
  for (let at = 0; at + 1 < ranges.length; at += 2) bits.fill(1, ranges[at]!, ranges[at]! + ranges[at + 1]!);
  return { bits, count: bits.reduce((sum, bit) => sum + bit, 0) };
}
