/** The same job on WebGPU by its own kernels, here on the software adapter: a row sample chosen in the panel, all five methods, the same checks. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectTableTrue } from './support/compare';
import { expectGpuWatched, watchGpuErrors } from './support/gpuErrors';
import type { Matrix } from './support/npy';
import { clusteredNpy, readNpy } from './support/npy';
import { acceptFile, command, downloaded, dropFiles, expectAllDone, expectFacts, openQuietly, panel, plain } from './support/page';
import { expect, test } from './support/test';

const ROWS = 500;

test('trains a row sample on WebGPU and tells the truth about it', async ({ page }) => {
  // A real file where there is one; points made here otherwise.
  const real = process.env.RESIDUA_SHARED && join(process.env.RESIDUA_SHARED, 'data/sift-5k/sift_5000x128_u8.npy');
  const file = real && existsSync(real) ? { name: 'sift.npy', bytes: readFileSync(real) } : { name: 'points.npy', bytes: clusteredNpy(1500, 24) };
  const whole = readNpy(file.bytes);

  await watchGpuErrors(page);
  const small = { numLevels: 2, numCodes: [16] };
  await openQuietly(page, {
    kmeans: small, evenrq: small, rqgmm: { ...small, maxIterations: 8 }, rqvae: { ...small, steps: 24, warmupSteps: 8, batchSize: 128, hidden: [32] }, r3vae: { ...small, steps: 16, batchSize: 128 },
  }, 'webgpu');
  const engine = page.getByRole('button', { name: 'Engine: WebGPU' });
  await expect(engine).toContainText('self-test passed');

  await dropFiles(page, file);
  const field = panel(page).getByLabel('Row sample');
  await field.fill(String(ROWS));
  await field.press('Enter');
  const size = `${ROWS} × ${whole.columns}`;
  await expect.poll(async () => plain(await panel(page).locator('.facts').textContent())).toContain(size);
  await acceptFile(page);
  await expectFacts(page, size);
  await expectAllDone(page);

  const table = (await downloaded(page, () => command(page, 'kmeans', /^Codes as CSV/))).bytes.toString('utf8').trim().split(/\r?\n/);
  expect(table[0]).toBe('row,code_1,code_2');
  const drawn = table.slice(1).map((line) => Number(line.split(',')[0]));
  expect(new Set(drawn).size, 'rows are drawn without replacement').toBe(ROWS);
  await expectTableTrue(page, pick(whole, drawn), [16, 16]);
  await expectGpuWatched(page);
  await expect(engine).toContainText('self-test passed');
  await expect(page.locator('.banner.warn')).toHaveCount(0);
});

function pick(matrix: Matrix, rows: readonly number[]): Matrix {
  const data = Float32Array.from(rows.flatMap((row) => [...matrix.data.subarray(row * matrix.columns, (row + 1) * matrix.columns)]));
  return { descr: '<f4', rows: rows.length, columns: matrix.columns, data };
}
