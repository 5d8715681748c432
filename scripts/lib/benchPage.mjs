// What a person waits for on the page: first moving picture, the whole comparison, a dropped file's first metrics.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BASE_ARGS, SOFTWARE_GPU_ARGS, needBrowser } from '../browser.mjs';

const METHODS = 5;

/** Seconds as { times: [{ what, seconds }], rows: the finished rows of the page as text }. `short` ends at the first finished method. */
export async function pageTimes({ root, file, short, log }) {
  const { chromium } = await import('playwright');
  const times = [];
  const note = (what, from) => {
    const seconds = Math.round((performance.now() - from) / 10) / 100;
    times.push({ what, seconds });
    log(`${what.padEnd(72)} ${seconds.toFixed(2)} s`);
  };
  const started = performance.now();
  const server = spawn(process.execPath, ['scripts/start.mjs', '--no-open'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, CI: 'true' } });
  const browser = await chromium.launch({ executablePath: await needBrowser(), args: [...BASE_ARGS, ...SOFTWARE_GPU_ARGS] });
  try {
    const url = await printedUrl(server);
    note('npm start until the page is served (built anew where sources changed)', started);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const opened = performance.now();
    await page.goto(url);
    await firstMovement(page);
    note('page opened until the first moving picture', opened);
    note('npm start until the first moving picture', started);
    const done = (count) => page.waitForFunction((wanted) => document.querySelectorAll('.row.done').length >= wanted, count, { timeout: 1_200_000 });
    if (short) {
      await done(1);
      note('page opened until the first method of the sample is done', opened);
    } else {
      await done(METHODS);
      note('page opened until all five methods of the sample are done', opened);
    }
    const rows = await page.$$eval('.row.done', (found) => found.map((row) => row.innerText.replace(/\s+/g, ' ')));
    if (file && !short) {
      const name = basename(file);
      const dropped = performance.now();
      await page.setInputFiles('input[aria-label="Choose embedding files"]', { name, mimeType: 'application/octet-stream', buffer: readFileSync(file) });
      await page.locator('dialog[open] .button.main').click();
      note(`${name} given until its panel is read and accepted`, dropped);
      await page.waitForFunction(() => !document.querySelector('.row.done'), null, { timeout: 60_000 });
      await done(1);
      note(`${name} given until the first row of metrics`, dropped);
      await done(METHODS);
      note(`${name} given until all five methods are done`, dropped);
    }
    return { times, rows };
  } finally {
    await browser.close();
    server.kill('SIGINT');
  }
}

/** Resolves when a quantizer's bar or curve is there and changes between two looks. */
async function firstMovement(page) {
  const look = () =>
    page.evaluate(() => [...document.querySelectorAll('.row')].map((row) => row.innerText + (row.querySelector('svg path')?.getAttribute('d') ?? '')).join());
  let before = await look();
  await page.waitForSelector('.row.running');
  while (!(await page.$('.row.running .row-spark path[d], .row.done')) || (await look()) === before) {
    before = await look();
    await page.waitForTimeout(20);
  }
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
