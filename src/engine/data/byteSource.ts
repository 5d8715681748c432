/** Bytes that are read forward: a file, a part of one, or what comes out of an archive. */
import { InputError } from '../errors';
import { count } from './limits';

/** No read starts before the end of the one before. */
export interface ByteSource {
  readonly size: number;
  /** All bytes asked for, or InputError. */
  read(start: number, end: number): Promise<ArrayBuffer>;
  /** Reads what is left and checks the whole, where it has a checksum. Throws InputError for damage. */
  finish(): Promise<void>;
}

/** A file, or another part of one, as it lies on disk. */
export function fileBytes(file: Blob, name: string): ByteSource {
  return {
    size: file.size,
    read: async (start, end) => {
      const bytes = start <= end && end <= file.size ? await file.slice(start, end).arrayBuffer() : new ArrayBuffer(0);
      if (bytes.byteLength === end - start) return bytes;
      throw new InputError(`${name} ends at byte ${count(file.size)}; bytes ${count(start)} to ${count(end)} were wanted.`, 'The file is cut off, damaged or was changed: copy or download it again.');
    },
    finish: async () => {},
  };
}

/** Pieces of bytes, taken only as far as they are asked for; `size` in all. A piece that never comes is for `pieces` to refuse. */
export function forwardBytes(size: number, pieces: AsyncGenerator<Uint8Array>): ByteSource {
  let piece = new Uint8Array(0);
  /** Of the piece's first byte. */
  let position = 0;
  const next = async (): Promise<boolean> => {
    const { value, done } = await pieces.next();
    position += piece.length;
    piece = done ? new Uint8Array(0) : (value as Uint8Array<ArrayBuffer>);
    return !done;
  };
  return {
    size,
    async read(start, end) {
      const out = new Uint8Array(end - start);
      while (true) {
        const from = Math.max(start, position);
        const to = Math.min(end, position + piece.length);
        if (from < to) out.set(piece.subarray(from - position, to - position), from - start);
        if (position + piece.length >= end || !(await next())) return out.buffer;
      }
    },
    async finish() {
      while (await next());
    },
  };
}
