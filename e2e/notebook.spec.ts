/** Working with the notebook: settings in forms, seeds, pausing and stopping, and what survives a reload, an export and an undo. */
import type { Page } from '@playwright/test';
import { clusteredNpy, readNpy } from './support/npy';
import { acceptFile, cell, command, comparison, downloaded, dropFiles, expectAllDone, expectFacts, expectIdle, expectStatus, form, menu, openQuietly, plain, quick, saved, setParams } from './support/page';
import { expect, test } from './support/test';

const FILE = { name: 'points.npy', bytes: clusteredNpy(300, 8) };
/** Long enough to be met while it runs, however fast the machine. */
const MANY_STEPS = '100000';

test('settings: levels and codes per level count, and a bad value is refused where it is typed', async ({ page }) => {
  await openQuietly(page, quick('kmeans'));
  const fields = await form(page, 'kmeans');
  for (const [title, value, reason] of [
    ['Levels', '0', /Levels is 0; .* from 1 to 16.* Still in use: 2/],
    ['Levels', 'two', /Levels is "two"; it must be a .*number from 1 to 16/],
    ['Codes per level', '8, 0', /8, 0; 0 is not a whole number/],
    ['Seed', '-1', /Seed is -1; .* 0 to/],
  ] as const) {
    const field = fields.getByLabel(title, { exact: true });
    const before = await field.inputValue();
    await field.fill(value);
    await expect(fields.getByRole('alert')).toContainText(reason);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await field.press('Escape');
    await expect(field).toHaveValue(before);
  }
  await fields.getByLabel('Codes per level', { exact: true }).fill('8, 4');
  await fields.getByLabel('Codes per level', { exact: true }).press('Enter');
  await expect(cell(page, 'kmeans').locator('.row-settings')).toContainText('8 · 4 codes');
  await loadPoints(page);
  for (const [level, rows] of [8, 4].entries()) {
    const book = readNpy((await downloaded(page, () => command(page, 'kmeans', new RegExp(`^Codebook ${level + 1}`)))).bytes);
    expect([book.rows, book.columns]).toEqual([rows, 8]);
  }
});

test('seeds: the same seed gives the same codes bit for bit, a new one others', async ({ page }) => {
  await openQuietly(page, quick('kmeans', 'rqvae'));
  await loadPoints(page);
  // One that trains level by level and one that trains by steps; the engine's tests hold the others to it.
  for (const id of ['kmeans', 'rqvae'] as const) {
    const first = await codes(page, id);
    await rerun(page, id, /same seed/);
    expect((await codes(page, id)).equals(first), `${id}: same seed, same codes`).toBe(true);
    await rerun(page, id, /new seed/);
    await expect(cell(page, id).locator('.row-settings')).toContainText('seed 2');
    expect((await codes(page, id)).equals(first), `${id}: another seed, other codes`).toBe(false);
  }
});

test('what starts says its phase and a percentage', async ({ page }) => {
  await openQuietly(page, quick('kmeans'));
  await dropFiles(page, { name: 'many.npy', bytes: clusteredNpy(40_000, 32) });
  await acceptFile(page);
  await expectFacts(page, '40 000 × 32');
  // A new file runs everything.
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectIdle(page);
  await setParams(page, 'kmeans', { 'Codes per level': '512' });
  await command(page, 'kmeans', /same seed/);
  const row = cell(page, 'kmeans');
  await expect.poll(async () => plain(await row.locator('.row-words').textContent()), { intervals: [20] }).toMatch(/^starting · [1-9]\d? %$/);
  await expect(row.locator('.row-phase')).toHaveText('choosing first centres, level 1');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
});

test('a run can be paused, stepped, resumed and stopped', async ({ page }) => {
  await openQuietly(page, quick('rqvae'));
  await loadPoints(page);
  await setParams(page, 'rqvae', { Steps: MANY_STEPS });
  await expectStatus(page, 'rqvae', 'settings changed since it ran');
  await command(page, 'rqvae', /same seed/);
  await expectStatus(page, 'rqvae', 'running');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expectStatus(page, 'rqvae', 'paused');
  const step = page.getByRole('button', { name: 'Step', exact: true });
  await step.click();
  const at = await settledStep(page);
  await step.click();
  await expect.poll(() => pausedAt(page)).toBe(at + 1);
  await step.click();
  await expect.poll(() => pausedAt(page)).toBe(at + 2);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expectStatus(page, 'rqvae', 'running');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expectStatus(page, 'rqvae', 'paused');
  await expect.poll(() => settledStep(page)).toBeGreaterThan(at + 2);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectStatus(page, 'rqvae', 'stopped');
  expect((await comparison(page))['RQ-VAE']!.rmse).toBeGreaterThan(0);
});

test('results survive a reload; a run that a reload cuts short is shown as interrupted', async ({ page }) => {
  await openQuietly(page, quick('kmeans', 'rqvae', 'r3vae'));
  await loadPoints(page);
  const before = [await comparison(page), await codes(page, 'rqvae'), plain(await cell(page, 'data').locator('.facts').textContent())] as const;
  await saved(page);
  await page.reload();
  await expectAllDone(page);
  await expectFacts(page, '300 × 8');
  expect([await comparison(page), await codes(page, 'rqvae'), plain(await cell(page, 'data').locator('.facts').textContent())]).toEqual(before);

  await setParams(page, 'r3vae', { Steps: MANY_STEPS });
  await command(page, 'r3vae', /same seed/);
  await expectStatus(page, 'r3vae', 'running');
  // A run under way is kept every two seconds.
  await page.waitForTimeout(5000);
  await page.reload();
  await expectStatus(page, 'r3vae', 'interrupted');
  await expect(cell(page, 'r3vae').locator('.row-words')).toContainText(/interrupted at step [\d\s]*[1-9]/);
  for (const id of ['kmeans', 'rqvae']) await expectStatus(page, id, 'done');
  const { 'R3-VAE': gone, ...kept } = await comparison(page);
  expect(gone).toBeUndefined();
  expect(kept).toEqual(Object.fromEntries(Object.entries(before[0]).filter(([name]) => name !== 'R3-VAE')));
  await setParams(page, 'r3vae', { Steps: '20' });
  await page.getByRole('button', { name: 'Run all' }).click();
  await expectAllDone(page);
});

test('a notebook is exported and imported again, and edits can be undone', async ({ page }) => {
  await openQuietly(page, { kmeans: {}, rqgmm: {} });
  await setParams(page, 'kmeans', { 'Codes per level': '32' });
  const line = cell(page, 'kmeans').locator('.row-settings');
  await expect(line).toContainText('3 × 32 codes');
  const exported = await downloaded(page, () => menu(page, 'Export notebook'));
  expect(exported.name).toBe('compare-quantizers.json');
  const spec = JSON.parse(exported.bytes.toString('utf8')) as { version: number; cells: { id: string; spec: { params?: { numCodes?: number[] } } }[] };
  expect(spec.version).toBe(2);
  expect(spec.cells.find(({ id }) => id === 'kmeans')?.spec.params?.numCodes).toEqual([32]);

  await menu(page, 'Undo');
  await expect(line).toContainText('3 × 64 codes');
  await menu(page, 'Redo');
  await expect(line).toContainText('3 × 32 codes');
  await page.locator('main').press('Control+z');
  await expect(line).toContainText('3 × 64 codes');

  await page.getByLabel('Choose a notebook file').setInputFiles({ name: 'mine.json', mimeType: 'application/json', buffer: exported.bytes });
  await expect(page.locator('.notice')).toContainText('The notebook is open');
  await expect(line).toContainText('3 × 32 codes');
  const again = await downloaded(page, () => menu(page, 'Export notebook'));
  expect(JSON.parse(again.bytes.toString('utf8'))).toEqual(spec);

  const changed = { ...spec, cells: spec.cells.map((one) => (one.id === 'kmeans' ? { ...one, spec: { ...one.spec, params: { numCodes: [0] } } } : one)) };
  await page.getByLabel('Choose a notebook file').setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(changed)) });
  await expect(page.locator('.notice')).toContainText(/kmeans.*Codes per level/);
  await expect(line).toContainText('3 × 32 codes');

  await command(page, 'rqgmm', 'Remove');
  await expect(cell(page, 'rqgmm')).toBeHidden();
  await menu(page, 'Undo');
  await expect(cell(page, 'rqgmm')).toBeVisible();
});

async function loadPoints(page: Page): Promise<void> {
  await dropFiles(page, FILE);
  await acceptFile(page);
  await expectFacts(page, '300 × 8');
  await expectAllDone(page);
}

async function codes(page: Page, id: string): Promise<Buffer> {
  return (await downloaded(page, () => command(page, id, /^Codes (by rule )?as \.npy/))).bytes;
}

async function rerun(page: Page, id: string, which: RegExp): Promise<void> {
  await command(page, id, which);
  await expectIdle(page);
  await expectStatus(page, id, 'done');
}

/** The step a paused run stands at, as its row says it; -1 where it says none. */
async function pausedAt(page: Page): Promise<number> {
  const words = plain(await cell(page, 'rqvae').locator('.row-words').textContent());
  return Number(/^paused at step ([\d ]+) of/.exec(words)?.[1]?.replaceAll(' ', '') ?? -1);
}

/** The step once it no longer changes: reports come ten a second. */
async function settledStep(page: Page): Promise<number> {
  let before = await pausedAt(page);
  await expect(async () => {
    const last = before;
    // A step that is under way must have its time to show.
    await page.waitForTimeout(1000);
    before = await pausedAt(page);
    expect(before).toBeGreaterThanOrEqual(0);
    expect(before).toBe(last);
  }).toPass({ intervals: [0], timeout: 20_000 });
  return before;
}
