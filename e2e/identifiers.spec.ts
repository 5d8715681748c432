/** A person tells items with one semantic ID apart, takes the IDs away, and gives new items IDs of their own. */
import { clusteredNpy, readNpy } from './support/npy';
import type { Matrix } from './support/npy';
import { acceptFile, command, downloaded, dropFiles, expectStatus, openQuietly, panel } from './support/page';
import { expect, test } from './support/test';

const ROWS = 80;

test('collisions are repaired before the eyes, and new items find their place', async ({ page }) => {
  await openQuietly(page, { kmeans: { numLevels: 2, numCodes: [6] } });
  await dropFiles(page, { name: 'items.npy', bytes: clusteredNpy(ROWS, 5) });
  await acceptFile(page);
  await expectStatus(page, 'kmeans', 'done');
  const trained = readNpy((await downloaded(page, () => command(page, 'kmeans', /^Codes as .npy/))).bytes);
  expect(distinct(trained)).toBeLessThan(ROWS);

  await command(page, 'kmeans', /^Semantic IDs/);
  const dialog = panel(page);
  const repair = (name: string) => dialog.getByRole('row', { name });
  await expect(repair('Sinkhorn').getByRole('button', { name: 'Use' })).toBeEnabled({ timeout: 60_000 });
  await repair('Add a suffix').getByRole('button', { name: 'Use' }).click();
  await expect(dialog).toContainText('Add a suffix is applied after every run of this cell.');
  await dialog.getByLabel('Format').selectOption('npy');
  const repaired = readNpy((await downloaded(page, () => dialog.getByRole('button', { name: 'Save IDs' }).click())).bytes);
  expect([repaired.rows, repaired.columns]).toEqual([ROWS, 3]);
  expect(distinct(repaired)).toBe(ROWS);
  for (let row = 0; row < ROWS; row++) expect(idOf(repaired, row).split('-').slice(0, 2).join('-')).toBe(idOf(trained, row));

  const choose = dialog.getByLabel('Choose a file of new items');
  await choose.setInputFiles({ name: 'narrow.npy', mimeType: 'application/octet-stream', buffer: clusteredNpy(4, 3) });
  await expect(dialog.getByRole('alert')).toContainText('The new rows have 3 numbers each; the quantizer was trained on rows of 5.');
  await choose.setInputFiles({ name: 'more.npy', mimeType: 'application/octet-stream', buffer: clusteredNpy(9, 5) });
  await expect(dialog).toContainText('more.npy: 9 new IDs, none of them shared.');
  const csv = (await downloaded(page, () => dialog.getByRole('button', { name: 'Save the new IDs as CSV' }).click())).bytes.toString('utf8').trim().split(/\r?\n/);
  expect(csv[0]).toBe('row,code_1,code_2,code_3');
  const ids = new Set(Array.from({ length: ROWS }, (_, row) => idOf(repaired, row)));
  for (const line of csv.slice(1)) expect(ids.has(line.split(',').slice(1).join('-'))).toBe(false);

  // The trained quantizer outlives the page.
  await page.reload();
  await expectStatus(page, 'kmeans', 'done');
  await command(page, 'kmeans', /^Semantic IDs/);
  await choose.setInputFiles({ name: 'more.npy', mimeType: 'application/octet-stream', buffer: clusteredNpy(9, 5) });
  await expect(dialog).toContainText('more.npy: 9 new IDs, none of them shared.', { timeout: 60_000 });
  const again = await downloaded(page, () => dialog.getByRole('button', { name: 'Save the new IDs as CSV' }).click());
  expect(again.bytes.toString('utf8').trim().split(/\r?\n/)).toEqual(csv);
});

function idOf({ data, columns }: Matrix, row: number): string {
  return Array.from(data.subarray(row * columns, (row + 1) * columns)).join('-');
}

function distinct(codes: Matrix): number {
  return new Set(Array.from({ length: codes.rows }, (_, row) => idOf(codes, row))).size;
}
