/** A person judges codes by clicks: opens the sample, reads the table beside its controls, brings a log of their own, and reads what is wrong with another. */
import type { Page } from '@playwright/test';
import { expectFitsPhone } from './support/access';
import { cell, command, downloaded, dropFiles, expectIdle, expectStatus, panel, plain, runOnly } from './support/page';
import { expect, test } from './support/test';

const PREDICTORS = ['constant', 'logistic', 'none', 'fnn-kmeans', 'fnn-kmeans-shuffled', 'fnn-kmeans-1'];

test('codes of items help with clicks, and shuffled ones do not', async ({ page }) => {
  await runOnly(page, 'ctr', 'events', PREDICTORS);
  const table = cell(page, 'scores').locator('table');
  const value = async (name: string, key: string) => Number.parseFloat(plain(await table.locator('tr', { has: page.getByRole('rowheader', { name: new RegExp(`^${name}\\s*(\\d+ seeds)?$`) }) }).locator(`td[data-metric="${key}"]`).textContent()));
  const [codes, none, shuffled, law] = [await value('FNN, RQ-KMeans', 'auc'), await value('FNN without codes', 'auc'), await value('FNN, RQ-KMeans shuffled', 'auc'), await value('known law', 'auc')];
  expect(codes - none).toBeGreaterThan(0.05);
  expect(codes - shuffled).toBeGreaterThan(0.05);
  expect(Math.abs(shuffled - none)).toBeLessThan(0.02);
  expect(codes).toBeLessThan(law + 0.01);
  expect((await value('FNN, RQ-KMeans', 'aucCold')) - (await value('FNN without codes', 'aucCold'))).toBeGreaterThan(0.12);
  await expect(table.locator('tr', { has: page.getByRole('rowheader', { name: /RQ-KMeans shuffled/ }) }).first().locator('td[data-metric="gain"]')).toContainText('within noise', { timeout: 30_000 });
  for (const id of ['gain', 'bits', 'reliability', 'curves']) await expect(cell(page, id).locator('.figure-svg')).toContainText('RQ-KMeans');

  const csv = (await downloaded(page, () => cell(page, 'scores').getByRole('button', { name: 'Download CSV' }).click())).bytes.toString('utf8').trim().split(/\r?\n/);
  expect(csv[0]).toMatch(/^method,seed,state,auc,.*,control,auc_difference/);
  expect(csv.filter((line) => line.startsWith('"FNN, RQ-KMeans"')).length).toBe(5);
  const written = await probabilities(page, 'fnn-kmeans');
  expect(written[0]).toBe('row,split,item,label,probability,seed');
  expect(written).toHaveLength(24_001);

  await expectFitsPhone(page);

  // What was trained outlives the page, and a run cut short goes on to the same probabilities.
  await page.reload();
  await expectStatus(page, 'fnn-kmeans', 'done');
  expect(await probabilities(page, 'fnn-kmeans')).toEqual(written);
});

test('a log of one’s own takes the place of the sample, and one that cannot be used says why', async ({ page }) => {
  await page.goto('/?backend=wasm&notebook=ctr');
  await expect(cell(page, 'events').locator('.facts')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectIdle(page);
  const drop = async (name: string, lines: readonly (readonly (string | number)[])[]) => {
    await dropFiles(page, { name, bytes: Buffer.from(`${lines.map((line) => line.join(',')).join('\n')}\n`) });
    const ask = panel(page).getByRole('button', { name: /^The log of/ });
    await ask.click();
  };
  const events = (label: (row: number) => number | string, time: (row: number) => number | string = (row) => 1_700_000_000 + 60 * row) =>
    [['user', 'item', 'time', 'device', 'label'], ...Array.from({ length: 600 }, (_, row) => [`u${(row * 7) % 40}`, `item-${String(1 + ((row * 13) % 90)).padStart(4, '0')}`, time(row), ['tv', 'web'][row % 2]!, label(row)])];

  await drop('same.csv', events(() => 1));
  await expect(panel(page)).toContainText('Every label is 1', { timeout: 30_000 });
  await panel(page).getByRole('button', { name: /^Predict label/ }).click();
  await expect(panel(page).getByRole('alert')).toContainText('Every label in the training part of same.csv is 1');
  await panel(page).getByRole('button', { name: 'Cancel' }).click();

  await drop('stars.csv', events((row) => 1 + (row % 5)));
  await panel(page).getByRole('button', { name: /^Predict label/ }).click();
  await expect(panel(page).getByRole('alert')).toContainText('0 or 1 was wanted', { timeout: 30_000 });
  await panel(page).getByRole('button', { name: 'Cancel' }).click();

  await drop('timeless.csv', events((row) => row % 2, () => ''));
  await expect(panel(page)).toContainText(/No column holds times|have no time/, { timeout: 30_000 });
  await panel(page).getByRole('button', { name: 'Cancel' }).click();
  // The sample is still there.
  await expect(cell(page, 'events')).toContainText('planted-clicks.parquet');

  await drop('mine.csv', events((row) => ((row * 13) % 90) % 3 === 0 ? 1 : row % 11 === 0 ? 1 : 0));
  await panel(page).getByLabel('Use of device').selectOption('nothing');
  await expect(panel(page).getByRole('button', { name: /^Predict label/ })).toBeEnabled({ timeout: 30_000 });
  await panel(page).getByRole('button', { name: /^Predict label/ }).click();
  await expect(panel(page)).toBeHidden({ timeout: 30_000 });
  await expect(cell(page, 'events')).toContainText('mine.csv');
  for (const id of ['constant', 'none', 'fnn-kmeans']) await expectStatus(page, id, 'done', 120_000);
  await expect(cell(page, 'events').locator('.facts')).not.toContainText('device');
});

async function probabilities(page: Page, id: string): Promise<string[]> {
  return (await downloaded(page, () => command(page, id, /^Probabilities as CSV/))).bytes.toString('utf8').trim().split(/\r?\n/);
}

