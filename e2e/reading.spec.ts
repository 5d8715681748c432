/** Files given together: the role of each is asked. A large file: how far it is read, and the reading is cancelled without touching what runs. */
import type { Page } from '@playwright/test';
import { cell, dropFiles, expectStatus, openQuietly, panel, plain, quick } from './support/page';
import { expect, test } from './support/test';

const BOTH = {
  version: 2,
  cells: [
    { id: 'data', mode: 'dataset', name: 'Vectors', spec: { data: 'vectors' } },
    { id: 'kmeans', mode: 'quantizer', name: 'RQ-KMeans', inputs: { rows: 'data' }, spec: { kind: 'rq-kmeans', params: { numLevels: 2, numCodes: [4, 4] } } },
    { id: 'rows', mode: 'table', name: 'Rows', spec: { data: 'rows', choices: {} } },
    { id: 'mean', mode: 'predictor', name: 'Mean', inputs: { rows: 'rows' }, spec: { kind: 'constant', params: {} } },
  ],
};
const csv = (columns: readonly string[], rows: number) =>
  Buffer.from([columns.join(','), ...Array.from({ length: rows }, (_, row) => columns.map((_, at) => (Math.sin(row * (at + 2)) + at / 7).toFixed(5)).join(','))].join('\n'));

test('two files dropped together: each is asked about, and each has its panel', async ({ page }) => {
  await openQuietly(page, quick('kmeans'));
  await dropFiles(page, { name: 'both.json', bytes: Buffer.from(JSON.stringify(BOTH)) });
  await expect(cell(page, 'rows')).toBeVisible();
  const vectors = { name: 'vectors.csv', bytes: csv(['e0', 'e1', 'e2', 'e3'], 80) };
  const table = { name: 'table.csv', bytes: csv(['age', 'watch_time'], 90) };

  await dropFiles(page, table);
  await expect(panel(page)).toContainText('What is table.csv for?');
  await expect(panel(page).getByRole('listitem')).toHaveCount(2);
  await panel(page).getByRole('button', { name: 'Close' }).click();

  await dropFiles(page, vectors, table, { name: 'cover.png', bytes: Buffer.from('x') });
  await expect(panel(page)).toContainText('What are these files for?');
  await expect(panel(page).getByRole('listitem').filter({ hasText: 'cover.png' })).toContainText('cannot be opened here');
  await panel(page).getByLabel('Purpose of table.csv').selectOption({ label: 'The table of “Rows”' });
  await expect(panel(page).getByRole('button', { name: 'Open' })).toBeDisabled();
  await panel(page).getByLabel('Purpose of vectors.csv').selectOption({ label: 'The vectors of “Vectors”' });
  await panel(page).getByRole('button', { name: 'Open' }).click();
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText('vectors.csv');
  await panel(page).getByRole('button', { name: 'Run the comparison on it' }).click();
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText('table.csv');
  await panel(page).getByRole('button', { name: 'Predict watch_time' }).click();
  await expect(panel(page)).toBeHidden();
  await expectStatus(page, 'kmeans', 'done');
  await expectStatus(page, 'mean', 'done');
  expect(plain(await cell(page, 'data').textContent())).toContain('vectors.csv');
  expect(plain(await cell(page, 'rows').textContent())).toContain('table.csv');
});

test('a large file tells how far it is read; cancelled, it leaves all as it was', async ({ page }) => {
  await openQuietly(page, quick('kmeans'));
  const before = plain(await cell(page, 'data').textContent());
  await dropLarge(page);
  await expect(panel(page).locator('.read-state')).toContainText('%', { timeout: 30_000 });
  await expect(panel(page).getByRole('progressbar', { name: 'Read so far' })).toBeVisible();
  await panel(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(panel(page)).toBeHidden();
  expect(plain(await cell(page, 'data').textContent())).toBe(before);
  // The next file is read at once, by a fresh worker.
  await dropFiles(page, { name: 'small.csv', bytes: csv(['a', 'b', 'c'], 50) });
  await expect.poll(async () => plain(await panel(page).locator('.facts').textContent())).toContain('50 × 3');
});

/** About 250 MB of text, made in the page of one block told many times over. */
async function dropLarge(page: Page): Promise<void> {
  await page.evaluate(() => {
    const line = `${Array.from({ length: 32 }, (_, at) => Math.sin(at + 1).toFixed(6)).join(',')}\n`;
    const transfer = new DataTransfer();
    transfer.items.add(new File([`${Array.from({ length: 32 }, (_, at) => `e${at}`).join(',')}\n`, ...Array<Blob>(100).fill(new Blob([line.repeat(8000)]))], 'large.csv', { lastModified: 1 }));
    document.querySelector('main')!.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
  });
}
