/** A real log, where the folder that holds it is given by RESIDUA_SHARED; its counts were taken with Python's csv and NumPy. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOf } from '../testFiles';
import { loadLog } from './log';

const shared = process.env.RESIDUA_SHARED;
if (!shared) console.info('RESIDUA_SHARED is not set: the tests on real logs are skipped.');
const open = (path: string): File => fileOf(basename(path), Uint8Array.from(readFileSync(join(shared!, 'data', path))));

describe.skipIf(!shared)('real logs', () => {
  it('reads views of videos by their names, at the finest of three times', async () => {
    const { log, inspection } = await loadLog({ file: open('kuairand/kuairand27k_standard_kcore15.tsv'), choices: {} });
    expect(inspection.choices).toMatchObject({ user: 'user_id', item: 'video_id', time: 'time_ms', timeUnit: 'ms', label: 'label', session: '' });
    expect(inspection.reasons.find(({ role }) => role === 'time')!.reason).toBe('holds milliseconds since 1970, the finest of 3 such columns');
    const { eventsPerUser, eventsPerItem, ...counted } = inspection.summary!;
    expect(counted).toEqual({
      events: 41_828, users: 664, items: 9359, repeats: 433, missing: { user: 0, item: 0, time: 0, label: 0 },
      time: { unit: 'ms', first: 1649346288.441, last: 1650556315.79, equalWithinUser: 8439, sorted: false, sortedWithinUser: false },
      label: { binary: true, positiveShare: 33_745 / 41_828, min: 0, mean: 33_745 / 41_828, max: 1 },
    });
    expect(eventsPerUser).toMatchObject({ min: 16, median: 44, max: 614 });
    expect([eventsPerUser.p90, eventsPerUser.mean].map((value) => value.toFixed(4))).toEqual(['127.4000', '62.9940']);
    expect(eventsPerItem).toMatchObject({ min: 1, median: 1, p90: 16, max: 101 });
    for (const { histogram } of [eventsPerUser, eventsPerItem]) expect(histogram.counts.reduce((sum, bin) => sum + bin, 0)).toBe(histogram === eventsPerUser.histogram ? 664 : 9359);
    expect([log.events, log.context.map(({ name }) => name), log.userNames[0], log.itemNames[0]]).toEqual([41_828, ['hourmin', 'duration_ms'], '111', '3892024']);
    // Rows were chosen by the label: videos that come often are liked.
    expect(inspection.warnings.at(-1)).toMatch(/^How often an id of "item" comes tells the label: positive are 0\.2 %/);
    expect(inspection.warnings.slice(0, -1)).toEqual(['8,439 of 41,828 events share their time with another of the same user; these keep the order of the file.', 'The file is not sorted by time within each user; events are sorted when they are read.']);
  });

  it('reads purchases whose days are written as yyyymmdd, with customers as users', async () => {
    const { inspection } = await loadLog({ file: open('cdnow/CDNOW_master.txt'), choices: { item: 'number_of_cds' } });
    expect(inspection.choices).toMatchObject({ user: 'customer_id', time: 'date', timeUnit: 'yyyymmdd' });
    expect(inspection.summary).toMatchObject({ events: 69_659, users: 23_570 });
    expect(inspection.warnings).toContain('Times are whole days: events of one user and day keep the order of the file.');
  });
});
