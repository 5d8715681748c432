/** A method that stores IDs for its rows: one command adds it to the comparison, both kinds of codes stand side by side, and the IDs taken away are the stored ones. */
import { codeMetrics, errorMetrics } from './support/metrics';
import { clusteredNpy, readNpy } from './support/npy';
import { acceptFile, cell, command, downloaded, dropFiles, expectStatus, openQuietly, panel, plain, setParams } from './support/page';
import { expect, test } from './support/test';

const ROWS = 120;

test('Even RQ is judged by its rule and by its stored IDs', async ({ page }) => {
  await openQuietly(page, { kmeans: { numLevels: 2, numCodes: [6] } });
  await page.getByRole('button', { name: 'Add a quantizer' }).click();
  await page.getByRole('menu').getByRole('menuitem', { name: 'Even RQ' }).click();
  await setParams(page, 'evenrq', { Levels: '2', 'Codes per level': '16' });
  const bytes = clusteredNpy(ROWS, 5);
  await dropFiles(page, { name: 'items.npy', bytes });
  await acceptFile(page);
  await expectStatus(page, 'evenrq', 'done');

  const rows = cell(page, 'compare').getByRole('table').locator('tbody tr');
  await expect(rows).toHaveCount(3);
  expect((await rows.locator('th').allTextContents()).map((name) => plain(name).trim())).toEqual(['RQ-KMeans', 'Even RQ', 'Even RQ, stored IDs']);

  // Both rows of the CSV against the codes and codebooks as they are downloaded.
  const csv = (await downloaded(page, () => cell(page, 'compare').getByRole('button', { name: 'Download CSV' }).click())).bytes.toString('utf8').replaceAll('"Even RQ, stored IDs"', 'stored').trim().split(/\r?\n/).map((line) => line.split(','));
  const of = (method: string, column: string) => Number(csv.find(([name]) => name === method)![csv[0]!.indexOf(column)]);
  const data = readNpy(bytes);
  const books = [];
  for (const level of [1, 2]) books.push(readNpy((await downloaded(page, () => command(page, 'evenrq', `Codebook ${level} as .npy`))).bytes));
  const taken = {
    'Even RQ': readNpy((await downloaded(page, () => command(page, 'evenrq', /^Codes by rule as \.npy/))).bytes),
    stored: readNpy((await downloaded(page, () => command(page, 'evenrq', /^Stored codes as \.npy/))).bytes),
  };
  for (const [method, codes] of Object.entries(taken)) {
    const { collisionRate, perplexity } = codeMetrics(codes, [16, 16]);
    expect(of(method, 'collisionRate')).toBeCloseTo(collisionRate, 9);
    expect(of(method, 'perplexity_2')).toBeCloseTo(perplexity[1]!, 6);
    expect(of(method, 'rmse')).toBeCloseTo(errorMetrics(data, codes, books).rmse, 4);
  }
  expect(of('stored', 'collisionRate')).toBe(0);

  // A view shows either, or both.
  const figure = page.locator('figure', { has: page.getByRole('heading', { name: 'Codes in use' }) });
  await figure.getByLabel('Codes', { exact: true }).selectOption({ label: 'both kinds of codes' });
  await expect(figure.locator('.figure-svg')).toContainText('Even RQ, stored');

  await command(page, 'evenrq', /^Semantic IDs/);
  const dialog = panel(page);
  await expect(dialog).toContainText('The IDs are the codes that the method stored for its rows.', { timeout: 60_000 });
  await dialog.getByLabel('Format').selectOption('npy');
  const save = dialog.getByRole('button', { name: 'Save IDs' });
  await expect(save).toBeEnabled({ timeout: 60_000 });
  expect(readNpy((await downloaded(page, () => save.click())).bytes).data).toEqual(taken.stored.data);
  await dialog.getByRole('row', { name: 'none: codes by rule' }).getByRole('button', { name: 'Use' }).click();
  await expect(dialog).toContainText('No repair is applied.');
  expect(readNpy((await downloaded(page, () => save.click())).bytes).data).toEqual(taken['Even RQ'].data);
});
