/** The main job on real files: drop one, train all five methods on all its rows, and hold the table against the downloaded codes and codebooks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectTableTrue } from './support/compare';
import type { Matrix } from './support/npy';
import { readNpy } from './support/npy';
import { METHOD_IDS, METHODS, acceptFile, cell, dropFiles, expectAllDone, expectFacts, openQuietly, panel, plain, setParams, shown } from './support/page';
import { test, expect } from './support/test';

const shared = process.env.RESIDUA_SHARED;
/** Fewer steps than the defaults: what is proved here is that the numbers are true, not that they are the best. */
const STEPS = { rqvae: { Steps: '100', 'Autoencoder warm-up': '40' }, r3vae: { Steps: '60' }, rqgmm: { 'EM passes at most': '10' } };
const NUM_CODES = [64, 64, 64];

/** One is enough for the page; the methods meet the other in quantizers/*.shared.test.ts. */
for (const { path, size } of [{ path: 'data/sift-5k/sift_5000x128_u8.npy', size: '5 000 × 128' }]) {
  test(`${path}: trains all five and tells the truth about them`, async ({ page }) => {
    test.skip(!shared, 'RESIDUA_SHARED is not set: no real files to drop.');
    const bytes = readFileSync(join(shared!, path));
    const name = path.split('/').at(-1)!;
    await openQuietly(page, Object.fromEntries(METHOD_IDS.map((id) => [id, { numLevels: 3, numCodes: [64] }])));
    for (const [method, values] of Object.entries(STEPS)) await setParams(page, method, values);

    await dropFiles(page, { name, bytes });
    await expect(panel(page)).toContainText('sent nowhere');
    await expect.poll(async () => plain(await panel(page).locator('.facts').textContent())).toContain(size);
    await acceptFile(page);
    await expectFacts(page, size);
    await expectAllDone(page);

    const rows: Matrix = readNpy(bytes);
    await expectTableTrue(page, rows, NUM_CODES);
    // What is printed is what the file says, rounded; and the mark of the best stands in every column that has one.
    expect(await shown(page, 'kmeans', 'residualEnergy')).toMatch(/^\d[\d.]* · \d[\d.]* · \d[\d.]* ?%/);
    for (const method of METHOD_IDS) await expect(cell(page, method)).toContainText(METHODS[method]);
    // Two share it only where both kinds of codes of Even RQ are equal as printed.
    const best = cell(page, 'compare').locator('td.best[data-metric="relativeError"]');
    await expect(best.first()).toBeVisible();
    expect(await best.count()).toBeLessThanOrEqual(2);
  });
}
