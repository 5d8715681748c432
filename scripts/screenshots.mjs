// Takes the pictures of the README and the documentation: the finished sample comparison, light and dark, wide and narrow, and single cells of other notebooks.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, runMain, UsageError } from './lib/args.mjs';
import { ensureDependencies, projectRoot } from './setup.mjs';

const usage = `Usage: node scripts/screenshots.mjs [--backend wasm|webgpu|cpu] [--out DIR] [--only NAME]

Trains the bundled sample and writes compare-light.png, compare-dark.png (1440 x 900), compare-phone-light.png and compare-phone-dark.png
(390 x 844) to docs/images; then clicks-light.png, instances-light.png, map-light.png and lesson-light.png, each one cell of its sample notebook.
  --only NAME   this one alone: compare, clicks, instances, map or lesson`;

const views = [
  { name: 'compare', width: 1440, height: 900 },
  { name: 'compare-phone', width: 390, height: 844 },
];
const cells = [
  { name: 'clicks', notebook: 'ctr', cell: 'scores' },
  { name: 'instances', notebook: 'instance-tokens', cell: 'strip' },
  { name: 'map', notebook: 'items', cell: 'map' },
  { name: 'lesson', notebook: 'residual-quantization', cell: 's3' },
];
const mostBytes = 400_000;
const trainingTimeout = 600_000;

await runMain(async (argv) => {
  const { options, rest } = parseArgs(argv, { backend: 'value', out: 'value', only: 'value', help: 'flag' });
  if (options.help) return console.log(usage);
  if (rest.length > 0) throw new UsageError(`${rest[0]} is no option.`);
  const { only } = options;
  if (only !== undefined && only !== 'compare' && !cells.some(({ name }) => name === only)) throw new UsageError(`--only ${only}: write one of compare, ${cells.map(({ name }) => name).join(', ')}.`);
  const { backend = 'wasm', out = join(projectRoot, 'docs/images') } = options;
  ensureDependencies();
  const { withServedPage } = await import('./lib/servedPage.mjs');
  mkdirSync(out, { recursive: true });
  if (only === undefined || only === 'compare') await withServedPage({ backend }, (page) => take(page, out));
  for (const each of cells.filter(({ name }) => only === undefined || name === only)) await withServedPage({ backend, query: `&notebook=${each.notebook}` }, (page) => takeCell(page, each, out));
}, usage);
process.exit();

async function take(page, out) {
  await trained(page);
  const close = page.locator('.banner').getByRole('button', { name: 'Dismiss' });
  while ((await close.count()) > 0) await close.first().click();
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const { name, width, height } of views) {
      await page.setViewportSize({ width, height });
      // The table and the first figures below it, under the header that stays in place.
      await page.evaluate(() => scrollTo(0, scrollY + document.querySelector('#cell-compare').getBoundingClientRect().top - document.querySelector('.header').offsetHeight - 16));
      await page.mouse.move(0, 0);
      await page.waitForTimeout(1500); // figures are drawn one a frame, and follow a new size
      const path = join(out, `${name}-${colorScheme}.png`);
      await page.screenshot({ path, animations: 'disabled' });
      checkSize(path);
    }
  }
}

async function takeCell(page, { name, cell }, out) {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await trained(page);
  // Further seeds run after the first ones, and fill the table.
  await page.getByRole('button', { name: 'Stop', exact: true }).and(page.locator(':disabled')).waitFor({ timeout: trainingTimeout });
  const at = page.locator(`#cell-${cell}`);
  await at.scrollIntoViewIfNeeded();
  await page.mouse.move(0, 0);
  await page.waitForTimeout(1500);
  const path = join(out, `${name}-light.png`);
  await at.screenshot({ path, animations: 'disabled' });
  checkSize(path);
}

async function trained(page) {
  console.log('Training the sample ...');
  await page.locator('.row .status-mark').first().waitFor({ timeout: 60_000 });
  await page.waitForFunction(() => [...document.querySelectorAll('.row .status-mark')].every((mark) => mark.getAttribute('aria-label') === 'done'), undefined, { timeout: trainingTimeout });
}

function checkSize(path) {
  const { size } = statSync(path);
  console.log(`${path}  ${Math.round(size / 1000)} kB`);
  if (size > mostBytes) throw new Error(`${path} has ${size} bytes; at most ${mostBytes} are wanted in a repository.`);
}
