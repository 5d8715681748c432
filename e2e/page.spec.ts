/** Small things of the page: who has the keyboard, what a link that cannot be answered does, and what a phone shows. */
import { openPage } from './support/page';
import { expect, test } from './support/test';

test('a new note takes the first words typed; none of them reaches the global keys', async ({ page }) => {
  await openPage(page);
  await page.getByRole('button', { name: 'Notebook menu' }).click();
  await page.getByRole('menuitem', { name: 'Add a note' }).click();
  await page.keyboard.type('? . What is seen');
  const text = page.getByRole('textbox', { name: 'Text of the note, Markdown' });
  await expect(text).toHaveValue('? . What is seen');
  // Nor does the way to the cell, a frame later, take it from there.
  await page.waitForTimeout(200);
  await expect(text).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a link to a notebook that is not there says so and opens no other', async ({ page }) => {
  await page.goto('/?backend=wasm&notebook=mine');
  await expect(page.getByRole('alert')).toContainText('There is no sample notebook "mine".');
  await expect(page.locator('[data-cell]')).toHaveCount(0);
  await page.getByRole('link', { name: 'Open your own notebook' }).click();
  await expect(page.locator('.row')).toHaveCount(5);
});

test('a link whose notebook cannot be fetched says so and opens no other', async ({ page, problems }) => {
  await page.route('**/continuous-values.json', (route) => route.abort());
  await page.goto('/?backend=wasm&notebook=continuous-values');
  await expect(page.getByRole('alert')).toContainText('continuous-values.json could not be fetched');
  await expect(page.locator('[data-cell]')).toHaveCount(0);
  await expect(page).toHaveURL(/notebook=continuous-values/);
  // The browser tells of it too.
  expect(problems.splice(0).join()).toContain('Failed to load resource');
});

test('a phone shows the name of the notebook, and that the table scrolls', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openPage(page);
  const name = page.getByRole('textbox', { name: 'Name of the notebook' });
  await expect(name).toBeVisible();
  await expect(name).toHaveValue('Compare quantizers');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const cue = page.locator('.scrolls', { has: page.getByRole('region', { name: 'Comparison table' }) });
  await expect(cue).toHaveClass(/more-after/);
  await page.getByRole('region', { name: 'Comparison table' }).evaluate((region) => region.scrollTo(region.scrollWidth, 0));
  await expect(cue).not.toHaveClass(/more-after/);
});

test('names in the outline stand whole, and no figure leaves half a row empty', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openPage(page);
  const cut = await page.locator('.outline-name').evaluateAll((names) => names.filter((name) => name.scrollHeight > name.clientHeight + 1 || name.scrollWidth > name.clientWidth + 1).map((name) => name.textContent));
  expect(cut).toEqual([]);
  await page.getByRole('button', { name: 'Notebook menu' }).click();
  await page.getByRole('menuitem', { name: 'Add a figure: What a prefix tells' }).click();
  const [rest, last] = await page.locator('.figures').evaluate((grid) => {
    const boxes = [...grid.children].map((figure) => figure.getBoundingClientRect());
    return [grid.getBoundingClientRect().right - boxes.at(-1)!.right, boxes.length % 2];
  });
  expect(last).toBe(1);
  expect(rest).toBeLessThan(2);
});
