/** Zip archives over a File: the members by the central directory, and each member's bytes read forward. */
import { Inflate } from 'fflate';
import { InputError } from '../errors';
import type { ByteSource } from './npyArray';

export interface ZipMember {
  readonly name: string;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly compressed: number;
  readonly size: number;
  /** CRC-32 of the content. */
  readonly checksum: number;
  /** Of the local header. */
  readonly offset: number;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const CHUNK_BYTES = 4 << 20;
const TRY_AGAIN = 'The archive is cut off or damaged: copy or download it again, or write it anew with numpy.savez.';

/** The members in the order of the archive. Throws InputError for what is not a whole zip archive. Format: PKWARE APPNOTE 4.3. */
export async function zipMembers(file: File): Promise<ZipMember[]> {
  const directory = await findDirectory(file);
  const view = new DataView(await file.slice(directory.offset, directory.offset + directory.size).arrayBuffer());
  const members: ZipMember[] = [];
  for (let at = 0; members.length < directory.count;) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY) {
      throw new InputError(`${file.name} lists ${directory.count} members, but only ${members.length} are in its directory.`, TRY_AGAIN);
    }
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, nameLength));
    const sizes = largeSizes(view, at + 46 + nameLength, extraLength, [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ]);
    members.push({
      name,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      size: sizes[0],
      compressed: sizes[1],
      offset: sizes[2],
    });
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return members;
}

/** A member's content. Stored members are read in place; deflated ones are inflated as far as they are asked for. */
export async function memberBytes(file: File, member: ZipMember): Promise<ByteSource> {
  const local = new DataView(await file.slice(member.offset, member.offset + 30).arrayBuffer());
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL)
    throw new InputError(`${file.name}: the member "${member.name}" is not where the directory says.`, TRY_AGAIN);
  const start = member.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  if (start + member.compressed > file.size)
    throw new InputError(`${file.name}: the member "${member.name}" ends behind the end of the file.`, TRY_AGAIN);
  const content = file.slice(start, start + member.compressed);
  if (member.method === 0) return { size: member.size, read: (from, to) => content.slice(from, to).arrayBuffer() };
  if (member.method === 8)
    return { size: member.size, read: inflater(content, member.checksum, `${file.name}: the member "${member.name}"`) };
  throw new InputError(
    `${file.name}: the member "${member.name}" is packed by method ${member.method}; stored (0) and deflated (8) can be read.`,
    'Write it with numpy.savez or numpy.savez_compressed.',
  );
}

function inflater(content: Blob, checksum: number, title: string): ByteSource['read'] {
  let pieces: Uint8Array[] = [];
  let crc = -1;
  const table = crcTable();
  const inflate = new Inflate((piece) => {
    for (let i = 0; i < piece.length; i++) crc = table[(crc ^ piece[i]!) & 255]! ^ (crc >>> 8);
    pieces.push(piece);
  });
  let consumed = 0;
  let position = 0;
  const more = async (): Promise<void> => {
    if (consumed >= content.size) throw new InputError(`${title} holds fewer bytes than the directory says.`, TRY_AGAIN);
    const packed = new Uint8Array(await content.slice(consumed, consumed + CHUNK_BYTES).arrayBuffer());
    consumed += packed.length;
    try {
      inflate.push(packed, consumed >= content.size);
    } catch (thrown) {
      throw new InputError(`${title} cannot be unpacked: ${thrown instanceof Error ? thrown.message : String(thrown)}.`, TRY_AGAIN);
    }
    // Damaged deflate data often unpacks without complaint, to other numbers.
    if (consumed >= content.size && ~crc >>> 0 !== checksum)
      throw new InputError(`${title} is damaged: its checksum does not agree with its content.`, TRY_AGAIN);
  };
  return async (start, end) => {
    const out = new Uint8Array(end - start);
    while (position < end) {
      const piece = pieces[0];
      if (!piece) {
        await more();
        continue;
      }
      const skip = Math.min(Math.max(0, start - position), piece.length);
      const take = piece.subarray(skip, Math.min(piece.length, end - position));
      if (take.length > 0) out.set(take, position + skip - start);
      position += skip + take.length;
      pieces = skip + take.length === piece.length ? pieces.slice(1) : [piece.subarray(skip + take.length), ...pieces.slice(1)];
    }
    return out.buffer;
  };
}

async function findDirectory(file: File): Promise<{ offset: number; size: number; count: number }> {
  // The end record is 22 bytes and a comment of at most 65,535; a zip64 locator of 20 bytes may stand before it.
  const start = Math.max(0, file.size - 65_577);
  const view = new DataView(await file.slice(start).arrayBuffer());
  for (let at = view.byteLength - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const small = { offset: view.getUint32(at + 16, true), size: view.getUint32(at + 12, true), count: view.getUint16(at + 10, true) };
    if (at < 20 || view.getUint32(at - 20, true) !== LOCATOR64) return small;
    const end = Number(view.getBigUint64(at - 12, true));
    const large = new DataView(await file.slice(end, end + 56).arrayBuffer());
    if (large.byteLength < 56 || large.getUint32(0, true) !== END64) return small;
    return {
      offset: Number(large.getBigUint64(48, true)),
      size: Number(large.getBigUint64(40, true)),
      count: Number(large.getBigUint64(32, true)),
    };
  }
  throw new InputError(`${file.name} has no directory of a zip archive at its end.`, TRY_AGAIN);
}

/** Sizes that do not fit into 32 bits stand in the zip64 extra field, in this order and only where the 32-bit field is full. */
function largeSizes(view: DataView, start: number, length: number, small: [number, number, number]): [number, number, number] {
  for (let at = start; at + 4 <= start + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    return small.map((value) => {
      if (value !== 0xffffffff) return value;
      field += 8;
      return Number(view.getBigUint64(field - 8, true));
    }) as [number, number, number];
  }
  return small;
}

function crcTable(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  });
}
