/** A person goes from codes to items: clicks a bar, reads who has the code, finds an item by its title, selects, saves, reloads. */
import type { Page } from '@playwright/test';
import { faults } from './support/access';
import { acceptFile, cell, command, downloaded, dropFiles, expectFacts, expectStatus, openQuietly, panel, plain, quick } from './support/page';
import { readNpy } from './support/npy';
import { expect, test } from './support/test';

const ROWS = 240;
const FAMILIES = ['filament', 'drill bit', 'safety glove', 'bearing'];
/** Titles that must stay text, whatever they hold. */
const ODD: Readonly<Record<number, string>> = { 7: '<img src=x onerror=alert(1)> tape', 11: '螺丝刀 套装', 13: 'مفك براغي صغير', 17: '', 19: `${'very '.repeat(60)}long title` };
const title = (row: number) => ODD[row] ?? `${FAMILIES[row % 4]} no. ${row}`;
const table = Buffer.from(['id,title,brand,x0,x1,x2,x3', ...Array.from({ length: ROWS }, (_, row) => {
  const angle = row * 2.4;
  return [`B${1000 + row}`, JSON.stringify(title(row)), `brand ${row % 3}`, ...[0, 1, 2, 3].map((d) => ((row % 4 === d ? 5 : 0) + Math.sin(angle * (d + 1))).toFixed(5))].join(',');
})].join('\n'));

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });
const bar = (page: Page) => page.getByRole('region', { name: 'Selection' });

test('from a bar to its items, from a title to its ID, and the selection goes with the notebook', async ({ page }) => {
  await openQuietly(page, quick('kmeans'));
  await dropFiles(page, { name: 'products.csv', bytes: table });
  await acceptFile(page);
  await expectFacts(page, `${ROWS} × 4`);
  await expectStatus(page, 'kmeans', 'done');

  // A bar of the figure, by keyboard.
  const bars = page.locator('#cell-utilization svg [tabindex="0"]').first();
  await bars.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(inspector(page)).toContainText(/^Code \d+, level 1/);
  const code = Number(/Code (\d+),/.exec((await inspector(page).locator('h2').textContent())!)![1]);
  const { data, columns } = readNpy((await downloaded(page, () => command(page, 'kmeans', 'Codes as .npy'))).bytes);
  const having = Array.from({ length: ROWS }, (_, row) => row).filter((row) => data[row * columns] === code);
  expect(plain(await bar(page).locator('p').textContent())).toBe(`${having.length} of 240 items, ${plain(await shareWords(having.length / ROWS))}: code ${code} at level 1 of RQ-KMeans`);
  const written = await downloaded(page, () => bar(page).getByRole('button', { name: 'Save CSV' }).click());
  const lines = written.bytes.toString('utf8').trim().split('\n');
  expect(lines[0]).toMatch(/^id,row,title,brand,RQ-KMeans code 1,RQ-KMeans code 2/);
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(having.map((row) => `B${1000 + row}`));
  await inspector(page).getByRole('button', { name: /^Show more/ }).click();
  const listed = await inspector(page).getByRole('region', { name: 'Its items' }).locator('.item-name').allTextContents();
  expect(listed.map((words) => words.trim()).sort()).toEqual(having.map((row) => (title(row).trim() === '' ? `B${1000 + row}` : title(row).trim())).sort());
  await expect(inspector(page)).toContainText('What its vector means');
  await expect(cell(page, 'compare').getByRole('region', { name: 'Of the selected items', exact: true })).toContainText(String(having.length));
  await expect(page.locator('#cell-utilization [data-key="selected"]').first()).toBeAttached();

  // An item, by words of its title and by its ID.
  for (const [asked, row] of [['套装', 11], ['براغي', 13], ['<img', 7], ['b1017', 17], ['filament no. 20', 20]] as const) {
    await page.keyboard.press('Control+k');
    await panel(page).getByRole('textbox').fill(asked);
    await expect(panel(page).getByRole('status')).toContainText(/[1-9]\d* found/);
    await page.keyboard.press('Enter');
    await expect(panel(page)).toBeHidden();
    await expect(inspector(page).locator('h2')).toHaveText(title(row).trim() === '' ? `B${1000 + row}` : title(row));
    await expect(inspector(page).locator('.item-ids').first()).toContainText(String(data[row * columns]));
  }
  await expect(inspector(page)).toContainText('Level by level, by RQ-KMeans');
  expect(await faults(page, { within: ['.inspector', '.selection-bar'] })).toEqual([]);

  // A pattern selects every item it fits.
  await page.keyboard.press('Control+k');
  await panel(page).getByRole('textbox').fill(`${code}-*`);
  await panel(page).getByRole('button', { name: /^Select all/ }).click();
  await expect(bar(page)).toContainText(`“${code}-*”`);
  await bar(page).getByRole('button', { name: 'Invert' }).click();
  await expect(bar(page)).toContainText(`${ROWS - having.length} of 240 items`);
  await bar(page).getByRole('button', { name: 'The selection before' }).click();
  await expect(bar(page)).toContainText(`${having.length} of 240 items`);

  // Kept with the notebook; Esc closes the inspector, then clears.
  await page.waitForTimeout(1200);
  await page.reload();
  await expect(bar(page)).toContainText(`“${code}-*”`, { timeout: 30_000 });
  await page.getByRole('heading', { name: 'Quantizers' }).click();
  await page.keyboard.press('Escape');
  await expect(bar(page)).toBeHidden();
});

/** As the page writes a share. */
function shareWords(share: number): string {
  const percent = 100 * share;
  return `${percent.toPrecision(3)} %`;
}
