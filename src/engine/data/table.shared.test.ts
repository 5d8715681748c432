/** Real tables, where the folder that holds them is given by RESIDUA_SHARED: the right target, honest features, parts by user. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectTable, loadTable } from './table';
import { fileOf } from './testFiles';

const shared = process.env.RESIDUA_SHARED;
if (!shared) console.info('RESIDUA_SHARED is not set: the tests on real tables are skipped.');
const open = (path: string): File => fileOf(basename(path), Uint8Array.from(readFileSync(join(shared!, 'data', path))));

describe.skipIf(!shared)('real tables', () => {
  it('joins views with their users, and leaves out what is known only after the view', async () => {
    const files = { file: open('kuairand/kuairand27k_standard_kcore15.tsv'), joined: open('kuairand/user_features.csv'), choices: { join: 'user_id', split: { how: 'group', column: 'user_id' } } } as const;
    const { table, inspection } = await loadTable(files);
    expect([inspection.fileRows, inspection.columns.length, inspection.choices.target]).toEqual([41_828, 46, 'play_time_ms']);
    const after = ['is_click', 'is_follow', 'is_comment', 'is_forward', 'long_view', 'comment_stay_time', 'is_profile_enter', 'label'];
    for (const name of after) expect([name, inspection.columns.find((column) => column.name === name)!.warning === '']).toEqual([name, false]);
    expect(inspection.choices.features!.filter((name) => after.includes(name))).toEqual([]);
    expect(inspection.choices.features).toEqual(expect.arrayContaining(['video_id', 'duration_ms', 'timestamp', 'user_active_degree', 'onehot_feat3', 'register_days']));
    const ranks = Object.fromEntries(inspection.columns.map(({ name, ranksTarget }) => [name, ranksTarget]));
    expect([ranks.long_view! > 0.78, ranks.is_click! > 0.65, ranks.duration_ms! < 0.45, ranks.is_forward! < 0.1]).toEqual([true, true, true, true]);
    expect(inspection.target!.median).toBe(9895);
    expect(inspection.target!.zeroShare).toBeCloseTo(0.0237, 4);
    expect(Math.abs(inspection.splits!.test - 0.2 * 41_828)).toBeLessThan(200);
    expect([table.rows, table.parts.length, table.features.length]).toEqual([41_828, 41_828, inspection.choices.features!.length]);
  });

  it('finds the spend to predict, and that a customer number predicts nothing', async () => {
    const seen = await inspectTable({ file: open('cdnow/cdnow_ltv_39w.csv'), choices: {} });
    expect([seen.problem, seen.fileRows, seen.choices.target, seen.columns[0]!.type]).toEqual([undefined, 23_570, 'target_spend', 'category']);
    expect(seen.columns.filter(({ warning }) => warning !== '').map(({ name }) => name)).toEqual(['customer_id']);
    expect(seen.choices.features).toHaveLength(11);
    expect([seen.target!.zeroShare.toFixed(3), seen.target!.max]).toEqual(['0.701', 5762.53]);
    const spaced = await inspectTable({ file: open('cdnow/CDNOW_master.txt'), choices: { target: 'dollar_value', split: { how: 'group' } } });
    expect([spaced.fileRows, spaced.columns.length, spaced.choices.split!.column, spaced.choices.features]).toEqual([69_659, 4, 'customer_id', ['date', 'number_of_cds']]);
  });
});
