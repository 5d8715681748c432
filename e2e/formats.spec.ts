/** Every format a person may have: several files at once, the array of an archive, columns of a table, lists of Parquet, and preprocessing. */
import type { Page } from '@playwright/test';
import { zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { errorMetrics } from './support/metrics';
import type { Matrix } from './support/npy';
import { clusteredNpy, readNpy } from './support/npy';
import { acceptFile, cell, command, comparison, downloaded, dropFiles, expectFacts, expectStatus, openQuietly, panel, plain } from './support/page';
import { expect, test } from './support/test';

const POINTS = readNpy(clusteredNpy(80, 5));
const IDS = Array.from({ length: POINTS.rows }, (_, row) => `item-${row * 7}`);

/** One quantizer is enough to see that the right numbers were read. */
async function openWithOne(page: Page): Promise<void> {
  await openQuietly(page, { kmeans: { numLevels: 2, numCodes: [6] } });
}

/** What was trained on is what the file holds: codes and codebooks give the table's error on these rows. */
async function expectTrainedOn(page: Page, rows: Matrix): Promise<void> {
  await expectFacts(page, `${rows.rows} × ${rows.columns}`);
  await expectStatus(page, 'kmeans', 'done');
  const codes = readNpy((await downloaded(page, () => command(page, 'kmeans', /^Codes as .npy/))).bytes);
  const books: Matrix[] = [];
  for (const level of [1, 2]) books.push(readNpy((await downloaded(page, () => command(page, 'kmeans', new RegExp(`^Codebook ${level}`)))).bytes));
  expect((await comparison(page))['RQ-KMeans']!.rmse).toBeCloseTo(errorMetrics(rows, codes, books).rmse, 5);
}

test('several files: the person is asked which; an archive: which array', async ({ page }) => {
  await openWithOne(page);
  const archive = Buffer.from(zipSync({ 'few.npy': clusteredNpy(10, 2, 3), 'vectors.npy': clusteredNpy(80, 5), 'cube.npy': Buffer.from('nothing') }));
  await dropFiles(page, { name: 'a.npy', bytes: clusteredNpy(20, 3) }, { name: 'b.npz', bytes: archive }, { name: 'cover.png', bytes: Buffer.from('x') });
  await expect(panel(page)).toContainText('Which file holds the vectors?');
  await expect(panel(page).getByRole('listitem')).toHaveCount(2);
  await panel(page).getByRole('button', { name: /b\.npz/ }).click();
  const array = panel(page).getByLabel('Array');
  await array.selectOption('few');
  await expect.poll(async () => plain(await panel(page).locator('.facts').textContent())).toContain('10 × 2');
  await array.selectOption('vectors');
  await expect.poll(async () => plain(await panel(page).locator('.facts').textContent())).toContain('80 × 5');
  await acceptFile(page);
  await expectTrainedOn(page, POINTS);
});

test('a table of text: ids and chosen columns, every row scaled to length 1', async ({ page }) => {
  await openWithOne(page);
  const lines = IDS.map((id, row) => [id, row % 2 ? 'odd' : 'even', ...POINTS.data.subarray(row * 5, row * 5 + 5), 1000 + row].join(','));
  await dropFiles(page, { name: 'table.csv', bytes: Buffer.from(`asin,kind,a,b,c,d,e,price\n${lines.join('\n')}\n`) });
  await expect(panel(page).getByLabel('Id column')).toHaveValue('asin');
  // What does not look like a dimension is left out and named; a click takes it in, another leaves it out again.
  const columns = panel(page).locator('details', { hasText: 'Vector columns' });
  const facts = async (): Promise<string> => plain(await panel(page).locator('.facts').textContent());
  await panel(page).getByRole('button', { name: 'Take in price' }).click();
  await expect.poll(facts).toContain('80 × 6');
  await columns.locator('summary').click();
  await columns.getByLabel('price').uncheck();
  await panel(page).getByLabel('L2-normalised').check();
  await expect.poll(async () => plain(await panel(page).locator('.facts').textContent())).toContain('80 × 5');
  await acceptFile(page);
  await expect(cell(page, 'data').locator('.facts')).toContainText('L2-normalised');
  await expectTrainedOn(page, unitRows(POINTS));
  const codes = (await downloaded(page, () => command(page, 'kmeans', /^Codes as CSV/))).bytes.toString('utf8').trim().split(/\r?\n/);
  expect(codes[0]).toBe('id,code_1,code_2');
  expect(codes.slice(1).map((line) => line.split(',')[0])).toEqual(IDS);
});

test('Parquet: the list column is the vector, the text column the id; chosen by hand as well as dropped', async ({ page }) => {
  await openWithOne(page);
  const bytes = Buffer.from(parquetWriteBuffer({
    columnData: [
      { name: 'asin', data: IDS },
      { name: 'embedding', data: IDS.map((_, row) => [...POINTS.data.subarray(row * 5, row * 5 + 5)]) },
    ],
    schema: [
      { name: 'root', num_children: 2 },
      { name: 'asin', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'embedding', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', repetition_type: 'OPTIONAL', type: 'FLOAT' },
    ],
  }));
  await page.getByLabel('Choose embedding files').setInputFiles({ name: 'items.parquet', mimeType: 'application/octet-stream', buffer: bytes });
  await expect(panel(page).getByLabel('Id column')).toHaveValue('asin');
  await acceptFile(page);
  await expectTrainedOn(page, POINTS);
});

function unitRows(rows: Matrix): Matrix {
  const data = Float32Array.from(rows.data);
  for (let start = 0; start < data.length; start += rows.columns) {
    const length = Math.hypot(...data.subarray(start, start + rows.columns));
    for (let at = start; at < start + rows.columns; at++) data[at]! /= length;
  }
  return { ...rows, data };
}

test('a second file gives vectors their ids; a log finds a notebook, and is read as sequences and as vectors again', async ({ page }) => {
  await openWithOne(page);
  await dropFiles(page, { name: 'a.npy', bytes: clusteredNpy(80, 5) });
  const titles = IDS.map((id, row) => `{"asin": "${id}", "title": "Item ${row}", "kind": "${row % 2 ? 'odd' : 'even'}"}\n`).join('');
  await panel(page).getByLabel('Choose a file to join').setInputFiles({ name: 'titles.jsonl', mimeType: 'application/json', buffer: Buffer.from(titles) });
  await expect(panel(page)).toContainText('one for each vector in use');
  await expect(panel(page).getByLabel('Ids from')).toHaveValue('asin');
  await panel(page).getByLabel('Label column').selectOption('kind');
  await acceptFile(page);
  await expect(cell(page, 'data')).toContainText('a.npy joined with titles.jsonl');
  await expectTrainedOn(page, POINTS);
  const codes = (await downloaded(page, () => command(page, 'kmeans', /^Codes as CSV/))).bytes.toString();
  expect(codes.split('\n').slice(1, 4).map((line) => line.split(',')[0])).toEqual(IDS.slice(0, 3));

  await dropFiles(page, { name: 'views.csv', bytes: Buffer.from(`user_id,item_id,timestamp,is_click\n${Array.from({ length: 60 }, (_, i) => `u${i % 6},i${(i * 7) % 11},${1_650_000_000 + i},${i % 4 === 0 ? 1 : 0}`).join('\n')}\n`) });
  await expect(panel(page)).toContainText('It looks like a log of events');
  await panel(page).getByRole('radio', { name: 'Log' }).check();
  // The notebook has no cell for logs: one that has is opened, and the one before is kept.
  await expect(page.getByText('Do codes of items help to predict clicks?')).toBeAttached({ timeout: 30_000 });
  await expect(panel(page).getByRole('button', { name: 'Predict is_click' })).toBeEnabled({ timeout: 30_000 });
  await expect(panel(page).getByRole('definition').first()).toHaveText('60');
  await panel(page).getByLabel('Label, 0 or 1').selectOption('');
  await expect(panel(page)).toContainText('none, as chosen');
  await expect(panel(page).getByRole('button', { name: 'Predict' })).toBeDisabled();
  await panel(page).getByRole('radio', { name: 'Sequences' }).check();
  await expect(panel(page).getByRole('definition').first()).toHaveText('6');
  await panel(page).getByRole('radio', { name: 'Vectors' }).check();
  await expect(panel(page).getByRole('button', { name: 'Run the comparison on it' })).toBeVisible();
  await panel(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(cell(page, 'events')).not.toContainText('views.csv');
});
