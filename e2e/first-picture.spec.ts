/** What stands before the engine answers, and what is fetched only when it is needed: dialogs, and the reader of formulas. */
import { menu, openPage, openQuietly, quick } from './support/page';
import { expect, test } from './support/test';

test('a grey picture stands until the engine answers, in place and at rest where motion is not wanted', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  let open: () => void = () => {};
  const held = new Promise<void>((resolve) => (open = resolve));
  await page.route('**/assets/startPage*', async (route) => held.then(() => route.continue()));
  await page.goto('/?backend=wasm', { waitUntil: 'commit' });
  await expect(page.locator('.skeleton')).toBeVisible();
  await expect(page.locator('.skeleton').getByRole('status')).toHaveText('Starting the engine.');
  const boxes = () => page.evaluate(() => ['.header', '.brand', '.outline', '.column'].map((name) => {
    const { left, top, width } = document.querySelector(name)!.getBoundingClientRect();
    return [name, left, top, width];
  }));
  const before = await boxes();
  expect(await page.locator('.bone').evaluateAll((bones) => bones.some((bone) => bone.getAnimations().length > 0))).toBe(false);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(20, 21, 23)');
  open();
  await expect(page.locator('#cell-data')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('.skeleton')).toHaveCount(0);
  expect(await boxes()).toEqual(before);
});

test('a dialog opens in the frame that asks for it, holds the keyboard and gives it back', async ({ page }) => {
  await openQuietly(page, quick('kmeans'));
  await page.waitForLoadState('networkidle');
  const button = page.locator('.keys-button');
  await button.focus();
  const shown = await button.evaluate(async (node: HTMLElement) => {
    node.click();
    await new Promise(requestAnimationFrame);
    return document.querySelector('dialog')?.matches(':modal') ?? false;
  });
  expect(shown).toBe(true);
  for (let press = 0; press < 4; press++) await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement === document.body || document.querySelector('dialog')!.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(button).toBeFocused();
});

test('formulas in a note are drawn as MathML under the content policy, and only a note that has one fetches their reader', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await openPage(page);
  await menu(page, 'Add a note');
  const text = page.getByRole('textbox', { name: 'Text of the note, Markdown' });
  await text.fill('It costs **nothing**.');
  await text.press('Escape');
  const note = page.locator('section.note');
  await expect(note.locator('strong')).toHaveText('nothing');
  expect(fetched.filter((url) => url.includes('FormulaText'))).toEqual([]);
  await note.getByRole('button', { name: 'Edit' }).click();
  await text.fill('From $5 to $6: $\\hat y = \\sum_l v_l$\n\n$$\n\\frac{a}{b}\n$$\n\nand $\\frac{1}{$.');
  await text.press('Escape');
  await expect(note.locator('math')).toHaveCount(2);
  await expect(note.locator('.formula-source')).toHaveText('$\\frac{1}{$');
  await expect(note).toContainText('From $5 to $6:');
  expect(await note.locator('mfrac').evaluate((fraction) => fraction.getBoundingClientRect().height)).toBeGreaterThan(20);
});
