/** Zip archives over a File: the members by the central directory, and each member's bytes read forward and checked. */
import { Inflate } from 'fflate';
import { InputError } from '../errors';
import { forwardBytes, type ByteSource } from './byteSource';
import { crc32 } from './crc32';
import { count } from './limits';

export interface ZipMember {
  readonly name: string;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly encrypted: boolean;
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
const ENTRY_BYTES = 46;
const CHUNK_BYTES = 4 << 20;
/** Deflated bytes unpacked at a time: few at first, since a header is all that is wanted of most members and 1 byte may become 1,032. */
const FIRST_PUSH = 256;
const LARGEST_PUSH = 64 << 10;
const TRY_AGAIN = 'The archive is cut off or damaged: copy or download it again, or write it anew with numpy.savez.';

/** The members in the order of the archive. Throws InputError for what is not a whole zip archive. Format: PKWARE APPNOTE 4.3. */
export async function zipMembers(file: File): Promise<ZipMember[]> {
  const directory = await findDirectory(file);
  if (!(directory.offset + directory.size <= file.size))
    throw new InputError(
      `${file.name}: the directory of the archive lies at bytes ${count(directory.offset)} to ${count(directory.offset + directory.size)}, but the file ends at byte ${count(file.size)}.`,
      TRY_AGAIN,
    );
  const view = new DataView(await file.slice(directory.offset, directory.offset + directory.size).arrayBuffer());
  const members: ZipMember[] = [];
  for (let at = 0; members.length < directory.count;) {
    const lengths = at + ENTRY_BYTES <= view.byteLength && view.getUint32(at, true) === ENTRY ? [28, 30, 32].map((field) => view.getUint16(at + field, true)) : null;
    const [nameLength, extraLength, commentLength] = (lengths ?? [Infinity, 0, 0]) as [number, number, number];
    const end = at + ENTRY_BYTES + nameLength + extraLength + commentLength;
    if (end > view.byteLength)
      throw new InputError(`${file.name} lists ${count(directory.count)} members, but only ${count(members.length)} are in its directory.`, TRY_AGAIN);
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + ENTRY_BYTES, nameLength));
    const [size, compressed, offset] = largeSizes(view, at + ENTRY_BYTES + nameLength, extraLength, [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ]);
    const method = view.getUint16(at + 10, true);
    const title = memberTitle(file, name);
    if (offset + 30 + compressed > file.size) throw new InputError(`${title} ends past the end of the file.`, TRY_AGAIN);
    if (method === 0 && compressed !== size)
      throw new InputError(`${title} is stored uncompressed in ${count(compressed)} bytes, but the directory says ${count(size)}.`, TRY_AGAIN);
    members.push({ name, method, encrypted: (view.getUint16(at + 8, true) & 1) === 1, checksum: view.getUint32(at + 16, true), size, compressed, offset });
    at = end;
  }
  return members;
}

/** A member's content, unpacked as far as it is asked for; length and checksum are checked at its end. */
export async function memberBytes(file: File, member: ZipMember): Promise<ByteSource> {
  const title = memberTitle(file, member.name);
  if (member.encrypted) throw new InputError(`${title} is encrypted.`, 'Write the archive without a password.');
  if (member.method !== 0 && member.method !== 8)
    throw new InputError(
      `${title} is packed by method ${member.method}; stored (0) and deflated (8) can be read.`,
      'Write it with numpy.savez or numpy.savez_compressed.',
    );
  const local = new DataView(await file.slice(member.offset, member.offset + 30).arrayBuffer());
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL) throw new InputError(`${title} is not where the directory says.`, TRY_AGAIN);
  const start = member.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  if (start + member.compressed > file.size) throw new InputError(`${title} ends past the end of the file.`, TRY_AGAIN);
  const content = file.slice(start, start + member.compressed);
  return forwardBytes(member.size, checked(member.method === 0 ? stored(content) : inflated(content, title), member, title));
}

/** The pieces with their sum of bytes and their checksum compared to the directory's: damage often unpacks without complaint, to other numbers. */
async function* checked(pieces: AsyncGenerator<Uint8Array>, { size, checksum }: ZipMember, title: string): AsyncGenerator<Uint8Array> {
  let seen = 0;
  let crc = 0;
  // The last piece is handed on only when the whole is known to be right.
  let held: Uint8Array | null = null;
  for await (const piece of pieces) {
    seen += piece.length;
    if (seen > size) throw new InputError(`${title} holds more than the ${count(size)} bytes that the directory says.`, TRY_AGAIN);
    crc = crc32(piece, crc);
    if (held) yield held;
    held = piece;
  }
  if (seen < size) throw new InputError(`${title} holds ${count(seen)} bytes; the directory says ${count(size)}.`, TRY_AGAIN);
  if (crc !== checksum) throw new InputError(`${title} is damaged: its checksum does not agree with its content.`, TRY_AGAIN);
  if (held) yield held;
}

async function* stored(content: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0, step = FIRST_PUSH; at < content.size; at += step, step = Math.min(CHUNK_BYTES, 4 * step)) yield new Uint8Array(await content.slice(at, at + step).arrayBuffer());
}

async function* inflated(content: Blob, title: string): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  const inflate = new Inflate((piece) => pieces.push(piece));
  for (let at = 0, step = FIRST_PUSH; at < content.size; at += step, step = Math.min(LARGEST_PUSH, 2 * step)) {
    const packed = new Uint8Array(await content.slice(at, at + step).arrayBuffer());
    try {
      inflate.push(packed, at + step >= content.size);
    } catch {
      throw new InputError(`${title} cannot be unpacked: it is not valid deflate data.`, TRY_AGAIN);
    }
    const ready = pieces;
    pieces = [];
    yield* ready;
  }
}

function memberTitle(file: File, name: string): string {
  return `${file.name}: the member "${name}"`;
}

async function findDirectory(file: File): Promise<{ offset: number; size: number; count: number }> {
  // The end record is 22 bytes and a comment of at most 65,535; a zip64 locator of 20 bytes may stand before it.
  const start = Math.max(0, file.size - 65_577);
  const view = new DataView(await file.slice(start).arrayBuffer());
  for (let at = view.byteLength - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== END || at + 22 + view.getUint16(at + 20, true) > view.byteLength) continue;
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
  const end = start + length;
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    return small.map((value) => {
      if (value !== 0xffffffff || field + 8 > end) return value;
      field += 8;
      return Number(view.getBigUint64(field - 8, true));
    }) as [number, number, number];
  }
  return small;
}
