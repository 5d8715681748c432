/** Probabilities of a log's events, and vectors of a model of instances, as files. */
import { npyFile } from '../../engine/client';
import type { ClickResult, SourceResult } from '../../engine/records/click';
import { csv } from '../../viz/format';

const PARTS = ['train', 'validation', 'test'];

/** A row for each event with a label, in the order of the file; `item`: whether training rows have it. */
export function probabilitiesCsv({ rowIndex, parts, labels, cold, probabilities, seed }: Pick<ClickResult, 'rowIndex' | 'parts' | 'labels' | 'cold' | 'probabilities'> & { readonly seed?: number }): string {
  const order = Array.from(rowIndex.keys()).sort((a, b) => rowIndex[a]! - rowIndex[b]!);
  return csv(
    ['row', 'split', 'item', 'label', 'probability', ...(seed === undefined ? [] : ['seed'])],
    order.map((at) => [rowIndex[at]!, PARTS[parts[at]!]!, cold[at] === 1 ? 'cold' : 'warm', labels[at]!, probabilities[at]!, ...(seed === undefined ? [] : [seed])]),
  );
}

/** float32 [events, dim] in the order of the file's rows. */
export function instancesNpy({ vectors, rowIndex, dim }: Pick<SourceResult, 'vectors' | 'rowIndex' | 'dim'>): Blob {
  const order = Array.from(rowIndex.keys()).sort((a, b) => rowIndex[a]! - rowIndex[b]!);
  const sorted = new Float32Array(vectors.length);
  order.forEach((at, row) => sorted.set(vectors.subarray(at * dim, (at + 1) * dim), row * dim));
  return npyFile(sorted, [rowIndex.length, dim]);
}
