/** A reload right after an edit keeps the edit. */
import { cell, command, openQuietly, quick } from './support/page';
import { expect, test } from './support/test';

test('an edit made right before a reload is kept', async ({ page }) => {
  await openQuietly(page, quick('kmeans', 'rqgmm', 'evenrq'));
  for (const id of ['rqgmm', 'evenrq']) {
    await command(page, id, /^Remove/);
    await page.reload();
    await expect(cell(page, 'kmeans')).toBeVisible({ timeout: 30_000 });
    await expect(cell(page, id)).toHaveCount(0);
  }
});
