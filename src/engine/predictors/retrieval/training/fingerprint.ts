/** One number of sequences and what is joined to them, by which checkpoints know whether they are of the same data. */
import type { RetrievalInputs } from '../inputs';

/** 0 to 2^32 - 1. FNV-1a over the numbers, as 32-bit words. */
export function fingerprint({ sequences: { items, training, validation, test }, codes, items: vectors }: RetrievalInputs): number {
  let hash = 0x811c9dc5;
  const add = (values: ArrayLike<number>): void => {
    hash = Math.imul(hash ^ values.length, 0x01000193);
    for (let i = 0; i < values.length; i++) hash = Math.imul(hash ^ values[i]!, 0x01000193);
  };
  add([items]);
  add(training.events);
  add(training.offsets);
  for (const part of [validation, test]) {
    add(part.starts);
    add(part.targets);
  }
  add(test.events);
  if (codes) add(codes.codes);
  if (vectors) add(new Int32Array(vectors.data.buffer, vectors.data.byteOffset, vectors.data.length));
  return hash >>> 0;
}
