/** One known matrix, written in every way of the field, reads back equal, ids and all; what cannot be read is refused in its own words. */
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { Random } from '../math/random';
import type { DatasetChoices } from '../records/data';
import { loadDataset } from './dataset';
import { inspectFile } from './inspect';
import { readTable } from './tableReaders';
import { cellsOf } from './tableTestFiles';
import { fileOf, refusal } from './testFiles';

const N = 50;
const DIM = 7;
const random = new Random(3);
const matrix = Array.from({ length: N }, () => Array.from({ length: DIM }, () => Number(random.normal().toFixed(4))));
const names = Array.from({ length: DIM }, (_, j) => `e${j}`);
const numbers = (row: readonly number[], between: string): string => row.map((value) => value.toFixed(4)).join(between);
const lines = (write: (row: readonly number[], i: number) => string, ...head: string[]): string => [...head, ...matrix.map(write)].join('\n') + '\n';
const plainIds = matrix.map((_, i) => `it${i}`);
const words = matrix.map((_, i) => ['"', "'s", 'new york', 'a"b', '""', ',', '#', '123', 'the 5', ';', '#tag', '//'][i] ?? `w${i}`);
const titles = matrix.map((_, i) => (i % 3 === 0 ? `The "best" of ${i}` : i % 3 === 1 ? `one, two; ${i}` : `"${i}`));

async function expectMatrix(file: File, ids: readonly string[] | null | undefined, choices: DatasetChoices = {}): Promise<void> {
  const { data, summary, ids: read } = await loadDataset(file, choices);
  expect([summary.rows, summary.dim]).toEqual([N, DIM]);
  data.forEach((value, k) => expect(Math.abs(value - matrix[Math.floor(k / DIM)]![k % DIM]!)).toBeLessThan(1e-5));
  if (ids !== undefined) expect(read).toEqual(ids);
}

const CELLS: readonly [string, (row: readonly number[]) => string][] = [
  ['a list', (row) => `[${numbers(row, ', ')}]`], ['a tuple', (row) => `(${numbers(row, ', ')})`], ['an array of NumPy', (row) => `[${numbers(row, ' ')}]`], ['an array over lines', (row) => `[${numbers(row.slice(0, 4), '  ')}\n ${numbers(row.slice(4), ' ')}]`],
  ['array()', (row) => `array([${numbers(row, ', ')}], dtype=float32)`], ['tensor()', (row) => `tensor([${numbers(row, ', ')}])`], ['a tensor on a device', (row) => `tensor([${numbers(row, ', ')}], device='cuda:0', grad_fn=<A>)`],
  ['a matrix of one row', (row) => `[[${numbers(row, ', ')}]]`], ['scalars of NumPy 2', (row) => `[${row.map((value) => `np.float32(${value})`).join(', ')}]`], ['bars', (row) => numbers(row, '|')], ['blanks', (row) => numbers(row, ' ')],
];

describe('vectors written into cells', () => {
  describe.each(CELLS)('%s', (_, cell) => {
    it.each([[',', 'csv'], ['\t', 'tsv'], [';', 'csv'], ['|', 'txt']] as const)('between "%s" in .%s', async (delimiter, ending) => {
      const text = `id${delimiter}embedding\n${matrix.map((row, i) => `${plainIds[i]}${delimiter}"${cell(row)}"`).join('\n')}`;
      await expectMatrix(fileOf(`x.${ending}`, text), plainIds);
    });
    it('in JSON lines', async () => expectMatrix(fileOf('x.jsonl', matrix.map((row, i) => JSON.stringify({ id: plainIds[i], v: cell(row) })).join('\n')), plainIds));
  });

  it.each([['commas', ', '], ['blanks', ' '], ['semicolons', '; ']])('unquoted, one a line, with %s; alone and behind an id', async (_, between) => {
    await expectMatrix(fileOf('x.txt', lines((row) => `[${numbers(row, between)}]`)), null);
    await expectMatrix(fileOf('x.csv', lines((row) => `[${numbers(row, between)}]`)), null);
    await expectMatrix(fileOf('x.csv', lines((row, i) => `${plainIds[i]},[${numbers(row, between)}]`, 'id,embedding')), plainIds);
    await expectMatrix(fileOf('x.tsv', lines((row, i) => `${plainIds[i]}\t[${numbers(row, between)}]`, 'id\tembedding')), plainIds);
  });

  it('refuses prints with the middle left out in their own words, with numbers beside them too', async () => {
    const short = (row: readonly number[]): string => `[${numbers(row.slice(0, 2), ' ')} ... ${numbers(row.slice(5), ' ')}]`;
    for (const text of [lines((row, i) => `${plainIds[i]},${short(row)}`, 'id,v'), lines((row, i) => `${plainIds[i]},${row[0]},${row[1]},"array(${short(row)})"`, 'id,price,score,v')]) {
      const seen = await refusal(loadDataset(fileOf('x.csv', text), {}));
      expect(seen.message).toContain('holds vectors printed in short');
      expect(seen.message).toContain('not in the file');
    }
  });

  it('takes missing and empty lists for bad rows, and refuses another length with the row', async () => {
    const holes = (row: readonly number[], i: number): string => `${plainIds[i]},${i === 4 ? '' : i === 9 ? '[]' : `"[${numbers(row, ', ')}]"`}`;
    const seen = await inspectFile(fileOf('x.csv', lines(holes, 'id,v')));
    expect(seen.summary).toMatchObject({ rows: N, nanRows: 2, firstBadRows: [4, 9] });
    const dropped = await loadDataset(fileOf('x.csv', lines(holes, 'id,v')), { badRows: 'drop' });
    expect([dropped.summary.rows, dropped.ids!.length, dropped.ids![4]]).toEqual([N - 2, N - 2, 'it5']);
    const uneven = lines((row, i) => `"[${numbers(i === 30 ? row.slice(1) : row, ', ')}]"`, 'v');
    expect((await refusal(loadDataset(fileOf('x.csv', uneven), {}))).message).toBe('x.csv: the list in row 30 (counted from 0, without the header) of column "v" has 6 numbers, most others have 7.');
  });
});

describe('ways to write numbers', () => {
  const csv = lines((row) => numbers(row, ','), names.join());
  it.each<[string, string, string, readonly string[] | null]>([
    ['word vectors with their sizes', 'x.txt', lines((row, i) => `${words[i]} ${numbers(row, ' ')}`, `${N} ${DIM}`), words],
    ['fastText with a blank at the end', 'x.vec', lines((row, i) => `${words[i]} ${numbers(row, ' ')} `, `${N} ${DIM}`), words],
    ['word vectors without sizes', 'x.txt', lines((row, i) => `${words[i]} ${numbers(row, ' ')}`), words],
    ['a tab behind the word', 'x.txt', lines((row, i) => `w${i}\t${numbers(row, ' ')}`), words.map((_, i) => `w${i}`)],
    ['savetxt with a comment', 'x.txt', lines((row) => numbers(row, ' '), '# six words and then some more here'), null],
    ['savetxt with names in the comment', 'x.csv', lines((row) => numbers(row, ','), `# ${names.join()}`), null],
    ['savetxt with a comment of other length', 'x.csv', lines((row) => numbers(row, ','), '# made, today'), null],
    ['a first line sep=', 'x.csv', lines((row) => numbers(row, ';'), 'sep=;', names.join(';')), null],
    ['a first line sep= in quotes', 'x.csv', lines((row) => numbers(row, '|'), '"sep=|"', names.join('|')), null],
    ['comments before, within and behind', 'x.csv', `# a\n% b, c\n${csv.replace(/(\n[^\n]*){20}/, '$&\n# within')}# end\n`, null],
    ['comments of two slashes', 'x.csv', `// made by hand\n${csv}`, null],
    ['a delimiter behind every line', 'x.csv', lines((row) => `${numbers(row, ',')},`, `${names.join()},`), null],
    ['a delimiter behind the rows alone', 'x.csv', lines((row) => `${numbers(row, ',')},`, names.join()), null],
    ['row names without a header, as R writes them', 'x.csv', lines((row, i) => `${plainIds[i]},${numbers(row, ',')}`, names.join()), plainIds],
    ['quotes after backslashes', 'x.csv', lines((row, i) => `"${titles[i]!.replaceAll('"', '\\"')}",${numbers(row, ',')}`, `title,${names.join()}`), titles],
    ['doubled quotes', 'x.csv', lines((row, i) => `"${titles[i]!.replaceAll('"', '""')}",${numbers(row, ',')}`, `title,${names.join()}`), titles],
    ['quotes that are characters', 'x.tsv', lines((row, i) => `${titles[i]!}\t${numbers(row, '\t')}`, `title\t${names.join('\t')}`), titles],
    ['Windows line ends and a byte order mark', 'x.csv', `\ufeff${csv.replaceAll('\n', '\r\n')}`, null],
  ])('%s', async (_, name, text, ids) => {
    await expectMatrix(fileOf(name, text), ids ?? undefined);
    await expectMatrix(fileOf(`${name}.gz`, gzipSync(new TextEncoder().encode(text)) as Uint8Array<ArrayBuffer>), ids ?? undefined);
  });

  it('reads what gzip packed under a plain name, vectors and tables', async () => {
    const packed = gzipSync(new TextEncoder().encode(csv)) as Uint8Array<ArrayBuffer>;
    await expectMatrix(fileOf('x.csv', packed), null);
    expect((await readTable(fileOf('x.csv', packed), {})).fileRows).toBe(N);
    const damaged = packed.slice(0, packed.length - 20);
    expect((await refusal(readTable(fileOf('x.csv', damaged), {}))).message).toContain('cut off or damaged');
  });

  it('refuses in a table file what it holds, as for vectors', async () => {
    expect((await refusal(readTable(fileOf('x.csv', new Uint8Array([0x50, 0x41, 0x52, 0x31, 1, 2])), {}))).message).toBe('x.csv ends in .csv but holds a Parquet table (.parquet).');
    expect((await refusal(readTable(fileOf('x.csv', new Uint8Array([0x89, 0x48, 0x44, 0x46, 1])), {}))).message).toContain('HDF5');
  });

  it('decodes UTF-16, and Windows-1252 with a note', async () => {
    const text = lines((row, i) => `café ${i};${numbers(row, ';')}`, `Größe;${names.join(';')}`);
    const utf16 = Uint8Array.from([0xff, 0xfe, ...[...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8])]);
    const latin = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const ids = matrix.map((_, i) => `café ${i}`);
    await expectMatrix(fileOf('x.csv', utf16), ids);
    await expectMatrix(fileOf('x.csv', utf16.slice(2)), ids);
    await expectMatrix(fileOf('x.csv', latin), ids);
    expect((await inspectFile(fileOf('x.csv', latin))).notes![0]).toContain('Windows-1252');
    expect((await readTable(fileOf('x.csv', latin), {})).notes![0]).toContain('Windows-1252');
  });

  it('counts as it reads: lines with nothing to see are no rows, wherever they stand', async () => {
    for (const blank of ['\f', '\u00a0', '\ufeff', ' \t ', '\u200b', '\u2003', '\v', '\u0085', '\u3000']) {
      const file = (): File => fileOf('x.csv', csv.replace(/(\n[^\n]*){20}/, `$&\n${blank}\n${blank}`) + blank);
      await expectMatrix(file(), null);
      const sample = await loadDataset(file(), { sampleRows: 30, sampleSeed: 2 });
      sample.rowIndex.forEach((row, i) => expect(sample.data[i * DIM]).toBeCloseTo(matrix[row]![0]!, 4));
      const table = await readTable(file(), { sampleRows: 30, sampleSeed: 2 });
      expect([table.fileRows, ...table.columns.map((column) => cellsOf([column])[column.name]!.length)]).toEqual([N, ...names.map(() => 30)]);
    }
  });

  it('keeps hex ids as text', async () => {
    const ids = matrix.map((_, i) => `0x9f3a${(i * 7919).toString(16)}`);
    await expectMatrix(fileOf('x.csv', lines((row, i) => `${ids[i]},${numbers(row, ',')}`, `key,${names.join()}`)), ids);
    const { columns } = await readTable(fileOf('x.csv', `k,n\n${ids.map((id, i) => `${id},${i}`).join('\n')}`), {});
    expect(columns[0]!.type).toBe('category');
  });
});
