/** Sweeps: parameters chosen and refused on the page, points that fail beside points that do not, the figure, the table, the files, a reload, headless. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { clusteredNpy } from './support/npy';
import { acceptFile, cell, command, downloaded, dropFiles, expectAllDone, expectFacts, openQuietly, plain, quick, setParams } from './support/page';
import { expect, test } from './support/test';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROWS = 300;
const FILE = { name: 'points.npy', bytes: clusteredNpy(ROWS, 8) };

test('a sweep over two parameters: counted, run, drawn, listed, saved and kept', async ({ page }) => {
  await openQuietly(page, quick('kmeans', 'rqgmm'));
  await load(page);
  await command(page, 'kmeans', /^Sweep its parameters/);
  const sweep = cell(page, 'kmeans-sweep');
  await expect(sweep).toBeFocused();
  await sweep.getByRole('button', { name: 'Vary a parameter' }).click();
  await expect(sweep.getByLabel('Values of Codes per level')).toHaveValue('4, 8, 16');
  await sweep.getByRole('button', { name: 'Vary another' }).click();

  const values = sweep.getByLabel('Values of Codes per level');
  await values.fill('4, none');
  await expect(sweep.getByRole('alert')).toContainText(/NaN.* Still in use: 4, 8, 16/);
  await expect(values).toHaveAttribute('aria-invalid', 'true');
  await values.fill(`4, 16, ${ROWS + 1}`);
  await values.press('Enter');
  await sweep.getByLabel('Values of Levels').fill('1, 2');
  await sweep.getByLabel('Values of Levels').press('Enter');
  await expect(sweep.locator('.cell-sum')).toContainText(/varies RQ-KMeans · 6 runs · roughly .*s in all/);
  await sweep.getByRole('button', { name: 'Run the sweep' }).click();

  // More codes than rows cannot be: those points say so, the others go on.
  const rows = sweep.locator('tbody tr');
  await expect(sweep.locator('td.state', { hasText: /^done/ })).toHaveCount(4, { timeout: 60_000 });
  await expect(sweep.locator('td.state', { hasText: /^failed.*301 codes/ })).toHaveCount(2);
  const shown = (await rows.allTextContents()).map(plain);
  expect(shown[0]).toMatch(/^41\d?\.\d+/);
  const svg = sweep.locator('svg.figure-svg');
  await expect(svg.locator('.points circle')).toHaveCount(4);
  await expect(svg.locator('.failed path')).toHaveCount(2);
  await svg.locator('.surface').focus();
  await page.keyboard.press('ArrowRight');
  await expect(sweep.locator('.view-words')).toContainText(/^Codes per level 16, Levels 1: 0\.\d+/);
  await page.keyboard.press('End');
  await expect(sweep.locator('.view-words')).toContainText(/Codes per level 301, Levels 2: failed: .*301 codes/);

  const csv = await downloaded(page, () => save(page, /CSV/));
  expect(csv.name).toBe('kmeans-sweep.sweep.csv');
  const lines = csv.bytes.toString('utf8').trim().split('\n');
  expect(lines[0]).toMatch(/^numCodes,numLevels,seed,status,steps,.*relativeError/);
  expect(lines.slice(1).map((line) => line.split(',').slice(0, 4).join())).toEqual(['4,1,1,done', '4,2,1,done', '16,1,1,done', '16,2,1,done', '301,1,1,failed', '301,2,1,failed']);
  expect((await downloaded(page, () => save(page, /SVG/))).bytes.toString('utf8')).toContain('Codes per level');
  expect((await downloaded(page, () => save(page, /PNG/))).bytes.subarray(1, 4).toString()).toBe('PNG');

  await expect(page.locator('.saved')).toHaveText('saved');
  await page.reload();
  await expect(sweep.locator('td.state', { hasText: /^done/ })).toHaveCount(4, { timeout: 60_000 });
  // Another setting of the quantizer: what was measured no longer counts.
  await setParams(page, 'kmeans', { 'Codes per level': '9' });
  await expect(sweep.locator('td.state', { hasText: /^done/ })).toHaveCount(4);
  await setParams(page, 'kmeans', { 'Lloyd passes at most': '7' });
  await expect(sweep.locator('td.state', { hasText: /^of other settings/ })).toHaveCount(4);
  await command(page, 'kmeans', /^Remove/);
  await expect(sweep).toHaveCount(0);
});

test('execute runs several seeds and a sweep, and writes both', async ({ page: _ }, info) => {
  const folder = info.outputPath();
  mkdirSync(folder, { recursive: true });
  const [file, notebook, out] = [`${folder}/points.npy`, `${folder}/sweep.json`, `${folder}/out`];
  writeFileSync(file, FILE.bytes);
  writeFileSync(notebook, JSON.stringify({
    version: 2,
    cells: [
      { id: 'd', mode: 'dataset' }, { id: 'k', mode: 'quantizer', spec: { kind: 'rq-kmeans', params: { numLevels: 2, numCodes: [8] } } },
      { id: 's', mode: 'sweep', spec: { parameters: [{ name: 'numCodes', values: [[4], [8]] }], metric: 'rmse' } },
    ],
  }));
  const { code, stdout, stderr } = await execute(notebook, '--data', `items=${file}`, '--backend', 'wasm', '--seeds', '1,2,3', '--out', out);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/k +rq-kmeans +done +.*relative error 0\.\d+ ± 0\.\d+ over 3 seeds/);
  expect(stdout).toMatch(/s +rq-kmeans +done +2 of 2 points/);
  const { cells } = JSON.parse(readFileSync(`${out}/results.json`, 'utf8')) as { cells: Record<string, unknown>[] };
  const k = cells.find((entry) => entry.id === 'k') as unknown as { seed: number; metrics: Record<string, unknown>; mean: Record<string, number>; sd: Record<string, number>; seeds: { seed: number; seconds: number; steps: number; metrics: Record<string, number> }[] };
  expect(k.seeds.map((run) => run.seed)).toEqual([1, 2, 3]);
  expect([k.seed, k.metrics]).toEqual([1, k.seeds[0]!.metrics]);
  expect(Object.keys(k.mean)).toEqual(Object.keys(k.metrics));
  const errors = k.seeds.map((run) => run.metrics.rmse!);
  const mean = errors.reduce((sum, value) => sum + value, 0) / 3;
  expect(k.mean.rmse).toBeCloseTo(mean, 12);
  expect(k.sd.rmse).toBeCloseTo(Math.sqrt(errors.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2), 12);
  const s = cells.find((entry) => entry.id === 's') as unknown as { points: { params: object; seeds: { metrics: Record<string, number> }[] }[] };
  expect(s.points.map((point) => [point.params, point.seeds.length])).toEqual([[{ numCodes: [4] }, 3], [{ numCodes: [8] }, 3]]);
  // The sweep's second point is the quantizer itself.
  expect(s.points[1]!.seeds.map((run) => run.metrics.rmse)).toEqual(errors);
  expect(readFileSync(`${out}/s.sweep.csv`, 'utf8').trim().split('\n')).toHaveLength(7);
  expect(readFileSync(`${out}/s.svg`, 'utf8')).toContain('<circle');
});

async function save(page: Page, title: RegExp): Promise<void> {
  await cell(page, 'kmeans-sweep').getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menu').getByRole('menuitem', { name: title }).click();
}

async function load(page: Page): Promise<void> {
  await dropFiles(page, FILE);
  await acceptFile(page);
  await expectFacts(page, `${ROWS} × 8`);
  await expectAllDone(page);
}

function execute(...args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/execute.mjs', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
