/** The rows of the validation part that are looked at while a predictor trains. */
import type { Part } from './snapshot';
import { rowsOf } from '../../../math/rows';
import type { FeatureRows } from '../../../records/features';

const PROBE_ROWS = 512;

/** At most PROBE_ROWS of the part's rows, evenly through it. */
export function probeOf({ features, targets, rowNumbers }: Part): Part {
  const count = Math.min(PROBE_ROWS, targets.length);
  const rows = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * targets.length) / count));
  return {
    features: featuresOf(features, rows),
    targets: Float64Array.from(rows, (row) => targets[row]!),
    rowNumbers: rows.map((row) => rowNumbers[row]!),
  };
}

function featuresOf({ rows: n, numbers, missing, categories, lists }: FeatureRows, rows: Uint32Array): FeatureRows {
  const take = <A extends Float32Array | Uint8Array | Int32Array>(array: A): A => rowsOf(array, n === 0 ? 0 : array.length / n, rows);
  const takeList = ({ offsets, values }: FeatureRows['lists'][number]) => {
    const kept = Array.from(rows, (row) => values.subarray(offsets[row]!, offsets[row + 1]!));
    const starts = new Uint32Array(rows.length + 1);
    kept.forEach((entries, i) => (starts[i + 1] = starts[i]! + entries.length));
    const all = new Int32Array(starts[rows.length]!);
    kept.forEach((entries, i) => all.set(entries, starts[i]!));
    return { offsets: starts, values: all };
  };
  return { rows: rows.length, numbers: take(numbers), missing: take(missing), categories: take(categories), lists: lists.map(takeList) };
}
