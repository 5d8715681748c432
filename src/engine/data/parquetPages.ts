/** The pages of one column of one row group: found, checked, unpacked and decoded one after the other. */
import type { ColumnMetaData, DecodedArray, PageHeader, SchemaElement } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { crc32 } from './crc32';
import { count } from './limits';
import { Damage, orDamage } from './parquetErrors';
import { asSize, type ParquetFile } from './parquetFooter';
import { readRuns } from './parquetRuns';
import { recordEnd } from './parquetThrift';
import { unpackPage } from './parquetUnpack';
import { decodeValues, isDictionary } from './parquetValues';

/** Bytes read from the file at a time. */
const BLOCK_BYTES = 4 << 20;
/** A page's head is some 30 bytes, and more where it holds its least and largest text. */
const HEAD_BYTES = 8 << 10;
const LARGEST_HEAD = 4 << 20;
/** Values of one column of one row group that no byte stands for, and values for each byte: see parquetFooter. */
const FREE_VALUES = 16_000_000;
const VALUES_PER_BYTE = 256;

/** What a leaf of the schema says of its values. */
export interface Leaf {
  readonly element: SchemaElement;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}

/** Levels are empty where the leaf has none. */
export interface Page {
  /** [entries]; how far each is defined. */
  readonly definition: Uint8Array;
  /** [entries]; 0 where a row begins. */
  readonly repetition: Uint8Array;
  /** Those present, as stored; places in `dictionary` where that is not null. */
  readonly values: DecodedArray;
  readonly dictionary: DecodedArray | null;
}

/** Pages without an entry are left out. Throws Damage for a page that cannot be true. */
export async function* parquetPages(parquet: ParquetFile, chunk: ColumnMetaData, leaf: Leaf): AsyncGenerator<Page> {
  const { start, end, most } = chunkRange(parquet, chunk);
  const bytes = window(parquet.file, end);
  let dictionary: DecodedArray | null = null;
  let entries = 0;
  // Some writers count a byte too many.
  for (let at = start; at < end - 1;) {
    const { header, length } = await readHeader(bytes, at, end);
    at += length;
    const packedSize = asSize(header.compressed_page_size, 'size of a page');
    const size = asSize(header.uncompressed_page_size, 'size of a page');
    if (at + packedSize > end) throw new Damage(`a page of ${count(packedSize)} bytes ends past the end of its column`);
    const packed = await bytes(at, at + packedSize);
    at += packedSize;
    const page = { header, packed, size, chunk, leaf, spend: parquet.spend };
    if (header.type === 'INDEX_PAGE') continue;
    if (header.type === 'DICTIONARY_PAGE') {
      const unpacked = checkedPage(page, () => unpackPage(packed, size, chunk.codec, parquet.spend));
      const values = asSize(header.dictionary_page_header?.num_values, 'number of values of a dictionary');
      dictionary = decodeValues({ bytes: unpacked, values, encoding: 'PLAIN', element: leaf.element, spend: parquet.spend });
      continue;
    }
    const claimed = asSize((header.data_page_header ?? header.data_page_header_v2)?.num_values, 'number of values of a page');
    entries += claimed;
    if (entries > most) throw new Damage(`a column claims ${count(entries)} values in ${count(end - start)} bytes`);
    const decoded = header.type === 'DATA_PAGE' ? readPage(page, claimed) : header.type === 'DATA_PAGE_V2' ? readPageV2(page, claimed) : null;
    if (!decoded) throw new Damage('a page is of no known kind');
    if (claimed === 0) continue;
    if (decoded.inDictionary && !dictionary) throw new Damage('a page needs a dictionary that is not there');
    yield { ...decoded, dictionary: decoded.inDictionary ? dictionary : null };
  }
}

interface PackedPage {
  readonly header: PageHeader;
  readonly packed: Uint8Array;
  readonly size: number;
  readonly chunk: ColumnMetaData;
  readonly leaf: Leaf;
  readonly spend: (bytes: number) => void;
}

type Decoded = Omit<Page, 'dictionary'> & { readonly inDictionary: boolean };

function readPage(page: PackedPage, entries: number): Decoded {
  const { leaf, chunk, spend, packed, size } = page;
  const header = page.header.data_page_header!;
  const bytes = checkedPage(page, () => unpackPage(packed, size, chunk.codec, spend));
  let at = 0;
  const levels = (most: number): Uint8Array => {
    if (most === 0 || entries === 0) return new Uint8Array(0);
    if (at + 4 > bytes.length) throw new Damage('a page ends within its levels');
    const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);
    if (at + 4 + length > bytes.length) throw new Damage('a page ends within its levels');
    const out = readLevels(bytes, at + 4, at + 4 + length, most, entries);
    at += 4 + length;
    return out;
  };
  const repetition = levels(leaf.maxRepetition);
  const definition = levels(leaf.maxDefinition);
  return decoded(page, repetition, definition, entries, bytes.subarray(at), header.encoding);
}

function readPageV2(page: PackedPage, entries: number): Decoded {
  const { leaf, chunk, spend, packed, size } = page;
  const header = page.header.data_page_header_v2!;
  const lengths = [asSize(header.repetition_levels_byte_length, 'length of levels'), asSize(header.definition_levels_byte_length, 'length of levels')] as const;
  const values = lengths[0] + lengths[1];
  if (values > packed.length || values > size) throw new Damage('the levels of a page are longer than the page');
  const rest = packed.subarray(values);
  const bytes = checkedPage(page, () => (header.is_compressed === false ? unpackPage(rest, rest.length, 'UNCOMPRESSED', spend) : unpackPage(rest, size - values, chunk.codec, spend)));
  const repetition = leaf.maxRepetition > 0 && entries > 0 ? readLevels(packed, 0, lengths[0], leaf.maxRepetition, entries) : new Uint8Array(0);
  const definition = leaf.maxDefinition > 0 && entries > 0 ? readLevels(packed, lengths[0], values, leaf.maxDefinition, entries) : new Uint8Array(0);
  return decoded(page, repetition, definition, entries, bytes, header.encoding);
}

function decoded({ leaf, spend }: PackedPage, repetition: Uint8Array, definition: Uint8Array, entries: number, bytes: Uint8Array, encoding: string | undefined): Decoded {
  let values = entries;
  for (let i = 0; i < definition.length; i++) if (definition[i] !== leaf.maxDefinition) values--;
  return { repetition, definition, values: decodeValues({ bytes, values, encoding, element: leaf.element, spend }), inDictionary: isDictionary(encoding) && values > 0 };
}

function readLevels(bytes: Uint8Array, at: number, end: number, most: number, entries: number): Uint8Array {
  const levels = new Uint8Array(entries);
  readRuns(bytes, at, end, 32 - Math.clz32(most), levels);
  for (let i = 0; i < entries; i++) if (levels[i]! > most) throw new Damage('a page holds levels that its column does not have');
  return levels;
}

/** The checksum is that of the bytes as they are packed; writers that took those of the unpacked page are forgiven. */
function checkedPage({ header, packed }: PackedPage, unpack: () => Uint8Array): Uint8Array {
  const { crc } = header;
  const wrong = crc !== undefined && crc32(packed) !== crc >>> 0;
  const damaged = 'a page is damaged: its checksum does not agree with its content';
  const page = wrong ? orDamage(damaged, unpack) : unpack();
  if (wrong && crc32(page) !== crc >>> 0) throw new Damage(damaged);
  return page;
}

async function readHeader(bytes: Window, at: number, end: number): Promise<{ header: PageHeader; length: number }> {
  for (let size = HEAD_BYTES; ; size = LARGEST_HEAD) {
    const head = await bytes(at, Math.min(end, at + size));
    try {
      const length = recordEnd(head, 0);
      const header = orDamage('the header of a page cannot be read', () => parquetHeader({ view: new DataView(head.buffer, head.byteOffset, head.byteLength), offset: 0 }));
      return { header, length };
    } catch (thrown) {
      if (!(thrown instanceof Damage) || size === LARGEST_HEAD || at + size >= end) throw thrown;
    }
  }
}

function chunkRange({ file }: ParquetFile, chunk: ColumnMetaData): { start: number; end: number; most: number } {
  const data = asSize(chunk.data_page_offset, 'place of a column');
  const dictionary = chunk.dictionary_page_offset === undefined ? 0 : asSize(chunk.dictionary_page_offset, 'place of a dictionary');
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  const end = start + asSize(chunk.total_compressed_size, 'size of a column');
  if (end > file.size) throw new Damage(`a column lies at bytes ${count(start)} to ${count(end)}, the file ends at ${count(file.size)}`);
  return { start, end, most: FREE_VALUES + VALUES_PER_BYTE * (end - start) };
}

type Window = (from: number, to: number) => Promise<Uint8Array>;

/** Bytes of the file up to `limit`, read ahead in blocks. */
function window(file: File, limit: number): Window {
  let start = 0;
  let block = new Uint8Array(0);
  return async (from, to) => {
    if (from < start || to > start + block.length) {
      start = from;
      block = new Uint8Array(await file.slice(from, Math.max(to, Math.min(limit, from + BLOCK_BYTES))).arrayBuffer());
      if (block.length < to - from) throw new Damage(`it ends at byte ${count(from + block.length)}; bytes up to ${count(to)} were wanted`);
    }
    return block.subarray(from - start, to - start);
  };
}
