/** Parquet's runs of small whole numbers: levels and places in a dictionary. */
import { Damage } from './parquetErrors';

const MESSAGE = 'a page ends before its values do';

/** Fills `out` from the bytes [at, end), each number `width` bits. Throws Damage where they hold fewer. Format: parquet-format, Encodings.md, RLE. */
export function readRuns(bytes: Uint8Array, at: number, end: number, width: number, out: Uint8Array | Int32Array): void {
  if (width > 32) throw new Damage(`a page claims numbers of ${width} bits`);
  const valueBytes = (width + 7) >> 3;
  let seen = 0;
  while (seen < out.length) {
    let header = 0;
    for (let k = 0; ; k++) {
      if (at >= end || k === 5) throw new Damage(MESSAGE);
      const byte = bytes[at++]!;
      header += (byte & 127) * 2 ** (7 * k);
      if (byte < 128) break;
    }
    const length = Math.floor(header / 2);
    if (header % 2 === 0) {
      if (at + valueBytes > end || length === 0 || seen + length > out.length) throw new Damage(at + valueBytes > end ? MESSAGE : 'a page holds a run of more values than it claims');
      let value = 0;
      for (let k = 0; k < valueBytes; k++) value += bytes[at++]! * 2 ** (8 * k);
      out.fill(value, seen, (seen += length));
    } else {
      const values = Math.min(out.length - seen, 8 * length);
      if (at + Math.ceil((values * width) / 8) > end || length === 0) throw new Damage(MESSAGE);
      unpack(bytes, at, width, values, out, seen);
      seen += values;
      at = Math.min(end, at + length * width);
    }
  }
}

/** Numbers packed bit by bit, the lowest first. */
function unpack(bytes: Uint8Array, at: number, width: number, values: number, out: Uint8Array | Int32Array, seen: number): void {
  if (width === 0) return void out.fill(0, seen, seen + values);
  if (width > 24) {
    for (let i = 0, bit = 0; i < values; i++, bit += width) {
      let value = 0;
      for (let k = 0, from = at + Math.floor(bit / 8); k < 5; k++) value += (bytes[from + k] ?? 0) * 2 ** (8 * k);
      out[seen + i] = Math.floor(value / 2 ** (bit % 8)) % 2 ** width;
    }
    return;
  }
  const mask = (1 << width) - 1;
  for (let i = 0, bit = 0; i < values; i++, bit += width) {
    const from = at + (bit >>> 3);
    // Beyond the end stand zeros, of which no bit is used.
    out[seen + i] = ((bytes[from]! | (bytes[from + 1]! << 8) | (bytes[from + 2]! << 16) | (bytes[from + 3]! << 24)) >>> (bit & 7)) & mask;
  }
}
