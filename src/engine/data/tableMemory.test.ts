/** Nothing of a table's file is read twice, and what is told of it is what a reading would tell. */
import { describe, expect, it } from 'vitest';
import type { TableChoices } from '../records/table';
import { metered } from './readMeter';
import { inspectTable, loadTable } from './table';
import { TableMemory, sampled } from './tableMemory';
import { readTable } from './tableReaders';
import { cellsOf, csvFile, viewsFile } from './tableTestFiles';
import { fileOf } from './testFiles';

/** The file, and how many bytes of it were taken since the last question. */
function counted(file: File): { file: File; taken: () => number } {
  let bytes = 0;
  const seen = metered(file, { grew: () => undefined, took: (more) => void (bytes += more) });
  return { file: seen, taken: () => [bytes, (bytes = 0)][0]! };
}

describe('a table looked at again', () => {
  it('is read once, whatever of target, features, types, split and sample is chosen; each look says what a reading would', async () => {
    const memory = new TableMemory();
    const { file, taken } = counted(viewsFile());
    const choices: TableChoices[] = [
      {}, { sampleRows: 100 }, { sampleRows: 100, sampleSeed: 3 }, { sampleRows: 250 }, { target: 'length_s' }, { types: { length_s: 'category' } },
      { split: { how: 'group', column: 'user_id' } }, { sampleRows: 80, split: { how: 'time', column: 'day' } }, { features: ['kind'], sampleRows: 4000 },
    ];
    for (const [look, chosen] of choices.entries()) {
      const inspection = await inspectTable({ file, choices: chosen, read: (each, rows) => memory.read(1, each, rows) });
      if (look === 0) expect(taken()).toBeGreaterThan(0);
      else expect(taken(), JSON.stringify(chosen)).toBe(0);
      expect(inspection).toEqual(await inspectTable({ file: viewsFile(), choices: chosen }));
    }
  });

  it('with a file joined reads neither again', async () => {
    const memory = new TableMemory();
    const views = counted(viewsFile());
    const users = counted(csvFile('users.csv', ['user_id', 'age'], Array.from({ length: 30 }, (_, i) => [`u${i}`, 20 + i])));
    const look = (choices: TableChoices) => inspectTable({ file: views.file, joined: users.file, choices, read: (file, rows) => memory.read(file === users.file ? 2 : 1, file, rows) });
    await look({ join: 'user_id' });
    expect([views.taken(), users.taken()].every((bytes) => bytes > 0)).toBe(true);
    expect((await look({ join: 'user_id', sampleRows: 60 })).columns.find(({ name }) => name === 'age')).toMatchObject({ joined: true, missing: 0 });
    expect([views.taken(), users.taken()]).toEqual([0, 0]);
  });

  it('is loaded as it was looked at, then forgotten', async () => {
    const memory = new TableMemory();
    const { file, taken } = counted(viewsFile());
    const files = { file, choices: { sampleRows: 90 }, read: (each: File, rows: object) => memory.read(1, each, rows) };
    await inspectTable({ ...files, choices: {} });
    taken();
    expect((await loadTable(files)).table).toEqual((await loadTable({ file: viewsFile(), choices: { sampleRows: 90 } })).table);
    expect(taken()).toBe(0);
    memory.forget();
    await inspectTable(files);
    expect(taken()).toBeGreaterThan(0);
  });

  it('is read again for another file of the same name, and where it is larger than what is kept', async () => {
    const memory = new TableMemory();
    const [one, other] = [csvFile('t.csv', ['a', 'b'], [[1, 2], [3, 4]]), csvFile('t.csv', ['a', 'b'], [[5, 6], [7, 8]])];
    expect(cellsOf((await memory.read(1, one, {})).columns)).toEqual({ a: ['1', '3'], b: ['2', '4'] });
    expect(cellsOf((await memory.read(2, other, {})).columns)).toEqual({ a: ['5', '7'], b: ['6', '8'] });
    const small = new TableMemory(1000);
    const { file, taken } = counted(viewsFile());
    await small.read(1, file, {});
    taken();
    await small.read(1, file, { sampleRows: 10 });
    expect(taken()).toBeGreaterThan(0);
  });

  it('keeps the last used of several within its bytes', async () => {
    // Each has two columns of two numbers: 32 bytes.
    const memory = new TableMemory(70);
    const files = [1, 2, 3].map((i) => counted(csvFile(`${i}.csv`, ['a', 'b'], [[i, 2], [3, 4]])));
    const read = async (i: number) => {
      await memory.read(i, files[i - 1]!.file, {});
      return files[i - 1]!.taken() > 0;
    };
    expect([await read(1), await read(2), await read(1), await read(3), await read(1), await read(2)]).toEqual([true, true, false, true, false, true]);
  });
});

describe('a sample of what was read', () => {
  it.each([
    ['numbers with a word among them', csvFile('a.csv', ['v', 'w'], Array.from({ length: 200 }, (_, i) => [i === 7 ? 'none of it' : i / 4, i]))],
    ['words', csvFile('b.csv', ['v', 'w'], Array.from({ length: 200 }, (_, i) => [`w${i % 5}`, i]))],
    ['vectors as text, one of another length', csvFile('c.csv', ['v', 'w'], Array.from({ length: 200 }, (_, i) => [`"[${i + 0.5}, 0.25${i === 7 ? ', 1' : ''}]"`, i]))],
    ['ids beyond 2^53 and missing cells', csvFile('d.csv', ['v', 'w'], Array.from({ length: 200 }, (_, i) => [i % 3 ? `90071992547409${10 + i}` : '', i]))],
    ['lists of fractions, one of another length', fileOf('e.jsonl', Array.from({ length: 200 }, (_, i) => `${JSON.stringify({ v: i === 7 ? [1.5] : [i + 0.5, 2], w: i })}\n`).join(''))],
    ['lists of labels', fileOf('f.jsonl', Array.from({ length: 200 }, (_, i) => `${JSON.stringify({ v: [`t${i % 4}`, 'x'], w: i })}\n`).join(''))],
    ['lists of whole numbers', fileOf('g.jsonl', Array.from({ length: 200 }, (_, i) => `${JSON.stringify({ v: i % 2 ? [i % 7] : [1, i % 7], w: i })}\n`).join(''))],
  ])('is what reading the sample gives: %s', async (_, file) => {
    const whole = await readTable(file, {});
    for (const sampleSeed of [1, 2, 3]) {
      const choices = { sampleRows: 20, sampleSeed };
      const { rowIndex, columns } = await readTable(file, choices);
      expect(sampled(whole, choices)).toEqual({ rowIndex, columns });
    }
  });
});
