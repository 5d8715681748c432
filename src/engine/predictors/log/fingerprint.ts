/** One number of a log and what is joined to it, by which checkpoints know whether they are of the same data. */
import type { LogInputs } from './inputs';

/** 0 to 2^32 - 1. FNV-1a over the numbers, as 32-bit words: labels, parts and fields of the events, then what is joined. */
export function fingerprint({ events, items, codes, store }: LogInputs): number {
  let hash = 0x811c9dc5;
  const add = (values: ArrayLike<number>): void => {
    hash = Math.imul(hash ^ values.length, 0x01000193);
    for (let i = 0; i < values.length; i++) hash = Math.imul(hash ^ values[i]!, 0x01000193);
  };
  const bits = (values: Float32Array): Int32Array => new Int32Array(values.buffer, values.byteOffset, values.length);
  add(events.labels);
  add(events.parts);
  add(events.source);
  for (const { codes: numbers } of events.fields) add(numbers);
  add(Float64Array.from(events.log.time, (time) => time - events.log.time[0]!));
  if (items) add(bits(items.data));
  if (codes) add(codes.codes);
  if (store) add(bits(store.data));
  return hash >>> 0;
}
