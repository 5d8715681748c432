/** A walk over records of Thrift's compact protocol that believes no length, before a library reads them. */
import { Damage } from './parquetErrors';

const DEEPEST = 64;
const LONGEST_NUMBER = 10;
const MESSAGE = 'a record of its footer or of a page is damaged';

/** Where the record that starts at `at` ends. Throws Damage where it does not end within the bytes. Format: Apache Thrift, thrift-compact-protocol.md. */
export function recordEnd(bytes: Uint8Array, at: number): number {
  let position = at;

  const byte = (): number => {
    if (position >= bytes.length) throw new Damage(MESSAGE);
    return bytes[position++]!;
  };
  const number = (): number => {
    let value = 0;
    for (let k = 0; k < LONGEST_NUMBER; k++) {
      const next = byte();
      value += (next & 127) * 2 ** (7 * k);
      if (next < 128) return value;
    }
    throw new Damage(MESSAGE);
  };
  const skip = (length: number): void => {
    if (length > bytes.length - position) throw new Damage(MESSAGE);
    position += length;
  };
  const list = (depth: number): void => {
    const head = byte();
    const size = head >> 4 === 15 ? number() : head >> 4;
    // Every entry takes a byte or more.
    if (size > bytes.length - position) throw new Damage(MESSAGE);
    for (let k = 0; k < size; k++) element(head & 15, depth, true);
  };
  const element = (type: number, depth: number, listed = false): void => {
    if (type === 1 || type === 2) skip(listed ? 1 : 0);
    else if (type === 3) skip(1);
    else if (type >= 4 && type <= 6) number();
    else if (type === 7) skip(8);
    else if (type === 8) skip(number());
    else if (type === 9) list(depth + 1);
    else if (type === 12) record(depth + 1);
    else throw new Damage(MESSAGE);
  };
  const record = (depth: number): void => {
    if (depth > DEEPEST) throw new Damage(MESSAGE);
    while (true) {
      const head = byte();
      if ((head & 15) === 0) return;
      if (head >> 4 === 0) number();
      element(head & 15, depth);
    }
  };

  record(0);
  return position;
}
