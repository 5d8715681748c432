/** What predictors know of an item: fields by mode, missing codes, shuffled ones, prefixes, bits, and refusals in words. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { smallLog } from '../../testing/clicks';
import type { LogInputs } from '../log/inputs';
import { batchIds, tableLayout } from './batchIds';
import { fieldParams, knownFields } from './knownFields';

const inputs = smallLog();
const { events } = inputs;
const of = (params: Params, given: LogInputs = inputs, seed = 1) => knownFields(given, { ...defaultParams(fieldParams), ...params }, new Random(seed));
const names = (params: Params) => of(params).fields.map(({ name }) => name);
const itemsWith = (wanted: boolean) => [...events.log.itemNames.keys()].filter((item) => inputs.codes!.codes[2 * item]! >= 0 === wanted);

describe('known fields', () => {
  it('are those of the mode, and so are their bits', () => {
    expect(names({})).toEqual(['user', 'item', 'hour', 'weekday']);
    expect(names({ fields: 'codes' })).toEqual(['user', 'item', 'hour', 'weekday', 'code 1', 'code 2']);
    expect(names({ fields: 'replace' })).toEqual(['user', 'hour', 'weekday', 'code 1', 'code 2']);
    expect(names({ fields: 'noItem' })).toEqual(['user', 'hour', 'weekday']);
    expect(names({ fields: 'both', depth: 1 })).toEqual(['user', 'item', 'hour', 'weekday', 'code 1']);
    expect(of({ fields: 'codes' }).bits).toBeCloseTo(Math.log2(18), 12);
    expect(of({ fields: 'codes', depth: 1 }).bits).toBeCloseTo(Math.log2(6), 12);
    expect([of({}).bits, of({ fields: 'vectors' }).bits, of({ fields: 'noItem' }).bits]).toEqual([0, 160, 0]);
    expect(of({ fields: 'both' }).bits).toBeCloseTo(160 + Math.log2(18), 12);
    expect([of({ fields: 'vectors' }).vectors === null, of({ fields: 'codes' }).vectors === null]).toEqual([false, true]);
  });

  it('have 0 where an item has no codes, and a zero vector', () => {
    const { fields, vectors } = of({ fields: 'both' });
    const levels = fields.filter(({ of }) => of === 'codes');
    for (const item of itemsWith(false)) {
      expect(levels.map(({ codes }) => codes[item])).toEqual([0, 0]);
      expect([...vectors!.data.subarray(5 * item, 5 * item + 5)]).toEqual([0, 0, 0, 0, 0]);
    }
    for (const item of itemsWith(true)) expect(levels.map(({ codes }) => codes[item]! - 1)).toEqual([...inputs.codes!.codes.subarray(2 * item, 2 * item + 2)]);
    const squares = itemsWith(true).flatMap((item) => [...vectors!.data.subarray(5 * item, 5 * item + 5)]).map((value) => value * value);
    expect(squares.reduce((sum, value) => sum + value, 0) / squares.length).toBeCloseTo(1, 5);
  });

  it('shuffled: the same codes as often, among the items that have some, by seed', () => {
    const codesBy = (seed: number) => of({ fields: 'shuffled' }, inputs, seed).fields.filter(({ of }) => of === 'codes').map(({ codes }) => codes);
    const plain = of({ fields: 'codes' }).fields.filter(({ of }) => of === 'codes').map(({ codes }) => codes);
    const pairs = ([first, second]: readonly Int32Array[]) => [...first!].map((code, item) => `${code} ${second![item]}`);
    expect(pairs(codesBy(1)).toSorted()).toEqual(pairs(plain).toSorted());
    expect(pairs(codesBy(1))).not.toEqual(pairs(plain));
    expect(codesBy(1)).toEqual(codesBy(1));
    expect(codesBy(2)).not.toEqual(codesBy(1));
    for (const item of itemsWith(false)) expect(codesBy(1).map((codes) => codes[item])).toEqual([0, 0]);
    expect(of({ fields: 'shuffled' }).notes).toContain('Codes are those of another item: a control.');
  });

  it('prefixes: one value each for the pairs of codes that items have', () => {
    const { fields } = of({ fields: 'codes', prefixes: true });
    const [first, second, both] = fields.filter(({ of }) => of === 'codes');
    expect(fields.filter(({ of }) => of === 'codes')).toHaveLength(3);
    const byPair = new Map<string, Set<number>>();
    both!.codes.forEach((value, item) => byPair.set(`${first!.codes[item]} ${second!.codes[item]}`, (byPair.get(`${first!.codes[item]} ${second!.codes[item]}`) ?? new Set()).add(value)));
    expect([...byPair.values()].every((values) => values.size === 1)).toBe(true);
    expect(new Set(both!.codes).size).toBe(byPair.size);
    expect(both!.size).toBe(byPair.size);
    expect(byPair.get('0 0')).toEqual(new Set([0]));
  });

  it('say what is missing and what is not read', () => {
    expect(of({ fields: 'codes' }).notes).toEqual([expect.stringMatching(/^44 of 48 items have codes, and \d+\.\d % of the test rows\. Without: "[^"]+", "[^"]+", "[^"]+", "[^"]+"\. Such items are told apart by their ids alone\.$/), 'The joined vectors are not read: "What it knows of an item" leaves them out.']);
    expect(of({}).notes).toEqual(['The joined codes and vectors are not read: "What it knows of an item" leaves them out.']);
    expect(of({}, { events }).notes).toEqual([]);
  });

  it('refuses in words what it cannot know', () => {
    for (const fields of ['codes', 'both', 'replace', 'shuffled']) expect(() => of({ fields }, { events })).toThrow(/no codes are joined/);
    for (const fields of ['vectors', 'both']) expect(() => of({ fields }, { events, codes: inputs.codes! })).toThrow(/no vectors are joined/);
    expect(() => of({ fields: 'codes', depth: 3 })).toThrow('3 levels of codes are to be read, and the joined codes have 2.');
    expect(() => of({ fields: 'codes' }, { events, codes: { ...inputs.codes!, codes: inputs.codes!.codes.map(() => -1) } })).toThrow('None of the 48 items of made.csv has codes.');
    expect(() => of({ fields: 'vectors' }, { events, items: { ...inputs.items!, known: new Uint8Array(48) } })).toThrow('None of the 48 items of made.csv has a vector.');
    expect(() => of({ fields: 'codes' }, { events, codes: { ...inputs.codes!, codes: inputs.codes!.codes.slice(2) } })).toThrow(/of 47 items, and the log has 48/);
  });
});

describe('ids of a batch', () => {
  const known = of({ fields: 'both' });
  const { offsets, rows } = tableLayout(known);
  const all = Uint32Array.from({ length: events.log.events }, (_, event) => event);
  const [item, code] = [known.fields.findIndex(({ of }) => of === 'id'), known.fields.findIndex(({ of }) => of === 'codes')];
  const column = (ids: Int32Array, field: number) => Array.from(all, (event) => ids[event * known.fields.length + field]! - offsets[field]!);

  it('lie field after field in one table', () => {
    expect(rows).toBe(known.fields.reduce((sum, { size }) => sum + size, 0));
    const { ids, vectors } = batchIds(known, offsets, all);
    known.fields.forEach(({ codes, by }, field) => expect(column(ids, field)).toEqual(Array.from(all, (event) => codes[by === 'item' ? events.log.items[event]! : event])));
    expect(vectors!.subarray(0, 5)).toEqual(known.vectors!.data.subarray(5 * events.log.items[0]!, 5 * events.log.items[0]! + 5));
  });

  it('lose ids and codes apart, codes with the vector, about as often as asked, and nothing else', () => {
    const whole = batchIds(known, offsets, all);
    const { ids, vectors } = batchIds(known, offsets, all, { share: 0.25, random: new Random(4) });
    const lost = (field: number) => column(ids, field).map((value, event) => value === 0 && column(whole.ids, field)[event] !== 0);
    const share = (flags: readonly boolean[]) => flags.filter(Boolean).length / flags.length;
    const [noItem, noCode] = [lost(item), lost(code)];
    for (const flags of [noItem, noCode]) expect(Math.abs(share(flags) - 0.25)).toBeLessThan(0.06);
    expect(Math.abs(share(noItem.map((flag, event) => flag && noCode[event]!)) - 0.06)).toBeLessThan(0.03);
    expect(lost(0).some(Boolean)).toBe(false);
    noCode.forEach((flag, event) => { if (flag) expect([...vectors!.subarray(5 * event, 5 * event + 5)]).toEqual([0, 0, 0, 0, 0]); });
  });
});
