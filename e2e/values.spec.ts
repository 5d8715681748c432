/** A person predicts a number from a table: sees the predictors at work, steps through a decoded row, reads what is wrong with a file, and predicts new rows. */
import type { Page } from '@playwright/test';
import { parquetReadObjects } from 'hyparquet';
import { expectFitsPhone } from './support/access';
import { cell, command, downloaded, dropFiles, expectIdle, expectStatus, openQuietly, panel, plain, quick, setParams, storedStatus } from './support/page';
import type { Dropped } from './support/page';
import { expect, test } from './support/test';

const PREDICTORS = ['median', 'mean', 'ridge', 'mlp', 'ziln', 'ordinal', 'reg', 'regplain'];
const ROWS = 3000;

test('a value is predicted coarse to fine beside plain predictors, and new rows get values too', async ({ page }) => {
  await openTable(page);
  // Long enough a run to be paused in its middle.
  await setParams(page, 'reg', { Epochs: '30', Patience: '0' });
  await cell(page, 'table').getByRole('button', { name: 'Change' }).click();
  await panel(page).getByLabel('Row sample').fill(String(ROWS));
  await panel(page).getByLabel('Row sample').press('Enter');
  await expect(panel(page)).toContainText('2 100 rows to train on, 300 to choose settings and the best epoch, 600 used once for the final test.');
  await panel(page).getByRole('button', { name: 'Predict watch_s' }).click();
  await expect(panel(page)).toBeHidden({ timeout: 30_000 });
  for (const id of PREDICTORS) await expectStatus(page, id, 'done', 120_000);
  // Far below the fold, never scrolled to: whoever prints the page finds it drawn.
  await expect(cell(page, 'curves').locator('.figure-svg')).toContainText('RQ-Reg without alignment');
  await expect(cell(page, 'levels-and-codes').locator('.figure-svg')).toContainText('4 levels');

  const table = cell(page, 'scores').locator('table');
  const score = async (name: string, key: string) => Number.parseFloat(plain(await table.locator('tr', { has: page.getByRole('rowheader', { name, exact: true }) }).locator(`td[data-metric="${key}"]`).textContent()));
  expect(await table.locator('tbody').first().locator('tr').count()).toBe(PREDICTORS.length);
  expect((await table.locator('td[data-metric="xauc"]').allTextContents()).filter((text) => !/\d/.test(text))).toEqual([]);
  // Few rows as they are, order is learned from them, and nothing beats the law they were drawn from by much.
  expect(await score('RQ-Reg', 'xauc')).toBeGreaterThan(60);
  expect(await score('known law: median', 'mae')).toBeLessThan(await score('RQ-Reg', 'mae'));
  const all = await score('Linear (ridge)', 'mae');
  await cell(page, 'scores').getByLabel('positive rows').check();
  await expect(table.locator('td[data-metric="maePositive"]').first()).toBeVisible();
  await cell(page, 'scores').getByLabel('all rows').check();
  expect(await score('Linear (ridge)', 'mae')).toBe(all);

  const decoding = cell(page, 'decoding');
  await decoding.locator('h3').click();
  await expect(decoding.locator('.level-words')).toHaveText('with the error head');
  const drawn = await decoding.locator('.figure-svg').innerHTML();
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  await expect(decoding.locator('.level-words')).toHaveText('level 2 of 3');
  await expect.poll(() => decoding.locator('.figure-svg').innerHTML()).not.toBe(drawn);
  const words = await decoding.locator('.row-words').textContent();
  await decoding.getByRole('button', { name: 'Worst' }).click();
  await expect(decoding.locator('.row-words')).not.toHaveText(words!);

  await expectFitsPhone(page);

  const whole = await csvOf(page, 'reg');
  const predictions = whole.trim().split(/\r?\n/);
  expect(predictions[0]).toBe('row,split,target,prediction,partial1,partial2,partial3');
  expect(predictions).toHaveLength(ROWS + 1);

  const parquet = await downloaded(page, () => command(page, 'reg', /^Predictions as Parquet/));
  const stored = await parquetReadObjects({ file: new Uint8Array(parquet.bytes).buffer });
  expect([parquet.name, stored.length, Object.keys(stored[0]!)]).toEqual(['reg.predictions.parquet', ROWS, predictions[0]!.split(',')]);
  expect(stored.map((row) => Number(row.row))).toEqual(predictions.slice(1).map((line) => Number(line.split(',')[0])));

  const saved = await predictNew(page);
  expect(saved.name).toBe('reg.new.predictions.csv');
  const lines = saved.bytes.toString('utf8').trim().split(/\r?\n/).map((line) => line.split(','));
  expect(lines[0]).toEqual(['row', 'prediction', 'partial1', 'partial2', 'partial3']);
  expect(lines).toHaveLength(13);
  expect(lines.slice(1).flat().every((value) => value !== '' && Number.isFinite(Number(value)))).toBe(true);

  // What was trained outlives the page.
  await page.reload();
  await expectStatus(page, 'reg', 'done');
  expect((await predictNew(page)).bytes.equals(saved.bytes)).toBe(true);
  await page.keyboard.press('Escape');
  await cell(page, 'reg').getByRole('button', { name: 'Run again: RQ-Reg', exact: true }).click();
  await expect(cell(page, 'reg').locator('.row-words')).toHaveText(/^([5-9]|[1-9]\d)\s?%/, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expectStatus(page, 'reg', 'paused');
  await expect.poll(() => storedStatus(page, 'reg'), { timeout: 20_000 }).toBe('paused');
  await page.reload();
  await expectStatus(page, 'reg', 'interrupted');
  await cell(page, 'reg').getByRole('button', { name: /^Resume from step \d/ }).click();
  await expectStatus(page, 'reg', 'done', 120_000);
  expect(await csvOf(page, 'reg')).toBe(whole);
});

test('a table that cannot be predicted says why, and one dropped among vectors finds its notebook', async ({ page }) => {
  await openQuietly(page, quick('kmeans'));
  await dropFiles(page, { name: 'plays.csv', bytes: newRows(200, (row) => row % 7) });
  await panel(page).getByRole('radio', { name: 'Table' }).check();
  await expect(panel(page).getByRole('button', { name: /^Predict/ })).toBeEnabled({ timeout: 30_000 });
  const target = panel(page).getByLabel('Value to predict (target)');
  await target.selectOption('clicks');
  await expect(panel(page).getByRole('button', { name: 'Predict clicks' })).toBeEnabled();
  await panel(page).getByLabel('Type of clicks').selectOption('category');
  await panel(page).getByLabel('Type of clicks').selectOption('number');

  // Nothing of what was there is lost to a file that cannot be used.
  await panel(page).getByRole('button', { name: 'Cancel' }).click();
  await dropFiles(page, { name: 'same.csv', bytes: newRows(50, () => 3, ['clicks']) });
  await expect(panel(page).getByRole('alert')).toContainText('clicks', { timeout: 30_000 });
  await expect(panel(page).getByRole('button', { name: /^Predict/ })).toBeDisabled();
  await panel(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(cell(page, 'reg')).toBeVisible();
});

/** Twelve new rows, predicted and saved. */
async function predictNew(page: Page): Promise<Dropped> {
  await command(page, 'reg', /^Predict new rows/);
  await dropFiles(page, { name: 'next.csv', bytes: newRows(12) });
  await expect(panel(page)).toContainText('next.csv: 12 rows predicted.', { timeout: 30_000 });
  return downloaded(page, () => panel(page).getByRole('button', { name: 'Download CSV' }).click());
}

async function csvOf(page: Page, id: string): Promise<string> {
  return (await downloaded(page, () => command(page, id, /^Predictions as CSV/))).bytes.toString('utf8');
}

/** The notebook of predictors, its sample loaded and its own runs ended. */
async function openTable(page: Page): Promise<void> {
  await page.goto('/?backend=wasm&notebook=continuous-values');
  await expect(cell(page, 'table').locator('.facts')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectIdle(page);
}

/** Views as the sample has them, without the time watched; with clicks, these too. */
function newRows(rows: number, clicks?: (row: number) => number, only?: readonly string[]): Buffer {
  const columns: Record<string, (row: number) => string | number> = {
    user_activity: (row) => (row % 10) / 10, user_age_days: (row) => 20 + row * 13, item_duration_s: (row) => (row % 5 === 4 ? '' : 10 + row * 7), day: (row) => 1 + (row % 28), is_weekend: (row) => Number(row % 7 > 4),
    hour: (row) => row % 24, position: (row) => 1 + (row % 9), device: (row) => ['phone', 'tv', 'fridge'][row % 3]!, category: (row) => ['music', 'news'][row % 2]!, author: (row) => `a${row % 40}`, tags: (row) => ['new|duet', 'live', ''][row % 3]!,
    ...(clicks && { clicks }),
  };
  const names = Object.keys(columns).filter((name) => !only || only.includes(name));
  return Buffer.from([names.join(','), ...Array.from({ length: rows }, (_, row) => names.map((name) => columns[name]!(row)).join(','))].join('\n') + '\n');
}
