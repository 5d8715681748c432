/** What a predictor of labels knows of an event: the fields of the log and, as asked, codes or vectors of its item in place of its id or beside it. */
import { EngineError, InputError } from '../../errors';
import type { Random } from '../../math/random';
import type { Params, ParamSpec } from '../../records/params';
import type { ItemCodes, ItemVectors, LogInputs } from '../log/inputs';
import type { PreparedLog } from '../log/preparedLog';

export type FieldMode = 'none' | 'vectors' | 'codes' | 'both' | 'replace' | 'noItem' | 'shuffled';

/** Numbers of known values, 0 for none. */
export interface KnownField {
  readonly name: string;
  readonly size: number;
  /** int32 [events] or [items], as `by` says. */
  readonly codes: Int32Array;
  readonly by: 'event' | 'item';
  /** What it tells of the item; null: it is of something else. */
  readonly of: 'id' | 'codes' | null;
}

export interface KnownFields {
  readonly fields: readonly KnownField[];
  /** [items, dim] of root mean square 1 where there is one, zeros elsewhere. */
  readonly vectors: { readonly data: Float32Array; readonly dim: number } | null;
  /** int32 [events] */
  readonly items: Int32Array;
  /** Bits of codes and vectors of an item. */
  readonly bits: number;
  readonly notes: readonly string[];
}

const WITH_CODES: readonly FieldMode[] = ['codes', 'both', 'replace', 'shuffled'];
const WITH_VECTORS: readonly FieldMode[] = ['vectors', 'both'];
const WITHOUT_ID: readonly FieldMode[] = ['replace', 'noItem'];

export const fieldParams: readonly ParamSpec[] = [
  {
    name: 'fields',
    title: 'What it knows of an item',
    help: 'Beside user, time and other columns. Codes and vectors are of the joined cells. Shuffled codes are those of another item, as frequent as before: what they gain is not from what codes mean.',
    type: 'choice',
    default: 'none',
    choices: [
      { value: 'none', title: 'its id' },
      { value: 'vectors', title: 'its id and vector' },
      { value: 'codes', title: 'its id and codes' },
      { value: 'both', title: 'its id, codes and vector' },
      { value: 'replace', title: 'its codes, no id' },
      { value: 'noItem', title: 'nothing' },
      { value: 'shuffled', title: 'its id and shuffled codes' },
    ],
    group: 'method',
  },
  {
    name: 'depth',
    title: 'Levels of codes',
    help: 'Only the first so many codes of an item are read; 0: all. Fewer levels are fewer bits: compare the scores over 1, 2, ... levels.',
    type: 'integer',
    default: 0,
    min: 0,
    max: 64,
    unit: 'levels',
    group: 'method',
  },
  {
    name: 'prefixes',
    title: 'Fields of code prefixes',
    help: 'The first two codes together, and the first three, also are fields: a pair of codes can mean something that neither means alone. More numbers to learn.',
    type: 'boolean',
    default: false,
    group: 'method',
    advanced: true,
  },
];

/** `random`: draws the items whose codes are exchanged. @throws InputError where what is asked for is not joined, or fits no item. */
export function knownFields({ events, codes, items }: LogInputs, params: Params, random: Random): KnownFields {
  const mode = params.fields as FieldMode;
  const [withCodes, withVectors] = [WITH_CODES.includes(mode), WITH_VECTORS.includes(mode)];
  const ofLog = events.fields.filter(({ role }) => role !== 'item' || !WITHOUT_ID.includes(mode))
    .map(({ name, size, codes, role }): KnownField => ({ name, size, codes, by: 'event', of: role === 'item' ? 'id' : null }));
  const known = withCodes ? codeFields(checkedCodes(codes, events), events, params, mode === 'shuffled' ? random : null) : { fields: [], bits: 0, notes: [] };
  const vectors = withVectors ? checkedVectors(items, events) : null;
  const unread = [codes && !withCodes ? 'codes' : '', items && !withVectors ? 'vectors' : ''].filter(Boolean).join(' and ');
  return {
    fields: [...ofLog, ...known.fields],
    vectors: vectors && unitVectors(vectors),
    items: events.log.items,
    bits: known.bits + (vectors ? 32 * vectors.dim : 0),
    notes: [
      ...known.notes,
      ...(mode === 'shuffled' ? ['Codes are those of another item: a control.'] : []),
      ...(vectors ? shareNote('a vector', events, (item) => vectors.known[item] === 1) : []),
      ...(unread ? [`The joined ${unread} are not read: "What it knows of an item" leaves them out.`] : []),
    ],
  };
}

/** Codes of the levels read, and the prefixes where asked; `random`: exchanged among the items that have codes. */
function codeFields({ codes, numCodes }: ItemCodes, events: PreparedLog, params: Params, random: Random | null): Pick<KnownFields, 'fields' | 'bits' | 'notes'> {
  const levels = numCodes.length;
  const depth = (params.depth as number) || levels;
  if (depth > levels) throw new InputError(`${depth} levels of codes are to be read, and the joined codes have ${levels}.`, `Set "Levels of codes" to ${levels} or less; 0 means all.`);
  const from = codesOf(events.log.itemNames.length, (item) => codes[item * levels]! >= 0, random);
  const codeOf = (item: number, level: number): number => (from[item]! < 0 ? -1 : codes[from[item]! * levels + level]!);
  const items = from.length;
  const fields = Array.from({ length: depth }, (_, level): KnownField => ({
    name: `code ${level + 1}`, size: numCodes[level]! + 1, codes: Int32Array.from({ length: items }, (_, item) => codeOf(item, level) + 1), by: 'item', of: 'codes',
  }));
  const prefixes = params.prefixes ? Array.from({ length: Math.min(2, depth - 1) }, (_, i) => prefixField(items, i + 2, codeOf)) : [];
  const bits = numCodes.slice(0, depth).reduce((sum, count) => sum + Math.log2(count), 0);
  return { fields: [...fields, ...prefixes], bits, notes: shareNote('codes', events, (item) => from[item]! >= 0) };
}

/** [items]: the item whose codes each has, -1 for none; itself, or by a random order of those that have some. */
function codesOf(items: number, has: (item: number) => boolean, random: Random | null): Int32Array {
  const from = Int32Array.from({ length: items }, (_, item) => (has(item) ? item : -1));
  if (!random) return from;
  const coded = from.filter((item) => item >= 0);
  const order = random.permutation(coded.length);
  coded.forEach((item, i) => (from[item] = coded[order[i]!]!));
  return from;
}

/** The first `length` codes as one value: every combination that some item has is one, so that no two share a place. */
function prefixField(items: number, length: number, codeOf: (item: number, level: number) => number): KnownField {
  const known = new Map<string, number>();
  const codes = Int32Array.from({ length: items }, (_, item) => {
    if (codeOf(item, 0) < 0) return 0;
    const name = Array.from({ length }, (_, level) => codeOf(item, level)).join(' ');
    const number = known.get(name) ?? known.size + 1;
    known.set(name, number);
    return number;
  });
  return { name: `codes 1 to ${length}`, size: known.size + 1, codes, by: 'item', of: 'codes' };
}

function checkedCodes(codes: ItemCodes | undefined, { log }: PreparedLog): ItemCodes {
  if (!codes) throw new InputError('It is to know the codes of items, and no codes are joined.', 'Join a cell that gives codes, or choose another setting of "What it knows of an item".');
  const items = log.itemNames.length;
  if (codes.codes.length !== items * codes.numCodes.length) throw new EngineError(`The joined codes are of ${codes.codes.length / codes.numCodes.length} items, and the log has ${items}.`, 'Run the quantizer again.');
  if (codes.codes.every((code) => code < 0)) throw new InputError(`None of the ${items.toLocaleString('en')} items of ${log.name} has codes.`, 'Check that the ids of the vectors are the ids of the items in the log.');
  return codes;
}

function checkedVectors(vectors: ItemVectors | undefined, { log }: PreparedLog): ItemVectors {
  if (!vectors) throw new InputError('It is to know the vectors of items, and no vectors are joined.', 'Join a dataset of vectors, or choose another setting of "What it knows of an item".');
  const items = log.itemNames.length;
  if (vectors.known.length !== items) throw new EngineError(`The joined vectors are of ${vectors.known.length} items, and the log has ${items}.`, 'Load the file again and run the cell.');
  if (vectors.known.every((flag) => flag === 0)) throw new InputError(`None of the ${items.toLocaleString('en')} items of ${log.name} has a vector.`, 'Check that the ids of the vectors are the ids of the items in the log.');
  return vectors;
}

/** Scaled so that their numbers have a root mean square of 1 over the items that have one. */
function unitVectors({ data, dim, known }: ItemVectors): { data: Float32Array; dim: number } {
  const squares = data.reduce((sum, value) => sum + value * value, 0);
  const count = dim * known.reduce((sum, flag) => sum + flag, 0);
  const scale = squares > 0 ? Math.sqrt(count / squares) : 1;
  return { data: data.map((value) => scale * value), dim };
}

/** Names told of items that have none. */
const NAMED = 5;

/** Where not every item has one: how many, and which have none. */
function shareNote(what: string, { log: { itemNames }, test, log }: PreparedLog, has: (item: number) => boolean): string[] {
  const items = itemNames.reduce((count, _, item) => count + (has(item) ? 1 : 0), 0);
  if (items === itemNames.length) return [];
  const rows = test.reduce((count, event) => count + (has(log.items[event]!) ? 1 : 0), 0);
  return [`${items.toLocaleString('en')} of ${itemNames.length.toLocaleString('en')} items have ${what}, and ${((100 * rows) / test.length).toFixed(1)} % of the test rows. Without: ${without(itemNames, has)}. Such items are told apart by their ids alone.`];
}

function without(names: readonly string[], has: (item: number) => boolean): string {
  const gone = names.filter((_, item) => !has(item));
  const more = gone.length - NAMED;
  return `${gone.slice(0, NAMED).map((name) => `"${name}"`).join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}`;
}
