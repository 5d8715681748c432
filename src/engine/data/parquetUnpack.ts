/** Packed Parquet pages unpacked: the size that a page claims is held against its packed bytes first. */
import type { CompressionCodec } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { crc32 } from './crc32';
import { count } from './limits';
import { Damage, orDamage } from './parquetErrors';

/** Bytes that one packed byte can become at most; the last two have no limit of their own. */
const GROWTH: Partial<Record<CompressionCodec, number>> = { SNAPPY: 32, GZIP: 1040, LZ4: 256, LZ4_RAW: 256, ZSTD: 65_536, BROTLI: 65_536 };
const FREE_BYTES = 1024;
const LARGEST_WINDOW = 128 << 20;

/** The page's bytes, `size` of them. Throws Damage for a size that cannot be, and for bytes that do not unpack to it. */
export function unpackPage(packed: Uint8Array, size: number, codec: CompressionCodec, spend: (bytes: number) => void): Uint8Array {
  if (codec === 'UNCOMPRESSED' || (packed.length === 0 && size === 0)) {
    if (packed.length !== size) throw new Damage(`a page of ${count(packed.length)} bytes claims ${count(size)}, unpacked`);
    return packed;
  }
  const unpack = compressors[codec];
  const growth = GROWTH[codec];
  if (!unpack || !growth) throw new Damage(`its pages are packed by ${codec ?? 'an unknown method'}, which is not supported`);
  if (size > FREE_BYTES + growth * packed.length) throw new Damage(`a page of ${count(packed.length)} bytes claims to unpack to ${count(size)}`);
  if (codec === 'ZSTD') checkFrame(packed, size);
  spend(size);
  const page = orDamage('a page cannot be unpacked', () => unpack(packed, size));
  if (page.length !== size) throw new Damage(`a page unpacks to ${count(page.length)} bytes, ${count(size)} are claimed`);
  if (codec === 'GZIP') checkTrailer(packed, page);
  return page;
}

/** The head of a Zstandard frame says how much memory it asks for. Format: RFC 8878, 3.1.1.1. */
function checkFrame(packed: Uint8Array, size: number): void {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.length < 6 || view.getUint32(0, true) !== 0xfd2fb528) return;
  const flags = packed[4]!;
  const single = (flags & 32) !== 0;
  if (!single && 2 ** (10 + (packed[5]! >> 3)) > LARGEST_WINDOW) throw new Damage('a page asks for more memory than is given to it');
  const bytes = [single ? 1 : 0, 2, 4, 8][flags >> 6]!;
  const at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][flags & 3]!;
  if (bytes === 0 || at + bytes > packed.length) return;
  let content = bytes === 2 ? 256 : 0;
  for (let k = 0; k < bytes; k++) content += packed[at + k]! * 2 ** (8 * k);
  if (content > size) throw new Damage(`a page of ${count(size)} bytes says that it unpacks to ${count(content)}`);
}

/** A gzip member ends with the checksum and the length of its content; of several members this is the last one's, which is left. */
function checkTrailer(packed: Uint8Array, page: Uint8Array): void {
  if (packed.length < 18 || packed[0] !== 0x1f || packed[1] !== 0x8b) return;
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (view.getUint32(packed.length - 4, true) !== page.length) return;
  if (view.getUint32(packed.length - 8, true) !== crc32(page)) throw new Damage('a page is damaged: its checksum does not agree with its content');
}
