/** Real sequences, where the folder that holds them is given by RESIDUA_SHARED; their counts were taken with Python's csv, ast and NumPy. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOf } from '../testFiles';
import { loadSequences } from './sequences';

const shared = process.env.RESIDUA_SHARED;
if (!shared) console.info('RESIDUA_SHARED is not set: the tests on real sequences are skipped.');
const open = (path: string): File => fileOf(basename(path), Uint8Array.from(readFileSync(join(shared!, 'data', path))));

describe.skipIf(!shared)('real sequences', () => {
  it('reads histories of ids with their targets and titles, out of seven columns', async () => {
    const { sequences, inspection } = await loadSequences({ file: open('amazon-industrial/valid.csv'), choices: {} });
    expect(inspection.choices).toEqual({ form: 'lists', history: 'history_item_id', user: 'user_id', target: 'item_id', titles: 'history_item_title', targetTitle: 'item_title' });
    const { lengths, ...counted } = inspection.summary!;
    expect(counted).toEqual({ sequences: 4532, users: 2011, items: 3221, events: 21_040, repeats: 994, adjacentRepeats: 898, empty: 0, short: 393, targets: { missing: 0, repeated: 236, unseen: 208 }, titles: 3221, continued: 2521 });
    expect([lengths.min, lengths.median, lengths.p90, lengths.max, lengths.mean.toFixed(4)]).toEqual([1, 4, 9, 10, '4.6425']);
    expect(Array.from(lengths.histogram.counts)).toEqual([393, 531, 763, 947, 553, 392, 229, 171, 110, 443]);
    expect(inspection.warnings.filter((warning) => /title/.test(warning))).toEqual([]);
    expect(Array.from(sequences.items.subarray(sequences.offsets[1], sequences.offsets[2]), (item) => sequences.itemNames[item])).toEqual(['3437', '642', '642', '2520']);
    expect([sequences.itemNames[sequences.targets![1]!], sequences.itemTitles![sequences.targets![1]!]]).toEqual(['1128', 'Loctite Heavy Duty Epoxy Quick Set 8-Fluid Ounce Bottle (1365736)']);
  });

  it('makes sequences of views in order of time', async () => {
    const { inspection } = await loadSequences({ file: open('kuairand/kuairand27k_standard_kcore15.tsv'), choices: {} });
    expect([inspection.choices.form, inspection.summary!.sequences, inspection.summary!.events, inspection.summary!.repeats]).toEqual(['log', 664, 41_828, 433]);
    expect(inspection.summary!.lengths).toMatchObject({ min: 16, median: 44, max: 614 });
  });
});
