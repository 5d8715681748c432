/** A first visit: the sample comparison starts by itself, moves at once, never holds the page up, and ends in a filled table. */
import type { Page } from '@playwright/test';
import { longTasks, startWatch } from './support/longTasks';
import { METHOD_IDS, cell, expectAllDone, openPage, plain } from './support/page';
import { expect, test } from './support/test';

/** Milliseconds, and the share of tasks, one at least, that may take longer: the machine's own stalls (see `longTasks`). */
const LONGEST_TASK = 100;
const MOST_LONG = 1 / 2000;
const FIRST_MOVE = 5000;

test('the bundled comparison starts by itself, moves within seconds and fills the table', async ({ page, browser }) => {
  await openPage(page, 'auto');
  const before = await picture(page);
  await expect.poll(() => picture(page), { timeout: FIRST_MOVE, intervals: [100] }).not.toBe(before);
  await startWatch(browser, page);
  await expect(page.getByText(/never leaves this page/i).first()).toBeVisible();

  await expectAllDone(page);
  const { tasks, long, oneInThousand } = await longTasks(browser, LONGEST_TASK);
  expect(tasks, 'tasks seen: the watch worked').toBeGreaterThan(1000);
  expect(long.length, `of the page's ${tasks} tasks above ${LONGEST_TASK} ms while training: ${JSON.stringify(long)}`).toBeLessThanOrEqual(Math.max(1, tasks * MOST_LONG));
  expect(oneInThousand, 'milliseconds that one task in a thousand takes').toBeLessThan(LONGEST_TASK / 2);

  const table = cell(page, 'compare').locator('table');
  // Even RQ has a second row, of its stored IDs.
  const rows = METHOD_IDS.length + 1;
  await expect(table.locator('tbody tr')).toHaveCount(rows);
  const cells = (await table.locator('tbody td').allTextContents()).map(plain);
  // The eight metrics shown at first; e2e/seeds.spec.ts shows others.
  expect(cells).toHaveLength(rows * 8);
  for (const text of cells) expect(text).toMatch(/^[\d.,–· ]+( ?(%|s|min|k|M))?.*$/);
  expect(cells.filter((text) => /^(…|–|NaN)/.test(text))).toEqual([]);
  for (const metric of ['rmse', 'relativeError', 'collisionRate', 'seconds']) {
    const best = await table.locator(`td.best[data-metric="${metric}"]`).count();
    expect([metric, best >= 1 && best < rows]).toEqual([metric, true]);
  }
  const errors = (await cell(page, 'compare').locator('.r3-errors dd').allTextContents()).map(Number);
  expect(errors).toHaveLength(3);
  for (const error of errors) expect(error).toBeGreaterThan(0);
  // Its ratings are information its codes do not hold, so the error with them cannot be the larger one.
  expect(errors[1]).toBeLessThanOrEqual(errors[0]!);
});

/** The moving parts, as they are drawn now. */
function picture(page: Page): Promise<string> {
  return page.evaluate(() => [...document.querySelectorAll('.row-spark svg, .figure-svg, .row-words')].map((node) => node.innerHTML).join('\n'));
}
