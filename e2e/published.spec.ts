/** A person judges IDs made elsewhere: opens the sample, drops an index of their own, reads what is wrong with another, and takes the same index away again. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expectFitsPhone } from './support/access';
import { cell, command, comparison, downloaded, dropFiles, expectIdle, expectStatus, openQuietly, panel, plain, quick } from './support/page';
import { expect, test } from './support/test';

const SAMPLE = fileURLToPath(new URL('../public/samples/data/published-ids.index.json', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const index = (of: object) => Buffer.from(JSON.stringify(of));
const facts = async (locator: ReturnType<typeof cell>) => plain((await locator.locator('.facts').allTextContents()).join(' '));

test('an index is read, counted beside quantizers, and written again with the same content', async ({ page }) => {
  await page.goto('/?backend=wasm&notebook=published-ids');
  for (const id of ['ids', 'kmeans', 'gmm']) await expectStatus(page, id, 'done', 90_000);
  await expectIdle(page);
  expect(await facts(cell(page, 'ids'))).toContain('vectors without an ID20');
  const { 'Published IDs': ids, 'RQ-KMeans': kmeans } = await comparison(page);
  expect(ids!.relativeError).toBeGreaterThan(0.2);
  expect(ids!.relativeError).toBeLessThan(0.3);
  expect(kmeans!.relativeError).toBeLessThan(ids!.relativeError!);
  await expect(cell(page, 'compare')).toContainText('They code different items: Published IDs has 1');
  for (const view of ['utilization', 'heat', 'prefixes', 'norms']) await expect(cell(page, view).locator('.figure-svg')).toContainText('Published IDs');

  await command(page, 'ids', /^Save IDs/);
  const save = () => downloaded(page, () => panel(page).getByRole('button', { name: 'Save IDs' }).click());
  const written = await save();
  expect(written.name).toBe('ids.index.json');
  expect(JSON.parse(written.bytes.toString('utf8'))).toEqual(JSON.parse(readFileSync(SAMPLE, 'utf8')));
  await panel(page).getByLabel('one vocabulary').check();
  await panel(page).getByLabel('Format').selectOption('parquet');
  const parquet = await save();
  expect([parquet.name, parquet.bytes.subarray(0, 4).toString()]).toEqual(['ids.ids.parquet', 'PAR1']);
  await page.keyboard.press('Escape');

  // What was written in one vocabulary is read again without it.
  await dropFiles(page, parquet);
  await expect(panel(page)).toContainText('All levels share one vocabulary: level 1 begins at 0, level 2 begins at 32', { timeout: 30_000 });
  await panel(page).getByRole('button', { name: 'Use these IDs' }).click();
  await expect(panel(page)).toBeHidden();
  await expectStatus(page, 'ids', 'done');
  expect((await comparison(page))['Published IDs']).toEqual(ids);

  await expectFitsPhone(page);

  await page.reload();
  await expectStatus(page, 'ids', 'done');
  expect((await comparison(page))['Published IDs']).toEqual(ids);
});

test('a dropped index becomes a cell of the notebook, and one that cannot be used says why', async ({ page }) => {
  await openQuietly(page, quick('kmeans'));
  await dropFiles(page, { name: 'bad.index.json', bytes: index({ 0: ['<a_1>', '<b_2>'], 1: ['<a_1>'], 2: ['<a_3>', '<b_2>'] }) });
  await expect(panel(page).getByRole('alert')).toContainText('1 of 3 items have another number of codes', { timeout: 30_000 });
  await expect(panel(page).getByLabel('Semantic IDs')).toBeChecked();
  await expect(panel(page)).toContainText('It looks like semantic IDs: "codes" holds tokens such as <a_1><b_2>.');
  await expect(panel(page).getByRole('button', { name: 'Add these IDs' })).toBeDisabled();
  await panel(page).getByRole('button', { name: 'Cancel' }).click();

  await dropFiles(page, { name: 'good.index.json', bytes: index(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [i, [`<a_${i % 8}>`, `<b_${(i * 5) % 16}>`]]))) });
  const add = panel(page).getByRole('button', { name: 'Add these IDs' });
  await expect(add).toBeEnabled({ timeout: 30_000 });
  await add.click();
  await expectStatus(page, 'ids', 'done');
  expect(await facts(cell(page, 'ids'))).toContain('items60');
  await expect(cell(page, 'compare').getByRole('rowheader', { name: 'Published IDs' })).toBeVisible();
});

test('execute counts IDs of one’s own, with vectors and without', async ({ page: _ }, info) => {
  const own = info.outputPath('own.index.json');
  const entries = Object.entries(JSON.parse(readFileSync(SAMPLE, 'utf8')) as Record<string, string[]>).slice(0, 500);
  writeFileSync(own, JSON.stringify(Object.fromEntries(entries)));
  const run = (...data: string[]) => {
    const out = info.outputPath(`out-${data.length}`);
    const args = ['scripts/execute.mjs', 'public/samples/notebooks/published-ids.json', ...data.flatMap((each) => ['--data', each]), '--backend', 'wasm', '--out', out];
    // What has no vectors has no error to tell.
    const error = data.length > 1 ? ' +relative error 0\\.\\d+' : '';
    expect(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })).toMatch(new RegExp(`ids +published +done +500 items +collision rate 0\\.\\d+${error}\\n`));
    const { cells } = JSON.parse(readFileSync(`${out}/results.json`, 'utf8')) as { cells: { id: string; metrics: Record<string, unknown> }[] };
    expect(JSON.parse(readFileSync(`${out}/ids.index.json`, 'utf8'))).toEqual(Object.fromEntries(entries));
    return cells.find(({ id }) => id === 'ids')!;
  };
  expect(run(`ids=${own}`)).toMatchObject({ kind: 'published', dim: 0, items: 500, metrics: { rmse: null, utilization: expect.any(Array) as unknown } });
  const vectors = fileURLToPath(new URL('../public/samples/data/nested-clusters.parquet', import.meta.url));
  const joined = run(`ids=${own}`, `items=${vectors}`);
  expect(joined).toMatchObject({ dim: 32, withoutVector: 0, vectorsWithoutId: 1500 });
  expect(joined.metrics.relativeError).toBeLessThan(0.3);
});
