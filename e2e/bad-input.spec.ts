/** Bad files: each gets a clear message in the panel, and the data and results that were there before stay as they were. */
import type { Page } from '@playwright/test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { clusteredNpy, npyBytes, npyOf } from './support/npy';
import { acceptFile, cell, downloaded, dropFiles, expectFacts, expectStatus, openQuietly, panel, plain, quick, setParams, command } from './support/page';
import type { Dropped } from './support/page';
import { expect, test } from './support/test';

const GOOD: Dropped = { name: 'good.npy', bytes: clusteredNpy(60, 4) };
const WHOLE = npyBytes(20, 4, (row, column) => row + column);

/** Each file with what must be said of it: what was seen, and for some where. */
const BAD: readonly (Dropped & { readonly says: readonly RegExp[] })[] = [
  { name: 'empty.csv', bytes: Buffer.alloc(0), says: [/empty/i, /0 bytes/] },
  { name: 'truncated.npy', bytes: WHOLE.subarray(0, WHOLE.length - 100), says: [/cut off|truncated|bytes/i] },
  { name: 'magic.npy', bytes: Buffer.concat([Buffer.from('\x93NUMPX', 'latin1'), WHOLE.subarray(6)]), says: [/does not start as a NumPy array/, /93 4e 55 4d 50 59/] },
  { name: 'liar.npy', bytes: npyOf('<f4', '(1000000, 4)', Buffer.alloc(320)), says: [/1.?000.?000|16.?000.?000/, /320|bytes/] },
  { name: 'complex.npy', bytes: npyOf('<c8', '(20, 2)', Buffer.alloc(320)), says: [/'<c8'/, /astype/] },
  { name: 'objects.npy', bytes: npyOf('|O', '(20,)', Buffer.alloc(320)), says: [/Python objects/] },
  { name: 'cube.npy', bytes: npyOf('<f4', '(5, 4, 4)', Buffer.alloc(320)), says: [/3 axes/, /\(5, 4, 4\)/] },
  { name: 'no-columns.npy', bytes: npyOf('<f4', '(20, 0)', Buffer.alloc(0)), says: [/no columns/] },
  { name: 'text.csv', bytes: Buffer.from('a,b\n1,2\n3,4\n5,six\n7,8\n'.replace('1,2\n', '1,2\n'.repeat(40))), says: [/"?six"?/, /row 4[0-9]|line 4[0-9]|row 4/i, /column "b"/] },
  { name: 'ragged.parquet', bytes: ragged(), says: [/row 2 /, /"v"/, /3 numbers/, /most others have 2/] },
  { name: 'constant.npy', bytes: npyBytes(20, 4, () => 3), says: [/all 20 rows are the same/] },
  { name: 'wide.npy', bytes: npyOf('|u1', '(1, 5000000)', Buffer.alloc(5_000_000)), says: [/5.000.000 columns/, /transposed/] },
  { name: 'empty.npz', bytes: Buffer.alloc(0), says: [/0 bytes/] },
  { name: 'notes.docx', bytes: Buffer.from('hello'), says: [/\.docx/, /npy/] },
];

test.describe.configure({ mode: 'serial' });

test('each bad file is named with its fault, and nothing that was there is lost', async ({ page }) => {
  await openQuietly(page, quick('kmeans', 'rqvae'));
  await dropFiles(page, GOOD);
  await acceptFile(page);
  for (const id of ['kmeans', 'rqvae']) await expectStatus(page, id, 'done');
  const before = await standing(page);
  expect(before).toContain('good.npy');

  for (const { says, ...file } of BAD) {
    await test.step(file.name, async () => {
      await dropFiles(page, file);
      const problem = panel(page).locator('.problem');
      await expect(problem, `a problem with ${file.name}`).toBeVisible({ timeout: 30_000 });
      const words = plain(await problem.textContent());
      expect(words).toContain(file.name);
      for (const said of says) expect(words).toMatch(said);
      await expect(panel(page).getByRole('button', { name: 'Run the comparison on it' })).toBeDisabled();
      await panel(page).getByRole('button', { name: 'Cancel' }).click();
      await expect(panel(page)).toBeHidden();
      expect(await standing(page), `after ${file.name}`).toBe(before);
    });
  }
});

test('rows with NaN or an infinity: dropped, replaced or left alone, as the person says', async ({ page }) => {
  const holes = npyBytes(50, 4, (row, column) => (row === 7 && column === 2 ? NaN : row === 9 && column === 0 ? Infinity : Math.sin(row * 3 + column)));
  const file = { name: 'holes.npy', bytes: holes };
  await openQuietly(page, quick('kmeans'));

  await dropFiles(page, file);
  await expect(panel(page)).toContainText(/2 of 50 rows hold NaN or an infinity/);
  await expect(panel(page)).toContainText('row 7, 9');
  await expect(panel(page).getByRole('button', { name: 'Run the comparison on it' })).toBeDisabled();
  await panel(page).getByRole('group', { name: /NaN/ }).getByRole('button', { name: 'Cancel' }).click();
  await expectFacts(page, '2 000 × 32');

  await dropFiles(page, file);
  await panel(page).getByRole('button', { name: 'Replace the values by column means' }).click();
  await acceptFile(page);
  await expectFacts(page, '50 × 4');
  await expectStatus(page, 'kmeans', 'done');

  await dropFiles(page, file);
  await panel(page).getByRole('button', { name: 'Drop these rows' }).click();
  await acceptFile(page);
  await expectFacts(page, '48 × 4');
  await expectStatus(page, 'kmeans', 'done');
  const codes = await downloaded(page, () => command(page, 'kmeans', /^Codes as CSV/));
  const rows = codes.bytes.toString('utf8').trim().split(/\r?\n/).slice(1).map((line) => Number(line.split(',')[0]));
  // Codes are told by the row's number in the file, so the dropped ones are missing and the others keep theirs.
  expect(rows).toEqual(Array.from({ length: 50 }, (_, row) => row).filter((row) => row !== 7 && row !== 9));
});

test('fewer rows than codes: the cell says so, names both numbers, and the others go on', async ({ page }) => {
  await openQuietly(page, quick('kmeans', 'rqvae', 'rqgmm'));
  await setParams(page, 'rqvae', { 'Codes per level': '256' });
  await dropFiles(page, GOOD);
  await acceptFile(page);
  await expectStatus(page, 'rqvae', 'failed');
  await expect(cell(page, 'rqvae').locator('.problem')).toContainText(/256 codes .* 60 rows/);
  for (const id of ['kmeans', 'rqgmm']) await expectStatus(page, id, 'done');
  await setParams(page, 'rqvae', { 'Codes per level': '8' });
  await page.getByRole('button', { name: 'Run all' }).click();
  await expectStatus(page, 'rqvae', 'done');
  await expect(cell(page, 'rqvae').locator('.problem')).toBeHidden();
});

/** What is loaded and what came of it, in words. */
async function standing(page: Page): Promise<string> {
  const parts = [cell(page, 'data').locator('.cell-sum'), cell(page, 'data').locator('.facts'), cell(page, 'compare').locator('tbody'), page.locator('.rows .row-words')];
  return plain((await Promise.all(parts.map((part) => part.allTextContents()))).flat().join(' | '));
}

function ragged(): Buffer {
  const data = Array.from({ length: 5 }, (_, row) => (row === 2 ? [1, 2, 3] : [row, 1]));
  return Buffer.from(parquetWriteBuffer({
    columnData: [{ name: 'v', data }],
    schema: [
      { name: 'root', num_children: 1 },
      { name: 'v', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', repetition_type: 'OPTIONAL', type: 'FLOAT' },
    ],
  }));
}
