/** Changes that keep the outer form of a format and damage what stands in it. */
import { gunzipSync, gzipSync, unzipSync, zipSync } from 'fflate';
import type { Random } from '../../math/random';
import { byteMutations, joined, place, type Mutation } from './byteMutations';
import { WRITTEN } from './seedFiles';

type Bytes = Uint8Array<ArrayBuffer>;

const latin = new TextDecoder('latin1');
const WORDS = [
  '', '""', '"', '\\"', "'", 'nan', 'NaN', 'inf', '-Infinity', 'null', 'None', '1e400', '-1e-400', '1e30', '0x9f3a', '12345678901234567890', '1,5', '$1,038.30', '00:03:12', '[1, 2]', '[0.1 ... 0.9]', '[]',
  '{}', '{"a":1}', 'a|b', '=1+1', '#', '\u00a0', '\f', '\ufeff', '\0', ' ', '\r', '\n', '\r\n\r\n', '\t', ';', '1\u2009000', '9007199254740993', '-0', '\u{1f600}', '__proto__', 'constructor', '"a""b"', 'a\u2028b',
];
const NUMBERS = ['0', '-1', '1', '3', '1.5', '1e3', '255', '4294967296', '2147483648', '9007199254740993', '99999999999999999999', '""', 'null', '[]'];

const textMutations: Readonly<Record<string, Mutation>> = {
  'change a number or word': (bytes, random) => replaceOne(bytes, /[\w.+-]+/g, random, () => WORDS[random.integer(WORDS.length)]!),
  'put a word in': (bytes, random) => {
    const at = place(bytes, random);
    return joined(bytes.subarray(0, at), new TextEncoder().encode(WORDS[random.integer(WORDS.length)]), bytes.subarray(at));
  },
  'take a mark out': (bytes, random) => replaceOne(bytes, /[",;\s[\]{}:]/g, random, () => ''),
  'blank lines': (bytes, random) => joined(bytes, new TextEncoder().encode(['\n', '\n\u00a0\n', '\n\f', '\n\ufeff', '\n \t \n', '\r'][random.integer(6)]!.repeat(1 + random.integer(3)))),
  'nest deeply': (bytes, random) => {
    const open = ['[', '{"a":', '[['][random.integer(3)]!.repeat(10 ** (1 + random.integer(5)));
    const at = place(bytes, random);
    return joined(bytes.subarray(0, random.integer(2) === 0 ? 0 : at), new TextEncoder().encode(open), bytes.subarray(at));
  },
  'one long line': (bytes, random) => joined(bytes, new TextEncoder().encode(['1,', '"', 'a', '1 ', '[1,'][random.integer(5)]!.repeat(200_000))),
};

const npyMutations: Readonly<Record<string, Mutation>> = {
  'change the header': (bytes, random) => changeHeader(bytes, random, 10, Math.min(bytes.length, 128)),
};

const zipMutations: Readonly<Record<string, Mutation>> = {
  'change a member': (bytes, random, other) => {
    const members = unzipSync(bytes);
    const name = Object.keys(members)[random.integer(Object.keys(members).length)]!;
    const mutations = [...Object.values(byteMutations), ...Object.values(npyMutations)];
    const member = mutations[random.integer(mutations.length)]!(Uint8Array.from(members[name]!), random, other);
    return Uint8Array.from(zipSync({ ...members, [name]: member }, { level: random.integer(2) === 0 ? 0 : 6, mtime: WRITTEN }));
  },
  'change the directory': (bytes, random) => {
    const directory = new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
    return inside(bytes, directory, bytes.length, random, byteMutations['write a number']!);
  },
  'lose or rename a member': (bytes, random) => {
    const members = Object.entries(unzipSync(bytes));
    const at = random.integer(members.length);
    if (random.integer(2) === 0) members.splice(at, 1);
    else members[at] = [['a', '', 'x'.repeat(5000) + '.npy', '../a.npy', '.npy', 'format.npy'][random.integer(6)]!, members[at]![1]];
    return Uint8Array.from(zipSync(Object.fromEntries(members), { mtime: WRITTEN }));
  },
};

const gzipMutations: Readonly<Record<string, Mutation>> = {
  'change the content': (bytes, random, other) => {
    const mutations = [...Object.values(byteMutations), ...Object.values(textMutations)];
    return Uint8Array.from(gzipSync(mutations[random.integer(mutations.length)]!(Uint8Array.from(gunzipSync(bytes)), random, other), { mtime: 0 }));
  },
};

const parquetMutations: Readonly<Record<string, Mutation>> = {
  // Most bytes of the footer and of page heads are lengths, counts, places and kinds, as numbers of a variable length.
  'change a number of the footer': (bytes, random) => {
    const length = new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    const start = bytes.length - 8 - length;
    const footer = withVarint(bytes.slice(start, start + length), random);
    const size = new Uint8Array(Uint32Array.of(footer.length).buffer);
    return joined(bytes.subarray(0, start), footer, size, bytes.subarray(bytes.length - 4));
  },
  'change a page': (bytes, random) => {
    const length = new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    const names = ['flip a bit', 'set a byte', 'write a number'];
    return inside(bytes, 4, bytes.length - 8 - length, random, byteMutations[names[random.integer(3)]!]!);
  },
};

const safetensorsMutations: Readonly<Record<string, Mutation>> = {
  'change the header': (bytes, random) => {
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = replaceOne(bytes.slice(8, 8 + length), /"?[\w.]+"?/g, random, () => NUMBERS[random.integer(NUMBERS.length)]!);
    return joined(new Uint8Array(BigUint64Array.of(BigInt(header.length)).buffer), header, bytes.subarray(8 + length));
  },
};

/** By the ending of the file. */
export function mutationsFor(name: string): Readonly<Record<string, Mutation>> {
  if (name.endsWith('.npy')) return npyMutations;
  if (name.endsWith('.npz')) return zipMutations;
  if (name.endsWith('.gz')) return gzipMutations;
  if (name.endsWith('.parquet')) return parquetMutations;
  return name.endsWith('.safetensors') ? safetensorsMutations : textMutations;
}

function changeHeader(bytes: Bytes, random: Random, from: number, to: number): Bytes {
  const header = replaceOne(bytes.slice(from, to), /\d+|'[^']*'|True|False/g, random, () => [...NUMBERS, "'<f2'", "'>i8'", "'|O'", "'|S3'", 'True', 'False'][random.integer(NUMBERS.length + 6)]!);
  const out = joined(bytes.subarray(0, from), header, bytes.subarray(to));
  return random.integer(2) === 0 ? out : joined(out.subarray(0, from), out.subarray(from, from + header.length), bytes.subarray(to));
}

/** One of the pattern's finds replaced; the file as it is where there is none. */
function replaceOne(bytes: Bytes, pattern: RegExp, random: Random, by: () => string): Bytes {
  const finds = [...latin.decode(bytes).matchAll(pattern)];
  if (finds.length === 0) return bytes;
  const { index, 0: found } = finds[random.integer(finds.length)]!;
  return joined(bytes.subarray(0, index), new TextEncoder().encode(by()), bytes.subarray(index + found.length));
}

function inside(bytes: Bytes, from: number, to: number, random: Random, mutation: Mutation): Bytes {
  return joined(bytes.subarray(0, from), mutation(bytes.slice(from, to), random, bytes), bytes.subarray(to));
}

function withVarint(bytes: Bytes, random: Random): Bytes {
  const at = place(bytes, random);
  let end = at;
  while (end < bytes.length - 1 && bytes[end]! >= 128) end++;
  let value = [0, 1, 2, 3, 5, 10, 46, 100, 1e6, 2 ** 31, 2 ** 32 - 1, 2 ** 40, 2 ** 63, random.integer(1000)][random.integer(14)]!;
  const number: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) number.push(128 + (value % 128));
  return joined(bytes.subarray(0, at), Uint8Array.from([...number, value]), bytes.subarray(end + 1));
}
