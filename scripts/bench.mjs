// npm run bench: what a person waits for, in a headless browser: first moving picture, the whole comparison, a dropped file's first metrics.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './setup.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
await ensureDependencies(root);
const { chromium } = await import('playwright');
const { BASE_ARGS, SOFTWARE_GPU_ARGS, needBrowser } = await import('./browser.mjs');

const file = process.argv[2];
const times = [];
const note = (what, seconds) => {
  times.push({ what, seconds: Math.round(seconds * 100) / 100 });
  console.log(`${what.padEnd(64)} ${seconds.toFixed(2)} s`);
};

const started = performance.now();
const since = (from) => (performance.now() - from) / 1000;
const server = spawn(process.execPath, ['scripts/start.mjs', '--no-open'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, CI: 'true' } });
const browser = await chromium.launch({ executablePath: await needBrowser(), args: [...BASE_ARGS, ...SOFTWARE_GPU_ARGS] });
try {
  const url = await printedUrl(server);
  note('npm start until the page is served (built anew where sources changed)', since(started));
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const opened = performance.now();
  await page.goto(url);
  // The picture moves when a quantizer's bar or curve is there and changes between two looks.
  const look = () => page.evaluate(() => [...document.querySelectorAll('.row')].map((row) => row.innerText + (row.querySelector('svg path')?.getAttribute('d') ?? '')).join());
  let first = await look();
  await page.waitForSelector('.row.running');
  while (!(await page.$('.row.running .row-spark path[d], .row.done')) || (await look()) === first) {
    first = await look();
    await page.waitForTimeout(20);
  }
  note('page opened until the first moving picture', since(opened));
  note('npm start until the first moving picture', since(started));
  await page.waitForFunction(() => document.querySelectorAll('.row.done').length === 4, null, { timeout: 600_000 });
  note('page opened until all four methods of the sample are done', since(opened));
  for (const row of await page.$$eval('.row.done', (rows) => rows.map((row) => row.innerText.replace(/\s+/g, ' ')))) console.log(`  ${row}`);
  if (file) {
    const dropped = performance.now();
    await page.setInputFiles('input[aria-label="Choose embedding files"]', { name: file.split('/').at(-1), mimeType: 'application/octet-stream', buffer: readFileSync(file) });
    const use = page.locator('dialog[open] .button.main');
    await use.click();
    note(`${file.split('/').at(-1)} given until its panel is read and accepted`, since(dropped));
    await page.waitForFunction(() => !document.querySelector('.row.done'), null, { timeout: 60_000 });
    await page.waitForSelector('.row.done', { timeout: 600_000 });
    note(`${file.split('/').at(-1)} given until the first row of metrics`, since(dropped));
    await page.waitForFunction(() => document.querySelectorAll('.row.done').length === 4, null, { timeout: 1_200_000 });
    note(`${file.split('/').at(-1)} given until all four methods are done`, since(dropped));
  }
  const machine = `${cpus().length} cores (${cpus()[0].model.trim()}), ${await page.locator('header.header').innerText().then((text) => text.match(/WebAssembly|WebGPU|JavaScript/)?.[0])}`;
  mkdirSync(join(root, 'bench'), { recursive: true });
  writeFileSync(join(root, 'bench/results.json'), `${JSON.stringify({ machine, times }, null, 2)}\n`);
  console.log(machine);
} finally {
  await browser.close();
  server.kill('SIGINT');
}

function printedUrl(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const found = text.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve(found[0]);
    });
    child.on('exit', (code) => reject(new Error(`npm start ended with ${code} before it printed an address.`)));
  });
}
