/** The values of one Parquet page, by encoding; every length is held against the bytes before it is believed. */
import type { DecodedArray, ParquetType, SchemaElement } from 'hyparquet';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { Damage } from './parquetErrors';
import { readRuns } from './parquetRuns';

/** Bytes of one value; 0 where they differ in length. */
const WIDTHS: Readonly<Record<ParquetType, number>> = { BOOLEAN: 1 / 8, INT32: 4, INT64: 8, INT96: 12, FLOAT: 4, DOUBLE: 8, BYTE_ARRAY: 0, FIXED_LEN_BYTE_ARRAY: 0 };
const SHORT = 'a page is shorter than its values';

export interface EncodedValues {
  /** From the first value on. */
  readonly bytes: Uint8Array;
  readonly values: number;
  readonly encoding: string | undefined;
  readonly element: SchemaElement;
  /** Called with the bytes that are about to be made; throws where they are too many. */
  spend(bytes: number): void;
}

/** Values as they are stored; places in the dictionary, as Int32Array, where `isDictionary(encoding)`. Throws Damage for bytes that cannot be true. */
export function decodeValues({ bytes, values, encoding, element, spend }: EncodedValues): DecodedArray {
  if (values === 0) return [];
  const type = element.type!;
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  if (isDictionary(encoding)) {
    const places = new Int32Array(values);
    if (bytes.length === 0) throw new Damage(SHORT);
    readRuns(bytes, 1, bytes.length, bytes[0]!, places);
    return places;
  }
  switch (encoding) {
    case 'PLAIN':
      checkPlain(bytes, values, element);
      return readPlain(reader, type, values, element.type_length);
    case 'RLE': {
      if (type !== 'BOOLEAN' || bytes.length < 4) throw new Damage(SHORT);
      const bits = new Uint8Array(values);
      readRuns(bytes, 4, Math.min(bytes.length, 4 + reader.view.getUint32(0, true)), 1, bits);
      return Array.from(bits, Boolean);
    }
    case 'BYTE_STREAM_SPLIT':
      if (values * (WIDTHS[type] || (element.type_length ?? Infinity)) > bytes.length) throw new Damage(SHORT);
      return byteStreamSplit(reader, values, type, element.type_length);
    case 'DELTA_BINARY_PACKED': {
      if (type !== 'INT32' && type !== 'INT64') throw new Damage('a page packs differences of values that are not whole numbers');
      const out = type === 'INT32' ? new Int32Array(values) : new BigInt64Array(values);
      unpackDeltas(reader, values, out);
      return out;
    }
    case 'DELTA_LENGTH_BYTE_ARRAY': {
      const lengths = unpackDeltas(reader, values, new Int32Array(values));
      return Array.from(lengths, (length) => take(bytes, reader, length));
    }
    case 'DELTA_BYTE_ARRAY': {
      const prefixes = unpackDeltas(reader, values, new Int32Array(values));
      const suffixes = unpackDeltas(reader, values, new Int32Array(values));
      let before = new Uint8Array(0);
      return Array.from(prefixes, (prefix, i) => {
        if (prefix < 0 || prefix > before.length) throw new Damage('a text of a page claims a prefix longer than the text before it');
        const suffix = take(bytes, reader, suffixes[i]!);
        spend(prefix + suffix.length);
        const whole = new Uint8Array(prefix + suffix.length);
        whole.set(before.subarray(0, prefix));
        whole.set(suffix, prefix);
        return (before = whole);
      });
    }
    default:
      throw new Damage(`its pages are encoded as ${encoding ?? 'an unknown encoding'}, which is not supported`);
  }
}

export function isDictionary(encoding: string | undefined): boolean {
  return encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY';
}

/** Plain values take the bytes that their number and type say; texts say their own lengths. */
function checkPlain(bytes: Uint8Array, values: number, { type, type_length: length = 0 }: SchemaElement): void {
  if (type === 'FIXED_LEN_BYTE_ARRAY' && length <= 0) throw new Damage('a column of byte strings of one length does not say the length');
  if (type !== 'BYTE_ARRAY') {
    if (Math.ceil(values * (type === 'FIXED_LEN_BYTE_ARRAY' ? length : WIDTHS[type!])) > bytes.length) throw new Damage(SHORT);
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0, at = 0; i < values; i++) {
    if (at + 4 > bytes.length) throw new Damage(SHORT);
    at += 4 + view.getUint32(at, true);
    if (at > bytes.length) throw new Damage('a text is longer than its page');
  }
}

interface Reader {
  readonly view: DataView;
  offset: number;
}

/** The head says blocks, miniblocks and values: with those of the format, the library's loops end. */
function unpackDeltas<T extends Int32Array | BigInt64Array>(reader: Reader, values: number, out: T): T {
  const { view } = reader;
  let at = reader.offset;
  const [block, minis, total] = [0, 0, 0].map(() => {
    let value = 0;
    for (let k = 0; ; k++) {
      if (at >= view.byteLength || k === 5) throw new Damage(SHORT);
      const byte = view.getUint8(at++);
      value += (byte & 127) * 2 ** (7 * k);
      if (byte < 128) return value;
    }
  }) as [number, number, number];
  if (block === 0 || block % 128 !== 0 || block > 1 << 20 || minis === 0 || block % minis !== 0 || (block / minis) % 8 !== 0 || total !== values)
    throw new Damage('a page of packed differences has an invalid header');
  // Reads behind the end are refused by the view.
  try {
    deltaBinaryUnpack(reader, values, out);
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new Damage(SHORT);
    throw thrown;
  }
  return out;
}

function take(bytes: Uint8Array, reader: Reader, length: number): Uint8Array {
  if (length < 0 || reader.offset + length > bytes.length) throw new Damage('a text is longer than its page');
  reader.offset += length;
  return bytes.subarray(reader.offset - length, reader.offset);
}
