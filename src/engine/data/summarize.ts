/** The numbers a person wants to see of a matrix before trusting it: norms, constant columns, zero and repeated rows, a preview. */
import type { Histogram } from '../records/basics';
import type { DatasetSummary } from '../records/data';
import type { VectorRows } from './reader';

export type MatrixSummary = Pick<
  DatasetSummary,
  'norms' | 'zeroRows' | 'constantColumns' | 'firstConstantColumns' | 'duplicateRows' | 'preview'
>;

const BINS = 40;
const PREVIEW_ROWS = 5;
const PREVIEW_COLUMNS = 8;

/** One sweep in float64. Rows that are not finite count in no norm; memory: 16 bytes a row at most. */
export function summarize(table: VectorRows): MatrixSummary {
  const { data, dim, rowIndex } = table;
  const rows = rowIndex.length;
  const bits = new Uint32Array(data.buffer, data.byteOffset, data.length);
  const hashes = new Uint32Array(rows);
  const norms = new Float32Array(rows);
  const varies = new Uint8Array(dim);
  let finite = 0;
  let zeroRows = 0;
  for (let i = 0, k = 0; i < rows; i++) {
    let sum = 0;
    let hash = dim;
    for (let j = 0; j < dim; j++, k++) {
      const value = data[k]!;
      sum += value * value;
      if (value !== data[j]!) varies[j] = 1;
      hash = Math.imul(hash ^ plain(bits[k]!), 0x85ebca6b);
      hash = (hash << 13) | (hash >>> 19);
    }
    hashes[i] = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
    if (sum === 0) zeroRows++;
    if (sum - sum === 0) norms[finite++] = Math.sqrt(sum);
  }
  const constant = Array.from(varies.keys()).filter((j) => varies[j] === 0);
  return {
    norms: describeNorms(norms.subarray(0, finite)),
    zeroRows,
    constantColumns: constant.length,
    firstConstantColumns: constant.slice(0, 5),
    duplicateRows: countRepeats(bits, dim, hashes),
    preview: preview(table),
  };
}

/** -0 equals 0, but not in its bits. */
function plain(bits: number): number {
  return bits === 0x80000000 ? 0 : bits;
}

/** Rows equal to an earlier one: an open-addressed table of first occurrences by hash; equality is checked on the values. */
function countRepeats(bits: Uint32Array, dim: number, hashes: Uint32Array): number {
  const mask = 2 ** Math.ceil(Math.log2(hashes.length * 2 + 1)) - 1;
  const slots = new Int32Array(mask + 1).fill(-1);
  const equal = (a: number, b: number): boolean => {
    for (let j = 0; j < dim; j++) if (plain(bits[a * dim + j]!) !== plain(bits[b * dim + j]!)) return false;
    return true;
  };
  let repeats = 0;
  rows: for (let i = 0; i < hashes.length; i++) {
    let slot = hashes[i]! & mask;
    for (; slots[slot]! >= 0; slot = (slot + 1) & mask) {
      const earlier = slots[slot]!;
      if (hashes[earlier] !== hashes[i] || !equal(earlier, i)) continue;
      repeats++;
      continue rows;
    }
    slots[slot] = i;
  }
  return repeats;
}

function describeNorms(norms: Float32Array): DatasetSummary['norms'] {
  if (norms.length === 0)
    return { min: Number.NaN, median: Number.NaN, max: Number.NaN, histogram: { edges: new Float32Array(0), counts: new Uint32Array(0) } };
  const sorted = norms.sort();
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { min: sorted[0]!, median, max: sorted.at(-1)!, histogram: histogram(sorted) };
}

function histogram(sorted: Float32Array): Histogram {
  let low = sorted[0]!;
  let high = sorted.at(-1)!;
  // All norms equal, or too close for edges between them: one unit, or a part of it, around.
  if (high - low <= Math.abs(high) * 1e-5) {
    const around = high === 0 ? 0.5 : Math.abs(high) / 2;
    [low, high] = [Math.max(0, low - around), high + around];
  }
  const counts = new Uint32Array(BINS);
  for (const norm of sorted) counts[Math.min(BINS - 1, Math.floor(((norm - low) / (high - low)) * BINS))]!++;
  return { edges: Float32Array.from({ length: BINS + 1 }, (_, b) => low + ((high - low) * b) / BINS), counts };
}

function preview({ data, dim, rowIndex, columns, ids }: VectorRows): DatasetSummary['preview'] {
  const width = Math.min(dim, PREVIEW_COLUMNS);
  const rows = Array.from(rowIndex.subarray(0, PREVIEW_ROWS));
  return {
    ids: rows.map((row, i) => ids?.[i] ?? String(row)),
    columns: Array.from({ length: width }, (_, j) => columns[j] ?? String(j)),
    rows: rows.map((_, i) => Array.from(data.subarray(i * dim, i * dim + width))),
  };
}
