/** Sequences in every usual way of writing: lines, lists in cells, logs; whether the user comes first, ids as they are written, what is counted. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random';
import type { SequenceChoices, SequenceInspection, Sequences } from '../../records/sequences';
import { TableMemory } from '../tableMemory';
import { csvFile } from '../tableTestFiles';
import { fileOf, refusal } from '../testFiles';
import { inspectSequences, loadSequences } from './sequences';

const look = (file: File, choices: SequenceChoices = {}): Promise<SequenceInspection> => inspectSequences({ file, choices });
const load = async (file: File, choices: SequenceChoices = {}): Promise<Sequences> => (await loadSequences({ file, choices })).sequences;
const named = ({ offsets, items, itemNames, sequences }: Sequences): string[][] => Array.from({ length: sequences }, (_, row) => Array.from(items.subarray(offsets[row], offsets[row + 1]), (item) => itemNames[item]!));
const why = ({ reasons }: SequenceInspection, role: string): string => reasons.find((each) => each.role === role)!.reason;
/** Lines of 2 to 9 of 30 items. */
const lines = (count: number, write = (item: number): string => `i${item}`): string[][] => {
  const random = new Random(4);
  return Array.from({ length: count }, () => Array.from({ length: 2 + random.integer(8) }, () => write(random.integer(30))));
};

describe('lines', () => {
  it.each([[' '], ['\t'], [','], [', ']])('are entries between "%s"', async (separator) => {
    const all = lines(20);
    const seen = await look(fileOf('s.txt', all.map((line) => `${line.join(separator)}\n`).join('')));
    expect([seen.problem, seen.choices.form, seen.choices.userFirst, seen.fileRows]).toEqual([undefined, 'lines', false, 20]);
    expect(seen.summary).toMatchObject({ sequences: 20, items: new Set(all.flat()).size, events: all.flat().length, lengths: { min: Math.min(...all.map(({ length }) => length)), max: Math.max(...all.map(({ length }) => length)) } });
    expect(named(await load(fileOf('s.txt', all.map((line) => line.join(separator)).join('\n'))))).toEqual(all);
  });

  it.each([
    ['the first entries count the lines, from 1', lines(6, String).map((line, i) => [String(i + 1), ...line])],
    ['no first entry comes later in any line', lines(8).map((line, i) => [`u${i % 5}`, ...line])],
    ['none of the 40 first entries comes twice', lines(40, String).map((line, i) => [String((i * 7) % 41), ...line])],
  ])('have their user first: %s', async (reason, all) => {
    const seen = await look(fileOf('s.txt', all.map((line) => line.join(' ')).join('\n')));
    expect([seen.choices.userFirst, why(seen, 'user')]).toEqual([true, reason]);
    const read = await load(fileOf('s.txt', all.map((line) => line.join(' ')).join('\n')));
    expect([read.userNames, named(read)]).toEqual([all.map(([user]) => user), all.map(([, ...items]) => items)]);
    const other = await load(fileOf('s.txt', all.map((line) => line.join(' ')).join('\n')), { userFirst: false });
    expect([other.userNames, named(other)]).toEqual([null, all]);
  });

  it('may have a tab or a colon after the user, and a line of names', async () => {
    const all = lines(6);
    for (const write of [(line: string[], i: number) => `u${i}\t${line.join(' ')}`, (line: string[], i: number) => `u${i}: ${line.join(', ')}`, (line: string[], i: number) => `${i === 0 ? 'user items\n' : ''}u${i} ${line.join(' ')}`]) {
      const read = await load(fileOf('s.txt', all.map(write).join('\n')));
      expect([read.userNames, named(read)]).toEqual([all.map((_, i) => `u${i}`), all]);
    }
  });

  it('count the empty, the short and the repeated, and say so', async () => {
    const seen = await look(fileOf('s.txt', 'u1 a a b a\nu2\nu3 c\nu4 a b c d e\nu5 b b\n'));
    expect(seen.summary).toMatchObject({ sequences: 5, users: 5, items: 5, events: 12, lengths: { min: 0, median: 2, max: 5 }, repeats: 3, adjacentRepeats: 2, empty: 1, short: 1 });
    expect(Array.from(seen.summary!.lengths.histogram.counts)).toEqual([1, 1, 1, 0, 1, 1]);
    expect(seen.warnings).toEqual(['1 of 5 sequences are empty.', '1 of 5 sequences have only one item: nothing follows it.', '2 of 12 entries repeat the item before them.']);
  });

  it('keep ids digit for digit', async () => {
    const read = await load(fileOf('s.txt', '9007199254740993 9007199254740992 007 7\n7 12e5 1200000\n1e999 2e999 7 007 5 6 8\n'), { userFirst: false });
    expect(named(read)).toEqual([['9007199254740993', '9007199254740992', '007', '7'], ['7', '12e5', '1200000'], ['1e999', '2e999', '7', '007', '5', '6', '8']]);
  });

  it('of four equal columns are rather a log, unless they are said to be lines', async () => {
    const file = () => fileOf('u.txt', lines(30, String).map((line, i) => `${i % 7}\t${line[0]}\t3\t${1_650_000_000 + i}\n`).join(''));
    const seen = await look(file());
    expect([seen.choices.form, seen.formReason, seen.summary!.sequences]).toEqual(['log', 'no line or cell holds a list; rows are taken for events', 7]);
    expect((await look(file(), { form: 'lines' })).summary).toMatchObject({ sequences: 30, lengths: { min: 4, max: 4 } });
  });
});

describe('lists', () => {
  const rows = lines(12);
  const forms: readonly [string, (all: string[][]) => File][] = [
    ['brackets', (all) => csvFile('s.csv', ['user_id', 'history', 'target'], all.map((line, i) => [`u${i}`, `"[${line.map((item) => `'${item}'`).join(', ')}]"`, line[0]!]))],
    ['bars', (all) => csvFile('s.csv', ['user_id', 'history', 'target'], all.map((line, i) => [`u${i}`, line.join('|'), line[0]!]))],
    ['blanks', (all) => csvFile('s.tsv', ['user_id', 'history', 'target'], all.map((line, i) => [`u${i}`, line.join(' '), line[0]!]), '\t')],
    ['JSON lines', (all) => fileOf('s.jsonl', all.map((line, i) => `${JSON.stringify({ user_id: `u${i}`, history: line, target: line[0] })}\n`).join(''))],
  ];

  it.each(forms)('are read from %s, with user and target', async (_, write) => {
    const seen = await look(write(rows));
    expect([seen.problem, seen.choices]).toEqual([undefined, { form: 'lists', history: 'history', user: 'user_id', target: 'target', titles: '', targetTitle: '' }]);
    expect([seen.formReason, why(seen, 'target')]).toEqual(['"history" holds lists of items', 'by its name, and its ids are in histories']);
    const read = await load(write(rows));
    expect([named(read), read.userNames, Array.from(read.targets!, (item) => read.itemNames[item])]).toEqual([rows, rows.map((__, i) => `u${i}`), rows.map(([item]) => item)]);
    expect(await load(write(rows), { target: '', user: '' })).toMatchObject({ targets: null, userNames: null });
  });

  it('of numbers in text keep their digits, and lists of one and of none are lists', async () => {
    const text = 'user_id,history_item_id,item_id\na,"[9007199254740993, 9007199254740992]",5\nb,[7],\nc,[],9007199254740993\nd,"[007, 7, 12]",7\n';
    const read = await load(fileOf('s.csv', text));
    expect(named(read)).toEqual([['9007199254740993', '9007199254740992'], ['7'], [], ['007', '7', '12']]);
    expect(Array.from(read.targets!, (item) => read.itemNames[item] ?? '')).toEqual(['5', '', '9007199254740993', '7']);
    expect((await look(fileOf('s.csv', text))).warnings).toEqual(['1 of 4 sequences are empty.', '1 of 4 sequences have only one item.', '1 of 4 rows have no target.', 'The target of 1 of 4 rows is in no history.']);
  });

  it('bring titles for histories and targets', async () => {
    const text = `user_id,history_title,title,history_id,id\na,"['A, one', ""B's""]",C,"[1, 2]",3\nb,['B'],A,[2],1\nc,"['A', 'B']",A,[1],1\n`;
    const { sequences, inspection } = await loadSequences({ file: fileOf('s.csv', text), choices: {} });
    expect(inspection.choices).toEqual({ form: 'lists', user: 'user_id', history: 'history_id', target: 'id', titles: 'history_title', targetTitle: 'title' });
    expect([sequences.itemNames, sequences.itemTitles]).toEqual([['1', '2', '3'], ['A, one', "B's", 'C']]);
    expect(inspection.warnings).toEqual(expect.arrayContaining(['1 of 3 rows do not have exactly one title per item; their titles are left out.', '2 of 3 items have two titles; the first is kept.']));
  });

  it('are read from bare lists and from lists by key', async () => {
    expect(named(await load(fileOf('s.jsonl', '[1, 2, 3]\n[4]\n[2, 9007199254740993]\n')))).toEqual([['1', '2', '3'], ['4'], ['2', '9007199254740993']]);
    const keyed = await load(fileOf('s.json', '{"u1": ["a", "b"], "u2": ["b"], "u3": ["c", "a", "b"]}'));
    expect([keyed.userNames, named(keyed)]).toEqual([['u1', 'u2', 'u3'], [['a', 'b'], ['b'], ['c', 'a', 'b']]]);
  });

  it('tell rows that go on from an earlier one of their user', async () => {
    const seen = await look(csvFile('s.tsv', ['user_id', 'item_seq', 'item_id'], [['a', '1 2', 3], ['b', '4 1', 2], ['a', '1 2 3', 4], ['a', '2 3 4', 1], ['b', '1 4', 3]], '\t'));
    expect(seen.summary).toMatchObject({ users: 2, continued: 2, targets: { missing: 0, repeated: 0, unseen: 0 } });
    expect(seen.warnings).toContain('2 of 5 rows repeat an earlier row of their user and continue it: pairs made from both come twice.');
  });
});

describe('a log', () => {
  it('gives the sequences of a naive grouping', async () => {
    for (const seed of [1, 2, 3]) {
      const random = new Random(seed);
      const events = Array.from({ length: 300 }, () => ({ user: `u${random.integer(20)}`, item: `i${random.integer(40)}`, time: 1_650_000_000 + random.integer(200) }));
      const { sequences, inspection } = await loadSequences({ file: csvFile('log.csv', ['user_id', 'item_id', 'timestamp'], events.map(({ user, item, time }) => [user, item, time])), choices: {} });
      const users = [...new Set(events.map(({ user }) => user))];
      // Array sorts are stable.
      const naive = users.map((user) => events.filter((event) => event.user === user).sort((a, b) => a.time - b.time).map(({ item }) => item));
      expect([inspection.choices.form, inspection.formReason]).toEqual(['log', 'columns of users and items: their events in order of time']);
      expect([sequences.userNames, named(sequences)]).toEqual([users, naive]);
      expect(Array.from(sequences.rowIndex)).toEqual(users.map((user) => events.findIndex((event) => event.user === user)));
      expect(inspection.summary).toMatchObject({ sequences: users.length, users: users.length, events: 300, items: new Set(events.map(({ item }) => item)).size });
    }
  });
});

describe('a file without sequences', () => {
  it('is told as a problem by the look, and refused by the reading', async () => {
    const file = () => fileOf('v.csv', 'e0,e1,e2\n0.1,0.2,0.3\n0.4,0.5,0.6\n');
    expect((await look(file())).problem!.message).toContain('has no column that can be taken for users');
    expect((await refusal(load(file(), { form: 'lists' }))).message).toBe('v.csv has no column of lists; it has "e0", "e1", "e2".');
    expect((await look(file(), { form: 'lists', history: 'none' })).problem!.message).toContain('has no column "none"');
    expect((await look(fileOf('a.npy', 'x'))).problem!.name).toBe('input');
    expect((await look(fileOf('s.csv', 'history\n[]\n[]\n'), { form: 'lists', history: 'history' })).problem!.message).toBe('s.csv holds no item in any sequence.');
  });

  it('is read once, whatever is chosen', async () => {
    const memory = new TableMemory();
    let reads = 0;
    const counted = (file: File): File => new Proxy(file, { get: (target, key) => (key === 'slice' && reads++, typeof target[key as 'slice'] === 'function' ? target[key as 'slice'].bind(target) : target[key as 'slice']) });
    const forms: readonly [File, SequenceChoices[]][] = [
      [fileOf('s.txt', lines(9).map((line) => line.join(' ')).join('\n')), [{ userFirst: true }, { form: 'lines', userFirst: false }]],
      [csvFile('s.csv', ['user_id', 'history', 'item_id'], lines(9).map((line, i) => [`u${i}`, line.join('|'), line[0]!])), [{ user: '' }, { form: 'log' }, { form: 'lists', target: '' }]],
    ];
    for (const [id, [file, choices]] of forms.entries()) {
      const given = counted(file);
      const read = (each: File, rows: object) => memory.read(id, each, rows);
      await inspectSequences({ file: given, choices: {}, read });
      const before = reads;
      for (const chosen of choices) expect(await inspectSequences({ file: given, choices: chosen, read })).toEqual(await look(file, chosen));
      expect(reads).toBe(before);
    }
  });
});
