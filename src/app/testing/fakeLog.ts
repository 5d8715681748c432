/** A generated log, and its sequences, as the engine tells of them. */
import type { LogColumn, LogInspection, Spread } from '../../engine/records/log';
import type { SequenceInspection } from '../../engine/records/sequences';

const column = (name: string, distinct: number, examples: readonly string[]): LogColumn => ({ name, type: 'category', missing: 0, distinct, examples });

/** Files named `*.npy` and `*.bad` hold no log. */
export function fakeLog(file: File, rows: number): LogInspection {
  const base = { name: file.name, format: 'csv', bytes: file.size, fileRows: rows, columns: [], choices: {}, reasons: [], preview: { columns: [], rows: [] }, warnings: [] };
  if (/\.(npy|npz|bad)$/.test(file.name)) return { ...base, fileRows: 0, problem: { name: 'input', message: `${file.name} holds no columns of users and items.`, hint: 'Choose a table with an event a row.' } };
  return {
    ...base,
    columns: [column('user_id', 180, ['u1', 'u2', 'u3']), column('item_id', 90, ['i1', 'i2', 'i3']), column('time', rows, ['1650000000', '1650000060', '1650000120'])],
    choices: { user: 'user_id', item: 'item_id', time: 'time', timeUnit: 's', label: '', session: '', context: [] },
    reasons: [{ role: 'user', column: 'user_id', chosen: false, reason: 'by its name' }, { role: 'item', column: 'item_id', chosen: false, reason: 'by its name' }, { role: 'time', column: 'time', chosen: false, reason: 'holds seconds since 1970' }],
    preview: { columns: ['user_id', 'item_id', 'time'], rows: [['u1', 'i1', '1650000000'], ['u2', 'i3', '1650000060']] },
    summary: { events: rows, users: 180, items: 90, eventsPerUser: spread(rows / 180), eventsPerItem: spread(rows / 90), repeats: 12, time: { unit: 's', first: 1_650_000_000, last: 1_650_400_000, equalWithinUser: 0, sorted: true, sortedWithinUser: true }, missing: { user: 0, item: 0, time: 0 } },
  };
}

export function fakeSequences(file: File, rows: number): SequenceInspection {
  const log = fakeLog(file, rows);
  const { problem, summary, ...base } = { ...log, choices: { form: 'log' as const, log: log.choices }, formReason: 'columns of users and items: their events in order of time', reasons: [], log };
  if (!summary) return { ...base, ...(problem && { problem }) };
  return { ...base, summary: { sequences: summary.users, users: summary.users, items: summary.items, events: rows, lengths: spread(rows / summary.users), repeats: 12, adjacentRepeats: 3, empty: 0, short: 2 } };
}

function spread(mean: number): Spread {
  const middle = Math.round(mean);
  return { min: 1, median: middle, p90: 2 * middle, max: 4 * middle, mean, histogram: { edges: Float32Array.of(1, middle, 2 * middle, 4 * middle + 1), counts: Uint32Array.of(40, 90, 50) } };
}
