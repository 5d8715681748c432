/** The built page in Firefox: isolated, on WebAssembly and its pool of threads, it trains to the end without an error. */
import { writeFile } from 'node:fs/promises';
import { expect, test as base } from '@playwright/test';
import { findFirefox } from '../scripts/browser.mjs';
import { Firefox } from './support/firefox';
import { METHODS } from './support/page';

const executablePath = findFirefox();

/** Short runs: settings by the titles of their fields, how the page sums them up, and a relative error of the sample that they stay below. */
const RUNS = [
  { id: 'rqvae', settings: { Levels: '2', 'Codes per level': '16', Steps: '200' }, summary: /^2 × 16 codes .*200 steps/, below: 0.5 },
  { id: 'kmeans', settings: { Levels: '2', 'Codes per level': '16' }, summary: /^2 × 16 codes/, below: 0.4 },
] as const;

/** Seconds of processor time in which a thread has surely taken part in training. */
const WORKED = 0.05;

/** Closed whatever happens; of a story that failed, a picture is kept. */
const test = base.extend<{ firefox: Firefox }>({
  firefox: async ({}, use, info) => {
    const firefox = await Firefox.start(executablePath!, info.outputPath('firefox')).catch((error: Error) => base.skip(true, `The Firefox here does not start: ${error.message}`));
    if (!firefox) return;
    try {
      await use(firefox);
      if (info.status !== info.expectedStatus) await writeFile(info.outputPath('page.png'), await firefox.screenshot());
    } finally {
      await firefox.close();
    }
  },
});
test.skip(executablePath === undefined, 'There is no Firefox here: install firefox-esr or firefox, or set FIREFOX_PATH.');

test('Firefox trains RQ-VAE and RQ-KMeans on WebAssembly, with more than one thread', async ({ firefox, baseURL }) => {
  const origin = new URL(baseURL!).origin;
  await firefox.goto(`${origin}/?backend=wasm`);
  expect(await firefox.evaluate(() => crossOriginIsolated), 'the page may share memory with its workers').toBe(true);
  await expect.poll(() => text(firefox, '.chip-button'), { timeout: 60_000 }).toBe('WebAssembly self-test passed');
  await expect.poll(() => text(firefox, '#cell-data .facts dd'), { timeout: 60_000 }).toBe('2 000 × 32');

  // The comparison that starts by itself would train for half a minute.
  await firefox.click('//button[normalize-space()="Stop"]');
  const stopped = () => firefox.evaluate(() => [...document.querySelectorAll('button')].some((button) => button.textContent?.trim() === 'Stop' && button.disabled));
  await expect.poll(stopped, { timeout: 60_000 }).toBe(true);
  const before = await firefox.workers(origin);
  for (const { id, settings, summary, below } of RUNS) {
    await setParams(firefox, id, settings);
    await expect.poll(() => text(firefox, `#cell-${id} .row-settings`)).toMatch(summary);
    expect(await status(firefox, id)).not.toBe('done');
    await firefox.click(`//*[@id="cell-${id}"]//button[contains(@aria-label, ": ${METHODS[id]}")]`);
    await expect.poll(() => status(firefox, id), { timeout: 120_000 }).toBe('done');
    const words = await text(firefox, `#cell-${id}`);
    expect(Number(/relative error (\d\.\d+)/.exec(words)?.[1]), words).toBeLessThan(below);
  }

  const after = await firefox.workers(origin);
  const worked = [...after].map(([thread, seconds]) => seconds - (before.get(thread) ?? 0)).filter((seconds) => seconds > WORKED);
  console.log(`Firefox ${firefox.version}: ${worked.length} of ${after.size} workers trained, for ${worked.map((seconds) => `${seconds.toFixed(2)} s`).join(', ')}`);
  expect(worked.length, 'threads that trained: the engine and its pool').toBeGreaterThan(1);
  expect(await firefox.errors(origin)).toEqual([]);
});

/** Types values into a quantizer's form by the titles of its fields, and folds it again. */
async function setParams(firefox: Firefox, id: string, values: Readonly<Record<string, string>>): Promise<void> {
  const row = `//*[@id="cell-${id}"]`;
  await firefox.click(`${row}//*[contains(@class, "row-settings")]`);
  for (const [title, value] of Object.entries(values)) await firefox.fill(`${row}//label[normalize-space()="${title}"]/following::input[1]`, value);
  await firefox.click(`${row}//*[contains(@class, "row-settings")]`);
}

function status(firefox: Firefox, id: string): Promise<string | null> {
  return firefox.evaluate((cell) => document.querySelector(`#cell-${cell} .status-mark`)!.getAttribute('aria-label'), id);
}

/** What an element says, with plain blanks; nothing where it is not there yet. */
function text(firefox: Firefox, selector: string): Promise<string> {
  return firefox.evaluate((wanted) => (document.querySelector<HTMLElement>(wanted)?.innerText ?? '').replace(/\s+/g, ' ').trim(), selector);
}
