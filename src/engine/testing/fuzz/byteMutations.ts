/** Changes of bytes that know no format: flips, wrong numbers, cuts, repeats and foreign parts. */
import type { Random } from '../../math/random';

type Bytes = Uint8Array<ArrayBuffer>;
export type Mutation = (bytes: Bytes, random: Random, other: Bytes) => Bytes;

/** Numbers at which programs break. */
const EDGES = [0, 1, 2, 127, 128, 255, 256, 32_767, 65_535, 65_536, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];

export function place(bytes: Bytes, random: Random): number {
  return bytes.length === 0 ? 0 : random.integer(bytes.length);
}

export function joined(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (out.set(part, at), at + part.length), 0);
  return out;
}

export function randomBytes(length: number, random: Random): Bytes {
  return Uint8Array.from({ length }, () => random.integer(256));
}

function oneOf<T>(all: readonly T[], random: Random): T {
  return all[random.integer(all.length)]!;
}

export const byteMutations: Readonly<Record<string, Mutation>> = {
  'flip a bit': (bytes, random) => {
    const out = bytes.slice();
    out[place(bytes, random)]! ^= 1 << random.integer(8);
    return out;
  },
  'set a byte': (bytes, random) => {
    const out = bytes.slice();
    out[place(bytes, random)] = oneOf([0, 0x7f, 0x80, 0xff, random.integer(256)], random);
    return out;
  },
  'write a number': (bytes, random) => {
    const out = bytes.slice();
    const width = oneOf([2, 4, 4, 8], random);
    const at = place(bytes, random);
    let value = oneOf([...EDGES, bytes.length, bytes.length + 1, bytes.length * 1000], random);
    for (let k = 0; k < width && at + k < out.length; k++, value = Math.floor(value / 256)) out[at + k] = value % 256;
    return out;
  },
  'cut the end': (bytes, random) => bytes.slice(0, place(bytes, random)),
  'cut the start': (bytes, random) => bytes.slice(place(bytes, random)),
  'cut a part': (bytes, random) => {
    const at = place(bytes, random);
    return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + random.integer(64)));
  },
  'repeat a part': (bytes, random) => {
    const at = place(bytes, random);
    const part = bytes.subarray(at, at + 1 + random.integer(64));
    return joined(bytes.subarray(0, at), ...Array.from({ length: 1 + random.integer(20) }, () => part), bytes.subarray(at));
  },
  'put bytes in': (bytes, random) => {
    const at = place(bytes, random);
    return joined(bytes.subarray(0, at), randomBytes(1 + random.integer(16), random), bytes.subarray(at));
  },
  'fill a part': (bytes, random) => {
    const at = place(bytes, random);
    return bytes.slice().fill(oneOf([0, 0x20, 0x80, 0xff], random), at, at + 1 + random.integer(200));
  },
  'mix with another file': (bytes, random, other) => {
    const at = place(bytes, random);
    const from = place(other, random);
    return joined(bytes.subarray(0, at), other.subarray(from, from + random.integer(300)), bytes.subarray(at + random.integer(300)));
  },
};

/** Bytes that only begin as a file does. */
const BEGINNINGS = ['', '\u0093NUMPY\u0001\u0000', 'PK\u0003\u0004', 'PAR1', '\u001f\u008b\u0008\u0000', '{"', '[[', 'a,b\n', '\u00ef\u00bb\u00bf', '\u00ff\u00fe'];

export function noise(random: Random): Bytes {
  const beginning = Uint8Array.from(oneOf(BEGINNINGS, random), (character) => character.charCodeAt(0));
  const body = randomBytes(random.integer(random.integer(8) === 0 ? 5000 : 200), random);
  // Half of it as text that people could have typed.
  return joined(beginning, random.integer(2) === 0 ? body : body.map((byte) => ' ,\t\n"0123456789.-e[]{}:;ab'.charCodeAt(byte % 26)));
}
