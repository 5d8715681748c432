/** Exact counts over codes: how often each code is used, how even that use is, and which rows share all their codes. */

/** Uses of each of `numCodes` codes. A code outside 0 .. numCodes - 1 is a fault of the encoder and throws RangeError. */
export function countCodes(codes: ArrayLike<number>, numCodes: number): Uint32Array {
  const counts = new Uint32Array(numCodes);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (!(code >= 0 && code < numCodes)) throw new RangeError(`Row ${row} has code ${code}; codes run from 0 to ${numCodes - 1}.`);
    counts[code] = counts[code]! + 1;
  }
  return counts;
}

/** Entries above zero. */
export function countUsed(counts: ArrayLike<number>): number {
  let used = 0;
  for (let k = 0; k < counts.length; k++) if (counts[k]! > 0) used++;
  return used;
}

/** Entropy of counts in nats, -sum p log p with 0 log 0 = 0; NaN where nothing was counted. */
export function entropy(counts: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < counts.length; k++) total += counts[k]!;
  if (total === 0) return NaN;
  let sum = 0;
  for (let k = 0; k < counts.length; k++) {
    const share = counts[k]! / total;
    if (share > 0) sum -= share * Math.log(share);
  }
  return sum;
}

/** Rows grouped by equal tuples of codes. */
export interface Buckets {
  /** [rows]: the bucket of each row; buckets are numbered in order of first appearance. */
  readonly bucketOf: Uint32Array;
  /** [buckets]: rows in each. */
  readonly sizes: Uint32Array;
}

/**
 * Groups rows by their tuples of codes; `columns` holds one array [rows] a level. Without columns all rows share the empty tuple.
 * Open addressing on a hash of the tuple, every match verified code by code: exact, linear in time, independent of prod K_l.
 */
export function bucketRows(columns: readonly ArrayLike<number>[], rows: number): Buckets {
  const bucketOf = new Uint32Array(rows);
  const firstRow = new Uint32Array(rows);
  const sizes = new Uint32Array(rows);
  const mask = 2 ** Math.ceil(Math.log2(2 * rows + 2)) - 1;
  const slots = new Int32Array(mask + 1).fill(-1);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    let slot = hashRow(columns, row) & mask;
    while (slots[slot] !== -1 && !sameCodes(columns, firstRow[slots[slot]!]!, row)) slot = (slot + 1) & mask;
    if (slots[slot] === -1) {
      slots[slot] = count;
      firstRow[count] = row;
      count++;
    }
    const bucket = slots[slot]!;
    bucketOf[row] = bucket;
    sizes[bucket] = sizes[bucket]! + 1;
  }
  return { bucketOf, sizes: sizes.slice(0, count) };
}

/** Rows of [rows, dim] equal to an earlier row, as `groupEqualRows` compares them. */
export function countRepeatedRows(data: Float32Array, rows: number, dim: number): number {
  return rows - groupEqualRows(data, rows, dim).firstRows.length;
}

/** Rows grouped by equal values. */
export interface EqualRows {
  /** [rows]: the group of each row; groups are numbered in order of first appearance. */
  readonly groupOf: Uint32Array;
  /** [groups]: the first row of each. */
  readonly firstRows: Uint32Array;
}

/**
 * Groups rows of [rows, dim] with equal values: -0 equals 0, and NaN equals NaN of the same bits. Exact: hashes only find the candidates.
 * Linear in the entries but for equal hashes of rows that differ.
 */
export function groupEqualRows(data: Float32Array, rows: number, dim: number): EqualRows {
  const bits = new Uint32Array(data.buffer, data.byteOffset, rows * dim);
  const mask = 2 ** Math.ceil(Math.log2(2 * rows + 2)) - 1;
  const slots = new Int32Array(mask + 1).fill(-1);
  const hashes = new Uint32Array(rows);
  const groupOf = new Uint32Array(rows);
  const firstRows = new Uint32Array(rows);
  let groups = 0;
  for (let row = 0; row < rows; row++) {
    const hash = hashBits(bits, row * dim, dim);
    let slot = hash & mask;
    while (slots[slot] !== -1 && (hashes[slots[slot]!] !== hash || !sameBits(bits, firstRows[slots[slot]!]! * dim, row * dim, dim))) slot = (slot + 1) & mask;
    if (slots[slot] === -1) {
      slots[slot] = groups;
      hashes[groups] = hash;
      firstRows[groups++] = row;
    }
    groupOf[row] = slots[slot]!;
  }
  return { groupOf, firstRows: firstRows.slice(0, groups) };
}

function hashBits(bits: Uint32Array, start: number, length: number): number {
  let hash = length;
  for (let i = start; i < start + length; i++) {
    hash = Math.imul(hash ^ plain(bits[i]!), 0x85ebca6b);
    hash = (hash << 13) | (hash >>> 19);
  }
  return Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35) >>> 0;
}

function sameBits(bits: Uint32Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (plain(bits[a + i]!) !== plain(bits[b + i]!)) return false;
  return true;
}

/** -0 equals 0, but not in its bits. */
function plain(bits: number): number {
  return bits === 0x80000000 ? 0 : bits;
}

function sameCodes(columns: readonly ArrayLike<number>[], a: number, b: number): boolean {
  for (const column of columns) if (column[a] !== column[b]) return false;
  return true;
}

/** The codes mixed one after another, then the finaliser of MurmurHash3, so that runs of neighbouring codes spread over the table. */
function hashRow(columns: readonly ArrayLike<number>[], row: number): number {
  let hash = 0x9747b28c;
  for (const column of columns) hash = Math.imul((hash ^ column[row]!) + 0x7f4a7c15, 0x85ebca6b) ^ (hash >>> 15);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
