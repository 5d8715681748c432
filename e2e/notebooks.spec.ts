/** Notebooks kept under ids: opening one never costs another, two tabs never write over each other, and storage that fails is told. */
import type { Page } from '@playwright/test';
import { cell, downloaded, expectIdle, expectStatus, menu, openPage, openQuietly, saved, setParams } from './support/page';
import { expect, test } from './support/test';

test('opening a new comparison and a sample leaves the notebook before as it was; the list renames, duplicates, deletes and brings back', async ({ page }) => {
  await openQuietly(page, { kmeans: {} });
  await setParams(page, 'kmeans', { 'Codes per level': '32' });
  await rename(page, 'Mine');
  await menu(page, 'New comparison');
  await expect(cell(page, 'kmeans').locator('.row-settings')).toContainText('3 × 64 codes');
  await menu(page, 'Sample: Continuous values');
  await expect(cell(page, 'scores')).toBeVisible();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectIdle(page);
  await saved(page);
  await page.reload();
  await expect(cell(page, 'scores')).toBeVisible({ timeout: 60_000 });

  await menu(page, 'Notebooks');
  const dialog = page.getByRole('dialog', { name: 'Notebooks' });
  await expect(dialog.getByRole('listitem')).toHaveCount(3);
  await dialog.getByRole('link', { name: 'Mine' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(cell(page, 'kmeans').locator('.row-settings')).toContainText('3 × 32 codes');

  await menu(page, 'Notebooks');
  await dialog.getByRole('button', { name: 'Duplicate: Mine' }).click();
  await dialog.getByRole('button', { name: 'Rename: Mine 2' }).click();
  await page.keyboard.type('Second');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('link', { name: 'Second' })).toBeVisible();
  const file = await downloaded(page, () => dialog.getByRole('button', { name: 'Download: Second' }).click());
  expect([file.name, (JSON.parse(file.bytes.toString('utf8')) as { name: string }).name]).toEqual(['second.json', 'Second']);
  await dialog.getByRole('button', { name: 'Delete: Second' }).click();
  await expect(dialog.getByRole('link', { name: 'Second' })).toBeHidden();
  await dialog.getByRole('button', { name: 'Bring back: Second' }).click();
  await expect(dialog.getByRole('link', { name: 'Second' })).toBeVisible();
});

test('a second tab is told at once, takes the notebook over, and the first is told', async ({ page, context }) => {
  await openQuietly(page, { kmeans: {} });
  await rename(page, 'Shared');
  await saved(page);
  const other = await context.newPage();
  await openPage(other);
  await expect(other.getByRole('alert').filter({ hasText: 'open in another tab' })).toBeVisible();
  await expect(other.locator('.saved')).toHaveText('not saved here');
  await expect(other.getByLabel('Name of the notebook')).toHaveAttribute('readonly');

  await other.getByRole('button', { name: 'Take over' }).click();
  await expect(other.locator('.saved')).toHaveText('saved');
  await expect(page.getByRole('alert').filter({ hasText: 'open in another tab' })).toBeVisible();
  await setParams(other, 'kmeans', { 'Codes per level': '16' });
  await saved(other);

  await page.getByRole('button', { name: 'Open a copy' }).click();
  await expect(page.getByLabel('Name of the notebook')).toHaveValue('Shared 2');
  await saved(page);
  await expect(other.locator('.saved')).toHaveText('saved');
  await page.reload();
  await expect(page.getByLabel('Name of the notebook')).toHaveValue('Shared 2', { timeout: 60_000 });
  await expect(cell(page, 'kmeans').locator('.row-settings')).toContainText('3 × 64 codes');
});

test('storage that is blocked gives a page that works and says so', async ({ page }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse });
    IDBFactory.prototype.open = refuse;
  });
  await openPage(page);
  await expect(page.getByRole('alert')).toContainText(/Nothing is saved.*Access is denied/);
  await expect(page.getByText('keeps no settings')).toBeVisible();
  await expect(page.locator('.saved')).toHaveText('not saved');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectIdle(page);
  await setParams(page, 'kmeans', { 'Codes per level': '16' });
  await page.waitForTimeout(1000);
  await expect(page.locator('.saved')).toHaveText('not saved');
});

test('an engine that ends without a word is noticed, started again, and what ran goes on', async ({ page }) => {
  await page.addInitScript(() => {
    const Original = Worker;
    window.Worker = class extends Original {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        // Files are read in a worker of their own.
        if (given[1]?.name?.startsWith('residua-engine')) (window as unknown as { engineWorker: Worker }).engineWorker = this;
      }
    };
  });
  await openQuietly(page, { rqvae: { steps: 800 } });
  await cell(page, 'rqvae').getByRole('button', { name: /^Run(?: again)?: RQ-VAE/ }).click();
  await expect(cell(page, 'rqvae').locator('.row-words')).toHaveText(/^[1-9]\d?\s?%/, { timeout: 60_000 });
  await page.evaluate(() => (window as unknown as { engineWorker: Worker }).engineWorker.terminate());
  // Another alert may stand beside it for a moment: what was asked of the engine that ended is refused.
  await expect(page.getByRole('alert').filter({ hasText: /engine ended.*started again/ })).toBeVisible({ timeout: 60_000 });
  await expectStatus(page, 'rqvae', 'done', 200_000);
});

async function rename(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name of the notebook').fill(name);
  await page.getByLabel('Name of the notebook').press('Enter');
}
