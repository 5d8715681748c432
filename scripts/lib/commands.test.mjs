// The commands themselves, run in a small project of their own whose page answers as the real one does.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../browser.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const browser = await findBrowser();
const root = mkdtempSync(join(tmpdir(), 'residua-commands-'));
const out = join(root, 'out');

/** What src/app/execute.ts does, in small: reads the data, writes results, and says what went wrong. */
const page = `
window.residuaExecute = async (job) => {
  if (job.notebook.throws) throw new Error('there is no cell "x"\\nsecond line');
  if (job.notebook.hangs) return new Promise(() => setTimeout(() => { throw new Error('a buffer is gone'); }));
  const bytes = await (await fetch(job.data[0].url)).arrayBuffer();
  await fetch(job.put + '/echo.json', { method: 'PUT', body: JSON.stringify({ ...job, bytes: bytes.byteLength, query: location.search }) });
  const cells = [
    { id: 'table', mode: 'table', status: 'ready', rows: 60, splits: {}, target: 'watch_s' },
    { id: 'reg', mode: 'predictor', kind: 'rq-reg', status: 'done', seconds: 2, metrics: { mae: 9 }, seeds: [1, 2], mean: { mae: 12, xauc: 0.7 }, sd: { mae: 0.5, xauc: null } },
    { id: 'kmeans', mode: 'quantizer', kind: 'rq-kmeans', status: 'done', seconds: 1.25, metrics: { relativeError: 0.5 } },
  ];
  return { results: { cells }, files: ['echo.json'], problems: job.notebook.fails ? ['rqvae: fewer rows than codes.'] : [] };
};`;

function command(script, args, onOutput) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'scripts', script), ...args], { cwd: root, env: { ...process.env, CI: '1', NODE_ENV: '' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        onOutput?.(output, child);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

function notebook(content) {
  const path = join(root, 'notebook.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

beforeAll(() => {
  cpSync(join(repository, 'scripts'), join(root, 'scripts'), { recursive: true });
  cpSync(join(repository, 'vite.config.ts'), join(root, 'vite.config.ts'));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Small</title><script type="module" src="/src/main.js"></script>');
  writeFileSync(join(root, 'src/main.js'), page);
  writeFileSync(join(root, 'items.npy'), new Uint8Array(1234));
});

afterAll(() => rmSync(root, { recursive: true }));

describe('npm start', () => {
  it('builds, serves and ends cleanly on Ctrl-C', async () => {
    let served;
    const { code, output } = await command('start.mjs', ['--port', '4310'], (text, child) => {
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
      if (!url || served) return;
      served = fetch(url).then((response) => response.text());
      void served.finally(() => child.kill('SIGINT'));
    });
    expect(await served).toContain('<title>Small');
    expect(output).toContain('Building the page');
    expect(output).toMatch(/Stopped\.\n$/);
    expect(code).toBe(0);
  });
});

describe.skipIf(!browser)('npm run execute', () => {
  it('hands the page its notebook, data and settings and keeps what it writes', async () => {
    const args = [notebook({ cells: [] }), '--data', 'items=items.npy', '--set', 'kmeans.numCodes=64,32', '--seed', '7', '--backend', 'wasm', '--out', out];
    const { code, output } = await command('execute.mjs', args);
    expect(output).toMatch(/table +table +ready +60 rows, target watch_s\nreg +rq-reg +done +2\.0 s +MAE 12\.0000 ± 0\.5000 +XAUC 0\.7000 ± undefined over 2 seeds\n/);
    expect(output).toMatch(/kmeans +rq-kmeans +done +1\.3 s +relative error 0\.5000\n1 file is in /);
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(join(out, 'echo.json'), 'utf8'))).toEqual({
      notebook: { cells: [] },
      data: [{ name: 'items', url: '/@data/items/items.npy', file: 'items.npy' }],
      set: [{ cell: 'kmeans', param: 'numCodes', value: '64,32' }],
      seeds: [7],
      backend: 'wasm',
      put: '/@out',
      bytes: 1234,
      query: '?execute&backend=wasm',
    });
  });

  it('finds a WebGPU adapter where one is asked for, on a machine without a GPU too', async () => {
    const { code, output } = await command('execute.mjs', [notebook({}), '--data=items=items.npy', '--backend=webgpu', '--out', out]);
    expect(output).toContain('1 file is in');
    expect(code).toBe(0);
  });

  it.each([
    ['a cell fails', { fails: true }, ['--data=items=items.npy'], 'rqvae: fewer rows than codes.\n'],
    ['the page throws', { throws: true }, ['--data=items=items.npy'], 'there is no cell "x"\n'],
    ['an error is caught by nobody, and nothing answers', { hangs: true }, ['--data=items=items.npy'], 'An error that nobody caught ended the run: a buffer is gone\n'],
    ['a file is missing', {}, ['--data=items=gone.npy'], 'gone.npy (--data items) does not exist.\n'],
  ])('exits with 1 and one line when %s', async (_, content, data, line) => {
    const { code, output } = await command('execute.mjs', [notebook(content), ...data, '--out', out]);
    expect(output.endsWith(line)).toBe(true);
    expect(code).toBe(1);
  });

  it('exits with 1 and one line when there is no such browser', async () => {
    process.env.BROWSER_PATH = join(root, 'no-browser');
    const { code, output } = await command('execute.mjs', [notebook({}), '--out', out]);
    delete process.env.BROWSER_PATH;
    expect(output).toMatch(/^BROWSER_PATH is .*no-browser, which is no program.*\n$/);
    expect(code).toBe(1);
  });

  it('exits with 2 and the usage when the command line is wrong', async () => {
    const { code, output } = await command('execute.mjs', ['notebook.json']);
    expect(output).toMatch(/^--out DIR is missing\.\n\nUsage: npm run execute/);
    expect(output.split('\n').length).toBeLessThan(24);
    expect(code).toBe(2);
  });
});
