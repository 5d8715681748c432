/** A reader goes through the lesson: each step is done when the right thing is done and not before; a teacher presents it. */
import { faults } from './support/access';
import { cell, expectIdle, expectStatus } from './support/page';
import { expect, test } from './support/test';

const METHODS = ['kmeans', 'first', 'levels', 'wide', 'gmm', 'collapsed', 'cured'];

test('the eight steps of the lesson, each done when the right thing is', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/?backend=wasm&notebook=residual-quantization');
  for (const id of METHODS) await expectStatus(page, id, 'done', 90_000);
  await expectIdle(page);
  const step = (number: number) => cell(page, `s${number}`);
  const task = (number: number) => step(number).locator('.step-task');
  for (let number = 1; number <= 8; number++) {
    await step(number).scrollIntoViewIfNeeded();
    await expect(task(number), `step ${number} before anything is done`).toHaveText(/^To do: /);
  }

  // 1: a point, by keyboard.
  await step(1).locator('svg [tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(task(1)).toHaveText(/^Done: /);
  await expect(step(1)).toContainText('Point 1 is chosen');

  // 2: three codes are too few, six are enough; the picture has a cell for each.
  const codes = step(2).getByRole('slider');
  await codes.fill('2');
  await expect(step(2).locator('.cells path')).toHaveCount(3, { timeout: 20_000 });
  await expect(task(2)).toHaveText(/^To do: /);
  await codes.fill('5');
  await expect(step(2).locator('.cells path')).toHaveCount(6, { timeout: 20_000 });
  await expect(task(2)).toHaveText(/^Done: /);

  // 3: every arrow from one place.
  await step(3).getByRole('slider').fill('1');
  await expect(task(3)).toHaveText(/^Done: /);
  const starts = await step(3).locator('.arrows path').evaluateAll((paths) => new Set(paths.map((path) => path.getAttribute('d')!.split('L')[0])).size);
  expect(starts, 'places from which arrows start').toBe(1);

  // 4: the last sum without a look at the second codebook is not all.
  await step(4).getByRole('slider').fill('3');
  await expect(task(4)).toHaveText(/^To do: /);
  for (const stop of ['2', '3']) await step(4).getByRole('slider').fill(stop);
  await expect(task(4)).toHaveText(/^Done: /);

  // 5: six bits both ways.
  await step(5).getByRole('button', { name: /^A level more/ }).click();
  await expectIdle(page);
  await step(5).getByRole('button', { name: /^Twice the codes/ }).click();
  await expectIdle(page);
  await expect(task(5)).toHaveText(/^To do: /);
  await step(5).getByRole('button', { name: /^Twice the codes/ }).click();
  await expectIdle(page);
  await expect(task(5)).toHaveText(/^Done: /);
  await expect(step(5)).toContainText('6.00 bits a point, 12 code vectors');
  await expect(step(5)).toContainText('6.00 bits a point, 64 code vectors');

  // 6: by the keys.
  await step(6).getByRole('button', { name: 'Another point' }).click();
  await page.keyboard.press(']');
  await expect(task(6)).toHaveText(/^To do: /);
  await page.keyboard.press(']');
  await expect(task(6)).toHaveText(/^Done: /);
  await expect(step(6)).toContainText(/code \d of level 2, left/);

  // 7: three passes, one of them by the key.
  await step(7).getByRole('button', { name: 'One EM pass' }).click();
  await expectStatus(page, 'gmm', 'paused');
  await step(7).getByRole('button', { name: 'One EM pass' }).click();
  await expect(task(7)).toHaveText(/^To do: /);
  await page.keyboard.press('.');
  // The third pass changes nothing more, so that the run ends by itself.
  await expect(task(7)).toHaveText(/^Done: /);
  await step(7).getByRole('button', { name: 'All passes' }).click();
  await expectStatus(page, 'gmm', 'done');

  // 8: both buttons, and what they come to.
  await step(8).getByRole('button', { name: 'Collapse it' }).click();
  await expectStatus(page, 'collapsed', 'done');
  await expect(task(8)).toHaveText(/^To do: /);
  await step(8).getByRole('button', { name: 'Cure it' }).click();
  await expectStatus(page, 'cured', 'done');
  await expect(task(8)).toHaveText(/^Done: /);

  // Presented: one step fills the screen, the arrows go on, Escape ends it.
  await step(2).getByRole('button', { name: /^Present/ }).click();
  await expect(step(2)).toHaveClass(/presented/);
  await page.keyboard.press('ArrowRight');
  await expect(step(3)).toHaveClass(/presented/);
  await expect(step(3).getByRole('button', { name: 'Next' })).toBeVisible();
  expect(await faults(page, { within: ['#cell-s3'] })).toEqual([]);
  await page.keyboard.press('ArrowLeft');
  await expect(step(2)).toHaveClass(/presented/);
  await page.getByRole('button', { name: 'End the presentation' }).click();
  await expect(step(2)).not.toHaveClass(/presented/);
});
