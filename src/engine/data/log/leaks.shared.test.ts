/** The leak of a real log, where the folder that holds it is given by RESIDUA_SHARED. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Log } from '../../records/log';
import { fileOf } from '../testFiles';
import { leaksOfLog } from './leaks';
import { loadLog } from './log';

const shared = process.env.RESIDUA_SHARED;
if (!shared) console.info('RESIDUA_SHARED is not set: the tests on the leaks of a real log are skipped.');

/** Training events: the first 80 % by time. */
const training = ({ time, events }: Log): Uint32Array => new Uint32Array(time.keys()).sort((a, b) => time[a]! - time[b]!).slice(0, Math.floor(0.8 * events)).sort();

describe.skipIf(!shared)('views of videos', () => {
  const load = async (label: string): Promise<Log> => {
    const bytes = Uint8Array.from(readFileSync(join(shared!, 'data/kuairand/kuairand27k_standard_kcore15.tsv')));
    return (await loadLog({ file: fileOf('kuairand.tsv', bytes), choices: { label } })).log;
  };

  it('tell by the count of a video whether it is liked', async () => {
    const log = await load('label');
    const [leak, ...others] = leaksOfLog(log, training(log));
    expect(others).toEqual([]);
    expect(leak).toMatchObject({ kind: 'count', column: 'item', auc: expect.closeTo(0.977, 2) as number });
    expect(leak!.text).toContain('positive are 0.2 % of the 5,628 rows whose item comes once, but 99.1 % of the 18,889 rows whose item comes 15 times or more');
  });

  it('tell nothing of the kind about long views', async () => {
    const log = await load('long_view');
    expect(leaksOfLog(log, training(log))).toEqual([]);
  });
});
