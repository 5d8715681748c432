/** A person looks at what codes make of items: the tree of IDs, items that share one, two runs compared, and the figures at an earlier time. */
import { expectFitsPhone } from './support/access';
import { acceptFile, cell, command, downloaded, dropFiles, expectIdle, expectStatus, openQuietly, plain } from './support/page';
import { readNpy } from './support/npy';
import { expect, sharedPage, test } from './support/test';
import type { Page } from '@playwright/test';

const NUMBER = /\d[\d\u202f ]*/;
const count = (text: string | null) => Number(NUMBER.exec(text ?? '')![0].replace(/\s/g, ''));

const grouped = (items: number) => items.toLocaleString('en').replaceAll(',', ' ');

async function opened(page: Page): Promise<void> {
  await page.goto('/?backend=wasm&notebook=items');
  for (const id of ['kmeans', 'second', 'even']) await expectStatus(page, id, 'done', 120_000);
  await expectIdle(page);
}

const trained = sharedPage(opened);

/** Codes of a run as its menu saves them: one array an item, in the order of the rows. */
async function savedCodes(page: Page, id: string): Promise<number[][]> {
  const { data, rows, columns } = readNpy((await downloaded(page, () => command(page, id, /^Codes as .npy/))).bytes);
  return Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));
}

async function csvOf(page: Page, id: string): Promise<string[][]> {
  await cell(page, id).getByRole('button', { name: /^Save / }).click();
  const { bytes } = await downloaded(page, () => page.getByRole('menuitem', { name: 'Save the numbers as CSV' }).click());
  return bytes.toString('utf8').trim().split('\n').slice(1).map((line) => line.split(','));
}

test('a click on a prefix selects exactly the items whose codes begin with it', async () => {
  const page = trained();
  const codes = await savedCodes(page, 'kmeans');
  const tree = cell(page, 'tree');
  await tree.scrollIntoViewIfNeeded();
  const hit = tree.locator('[data-key="hit"]').first();
  const box = (await hit.boundingBox())!;
  await page.mouse.click(box.x + box.width * 0.37, box.y + 10);
  const crumb = tree.locator('.crumb[aria-current]');
  await expect(crumb).toHaveAttribute('aria-label', /^prefix \d+$/);
  const first = Number(/\d+/.exec((await crumb.getAttribute('aria-label'))!)![0]);
  const members = codes.filter((id) => id[0] === first).length;
  await expect.poll(async () => count(await page.locator('.selection-bar').textContent())).toBe(members);

  // One level further down, by keyboard; Escape goes up, and what is selected stays.
  await hit.focus();
  await page.keyboard.press('Enter');
  await expect(crumb).toHaveAttribute('aria-label', new RegExp(`^prefix ${first} \\d+$`));
  const second = Number((await crumb.getAttribute('aria-label'))!.split(' ').at(-1));
  await expect.poll(async () => count(await page.locator('.selection-bar').textContent())).toBe(codes.filter((id) => id[0] === first && id[1] === second).length);
  await page.keyboard.press('Escape');
  await expect(crumb).toHaveAttribute('aria-label', `prefix ${first}`);
  await tree.getByRole('button', { name: /^all/ }).click();

  const rows = await csvOf(page, 'tree');
  for (const level of [1, 2, 3]) {
    const expected = new Map<string, number>();
    for (const id of codes) expected.set(id.slice(0, level).join(' '), (expected.get(id.slice(0, level).join(' ')) ?? 0) + 1);
    expect(new Map(rows.filter((row) => row[1] === String(level)).map((row) => [row[2]!, Number(row[3])]))).toEqual(expected);
  }
});

test('collisions are those that the saved codes have, and repairs say what they would change', async () => {
  const page = trained();
  const codes = await savedCodes(page, 'kmeans');
  const buckets = new Map<string, number>();
  for (const id of codes) buckets.set(id.join(' '), (buckets.get(id.join(' ')) ?? 0) + 1);
  const shared = [...buckets].filter(([, items]) => items > 1);
  const view = cell(page, 'collisions');
  await view.scrollIntoViewIfNeeded();
  const sharing = shared.reduce((sum, [, items]) => sum + items, 0);
  await expect.poll(async () => plain(await view.locator('.collision-words').first().textContent())).toMatch(new RegExp(`^${grouped(sharing)} of ${grouped(codes.length)} items share ${grouped(shared.length)} IDs`));
  expect(new Map((await csvOf(page, 'collisions')).map((row) => [row[1]!, Number(row[2])]))).toEqual(new Map(shared));

  const line = view.locator('.collision-fold').first();
  expect(count(await line.locator('.collision-count').textContent())).toBe(Math.max(...buckets.values()));
  await line.click();
  const members = view.locator('.members').first();
  await expect(members.locator('tbody tr')).toHaveCount(Math.min(20, Math.max(...buckets.values())));
  await expect(members.locator('tbody td').first()).toHaveText(/^0\.\d+$/);
  await view.getByRole('button', { name: 'What would repairs change?' }).first().click();
  await expect(members.locator('thead')).toContainText('next free code', { timeout: 60_000 });
  const id = (await line.locator('.id-chip').allTextContents()).join(' ');
  // A suffix keeps the codes and the error; the next free code keeps the prefix.
  const row = members.locator('tbody tr').nth(1);
  const cells = await members.locator('thead th').allTextContents();
  const at = (title: string) => row.locator('td').nth(cells.indexOf(title) - 1);
  expect((await at('add a suffix').locator('.id-chip').allTextContents()).slice(0, 3).join(' ')).toBe(id);
  await expect(at('add a suffix')).toContainText('the same error');
  const moved = (await at('next free code').locator('.id-chip').allTextContents()).join(' ');
  expect(moved.split(' ').slice(0, 2)).toEqual(id.split(' ').slice(0, 2));
  expect(moved).not.toBe(id);

  await view.getByLabel('Run', { exact: true }).selectOption('even');
  await view.getByRole('button', { name: 'Compare stored IDs with those of the rule' }).click();
  await expect(view.getByRole('region', { name: 'Items whose stored ID differs' }).or(view.getByText('distinct IDs cost nothing'))).toBeVisible({ timeout: 60_000 });
});

test('two seeds of RQ-KMeans agree more than by chance, whatever their codes are numbered, and a run with itself wholly', async () => {
  const page = trained();
  const [first, second] = [await savedCodes(page, 'kmeans'), await savedCodes(page, 'second')];
  const view = cell(page, 'runs');
  await view.scrollIntoViewIfNeeded();
  const table = view.getByRole('region', { name: 'Agreement by level' });
  await expect(table.locator('tbody tr')).toHaveCount(3);
  const ami = Number(await table.locator('tbody tr').first().locator('td').first().textContent());
  expect(ami).toBeGreaterThan(0.5);
  expect(ami).toBeLessThanOrEqual(1);
  const pairs = new Map<string, number>();
  first.forEach((id, row) => pairs.set(`${id[0]} ${second[row]![0]}`, (pairs.get(`${id[0]} ${second[row]![0]}`) ?? 0) + 1));
  expect(new Map((await csvOf(page, 'runs')).map((row) => [`${row[2]} ${row.at(-3)}`, Number(row.at(-2))]))).toEqual(pairs);

  const hit = view.locator('[data-key="hit"]').first();
  await hit.focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => count(await page.locator('.selection-bar').textContent())).toBe(Math.max(...pairs.values()));
  // Two maps, one camera: what one shows, the other shows.
  await view.getByText('Both as maps, with one camera').click();
  const maps = view.locator('.two-maps > section');
  await expect(maps.nth(1).locator('.codes path').first()).toBeVisible({ timeout: 30_000 });
  const zero = (at: number) => maps.nth(at).locator('.zero path').getAttribute('d');
  const whole = await zero(1);
  expect(await zero(0)).toBe(whole);
  await maps.nth(0).locator('.hit').focus();
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => zero(1)).not.toBe(whole);
  expect(await zero(0)).toBe(await zero(1));
  await page.keyboard.press('Space');
  await expect(page.locator('.selection-bar')).toContainText('drawn on the map');

  await view.getByLabel('Second run').selectOption('kmeans');
  await expect(table.locator('tbody tr').first().locator('td').first()).toHaveText('1.00');
  await expect(table.locator('tbody tr').last().locator('td').nth(3)).toHaveText(/^0\s%$/);
});

test('figures go back in time with the slider, and to the end again', async () => {
  const page = trained();
  const [time, use] = [cell(page, 'time'), cell(page, 'utilization')];
  await time.scrollIntoViewIfNeeded();
  const slider = time.getByRole('slider');
  const map = cell(page, 'map');
  await map.getByRole('button', { name: 'reconstruction' }).click();
  const [before, places] = [await csvOf(page, 'utilization'), await csvOf(page, 'map')];
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(use.locator('.past-banner')).toContainText(/As of .* of the steps of each run\./);
  expect(await csvOf(page, 'utilization')).not.toEqual(before);
  await expect(slider).toHaveAttribute('aria-valuetext', /^step \d+ of \d+$/);
  // The map shows where the codes of then rebuild the items that reports count.
  await expect(map.locator('.past-banner')).toContainText(/As of step \d+\./);
  const then = await csvOf(page, 'map');
  expect(then.every(([row, id]) => places[Number(row)]![1] === id)).toBe(true);
  expect(then.some((row) => row.at(-3) !== places[Number(row[0])]!.at(-3))).toBe(true);
  await use.getByRole('button', { name: 'Back to the end' }).click();
  await expect(use.locator('.past-banner')).toHaveCount(0);
  expect(await csvOf(page, 'utilization')).toEqual(before);
  expect(await csvOf(page, 'map')).toEqual(places);

  await expectFitsPhone(page);
});

test('titles of every kind stay text, and hundreds of columns stay usable', async ({ page }) => {
  await openQuietly(page, { kmeans: { numLevels: 2, numCodes: [6] } });
  const titles = ['<img src=x onerror="alert(1)">', '', 'مسمار ستانلس ستيل', '不锈钢螺丝 M4', 'a long title '.repeat(400)];
  const columns = Array.from({ length: 500 }, (_, c) => `meta${c}`);
  const lines = Array.from({ length: 120 }, (_, row) => [`"${titles[row % 5]!.replaceAll('"', '""')}"`, ...[0, 1, 2, 3].map((d) => ((row * (d + 3)) % 7) / 7 + row / 900), ...columns.map((__, c) => `v${(row + c) % 4}`)].join(','));
  await dropFiles(page, { name: 'odd.csv', bytes: Buffer.from([['title', 'x0', 'x1', 'x2', 'x3', ...columns].join(','), ...lines].join('\n')) });
  await acceptFile(page);
  await expectStatus(page, 'kmeans', 'done', 120_000);
  await expectIdle(page);
  for (const name of ['Tree of semantic IDs', 'Items that share an ID']) {
    await page.getByRole('button', { name: 'Notebook menu' }).click();
    await page.getByRole('menuitem', { name: `Add a figure: ${name}` }).click();
  }
  const tree = page.getByRole('figure', { name: 'Tree of semantic IDs' });
  await tree.getByLabel('Colour').selectOption('purity');
  await tree.getByLabel('Label').selectOption('meta499');
  await expect(tree.locator('.figure-svg')).toContainText('purity of meta499');
  expect(await page.locator('main img').count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 'pixels sideways').toBeLessThanOrEqual(0);
});
