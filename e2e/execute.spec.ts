/** The headless command as scripts use it: numbers, codes and figures into a folder, and one line and an exit code where it fails. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { codeMetrics, errorMetrics } from './support/metrics';
import { clusteredNpy, npyOf, readNpy } from './support/npy';
import { METHOD_IDS } from './support/page';
import { expect, test } from './support/test';

const root = fileURLToPath(new URL('..', import.meta.url));
const NOTEBOOK = 'public/samples/notebooks/compare-quantizers.json';
const [ROWS, DIM] = [240, 6];
const SMALL = [
  ...METHOD_IDS.flatMap((id) => [`${id}.numLevels=2`, `${id}.numCodes=8,4`]), 'rqvae.steps=30', 'rqvae.warmupSteps=10', 'rqvae.batchSize=64', 'r3vae.steps=20', 'r3vae.batchSize=64',
].flatMap((setting) => ['--set', setting]);

const KINDS = { kmeans: 'rq-kmeans', rqvae: 'rq-vae', r3vae: 'r3-vae', rqgmm: 'rq-gmm', evenrq: 'even-rq' } as const;
const METRICS = ['rmse', 'relativeError', 'residualEnergy', 'utilization', 'perplexity', 'deadCodes', 'collisionRate', 'uniqueIdShare', 'largestBucket'];

interface Results {
  readonly engine: Record<string, unknown>;
  readonly cells: readonly (Record<string, unknown> & { readonly id: string; readonly metrics?: Record<string, number | number[]> })[];
}

test('execute writes results.json, codes, codebooks, curves and figures', async ({ page }, info) => {
  const { file, out } = folders(info.outputPath());
  const { code, stderr } = await execute('--data', `items=${file}`, '--backend', 'wasm', '--seed', '7', ...SMALL, '--set', 'kmeans.seed=5', '--set', 'kmeans.repair=suffix', '--out', out);
  expect([code, stderr]).toEqual([0, '']);

  const results = JSON.parse(readFileSync(`${out}/results.json`, 'utf8')) as Results;
  expect(Object.keys(results)).toEqual(['engine', 'cells']);
  expect(Object.keys(results.engine)).toEqual(['backend', 'adapter', 'version']);
  expect(results.engine.backend).toBe('wasm');
  const byId = Object.fromEntries(results.cells.map((cell) => [cell.id, cell]));
  expect(Object.keys(byId)).toEqual(expect.arrayContaining(['data', ...METHOD_IDS, 'compare']));
  expect(byId.data).toMatchObject({ mode: 'dataset', rows: ROWS, dim: DIM, preprocessing: 'none' });

  const rows = readNpy(readFileSync(file));
  for (const id of METHOD_IDS) {
    const cell = byId[id]!;
    expect(cell).toMatchObject({ mode: 'quantizer', kind: KINDS[id], status: 'done', rows: ROWS, dim: DIM, preprocessing: 'none' });
    for (const key of ['seed', 'seconds', 'steps']) expect(typeof cell[key], `${id}.${key}`).toBe('number');
    const { parameters } = cell;
    const metrics = cell.metrics!;
    expect(parameters).toBeGreaterThan(0);
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining([...METRICS, ...(id === 'r3vae' ? ['rmseHard', 'rmseSoft'] : [])]));
    // The model's size stands beside the metrics, and R3-VAE's errors of other kinds with no other method.
    expect(Object.keys(metrics).filter((key) => key === 'parameters' || (id !== 'r3vae' && /^rmse(Hard|Soft)$/.test(key)))).toEqual([]);
    expect(cell.seeds).toEqual([{ seed: cell.seed, seconds: cell.seconds, steps: cell.steps, metrics, ...(id === 'evenrq' && { stored: cell.stored }) }]);

    const codes = readNpy(readFileSync(`${out}/${id}.codes.npy`));
    expect([codes.descr, codes.rows, codes.columns]).toEqual(['<i4', ROWS, 2]);
    const books = [0, 1].map((level) => readNpy(readFileSync(`${out}/${id}.codebook.${level}.npy`)));
    expect(books.map((book) => [book.descr, book.rows])).toEqual([['<f4', 8], ['<f4', 4]]);
    const { collisionRate, uniqueIdShare, largestBucket, ...perLevel } = codeMetrics(codes, [8, 4]);
    expect(metrics).toMatchObject({ collisionRate: expect.closeTo(collisionRate, 9), uniqueIdShare: expect.closeTo(uniqueIdShare, 9), largestBucket });
    for (const [key, values] of Object.entries(perLevel)) expect(metrics[key], `${id}.${key}`).toEqual(values.map((value: number) => expect.closeTo(value, 6)));
    if (id !== 'rqvae') expect(metrics.rmse).toBeCloseTo(errorMetrics(rows, codes, books).rmse, 4);

    const curves = readFileSync(`${out}/${id}.curves.csv`, 'utf8').trim().split(/\r?\n/);
    expect(curves[0]).toMatch(/^step,seconds,level,.*relativeError/);
    expect(curves.length).toBeGreaterThan(2);
  }
  expect([byId.kmeans!.seed, byId.rqgmm!.seed]).toEqual([5, 7]);

  const ids = readNpy(readFileSync(`${out}/kmeans.ids.npy`));
  expect([ids.descr, ids.rows, ids.columns]).toEqual(['<i4', ROWS, 3]);
  expect(new Set(Array.from({ length: ROWS }, (_, row) => ids.data.subarray(row * 3, row * 3 + 3).join())).size).toBe(ROWS);
  expect(byId.kmeans!.repair).toMatchObject({ options: { method: 'suffix' }, moved: 0, before: { collisionRate: byId.kmeans!.metrics!.collisionRate }, after: { collisionRate: 0 } });

  const figures = readdirSync(out).filter((name) => name.endsWith('.svg'));
  expect(figures.length).toBeGreaterThanOrEqual(5);
  for (const name of figures) {
    const drawn = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      return [parsed.querySelector('parsererror')?.textContent ?? '', parsed.documentElement.localName, parsed.querySelectorAll('path, rect, circle, line').length > 5];
    }, readFileSync(`${out}/${name}`, 'utf8'));
    expect([name, ...drawn]).toEqual([name, '', 'svg', true]);
    expect(readFileSync(`${out}/${name}`, 'utf8')).not.toMatch(/="[^"]*\b(NaN|undefined|Infinity)\b/);
  }
});

const FAILURES: readonly { readonly title: string; readonly args: readonly string[]; readonly says: RegExp; readonly bad?: boolean }[] = [
  { title: 'more codes than rows', args: ['--set', 'kmeans.numCodes=999'], says: /^kmeans: 999 codes .* 240 rows/ },
  { title: 'a file that is no array', args: [], says: /Python objects/, bad: true },
  { title: 'a cell that is not there', args: ['--set', 'nope.numCodes=8'], says: /nope.*Known: data, kmeans, rqvae, r3vae, rqgmm, evenrq/ },
];

for (const { title, args, says, bad } of FAILURES) {
  test(`execute fails with one line that says why: ${title}`, async ({ page: _ }, info) => {
    const { file, broken, out } = folders(info.outputPath());
    const { code, stderr } = await execute('--data', `items=${bad ? broken : file}`, '--backend', 'wasm', ...SMALL, ...args, '--out', out);
    expect(code).toBe(1);
    expect(stderr).toMatch(says);
    // A file that cannot be read stops every cell that reads it, but is told once.
    expect(stderr.trimEnd().split('\n'), stderr).toHaveLength(1);
  });
}

test('execute says which file is missing, before any browser starts', async ({ page: _ }, info) => {
  const { out } = folders(info.outputPath());
  const { code, stderr } = await execute('--data', 'items=nowhere.npy', '--out', out);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^\S*nowhere\.npy .*does not exist\.\n$/);
});

function folders(base: string) {
  mkdirSync(base, { recursive: true });
  const [file, broken] = [`${base}/points.npy`, `${base}/broken.npy`];
  writeFileSync(file, clusteredNpy(ROWS, DIM));
  writeFileSync(broken, npyOf('|O', '(20, 4)', Buffer.alloc(320)));
  return { file, broken, out: `${base}/out` };
}

function execute(...args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/execute.mjs', NOTEBOOK, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
