// The committed samples are what the generators make, byte for byte; and the page's own readers open them as intended.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { samples } from '../src/engine/data/generators/samples';
import { inspectFile } from '../src/engine/data/inspect';
import { loadLog } from '../src/engine/data/log/log';
import { inspectTable } from '../src/engine/data/table';
import { loadSequences } from '../src/engine/data/sequences/sequences';
import { loadCodes } from '../src/engine/data/codes/codes';
import { csvText } from '../src/engine/export/csv';
import { indexJson } from '../src/engine/export/identifiers';
import { npyBytes } from '../src/engine/export/npy';
import { sampleFiles, target } from './samples.mjs';

const files = sampleFiles({ samples, npyBytes, csvText, indexJson });

describe('public/samples', () => {
  it.each([...files.keys()])('%s is what `npm run samples` writes', async (path) => {
    expect(Buffer.from(files.get(path)).equals(await readFile(resolve(target, path)))).toBe(true);
  });

  it('stays below 1.5 MB a file and 3.5 MB in all', () => {
    for (const bytes of files.values()) expect(bytes.length).toBeLessThan(1.5e6);
    expect([...files.values()].reduce((sum, bytes) => sum + bytes.length, 0)).toBeLessThan(3.5e6);
  });

  const list = JSON.parse(new TextDecoder().decode(files.get('samples.json')));

  it.each(list.filter(({ kind }) => !kind))('$id opens as listed', async ({ file, rows, dim }) => {
    const seen = await inspectFile(new File([files.get(file)], file.split('/').at(-1)));
    expect(seen.problem).toBeUndefined();
    expect(seen.summary).toMatchObject({ rows, dim, nanRows: 0, infRows: 0, zeroRows: 0, constantColumns: 0, duplicateRows: 0 });
    const { make } = samples.find((sample) => sample.file === file);
    if (!file.endsWith('.npy'))
      expect(seen.choices).toMatchObject({ idColumn: 'id', metadataColumns: make().labels.map((label) => label.name) });
  });

  it.each(list.filter(({ kind }) => kind === 'table'))('$id opens as listed', async ({ file, rows, columns }) => {
    const choices = { target: 'watch_s', references: ['law_median', 'law_mean'] };
    const seen = await inspectTable({ file: new File([files.get(file)], file.split('/').at(-1)), choices });
    expect(seen).toMatchObject({ fileRows: rows, target: { name: 'watch_s', rows, missing: 0, negativeShare: 0 } });
    expect(seen.problem).toBeUndefined();
    expect(seen.columns).toHaveLength(columns);
    expect(seen.choices.features).toHaveLength(columns - 3);
  });

  it.each(list.filter(({ kind }) => kind === 'sequences'))('$id opens as listed', async ({ file, rows }) => {
    const { sequences, inspection } = await loadSequences({ file: new File([files.get(file)], file.split('/').at(-1)), choices: {} });
    const { columns } = samples.find((sample) => sample.file === file).make();
    expect(inspection.problem).toBeUndefined();
    expect([sequences.sequences, sequences.items.length]).toEqual([new Set(columns[0].values).size, rows]);
    // By user, in the order of time, which is that of the file.
    expect(Array.from(sequences.items, (item) => sequences.itemNames[item])).toEqual(columns[1].values);
  });

  it.each(list.filter(({ kind }) => kind === 'codes'))('$id opens as listed', async ({ file, rows, levels }) => {
    const { published, inspection } = await loadCodes(new File([files.get(file)], file.split('/').at(-1)), {});
    const made = samples.find((sample) => sample.file === file).make();
    expect(files.get(file).length).toBeLessThan(100_000);
    expect(inspection).toMatchObject({ warnings: [], summary: { items: rows, levels, offsets: null, leftOut: 0 } });
    expect([published.ids, published.codes]).toEqual([made.ids, made.codes]);
  });

  it.each(list.filter(({ kind }) => kind === 'log'))('$id opens as listed', async ({ file, rows, columns }) => {
    const { log, inspection } = await loadLog({ file: new File([files.get(file)], file.split('/').at(-1)), choices: {} });
    const made = samples.find((sample) => sample.file === file).make();
    const session = made.columns.some(({ name }) => name === 'request') ? 'request' : '';
    expect(inspection.choices).toMatchObject({ user: 'user', item: 'item', time: 'time', timeUnit: 's', label: 'label', session });
    expect([inspection.columns.length, log.events, log.rowIndex.length]).toEqual([columns, rows, rows]);
    expect(inspection.summary).toMatchObject({ label: { binary: true }, missing: { user: 0, item: 0, time: 0, label: 0 } });
    for (const column of log.context.filter(({ type }) => type === 'number')) {
      const { values } = made.columns.find(({ name }) => name === column.name);
      expect(column.values).toEqual(Float64Array.from(log.rowIndex, (row) => values[row]));
    }
  });
});
