/** CRC-32 as zip archives, gzip and Parquet pages use it (polynomial 0xedb88320). */

/** Four tables, so that four bytes are taken at a time. */
const TABLES = makeTables();

/** The checksum of all bytes given so far; `crc`: that of the bytes before these. */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const [first, second, third, fourth] = TABLES;
  let state = ~crc;
  let i = 0;
  for (const end = bytes.length - 3; i < end; i += 4) {
    state ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    state = fourth[state & 255]! ^ third[(state >>> 8) & 255]! ^ second[(state >>> 16) & 255]! ^ first[state >>> 24]!;
  }
  for (; i < bytes.length; i++) state = first[(state ^ bytes[i]!) & 255]! ^ (state >>> 8);
  return ~state >>> 0;
}

function makeTables(): readonly [Int32Array, Int32Array, Int32Array, Int32Array] {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  });
  const next = (table: Int32Array): Int32Array => table.map((crc) => (crc >>> 8) ^ first[crc & 255]!);
  const second = next(first);
  const third = next(second);
  return [first, second, third, next(third)];
}
