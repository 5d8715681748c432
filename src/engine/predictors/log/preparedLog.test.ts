/** Logs made ready: parts by time alone, what is new, fields learned from training rows, and refusals in words. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random';
import { logOf, plantedLog, smallLog } from '../../testing/clicks';
import { describeLog } from './heldLog';
import { NO_PART, TEST, TRAIN } from './parts';
import { prepareLog } from './preparedLog';

const random = new Random(6);
const drawn = (n: number, label: (row: number) => number, time: (row: number) => number = (row) => row) => ({
  user: Array.from({ length: n }, () => random.integer(9)), item: Array.from({ length: n }, () => random.integer(7)), time: Array.from({ length: n }, (_, row) => time(row)),
  label: Array.from({ length: n }, (_, row) => label(row)), users: 9, items: 7,
});

describe('a prepared log', () => {
  it.each([['planted', plantedLog(2).events], ['small, with equal times', smallLog().events]])('%s: no test row is earlier than a training row, no validation row either, and none of two parts has one time', (_, { log, train, validation, test }) => {
    const times = (events: Uint32Array) => Array.from(events, (event) => log.time[event]!);
    expect(Math.max(...times(train))).toBeLessThan(Math.min(...times(validation)));
    expect(Math.max(...times(validation))).toBeLessThan(Math.min(...times(test)));
    expect(train.length + validation.length + test.length).toBe(log.events);
    for (const [part, share] of [[train, 0.8], [validation, 0.1], [test, 0.1]] as const) expect(Math.abs(part.length / log.events - share)).toBeLessThan(0.01);
  });

  it('calls an item new where no training row has it, and learns no value from other rows', () => {
    const { log, train, cold, fields, parts } = smallLog().events;
    const seen = new Set(Array.from(train, (event) => log.items[event]));
    expect([...cold]).toEqual(Array.from(log.items, (item) => (seen.has(item) ? 0 : 1)));
    expect(cold.some((flag) => flag === 1)).toBe(true);
    const item = fields.find(({ role }) => role === 'item')!;
    for (const [event, code] of item.codes.entries()) if (cold[event] === 1) expect(code).toBe(0);
    expect([...parts].filter((part) => part === TRAIN)).toHaveLength(train.length);
    const user = fields.find(({ role }) => role === 'user')!;
    // Two users have one event each: they are not told apart.
    expect(user.size - 1).toBeLessThanOrEqual(log.userNames.length - 2);
  });

  it('leaves events without a label in the log and out of the parts', () => {
    const { parts, labels } = prepareLog(logOf(drawn(300, (row) => (row % 3 === 0 ? NaN : row % 2))));
    expect(parts.filter((part) => part === NO_PART)).toHaveLength(100);
    expect(labels.every((label) => label === 0 || label === 1)).toBe(true);
  });

  it('tells what a person should know of it, the law among it', () => {
    const { events, law } = plantedLog(3);
    const { references, parts, coldTest, positiveShare, fields, warnings } = describeLog(events);
    expect(parts).toEqual({ train: 19_200, validation: 2400, test: 2400, source: 12_000 });
    expect(references.map(({ name }) => name)).toEqual(['law']);
    expect(references[0]!.scores.auc).toBeGreaterThan(0.75);
    expect(references[0]!.scores.aucCold).toBeGreaterThan(0.7);
    expect(Math.abs(coldTest / 2400 - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(positiveShare - law.reduce((sum, p) => sum + p, 0) / law.length)).toBeLessThan(0.01);
    expect(fields.find(({ name }) => name === 'item')!.size).toBe(900);
    expect(warnings).toEqual([]);
    expect(describeLog(prepareLog(logOf(drawn(300, (row) => row % 2)))).warnings).toEqual([expect.stringMatching(/^The test part has \d+ rows with the rarer label: AUC is uncertain by about 0\.1\d\.$/)]);
  });

  it('refuses in words', () => {
    expect(() => prepareLog(logOf(drawn(50, (row) => row % 2), { label: null }))).toThrow('made.csv has no label');
    expect(() => prepareLog(logOf(drawn(50, (row) => row % 2), { timeUnit: null }))).toThrow('made.csv has no times');
    expect(() => prepareLog(logOf(drawn(50, (row) => (row === 7 ? 4 : row % 2))))).toThrow(/is 4 in row 7 \(counted from 0\); 0 or 1 was wanted/);
    expect(() => prepareLog(logOf(drawn(50, (row) => (row < 40 ? row % 2 : 1))))).toThrow(/Every label in the (validation|test) part of made.csv is 1/);
    expect(() => prepareLog(logOf(drawn(50, (row) => row % 2, () => 5)))).toThrow(/its 1 different times do not part so/);
    const reference = (value: number) => describeLog(prepareLog(logOf({ ...drawn(200, (row) => row % 2), law: Array.from({ length: 200 }, (_, row) => (row === 9 ? value : 0.5)) }))).references[0]!.scores;
    expect(() => reference(1.5)).toThrow('The reference column "law" holds 1.5 in row 9 (counted from 0); probabilities of 0 to 1 were wanted.');
    expect(reference(0.5).auc).toBe(0.5);
    expect(prepareLog(logOf(drawn(200, (row) => row % 2))).parts.filter((part) => part === TEST)).toHaveLength(20);
  });
});
