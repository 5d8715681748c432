/** Logs in every usual way of writing: what is guessed and why, ids as they are written, the order of events, and what is counted. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random';
import type { Log, LogChoices, LogInspection } from '../../records/log';
import { TableMemory } from '../tableMemory';
import { csvFile, cellsOf } from '../tableTestFiles';
import { fileOf, refusal } from '../testFiles';
import { spreadOf } from './spread';
import { inspectLog, loadLog } from './log';

const look = (file: File, choices: LogChoices = {}): Promise<LogInspection> => inspectLog({ file, choices });
const load = async (file: File, choices: LogChoices = {}): Promise<Log> => (await loadLog({ file, choices })).log;
const roles = ({ choices: { user, item, time, label, session } }: LogInspection) => [user, item, time, label, session];
/** 40 events of 8 users with 10 items, a second apart, in an order of their own. */
const events = (time: (second: number) => string | number = (second) => 1_650_000_000 + second): (string | number)[][] => {
  const random = new Random(3);
  return Array.from({ length: 40 }, (_, i) => [`u${random.integer(8)}`, `i${random.integer(10)}`, time((i * 17) % 40), random.integer(5) + 1]);
};

describe('the columns of a log', () => {
  it.each([
    [['user_id', 'item_id', 'timestamp', 'rating'], ['user_id', 'item_id', 'timestamp', 'rating', '']],
    [['uid', 'asin', 'ts', 'label'], ['uid', 'asin', 'ts', 'label', '']],
    [['userId', 'movieId', 'time_ms', 'is_click'], ['userId', 'movieId', 'time_ms', 'is_click', '']],
    [['visitorid', 'itemid', 'timestamp', 'purchase'], ['visitorid', 'itemid', 'timestamp', 'purchase', '']],
    [['reviewerID', 'parent_asin', 'unixReviewTime', 'overall'], ['reviewerID', 'parent_asin', 'unixReviewTime', 'overall', '']],
    [['user', 'video_id', 'date', 'watch_ratio'], ['user', 'video_id', 'date', 'watch_ratio', '']],
    [['user_id:token', 'item_id:token', 'timestamp:float', 'rating:float'], ['user_id:token', 'item_id:token', 'timestamp:float', 'rating:float', '']],
    [['SessionId', 'ItemId', 'Time', 'quantity'], ['SessionId', 'ItemId', 'Time', '', '']],
  ])('are guessed by their names: %s', async (header, wanted) => {
    const seen = await look(csvFile('log.csv', header, events()));
    expect([seen.problem, ...roles(seen)]).toEqual([undefined, ...wanted]);
    expect(seen.summary).toMatchObject({ events: 40, users: 8, items: 10, time: { unit: 's', first: 1_650_000_000, last: 1_650_000_039 } });
  });

  it('are guessed by their data where the file names none, and may be overruled', async () => {
    const file = () => fileOf('ratings.tsv', events().map((row) => `${row.map((cell) => String(cell).replace(/[ui]/, '')).join('\t')}\n`).join(''));
    const seen = await look(file());
    expect(roles(seen)).toEqual(['column 0', 'column 1', 'column 2', 'column 3', '']);
    expect(seen.reasons.map(({ role, reason }) => `${role}: ${reason}`)).toEqual([
      'user: no column is named as users; this is the first one with ids that repeat', 'item: no column is named as items; this is the first one with ids that repeat', 'time: holds seconds since 1970',
      'label: the file names no columns; this one holds 5 different numbers', 'session: no column is named as a session or request',
    ]);
    const other = await look(file(), { user: 'column 1', item: 'column 0', label: '', session: 'column 3', context: [] });
    expect(roles(other)).toEqual(['column 1', 'column 0', 'column 2', '', 'column 3']);
    expect(other.reasons[0]).toEqual({ role: 'user', column: 'column 1', chosen: true, reason: 'as chosen' });
    expect(other.summary).toMatchObject({ users: 10, items: 8, sessions: 5 });
    expect(other.warnings).toContain('5 of 5 sessions have events of more than one user.');
  });

  it.each([
    ['ms', (s: number) => 1_650_000_000_000 + 1000 * s], ['us', (s: number) => 1_650_000_000_000_000 + 1e6 * s], ['dates', (s: number) => new Date((1_650_000_000 + s) * 1000).toISOString()],
    ['dates', (s: number) => `2022-04-15 05:20:${String(s).padStart(2, '0')}`], ['ns', (s: number) => `16500000${String(s).padStart(2, '0')}000000000`],
  ] as const)('has times in %s, read as seconds', async (unit, write) => {
    const seen = await look(csvFile('log.csv', ['user_id', 'item_id', 'timestamp'], events(write).map((row) => row.slice(0, 3))));
    expect([seen.problem, seen.choices.timeUnit]).toEqual([undefined, unit]);
    expect(seen.summary!.time!.last - seen.summary!.time!.first).toBeCloseTo(39, 5);
  });

  it('takes days, and plain numbers as an order', async () => {
    const days = await look(csvFile('log.csv', ['user_id', 'item_id', 'date'], [['a', 'x', 20220410], ['a', 'y', 20220409], ['b', 'x', 20220410]]));
    expect([days.choices.timeUnit, days.summary!.time]).toEqual(['yyyymmdd', { unit: 'yyyymmdd', first: 1649462400, last: 1649548800, equalWithinUser: 0, sorted: false, sortedWithinUser: false }]);
    const order = await look(csvFile('log.csv', ['user_id', 'item_id', 'timestamp'], [['a', 'x', 3], ['a', 'y', 1], ['b', 'x', 2], ['b', 'z', 4]]));
    expect([order.choices.timeUnit, order.summary!.time!.first]).toEqual(['order', 1]);
    expect(order.warnings).toEqual(['Times are plain numbers that order the events: spans of time between them mean nothing.', 'The file is not sorted by time within each user; events are sorted when they are read.']);
  });

  it('leaves spans and times of other things to the context', async () => {
    const rows = events().map(([user, item, time], i) => [user!, item!, Math.floor(Number(time) / 2), 1_200_000_000, 1 + (Number(time) % 7), 1_650_001_000 + i]);
    const seen = await look(csvFile('log.csv', ['user_id', 'item_id', 'event_time', 'register_time', 'play_time', 'label_ready'], rows));
    expect([seen.choices.time, seen.choices.context]).toEqual(['event_time', ['register_time', 'play_time', 'label_ready']]);
  });

  it('reads yes and no, and true and false, as labels', async () => {
    const lines = [['a', 'x', true], ['a', 'y', false], ['b', 'x', null]].map(([user, item, clicked]) => `${JSON.stringify({ user, item, clicked })}\n`).join('');
    const log = await load(fileOf('log.jsonl', lines));
    expect(Array.from(log.label!)).toEqual([1, 0, NaN]);
    const seen = await look(fileOf('log.jsonl', lines));
    expect(seen.summary!.label).toEqual({ binary: true, positiveShare: 0.5, min: 0, mean: 0.5, max: 1 });
    expect(seen.warnings).toContain('1 of 3 rows have no label.');
  });
});

describe('ids', () => {
  it('stay digit for digit, beyond 2^53, with zeros before them and with an e in them', async () => {
    const ids = ['9007199254740993', '9007199254740992', '007', '7', '12e5', '1200000', '1e999', '2e999', 'abc', '1.0', '1'];
    for (const file of [csvFile('log.csv', ['user_id', 'item_id'], ids.map((id) => [id, 'x'])), fileOf('log.jsonl', ids.map((id) => `{"user_id": "${id}", "item_id": "x"}\n`).join(''))]) {
      const { userNames } = await load(file);
      expect(userNames).toEqual(ids.slice(0, -2).concat('1'));
    }
    const numbers = await load(fileOf('log.jsonl', '{"user_id": 9007199254740993, "item_id": 1}\n{"user_id": 9007199254740992, "item_id": 1.0}\n'));
    expect([numbers.userNames, numbers.itemNames]).toEqual([['9007199254740993', '9007199254740992'], ['1']]);
  });
});

describe('events', () => {
  it('are sorted by user and time, equal times as in the file, no time last, and know their rows', async () => {
    const rows = [['b', 'x', 1_650_000_005], ['a', 'x', 1_650_000_009], ['b', 'y', ''], ['b', 'z', 1_650_000_001], ['a', 'y', 1_650_000_009], ['', 'x', 1_650_000_001], ['b', 'w', 1_650_000_005], ['a', '', 1_650_000_001]];
    const { log, inspection } = await loadLog({ file: csvFile('log.csv', ['user_id', 'item_id', 'timestamp'], rows), choices: {} });
    expect([Array.from(log.rowIndex), Array.from(log.users), log.userNames]).toEqual([[3, 0, 6, 2, 1, 4], [0, 0, 0, 0, 1, 1], ['b', 'a']]);
    expect([Array.from(log.items, (code) => log.itemNames[code]), log.itemNames]).toEqual([['z', 'x', 'w', 'y', 'x', 'y'], ['x', 'y', 'z', 'w']]);
    expect(Array.from(log.time)).toEqual([1_650_000_001, 1_650_000_005, 1_650_000_005, NaN, 1_650_000_009, 1_650_000_009]);
    expect(inspection.summary).toMatchObject({ events: 6, users: 2, items: 4, repeats: 0, missing: { user: 1, item: 1, time: 1 }, time: { equalWithinUser: 4, sorted: false, sortedWithinUser: false } });
    expect(inspection.warnings).toEqual([
      '2 of 8 rows have no user or no item; they are left out.', '4 of 6 events share their time with another of the same user; these keep the order of the file.',
      'The file is not sorted by time within each user; events are sorted when they are read.', '1 of 8 rows have no time; they come last among the events of their user.',
    ]);
  });

  it('count and sort as a naive reading does, context beside them', async () => {
    const rows = events().map((row, i) => [...row, `c${i}`]);
    const { log, inspection } = await loadLog({ file: csvFile('log.csv', ['user_id', 'item_id', 'timestamp', 'rating', 'note'], rows), choices: {} });
    const users = [...new Set(rows.map(([user]) => user))];
    const naive = users.flatMap((user) => rows.map((row, at) => ({ row, at })).filter(({ row }) => row[0] === user).sort((a, b) => Number(a.row[2]) - Number(b.row[2])));
    expect(Array.from(log.rowIndex)).toEqual(naive.map(({ at }) => at));
    expect(Array.from(log.users, (code) => log.userNames[code])).toEqual(naive.map(({ row }) => row[0]));
    expect(Array.from(log.items, (code) => log.itemNames[code])).toEqual(naive.map(({ row }) => row[1]));
    expect([Array.from(log.label!), cellsOf(log.context)]).toEqual([naive.map(({ row }) => row[3]), { note: naive.map(({ row }) => row[4]) }]);
    expect(inspection.summary!.repeats).toBe(40 - new Set(rows.map(([user, item]) => `${user}|${item}`)).size);
  });

  it('are spread over bins that hold every count', () => {
    const small = spreadOf([1, 1, 2, 5]);
    expect([small.median, Array.from(small.histogram.edges), Array.from(small.histogram.counts)]).toEqual([1.5, [1, 2, 3, 4, 5, 6], [2, 1, 0, 0, 1]]);
    const random = new Random(1);
    const counts = Array.from({ length: 500 }, () => Math.floor(Math.exp(9 * random.uniform())));
    const { histogram: { edges, counts: bins } } = spreadOf(counts);
    expect(Array.from(bins)).toEqual(Array.from(bins, (_, b) => counts.filter((each) => each >= edges[b]! && each < edges[b + 1]!).length));
    expect(bins.reduce((sum, bin) => sum + bin, 0)).toBe(500);
  });
});

describe('a file that is no log', () => {
  it('is told as a problem by the look, with its columns, and refused by the reading', async () => {
    const file = () => fileOf('vectors.csv', 'e0,e1,e2\n0.1,0.2,0.3\n0.4,0.5,0.6\n0.1,0.5,0.9\n');
    const seen = await look(file());
    expect([seen.columns.length, seen.summary, seen.problem!.message]).toEqual([3, undefined, 'vectors.csv has no column that can be taken for users by its name or its values; it has "e0", "e1", "e2".']);
    expect((await refusal(load(file()))).hint).toContain('Choose the column of users');
    for (const choices of [{ user: 'nobody' }, { user: 'e0', item: 'e0' }]) expect((await look(file(), choices)).problem!.name).toBe('input');
    expect((await look(fileOf('a.npy', 'x'))).problem!.message).toContain('ends in .npy');
    const words = csvFile('log.csv', ['user_id', 'item_id', 'when', 'why'], [['a', 'x', 'now', 'so'], ['b', 'y', 'then', 'no']]);
    expect((await look(words, { time: 'when' })).problem!.message).toBe('The column "when" holds "now"; times as dates were wanted.');
    expect((await look(words, { label: 'why' })).problem!.message).toContain('holds words; a label is a number');
  });

  it('is read once, whatever is chosen of its columns', async () => {
    const memory = new TableMemory();
    let reads = 0;
    const file = csvFile('log.csv', ['user_id', 'item_id', 'timestamp'], events().map((row) => row.slice(0, 3)));
    const counted = new Proxy(file, { get: (target, key) => (key === 'slice' && reads++, typeof target[key as 'slice'] === 'function' ? target[key as 'slice'].bind(target) : target[key as 'slice']) });
    const read = (each: File, rows: object) => memory.read(1, each, rows);
    await inspectLog({ file: counted, choices: {}, read });
    const before = reads;
    expect(before).toBeGreaterThan(0);
    const again = await inspectLog({ file: counted, choices: { user: 'item_id', item: 'user_id' }, read });
    expect([reads, again.summary!.users]).toEqual([before, 10]);
  });
});

describe('what predictors of a label need', () => {
  const times = (row: number) => 1_650_000_000 + 100 * row;
  const rows = Array.from({ length: 400 }, (_, row) => [`u${row % 20}`, `i${row % 31}`, times(row), row % 3 === 0 ? 1 : 0, times(row) + 50 + row, (row * 7) % 5, row % 3 === 0 ? 'yes' : 'no', row % 2, 0.25, 3 * row]);
  const file = () => csvFile('log.csv', ['user_id', 'item_id', 'timestamp', 'label', 'label_ready', 'device', 'told', 'is_like', 'law_own', 'play_time_ms'], rows);

  it('is guessed: when labels are known, predictions made elsewhere, and fields that neither tell the label nor come after the event', async () => {
    const seen = await look(file());
    expect(seen.choices).toMatchObject({ label: 'label', ready: 'label_ready', references: ['law_own'], context: ['device'] });
    expect(seen.warnings.join(' ')).toMatch(/"told".* It is left out of the fields\./);
    const log = await load(file());
    expect([Array.from(log.ready!.slice(0, 2)), log.references.map(({ name }) => name), log.context.map(({ name }) => name)]).toEqual([[times(0) + 50, times(20) + 70], ['law_own'], ['device']]);
  });

  it('leaves the item’s id out of the fields where its count tells the label, unless it is wanted', async () => {
    // Items come once, with a label of 0, or often, with a label of 1: as where rows were chosen by their label.
    const often = Array.from({ length: 900 }, (_, row) => [`u${row % 40}`, row % 3 === 0 ? `once${row}` : `i${row % 20}`, times(row), row % 3 === 0 ? 0 : 1]);
    const chosen = () => csvFile('log.csv', ['user_id', 'item_id', 'timestamp', 'label'], often);
    const seen = await look(chosen());
    expect(seen.choices.itemId).toBe(false);
    expect(seen.warnings.at(-1)).toMatch(/^How often an id of "item" comes tells the label: .* It is left out of the fields\.$/);
    expect((await load(chosen())).itemId).toBe(false);
    expect((await look(chosen(), { itemId: true })).warnings.at(-1)).not.toMatch(/left out of the fields/);
    expect((await load(chosen(), { itemId: true })).itemId).toBe(true);
    expect((await load(file())).itemId).toBe(true);
  });

  it('is as chosen: a delay, further labels, and only some rows; what tells the label stays, with a warning', async () => {
    const log = await load(file(), { ready: '', delay: 3600, labels: ['is_like'], context: ['told'], only: { device: '0' } });
    expect(log.events).toBe(80);
    expect(log.ready!.every((at, event) => at === log.time[event]! + 3600)).toBe(true);
    expect([log.labels.map(({ name }) => name), log.context.map(({ name }) => name)]).toEqual([['is_like'], ['told']]);
    const seen = await look(file(), { context: ['told'] });
    expect(seen.warnings.join(' ')).toMatch(/"told"/);
    expect((await look(file(), { only: { device: '0' } })).warnings).toContain('80 of 400 rows are used: those where "device" is 0.');
  });

  it('is refused in words where it does not fit', async () => {
    expect((await look(file(), { labels: ['device'] })).problem?.message).toMatch(/"device" holds more than 0 and 1/);
    expect((await look(file(), { time: '', ready: 'label_ready' })).problem?.message).toMatch(/no column holds the times of events/);
    expect((await look(file(), { only: { device: '9' } })).problem?.message).toMatch(/where "device" is 9/);
    expect((await look(file(), { references: ['told'] })).problem?.message).toMatch(/a number was wanted/);
  });
});
