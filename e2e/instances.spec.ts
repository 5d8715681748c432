/** A person sees what a user's history is worth: events become vectors, vectors are read, quantized and read again; a reload in the middle costs nothing. */
import type { Page } from '@playwright/test';
import { expectFitsPhone } from './support/access';
import { cell, command, downloaded, expectIdle, expectStatus, plain, runOnly, setParams, storedStatus } from './support/page';
import { expect, test } from './support/test';

test('vectors of past events tell what a plain sequence does not, in 16 bits too', async ({ page }) => {
  const few = { Epochs: '2' };
  await runOnly(page, 'instance-tokens', 'events', ['logistic', 'base', 'zero', 'read-user', 'read-codes'], { user: { Epochs: '6' }, quantized: { 'Lloyd passes at most': '4' }, base: few, zero: few, 'read-user': few, 'read-codes': few });
  for (const id of ['user', 'quantized']) await expectStatus(page, id, 'done');
  const [base, user, codes, honest] = await aucs(page, ['Base: fields and plain sequence', 'Reads user order', 'Reads user order in 16 bits', 'known law: label']);
  expect(user! - base!).toBeGreaterThan(0.05);
  expect(Math.abs(codes! - user!)).toBeLessThan(0.02);
  expect(user!).toBeLessThan(honest! + 0.01);
  await expect(cell(page, 'map').locator('.figure-svg')).toContainText('by placement');
  await expect(cell(page, 'strip').locator('.figure-svg')).toContainText('attends most to the event');
  await cell(page, 'strip').getByLabel('User').selectOption('judged worst');
  await expect(cell(page, 'gain').locator('.figure-svg')).toContainText('better', { timeout: 30_000 });

  const vectors = await downloaded(page, () => command(page, 'user', /^Vectors as .npy/));
  expect(vectors.bytes.subarray(0, 6).toString('latin1')).toBe('\u0093NUMPY');
  expect(vectors.bytes.length).toBeGreaterThan(51_000 * 8 * 4);

  await expectFitsPhone(page);
});

test('a reader that a reload cuts short goes on, and ends with the probabilities it would have had', async ({ page }) => {
  await page.goto('/?backend=wasm&notebook=instance-tokens');
  await expect(cell(page, 'events').locator('.facts')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectIdle(page);
  await setParams(page, 'base', { Epochs: '2' });
  await cell(page, 'base').getByRole('button', { name: /^Run(?: again)?: Base/ }).click();
  await expectStatus(page, 'base', 'done', 120_000);
  const whole = await probabilities(page);
  await cell(page, 'base').getByRole('button', { name: /^Run again: Base/ }).click();
  await expect(cell(page, 'base').locator('.row-words')).toHaveText(/^([5-9]|[1-9]\d)\s?%/, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expectStatus(page, 'base', 'paused');
  await expect.poll(() => storedStatus(page, 'base'), { timeout: 20_000 }).toBe('paused');
  await page.reload();
  await expectStatus(page, 'base', 'interrupted');
  await cell(page, 'base').getByRole('button', { name: /^Resume from step \d/ }).click();
  await expectStatus(page, 'base', 'done', 120_000);
  expect(await probabilities(page)).toBe(whole);
});

async function probabilities(page: Page): Promise<string> {
  return (await downloaded(page, () => command(page, 'base', /^Probabilities as CSV/))).bytes.toString('utf8');
}

/** AUC of rows of the table by name. */
async function aucs(page: Page, names: readonly string[]): Promise<number[]> {
  const rows = await cell(page, 'scores').locator('tbody tr').all();
  const found = new Map(await Promise.all(rows.map(async (row) => [plain(await row.locator('th').textContent()).trim(), Number.parseFloat(plain(await row.locator('td[data-metric="auc"]').textContent()))] as const)));
  return names.map((name) => found.get(name) ?? NaN);
}
