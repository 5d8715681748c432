/** The page by keyboard and by assistive technology: keys, order of focus, explanations on focus, and axe on every theme and width. */
import { faults, sideways } from './support/access';
import { clusteredNpy } from './support/npy';
import { METHOD_IDS, acceptFile, cell, dropFiles, expectAllDone, expectFacts, expectStatus, form, openQuietly, panel, quick } from './support/page';
import { expect, test } from './support/test';

const FILE = { name: 'points.npy', bytes: clusteredNpy(300, 8) };

test('no serious or critical fault by axe: light and dark, wide and narrow', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openQuietly(page, quick(...METHOD_IDS));
  await dropFiles(page, FILE);
  await acceptFile(page);
  await expectFacts(page, '300 × 8');
  await expectAllDone(page);

  await form(page, 'rqvae');
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      // The dark page and the narrow one differ from the first in colours and in what lies over what.
      expect(await faults(page, colorScheme === 'light' && size.width > 1000 ? {} : { rules: ['color-contrast', 'scrollable-region-focusable'] }), `the page, ${colorScheme}, ${size.width} wide`).toEqual([]);
      await expect.poll(() => sideways(page), { message: `pixels the page can be scrolled sideways, ${size.width} wide` }).toBeLessThanOrEqual(0);
    }
    await dropFiles(page, FILE);
    await expect(panel(page).locator('.facts')).toBeVisible();
    expect(await faults(page), `the data panel, ${colorScheme}`).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(panel(page)).toBeHidden();
  }
});

test('keys: help, pause and resume, one step', async ({ page }) => {
  await openQuietly(page, { rqvae: { steps: 100_000 } });
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();

  await cell(page, 'rqvae').getByRole('button', { name: /^Run/ }).click();
  await expectStatus(page, 'rqvae', 'running');
  await cell(page, 'rqvae').focus();
  await page.keyboard.press('Space');
  await expectStatus(page, 'rqvae', 'paused');
  await page.keyboard.press('Space');
  await expectStatus(page, 'rqvae', 'running');
  await page.keyboard.press('.');
  await expectStatus(page, 'rqvae', 'paused');
  const words = cell(page, 'rqvae').locator('.row-words');
  const before = await settled(() => words.textContent());
  await page.keyboard.press('.');
  await expect(words).not.toHaveText(before);
  await expectStatus(page, 'rqvae', 'paused');
  // While a person types, the keys are letters.
  const name = page.getByLabel('Name of the notebook');
  await name.focus();
  await name.press('End');
  await page.keyboard.type(' ?.');
  await expect(name).toHaveValue('Compare quantizers ?.');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('Tab reaches the headers of the table, and what they mean opens on focus', async ({ page }) => {
  await openQuietly(page, quick('kmeans'));
  const headers = cell(page, 'compare').locator('thead button');
  const count = await headers.count();
  expect(count).toBeGreaterThan(6);
  await cell(page, 'compare').getByRole('region', { name: 'Comparison table' }).focus();
  for (let at = 0; at < count; at++) {
    await page.keyboard.press('Tab');
    await expect(headers.nth(at)).toBeFocused();
    const tip = page.getByRole('tooltip');
    await expect(tip).toBeVisible();
    await expect(tip).toContainText(/Higher is better|Lower is better|Neither direction/);
    expect((await tip.textContent())!.length).toBeGreaterThan(40);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});

async function settled(read: () => Promise<string | null>): Promise<string> {
  let last = await read();
  await expect(async () => {
    const before = last;
    last = await read();
    expect(last).toBe(before);
  }).toPass({ intervals: [500], timeout: 20_000 });
  return last ?? '';
}
