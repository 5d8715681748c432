/** Several seeds in one go, the columns and terms of the comparison, and the queue: as a person meets them. */
import type { Page } from '@playwright/test';
import { clusteredNpy, readNpy } from './support/npy';
import { acceptFile, cell, command, downloaded, dropFiles, expectAllDone, expectFacts, expectStatus, form, openQuietly, plain, quick, setParams } from './support/page';
import { expect, test } from './support/test';

const FILE = { name: 'points.npy', bytes: clusteredNpy(300, 8) };

test('several seeds: mean and deviation in the table and the CSV are those of the runs, and the views keep the first', async ({ page }) => {
  await openQuietly(page, quick('kmeans', 'rqgmm'));
  await load(page);
  const before = await codes(page, 'kmeans');
  const table = cell(page, 'compare').getByRole('table');
  await setParams(page, 'kmeans', { Seed: '1, 2, 3' });
  // The first seed's result still holds: only the others run.
  await expectStatus(page, 'kmeans', 'done');
  await page.getByRole('button', { name: 'Run all' }).click();
  await expect(table.getByRole('rowheader', { name: /^RQ-KMeans 3 seeds$/ })).toBeVisible({ timeout: 60_000 });
  await expectAllDone(page);
  expect((await codes(page, 'kmeans')).equals(before)).toBe(true);

  const lines = await csvOf(page);
  const rows = lines.filter((line) => line.method === 'RQ-KMeans');
  expect(rows.map((line) => line.seed)).toEqual(['1', '2', '3', 'mean', 'sd']);
  const errors = rows.slice(0, 3).map((line) => Number(line.rmse));
  expect(new Set(errors).size, 'seeds differ').toBeGreaterThan(1);
  const mean = errors.reduce((sum, value) => sum + value, 0) / 3;
  const sd = Math.sqrt(errors.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
  expect(Number(rows[3]!.rmse)).toBeCloseTo(mean, 12);
  expect(Number(rows[4]!.rmse)).toBeCloseTo(sd, 12);
  const shown = plain(await table.locator('tbody tr', { hasText: 'RQ-KMeans' }).locator('td[data-metric="rmse"]').textContent());
  expect(shown).toMatch(/^\d\.\d+ ± \d\.\d+/);
  expect(Number(shown.split(' ')[0])).toBeCloseTo(mean, 2);
  await expect(cell(page, 'compare')).toContainText('Seeds differ: RQ-KMeans 3, RQ-GMM 1.');

  await page.reload();
  await expect(table.getByRole('rowheader', { name: /^RQ-KMeans 3 seeds$/ })).toBeVisible({ timeout: 60_000 });
  await setParams(page, 'kmeans', { Seed: '1' });
  await expect(table.getByRole('rowheader', { name: 'RQ-KMeans', exact: true })).toBeVisible();
  await expectStatus(page, 'kmeans', 'done');
});

test('seeds that are no numbers are refused where they are typed', async ({ page }) => {
  await openQuietly(page, quick('kmeans'));
  const fields = await form(page, 'kmeans');
  const field = fields.getByLabel('Seed', { exact: true });
  for (const [typed, reason] of [['1, two', /Seed is 1, two; .*whole numbers.* Still in use: 1\./], ['1-40', /40 seeds; 20 is the most/], ['', /Seed is ""/]] as const) {
    await field.fill(typed);
    await expect(fields.getByRole('alert')).toContainText(reason);
  }
  await field.press('Escape');
  await expect(field).toHaveValue('1');
});

test('columns can be chosen and are kept; the CSV holds every metric', async ({ page }) => {
  await openQuietly(page, quick('kmeans'));
  await load(page);
  const heads = cell(page, 'compare').locator('thead .metric-name');
  const count = await heads.count();
  await cell(page, 'compare').getByRole('button', { name: /^Columns/ }).click();
  const menu = page.getByRole('dialog', { name: /^Columns/ });
  await menu.getByRole('checkbox', { name: 'Relative error', exact: true }).uncheck();
  await page.keyboard.press('Escape');
  await expect(heads).toHaveCount(count - 1);
  await expect(cell(page, 'compare').locator('td[data-metric="relativeError"]')).toHaveCount(0);
  expect((await csvOf(page))[0]!.relativeError).toMatch(/^0\.\d+/);
  await expect(page.locator('.saved')).toHaveText('saved');
  await page.reload();
  await expect(heads).toHaveCount(count - 1);
});

test('a fair comparison runs all on the same terms, leaves settings alone, and says what is not alike', async ({ page }) => {
  const compared = ['kmeans', 'rqvae', 'rqgmm'] as const;
  await openQuietly(page, quick(...compared));
  await load(page);
  const alike = cell(page, 'compare').locator('.alike');
  await page.getByRole('switch', { name: 'Compare fairly' }).check();
  const terms = cell(page, 'compare').getByRole('group', { name: 'Fair comparison' });
  for (const [title, value] of [['Levels', '3'], ['Codes per level', '5'], ['Budget', '2']] as const) {
    await terms.getByLabel(title, { exact: true }).fill(value);
    await terms.getByLabel(title, { exact: true }).press('Enter');
  }
  await expect(cell(page, 'rqgmm').locator('.row-settings')).toContainText(/compared fairly: 3 × 5 codes · 2.s/);
  await expectStatus(page, 'rqgmm', 'settings changed since it ran');
  await expect(alike).toContainText('ran with other settings than now');
  await page.getByRole('button', { name: 'Run all' }).click();
  await expectAllDone(page);
  for (const id of compared) {
    const matrix = readNpy((await codes(page, id)));
    expect([id, matrix.columns, Math.max(...matrix.data) < 5]).toEqual([id, 3, true]);
  }
  await expect(alike).not.toContainText('ran with other settings');
  await expect(alike).not.toContainText('Levels and codes differ');
  // Switched off, each has its own two levels again.
  await page.getByRole('switch', { name: 'Compare fairly' }).uncheck();
  await expect(cell(page, 'rqgmm').locator('.row-settings')).toContainText('2 × 8 codes');
});

test('the queue is reordered and shortened by buttons and by keys', async ({ page }) => {
  await openQuietly(page, quick('kmeans', 'rqvae'));
  await load(page);
  await setParams(page, 'kmeans', { Seed: '1, 2, 3, 4' });
  await setParams(page, 'rqvae', { Steps: '100000' });
  await command(page, 'rqvae', /same seed/);
  await expectStatus(page, 'rqvae', 'running');
  await command(page, 'kmeans', /same seeds/);
  await page.getByRole('button', { name: 'Queue: 5 runs' }).click();
  const list = page.getByRole('list', { name: 'Queue' });
  const names = () => list.locator('.queue-name').allTextContents();
  expect(await names()).toEqual(['RQ-VAE', 'RQ-KMeans, seed 1', 'RQ-KMeans, seed 2', 'RQ-KMeans, seed 3', 'RQ-KMeans, seed 4']);
  await list.getByRole('button', { name: 'Earlier: RQ-KMeans, seed 4' }).click();
  expect(await names()).toEqual(['RQ-VAE', 'RQ-KMeans, seed 1', 'RQ-KMeans, seed 2', 'RQ-KMeans, seed 4', 'RQ-KMeans, seed 3']);
  // The row that moved has the focus, and the keys go on from there.
  await expect(list.locator('li').nth(3)).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(list.locator('li').nth(2)).toBeFocused();
  expect(await names()).toEqual(['RQ-VAE', 'RQ-KMeans, seed 1', 'RQ-KMeans, seed 4', 'RQ-KMeans, seed 2', 'RQ-KMeans, seed 3']);
  await page.keyboard.press('Delete');
  await expect.poll(names).toEqual(['RQ-VAE', 'RQ-KMeans, seed 1', 'RQ-KMeans, seed 2', 'RQ-KMeans, seed 3']);
  await list.getByRole('button', { name: 'Cancel: RQ-VAE' }).click();
  await expectStatus(page, 'rqvae', 'stopped');
  await expectStatus(page, 'kmeans', 'done');
  await expect(cell(page, 'compare').getByRole('rowheader', { name: /^RQ-KMeans 3 seeds$/ })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Queue: 0 runs' })).toBeVisible();
});

async function codes(page: Page, id: string): Promise<Buffer> {
  return (await downloaded(page, () => command(page, id, /^Codes (by rule )?as \.npy/))).bytes;
}

async function csvOf(page: Page): Promise<Record<string, string>[]> {
  const { bytes } = await downloaded(page, () => cell(page, 'compare').getByRole('button', { name: 'Download CSV' }).click());
  const [header, ...lines] = bytes.toString('utf8').trim().split('\n').map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(line.map((value, at) => [header![at]!, value])));
}

async function load(page: Page): Promise<void> {
  await dropFiles(page, FILE);
  await acceptFile(page);
  await expectFacts(page, '300 × 8');
  await expectAllDone(page);
}
