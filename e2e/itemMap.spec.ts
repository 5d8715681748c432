/** The map of the items: its places are the residuals of what a person can download, a lasso selects, keys move it, a click shows an item, and UMAP can be had and left. */
import type { Locator, Page } from '@playwright/test';
import { faults } from './support/access';
import { download } from './support/compare';
import { clusteredNpy, readNpy } from './support/npy';
import type { Matrix } from './support/npy';
import { acceptFile, cell, downloaded, dropFiles, expectIdle, expectStatus, menu, openQuietly, plain } from './support/page';
import { expect, sharedPage, test } from './support/test';

const [ROWS, DIM, LEVELS, CODES] = [300, 6, 3, 8];

const trained = sharedPage(async (page) => {
  await page.goto('/?backend=wasm&notebook=items');
  for (const id of ['kmeans', 'second', 'even']) await expectStatus(page, id, 'done', 120_000);
  await expectIdle(page);
});

test('the slider shows the residuals of the codes that are downloaded, in the principal axes, and the reconstruction the other way', async ({ page }) => {
  await openQuietly(page, { kmeans: { numCodes: [CODES] } });
  await menu(page, 'Add a figure: Map of the items');
  const bytes = clusteredNpy(ROWS, DIM);
  await dropFiles(page, { name: 'items.npy', bytes });
  await acceptFile(page);
  await expectStatus(page, 'kmeans', 'done');
  await expectIdle(page);
  const vectors = readNpy(bytes);
  const { codes, codebooks } = await download(page, 'kmeans', vectors, Array<number>(LEVELS).fill(CODES));
  const map = cell(page, 'itemmap');
  const slider = map.getByLabel('what is left');
  await expect(slider).toBeVisible({ timeout: 30_000 });

  // Level 0 of the codebooks holds the mean: rest(l) = vector - mean - (sum of l code vectors - mean).
  const rest = (row: number, depth: number, d: number) => vectors.data[row * DIM + d]! - sumOf(row, depth, d);
  const mean = Array.from({ length: DIM }, (_, d) => Array.from({ length: ROWS }, (__, row) => vectors.data[row * DIM + d]!).reduce((sum, value) => sum + value, 0) / ROWS);
  const sumOf = (row: number, depth: number, d: number) => (depth === 0 ? mean[d]! : codebooks.slice(0, depth).reduce((sum, book, level) => sum + book.data[codes.data[row * LEVELS + level]! * DIM + d]!, 0));
  const before = await placesOf(page, map);
  const axes = [0, 1].map((axis) => solved(Array.from({ length: ROWS }, (_, row) => Array.from({ length: DIM }, (__, d) => rest(row, 0, d))), before.map((at) => at[axis]!)));
  expectPrincipal(axes, vectors, mean);
  const along = (axis: number, value: (d: number) => number) => axes[axis]!.reduce((sum, part, d) => sum + part * value(d), 0);

  for (let depth = 0; depth <= LEVELS; depth++) {
    await slider.fill(String(depth));
    await expect(slider).toHaveAttribute('aria-valuetext', depth === 0 ? /^before any codes/ : new RegExp(`^what is left after ${depth} of 3 codes`));
    const places = await placesOf(page, map);
    places.forEach((place, row) => place.forEach((value, axis) => expect(value, `row ${row} after ${depth} codes`).toBeCloseTo(along(axis, (d) => rest(row, depth, d)), 3)));
    const left = places.reduce((sum, _, row) => sum + Math.hypot(...Array.from({ length: DIM }, (__, d) => rest(row, depth, d))), 0) / ROWS;
    expect(Number(plain(await map.locator('.map-ticks > span').nth(depth).locator('i').first().textContent()).replace(' ', ''))).toBeCloseTo(left, 1);
  }
  await map.getByRole('button', { name: 'reconstruction' }).click();
  const growing = map.getByLabel('rebuilt from');
  for (let depth = 1; depth <= LEVELS + 1; depth++) {
    await growing.fill(String(depth));
    const places = await placesOf(page, map);
    places.forEach((place, row) => place.forEach((value, axis) => expect(value).toBeCloseTo(depth > LEVELS ? before[row]![axis]! : along(axis, (d) => sumOf(row, depth, d) - mean[d]!), 3)));
  }
});

test('a lasso selects, Shift adds a box, keys move the slider and the map, a cross selects its code, and the titles are said', async () => {
  const page = trained();
  const map = cell(page, 'map');
  await expect(map.getByLabel('what is left')).toBeVisible({ timeout: 60_000 });
  const surface = map.locator('.hit');
  await surface.scrollIntoViewIfNeeded();
  const chosen = map.getByText(/items selected/);
  const counted = async () => Number(/^(\d+) of 2400 items/.exec(plain(await chosen.textContent()).replace(/(\d) (\d{3})/g, '$1$2'))?.[1]);

  await map.getByRole('button', { name: 'Lasso' }).click();
  await draw(page, surface, [[0.1, 0.05], [0.5, 0.05], [0.5, 0.95], [0.1, 0.95]]);
  await expect(chosen).toContainText('by lasso');
  const inLasso = await counted();
  expect(inLasso).toBeGreaterThan(100);
  expect(inLasso).toBeLessThan(2300);
  await map.getByRole('button', { name: 'Box' }).click();
  await page.keyboard.down('Shift');
  await draw(page, surface, [[0.6, 0.1], [0.95, 0.9]]);
  await page.keyboard.up('Shift');
  await expect(chosen).toContainText('in several steps');
  expect(await counted()).toBeGreaterThan(inLasso);
  await map.getByLabel('only these').check();
  await map.getByRole('button', { name: 'Invert' }).click();
  await expect(chosen).toContainText('by inverting');

  // Keys: the slider, the map, and a selection by the ring.
  await map.getByRole('button', { name: 'Move' }).click();
  await surface.focus();
  await page.keyboard.press('Escape');
  await expect(chosen).toBeHidden();
  for (const [key, words] of [[']', 'after 1'], [']', 'after 2'], ['[', 'after 1'], ['[', 'before']] as const) {
    await page.keyboard.press(key);
    await expect(map.getByLabel('what is left')).toHaveAttribute('aria-valuetext', new RegExp(words));
  }
  const cross = map.locator('.codes path').first();
  const place = () => cross.getAttribute('d');
  const first = await place();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(place).not.toBe(first);
  await page.keyboard.press('+');
  await page.keyboard.press('0');
  await expect.poll(place).toBe(first);
  await page.keyboard.press('Space');
  await expect(chosen).toContainText('by lasso');
  await page.keyboard.press('Escape');

  const at = (await map.locator('.codes path').last().boundingBox())!;
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
  await expect(map.locator('.view-words')).toContainText(/^code \d+ of level 1: \d+ items/);
  const named = /^code (?<code>\d+) of level 1: (?<items>\d+) items/.exec(plain(await map.locator('.view-words').textContent()))!.groups!;
  await page.mouse.down();
  await page.mouse.up();
  await expect(chosen).toContainText(`code ${named.code} of level 1`);
  expect(await counted()).toBe(Number(named.items));

  let tries = 0;
  // A title, an id and a semantic ID are said of the item under the pointer.
  await expect(async () => {
    const { x, y, width, height } = (await surface.boundingBox())!;
    await page.mouse.move(x + width * (0.3 + 0.4 * ((tries * 0.618) % 1)), y + height * (0.2 + 0.6 * ((tries++ * 0.382) % 1)));
    expect(plain(await map.locator('.view-words').textContent())).toMatch(/, .* · item-\d+ · \d+-\d+-\d+/);
  }).toPass({ timeout: 20_000 });

  expect(await faults(page, { within: ['#cell-map'], minor: true })).toEqual([]);
});

test('UMAP is worked out beside the engine, can be cancelled, and places every item anew', async () => {
  const page = trained();
  const map = cell(page, 'map');
  await map.getByRole('button', { name: 'UMAP' }).click();
  await map.getByRole('button', { name: 'Cancel' }).click();
  await expect(map.getByRole('button', { name: 'principal axes' })).toHaveAttribute('aria-pressed', 'true');
  await expect(map.getByLabel('what is left')).toBeVisible();
  const before = await placesOf(page, map);
  await map.getByRole('button', { name: 'UMAP' }).click();
  await expect(map.getByText('Axes of UMAP')).toBeVisible({ timeout: 90_000 });
  await expect(map.getByLabel('what is left')).toBeHidden();
  const after = await placesOf(page, map);
  expect(after.length).toBe(before.length);
  expect(after.every(([x, y]) => Number.isFinite(x! + y!))).toBe(true);
  expect(after).not.toEqual(before);

  // Another seed places them anew, and the first again as it did.
  const seed = map.getByLabel('seed');
  for (const [typed, same] of [['2', false], ['1', true]] as const) {
    await seed.fill(typed);
    await seed.press('Enter');
    await expect(map.getByText(`Axes of UMAP, seed ${typed}:`)).toBeVisible({ timeout: 90_000 });
    expect(JSON.stringify(await placesOf(page, map)) === JSON.stringify(after), `seed ${typed}`).toBe(same);
  }
  await seed.fill('-1');
  await expect(map.getByRole('alert')).toContainText('seed is “-1”; it must be a whole number from 0');
  await seed.press('Escape');
});

/** x and y of every row, as the view's CSV has them. */
async function placesOf(page: Page, map: Locator): Promise<number[][]> {
  const { bytes } = await downloaded(page, async () => {
    await map.getByRole('button', { name: /^Save / }).click();
    await page.getByRole('menuitem', { name: 'Save the numbers as CSV' }).click();
  });
  const [header, ...lines] = bytes.toString('utf8').trim().split(/\r?\n/);
  const columns = header!.split(',');
  expect([columns.indexOf('row'), columns.indexOf('x')]).toEqual([0, columns.indexOf('y') - 1]);
  // Titles hold commas and are quoted: numbers are counted from the end.
  const fromEnd = columns.length - columns.indexOf('x');
  return lines.map((line) => line.split(',').slice(-fromEnd).slice(0, 2).map(Number));
}

/** The axes are unit vectors at right angles, each an eigenvector of the covariance: along them the variance is what it is, and no other direction mixes in. */
function expectPrincipal(axes: readonly (readonly number[])[], { data }: Matrix, mean: readonly number[]): void {
  const covariance = Array.from({ length: DIM }, (_, a) => Array.from({ length: DIM }, (__, b) => {
    let sum = 0;
    for (let row = 0; row < ROWS; row++) sum += (data[row * DIM + a]! - mean[a]!) * (data[row * DIM + b]! - mean[b]!);
    return sum / (ROWS - 1);
  }));
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, d) => sum + value * b[d]!, 0);
  const values = axes.map((axis) => {
    expect(dot(axis, axis)).toBeCloseTo(1, 3);
    const image = covariance.map((line) => dot(line, axis));
    const value = dot(image, axis);
    image.forEach((part, d) => expect(Math.abs(part - value * axis[d]!)).toBeLessThan(1e-3 * value));
    return value;
  });
  expect(dot(axes[0]!, axes[1]!)).toBeCloseTo(0, 3);
  const rest = covariance.reduce((sum, line, d) => sum + line[d]!, 0) - values[0]! - values[1]!;
  expect(values[0]! >= values[1]! && values[1]! >= rest / (DIM - 2)).toBe(true);
}

/** Least squares by normal equations and Gaussian elimination. */
function solved(rows: readonly (readonly number[])[], wanted: readonly number[]): number[] {
  const system = Array.from({ length: DIM }, (_, a) => [...Array.from({ length: DIM }, (__, b) => rows.reduce((sum, row) => sum + row[a]! * row[b]!, 0)), rows.reduce((sum, row, i) => sum + row[a]! * wanted[i]!, 0)]);
  for (let pivot = 0; pivot < DIM; pivot++) {
    const best = system.slice(pivot).reduce((at, line, i) => (Math.abs(line[pivot]!) > Math.abs(system[at]![pivot]!) ? pivot + i : at), pivot);
    [system[pivot], system[best]] = [system[best]!, system[pivot]!];
    for (let line = 0; line < DIM; line++) {
      if (line === pivot) continue;
      const factor = system[line]![pivot]! / system[pivot]![pivot]!;
      for (let at = pivot; at <= DIM; at++) system[line]![at]! -= factor * system[pivot]![at]!;
    }
  }
  return system.map((line, d) => line[DIM]! / line[d]!);
}

/** Drags through points, given as shares of the map's width and height. */
async function draw(page: Page, surface: Locator, corners: readonly (readonly [number, number])[]): Promise<void> {
  const { x, y, width, height } = (await surface.boundingBox())!;
  const to = ([across, down]: readonly [number, number]) => page.mouse.move(x + across * width, y + down * height, { steps: 8 });
  await to(corners[0]!);
  await page.mouse.down();
  for (const corner of corners.slice(1)) await to(corner);
  await page.mouse.up();
}
