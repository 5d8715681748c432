/** The fuzzer's cases: by seed and number, always the same. */
import { Random } from '../../math/random';
import { byteMutations, joined, noise, type Mutation } from './byteMutations';
import { mutationsFor } from './formatMutations';
import { ROWS, seedFiles, type SeedFile } from './seedFiles';

export interface FuzzCase {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How it was made, in words. */
  readonly made: string;
  /** What is known of the outcome. */
  readonly must?: Must;
}

/** Refused: a checksum covers the change, or a part is cut off that cannot be missed. Rows: what was added is none; refusing it is right too. */
export type Must = 'be refused' | { readonly rows: number };

const ENDINGS = ['npy', 'npz', 'csv', 'tsv', 'txt', 'parquet', 'jsonl', 'json', 'csv.gz', 'safetensors', 'pq', 'ndjson', 'xyz'];
/** One case in so many is noise, and one is a good file under a wrong ending. */
const NOISE = 12;

/** Case `index` of the seed. */
export function fuzzCase(seed: number, index: number): FuzzCase {
  const random = new Random(seed).split(`case ${index}`);
  const files = seedFiles(random.split('files'));
  if (random.integer(NOISE) === 0) return { name: `noise.${ENDINGS[random.integer(ENDINGS.length)]}`, bytes: noise(random), made: 'noise' };
  const file = files[random.integer(files.length)]!;
  if (random.integer(NOISE) === 0) {
    const known = knownDamage(file, random);
    if (known) return known;
  }
  let { bytes } = file;
  const made: string[] = [];
  for (let left = 1 + (random.integer(3) === 0 ? random.integer(3) : 0); left > 0; left--) {
    const own = Object.entries(mutationsFor(file.name));
    const all: [string, Mutation][] = random.integer(2) === 0 && made.length === 0 ? own : Object.entries(byteMutations);
    const [name, mutation] = all[random.integer(all.length)]!;
    bytes = mutation(bytes, random, files[random.integer(files.length)]!.bytes);
    made.push(name);
  }
  const name = random.integer(NOISE) === 0 ? `wrong.${ENDINGS[random.integer(ENDINGS.length)]}` : file.name;
  return { name, bytes, made: `${file.name}: ${made.join(', ')}` };
}

/** Lines that hold nothing, in every way that people and programs write them. */
const BLANKS = ['\n', '\n\n', '\r\n', ' ', '\t', '\f', '\v', '\u00a0', '\ufeff', '\u2028', '\u3000'];

/** Damage that a checksum or a length tells for certain. */
function knownDamage({ name, bytes }: SeedFile, random: Random): FuzzCase | null {
  const certain = (changed: Uint8Array<ArrayBuffer>, made: string): FuzzCase => ({ name, bytes: changed, made: `${name}: ${made}`, must: 'be refused' });
  if (/\.(npy|safetensors|parquet|gz|npz)$/.test(name) && random.integer(3) === 0) return certain(bytes.slice(0, 1 + random.integer(bytes.length - 1)), 'cut off');
  const flipped = bytes.slice();
  if (name === 'stored.npz' || name === 'deflated.npz') {
    // The content of the first member, which is the one that is read.
    const view = new DataView(bytes.buffer);
    const start = 30 + view.getUint16(26, true) + view.getUint16(28, true);
    flipped[start + random.integer(view.getUint32(18, true))]! ^= 1 << random.integer(8);
    return certain(flipped, 'a bit of a member flipped');
  }
  if (name.endsWith('.gz')) {
    flipped[10 + random.integer(bytes.length - 14)]! ^= 1 << random.integer(8);
    return certain(flipped, 'a bit of the packed text flipped');
  }
  if (/^(a\.csv|a\.tsv|plain\.txt|cells\.csv|a\.jsonl)$/.test(name)) {
    const blank = Array.from({ length: 1 + random.integer(4) }, () => BLANKS[random.integer(BLANKS.length)]!).join('');
    return { name, bytes: joined(bytes, new TextEncoder().encode(`\n${blank}${random.integer(2) === 0 ? '\n' : ''}`)), made: `${name}: blank lines ${JSON.stringify(blank)}`, must: { rows: ROWS } };
  }
  return null;
}
