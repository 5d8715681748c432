/** A run that a reload cut short goes on where it stood, and ends with the codes it would have had. */
import { cell, command, downloaded, expectStatus, form, openQuietly, plain, storedStatus } from './support/page';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

test('a reload in the middle of a run costs nothing: it resumes, and gives the same codes to the bit', async ({ page }) => {
  await openQuietly(page, { rqvae: { steps: 500 } });
  await run(page, /^Run(?: again)?: RQ-VAE/);
  await expectStatus(page, 'rqvae', 'done', 200_000);
  const whole = await codes(page);

  const fields = await form(page, 'rqvae');
  await fields.getByText('Checkpoints and live metrics', { exact: true }).click();
  await fields.getByLabel('Numbered every').fill('100');
  await fields.getByLabel('Numbered every').press('Enter');
  await run(page, 'Run again: RQ-VAE');
  await expect(cell(page, 'rqvae').locator('.row-words')).toHaveText(/^([5-9]|[1-9]\d)\s?%/, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expectStatus(page, 'rqvae', 'paused');
  const paused = plain(await cell(page, 'rqvae').locator('.row-words').textContent());
  const step = Number(/step ([\d ]+) of/.exec(paused)![1]!.replace(/ /g, ''));
  expect(step).toBeGreaterThan(0);
  expect(step).toBeLessThan(500);
  // A run under way is stored every two seconds.
  await expect.poll(() => storedStatus(page, 'rqvae'), { timeout: 20_000 }).toBe('paused');
  await page.reload();

  await expectStatus(page, 'rqvae', 'interrupted');
  const resume = cell(page, 'rqvae').getByRole('button', { name: /^Resume from step/ });
  await expect(resume).toHaveText(new RegExp(`Resume from step ${step}$`));
  await cell(page, 'rqvae').getByRole('button', { name: /^More for/ }).click();
  const offered = await page.getByRole('menuitem', { name: /^Go on from/ }).allTextContents();
  expect(offered.some((text) => text.startsWith('Go on from last')), offered.join('; ')).toBe(true);
  expect(offered.some((text) => text.startsWith('Go on from best') && /relative error \d/.test(plain(text))), offered.join('; ')).toBe(true);
  await page.keyboard.press('Escape');

  await resume.focus();
  await page.keyboard.press('Enter');
  await expectStatus(page, 'rqvae', 'done', 200_000);
  expect((await codes(page)).equals(whole)).toBe(true);
  await expect(resume).toBeHidden();
});

async function run(page: Page, name: string | RegExp): Promise<void> {
  await cell(page, 'rqvae').getByRole('button', { name }).click();
}

async function codes(page: Page): Promise<Buffer> {
  return (await downloaded(page, () => command(page, 'rqvae', /^Codes as \.npy/))).bytes;
}
