/** A checkpoint as one file: a short mark, a JSON head, then aligned float arrays; a broken or foreign file is refused in words. */
import { InputError } from '../errors';
import type { Params } from '../records/params';
import type { QuantizerKind } from '../records/quantize';
import type { MetricPoint } from '../records/run';
import type { PredictorKind } from '../records/predict';

/**
 * | bytes | what |
 * |---|---|
 * | 0 - 7 | "RESIDUA" and a zero byte |
 * | 8 - 11 | version, unsigned, little-endian as all that follows |
 * | 12 - 15 | bytes of the head (H), a multiple of 8 |
 * | 16 - 23 | checksum of all that follows |
 * | 24 - 24 + H | the head: JSON in UTF-8, filled up with spaces |
 * | then | the arrays the head lists, in its order, each from a multiple of 8 on |
 */
const MARK = new TextEncoder().encode('RESIDUA\0');
const VERSION = 1;
const FRONT = 24;
const MOST_HEAD = 1024 * 1024;

export type StateArrays = Readonly<Record<string, Float32Array | Float64Array>>;

/** Where a run stood. */
export interface CheckpointHead {
  /** What was trained, on what and with what settings: a run that goes on from here must be the same in these. */
  readonly kind: QuantizerKind | PredictorKind;
  readonly params: Params;
  readonly seed: number;
  readonly rows: number;
  readonly dim: number;
  /** Sum of squared distances of the rows to their mean: tells data of one shape apart. */
  readonly total: number;
  /** What it was trained on until then: "webgpu", ... */
  readonly backend: string;
  readonly step: number;
  readonly items: number;
  readonly seconds: number;
  /** True after the last step of training. */
  readonly done: boolean;
  /** Live value of the metric that `best` goes by, and the best so far; null where there is none. */
  readonly value: number | null;
  readonly best: number | null;
  /** The level under way, and where it began: what a budget goes by. -1: all levels at once. */
  readonly level: { readonly index: number; readonly steps: number; readonly seconds: number };
  /** Sentences about the run's past that its result repeats. */
  readonly notes: readonly string[];
}

export interface Checkpoint {
  readonly head: CheckpointHead;
  /** The curves until then. */
  readonly points: readonly MetricPoint[];
  /** What the quantizer or predictor is restored from. */
  readonly state: StateArrays;
}

interface ArrayEntry {
  readonly name: string;
  readonly type: 'float32' | 'float64';
  readonly length: number;
}

/** The bytes of a checkpoint file. */
export function encodeCheckpoint({ head, points, state }: Checkpoint): Uint8Array<ArrayBuffer> {
  const arrays = Object.entries({ ...prefixed('state/', state), ...prefixed('points/', toColumns(points)) });
  const entries = arrays.map(([name, data]): ArrayEntry => ({ name, type: data instanceof Float32Array ? 'float32' : 'float64', length: data.length }));
  const words = new TextEncoder().encode(JSON.stringify({ ...head, arrays: entries }));
  const headBytes = aligned(words.length);
  const bytes = new Uint8Array(FRONT + headBytes + arrays.reduce((sum, [, data]) => sum + aligned(data.byteLength), 0));
  bytes.fill(0x20, FRONT, FRONT + headBytes).set(words, FRONT);
  let at = FRONT + headBytes;
  for (const [, data] of arrays) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += aligned(data.byteLength);
  }
  bytes.set(MARK);
  const front = new DataView(bytes.buffer);
  front.setUint32(8, VERSION, true);
  front.setUint32(12, headBytes, true);
  checksum(bytes).forEach((word, i) => front.setUint32(16 + 4 * i, word, true));
  return bytes;
}

/** The head alone, without reading the arrays. @throws InputError where the file is foreign, of another version, or not whole. */
export async function readHead(file: Blob): Promise<CheckpointHead> {
  return (await open(file)).head;
}

/** The whole checkpoint. @throws InputError as readHead does, and where the content does not fit its checksum. */
export async function decodeCheckpoint(file: Blob): Promise<Checkpoint> {
  const { head, entries, headBytes } = await open(file);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const front = new DataView(bytes.buffer);
  if (checksum(bytes).some((word, i) => word !== front.getUint32(16 + 4 * i, true))) throw broken('its content does not match its checksum');
  const state: Record<string, Float32Array | Float64Array> = {};
  const columns: Record<string, Float64Array> = {};
  let at = FRONT + headBytes;
  for (const { name, type, length } of entries) {
    const data = type === 'float32' ? new Float32Array(bytes.buffer, at, length).slice() : new Float64Array(bytes.buffer, at, length).slice();
    if (name.startsWith('state/')) state[name.slice('state/'.length)] = data;
    else if (data instanceof Float64Array) columns[name.slice('points/'.length)] = data;
    at += aligned(data.byteLength);
  }
  return { head, points: fromColumns(columns), state };
}

async function open(file: Blob): Promise<{ head: CheckpointHead; entries: readonly ArrayEntry[]; headBytes: number }> {
  const front = new DataView(await file.slice(0, FRONT).arrayBuffer());
  if (front.byteLength < FRONT || MARK.some((byte, i) => front.getUint8(i) !== byte)) throw broken('it does not start with the mark of a checkpoint');
  const version = front.getUint32(8, true);
  if (version !== VERSION) throw broken(`it is of version ${version}, and this page reads version ${VERSION}`);
  const headBytes = front.getUint32(12, true);
  if (headBytes > MOST_HEAD || headBytes % 8 !== 0) throw broken('its header has an invalid length');
  const { arrays, ...head } = parse(await file.slice(FRONT, FRONT + headBytes).text());
  const wanted = FRONT + headBytes + arrays.reduce((sum, { type, length }) => sum + aligned(length * (type === 'float32' ? 4 : 8)), 0);
  if (file.size !== wanted) throw broken(`it has ${file.size} bytes, but its header says ${wanted}`);
  return { head, entries: arrays, headBytes };
}

function parse(text: string): CheckpointHead & { readonly arrays: readonly ArrayEntry[] } {
  try {
    const head = JSON.parse(text) as CheckpointHead & { readonly arrays: readonly ArrayEntry[] };
    if (Array.isArray(head.arrays) && Number.isInteger(head.step)) return head;
  } catch {
    // Said below, in the words of this file.
  }
  throw broken('its header cannot be read');
}

function broken(why: string): InputError {
  return new InputError(`This checkpoint cannot be used: ${why}.`, 'Go on from another checkpoint, or run the cell again.');
}

/** Two 32-bit words over everything after the front. Every step maps one word to another without loss, so a change of one word always shows. */
function checksum(bytes: Uint8Array<ArrayBuffer>): [number, number] {
  const words = new Uint32Array(bytes.buffer, FRONT, (bytes.byteLength - FRONT) >> 2);
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (const word of words) {
    a = Math.imul(a ^ word, 2654435761);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ word, 1597334677);
    b = (b << 7) | (b >>> 25);
  }
  return [a >>> 0, b >>> 0];
}

/** One column a number of the points, and one for each part of training with a 1 where the point is of it; NaN: the point has none. */
function toColumns(points: readonly MetricPoint[]): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {};
  points.forEach((point, i) => {
    const { step, seconds, level, stage, losses, metrics = {} } = point;
    for (const [name, value] of Object.entries({ step, seconds, level, ...prefixed('losses/', losses), ...prefixed('metrics/', metrics), ...(stage !== undefined && { [`stages/${stage}`]: 1 }) })) {
      (columns[name] ??= new Float64Array(points.length).fill(NaN))[i] = value;
    }
  });
  return columns;
}

function fromColumns({ step = new Float64Array(0), seconds, level, ...others }: Readonly<Record<string, Float64Array>>): MetricPoint[] {
  return Array.from(step, (at, i) => {
    const losses = valuesAt(others, 'losses/', i);
    const metrics = valuesAt(others, 'metrics/', i);
    const [stage] = Object.keys(valuesAt(others, 'stages/', i));
    return { step: at, seconds: seconds![i]!, level: level![i]!, ...(stage !== undefined && { stage }), losses, ...(Object.keys(metrics).length > 0 && { metrics }) };
  });
}

function valuesAt(columns: Readonly<Record<string, Float64Array>>, prefix: string, i: number): Record<string, number> {
  const own = Object.entries(columns).filter(([name, column]) => name.startsWith(prefix) && !Number.isNaN(column[i]!));
  return Object.fromEntries(own.map(([name, column]) => [name.slice(prefix.length), column[i]!]));
}

function prefixed<T>(prefix: string, record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]));
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
