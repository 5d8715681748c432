/** A look after another choice, and the load after it, read nothing of the file again and give what a fresh reading gives. */
import { describe, expect, it } from 'vitest';
import type { DatasetChoices } from '../records/data';
import { loadDataset } from './dataset';
import { inspectFile } from './inspect';
import { csvFile } from './tableTestFiles';
import { fileOf, npyOf } from './testFiles';
import { VectorMemory } from './vectorMemory';

const values = Float32Array.from({ length: 200 }, (_, i) => (i === 7 ? NaN : i === 31 ? 1e9 : Math.sin(i)));
const FILES = [fileOf('v.npy', npyOf('<f4', '(50, 4)', values)), csvFile('v.csv', ['item_id', 'a', 'b', 'c', 'd'], Array.from({ length: 50 }, (_, i) => [`x${i}`, ...Array.from(values.subarray(4 * i, 4 * i + 4), (v) => (Number.isNaN(v) ? '' : v))]))];
const LOOKS: readonly DatasetChoices[] = [{}, { badRows: 'replace' }, { badRows: 'drop' }, { badRows: 'drop', outliers: 'clip' }, { badRows: 'replace', outliers: 'drop' }, { badRows: 'drop', preprocessing: 'l2' }, { badRows: 'drop', outliers: 'keep' }];

describe.each(FILES.map((file) => [file.name, file] as const))('the memory of %s', (_, file) => {
  it('serves every treatment of the rows, in any order, and the load', async () => {
    const memory = new VectorMemory();
    let readings = 0;
    const remember = (id: number, how: 'read' | 'take' = 'read') => (choices: DatasetChoices, read: Parameters<VectorMemory['read']>[2]) => memory[how](id, choices, () => (readings++, read()));
    for (const choices of [...LOOKS, ...[...LOOKS].reverse()]) expect(await inspectFile(file, choices, undefined, remember(1)), JSON.stringify(choices)).toEqual(await inspectFile(file, choices));
    expect(readings).toBe(1);
    const last: DatasetChoices = { badRows: 'replace', outliers: 'clip' };
    expect(await loadDataset(file, last, undefined, undefined, remember(1, 'take'))).toEqual(await loadDataset(file, last));
    expect(readings).toBe(1);
    // What was taken is gone.
    await inspectFile(file, last, undefined, remember(1));
    expect(readings).toBe(2);
  });

  it('reads again for other rows, other columns and another file, and keeps nothing that is too large', async () => {
    const memory = new VectorMemory();
    let readings = 0;
    const look = (id: number, choices: DatasetChoices, where = memory) => inspectFile(file, choices, undefined, (asked, read) => where.read(id, asked, () => (readings++, read())));
    await look(1, { badRows: 'drop' });
    const seen = await look(1, { badRows: 'drop', sampleRows: 20, sampleSeed: 2 });
    expect([readings, seen.summary!.fileRows, seen]).toEqual([2, 50, await inspectFile(file, { badRows: 'drop', sampleRows: 20, sampleSeed: 2 })]);
    await look(2, { badRows: 'drop', sampleRows: 20, sampleSeed: 2 });
    expect(readings).toBe(3);
    if (file.name.endsWith('csv')) await look(2, { badRows: 'drop', sampleRows: 20, sampleSeed: 2, columns: ['a', 'c'] });
    const before = readings;
    const small = new VectorMemory(100);
    await look(1, {}, small);
    await look(1, {}, small);
    expect(readings - before).toBe(2);
  });
});
