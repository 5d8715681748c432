/** What a person does on the page, in the page's own words: open, drop, set, run, wait, download. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect } from './test';

/** Ids of the first notebook's quantizer cells, with their names. */
export const METHODS = { kmeans: 'RQ-KMeans', rqvae: 'RQ-VAE', r3vae: 'R3-VAE', rqgmm: 'RQ-GMM', evenrq: 'Even RQ' } as const;
export type Method = keyof typeof METHODS;
export const METHOD_IDS = Object.keys(METHODS) as Method[];

export interface Dropped {
  readonly name: string;
  readonly bytes: Buffer;
}

export function cell(page: Page, id: string): Locator {
  return page.locator(`#cell-${id}`);
}

/** Opens the page; a backend is forced so that a story takes the same road on every machine. */
export async function openPage(page: Page, backend: 'wasm' | 'webgpu' | 'auto' = 'wasm'): Promise<void> {
  await page.goto(backend === 'auto' ? '/' : `/?backend=${backend}`);
  await expect(cell(page, 'data')).toBeVisible({ timeout: 60_000 });
}

/** Settings by method; a method that is not named is not in the notebook. */
export type Methods = Partial<Readonly<Record<Method, object>>>;

const SMALL = { numLevels: 2, numCodes: [8] };
const QUICK: Readonly<Record<Method, object>> = { kmeans: SMALL, rqvae: { ...SMALL, steps: 40, warmupSteps: 10, batchSize: 64 }, r3vae: { ...SMALL, steps: 20, batchSize: 64 }, rqgmm: SMALL, evenrq: SMALL };

/** Methods with settings under which they are done in moments: two levels of eight codes. */
export function quick(...ids: readonly Method[]): Methods {
  return Object.fromEntries(ids.map((id) => [id, QUICK[id]]));
}

/**
 * Opens the page and ends the comparison that starts by itself, so that settings can be made first. `methods`: the first notebook comes with these alone; a story that needs one method
 * does not wait for five.
 */
export async function openQuietly(page: Page, methods?: Methods, backend: 'wasm' | 'webgpu' = 'wasm'): Promise<void> {
  if (methods) await page.route(`**/${FIRST}`, (route) => route.fulfill({ json: firstWith(methods) }));
  await openPage(page, backend);
  await expectFacts(page, '2 000 × 32');
  // Quick methods may be done before the button is met.
  await page.getByRole('button', { name: 'Stop', exact: true }).click({ timeout: 2000 }).catch(() => undefined);
  await expectIdle(page);
}

const FIRST = 'samples/notebooks/compare-quantizers.json';

interface StoredCell {
  readonly id: string;
  readonly mode: string;
  readonly inputs?: { readonly runs?: readonly string[] };
  readonly spec?: object;
}

function firstWith(methods: Methods): object {
  const notebook = JSON.parse(readFileSync(new URL(`../../public/${FIRST}`, import.meta.url), 'utf8')) as { cells: readonly StoredCell[] };
  const wanted = (id: string) => Object.hasOwn(methods, id);
  const cells = notebook.cells.filter(({ id, mode, inputs }) => (mode === 'quantizer' ? wanted(id) : !inputs?.runs || inputs.runs.some(wanted)));
  return {
    ...notebook,
    cells: cells.map((cell) => ({
      ...cell, ...(cell.inputs?.runs && { inputs: { runs: cell.inputs.runs.filter(wanted) } }), ...(cell.mode === 'quantizer' && { spec: { ...cell.spec, params: methods[cell.id as Method] } }),
    })),
  };
}

/** Opens a sample notebook, ends what starts by itself, and runs some of its cells with what they read: the story needs no more. `reader`: a cell whose data all of them read. */
export async function runOnly(page: Page, notebook: string, reader: string, ids: readonly string[], settings: Readonly<Record<string, Readonly<Record<string, string>>>> = {}): Promise<void> {
  const timeout = 150_000;
  await page.goto(`/?backend=wasm&notebook=${notebook}`);
  await expect(cell(page, reader).locator('.facts')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expectIdle(page);
  for (const [id, values] of Object.entries(settings)) await setParams(page, id, values);
  for (const id of ids) await cell(page, id).getByRole('button', { name: /^Run/ }).first().click();
  for (const id of ids) await expectStatus(page, id, 'done', timeout);
  await expectIdle(page, timeout);
}

/** The last edit is kept. */
export async function saved(page: Page): Promise<void> {
  await page.waitForTimeout(500);
  await expect(page.locator('.saved')).toHaveText('saved');
}

/** Chooses an entry of the notebook's menu. */
export async function menu(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Notebook menu' }).click();
  await page.getByRole('menu').getByRole('menuitem', { name: title }).click();
}

/** Nothing runs and nothing waits. */
export async function expectIdle(page: Page, timeout = 60_000): Promise<void> {
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeDisabled({ timeout });
}

/** Drops files on the page as a hand does. */
export async function dropFiles(page: Page, ...files: readonly Dropped[]): Promise<void> {
  await page.evaluate(async (given) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of given) transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { lastModified: 1 }));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.querySelector('main')!.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
      await new Promise(requestAnimationFrame);
    }
  }, files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') })));
}

export function panel(page: Page): Locator {
  return page.getByRole('dialog');
}

/** Takes the file in the panel as the data; the comparison starts. */
export async function acceptFile(page: Page): Promise<void> {
  const accept = panel(page).getByRole('button', { name: 'Run the comparison on it' });
  await expect(accept).toBeEnabled({ timeout: 30_000 });
  await accept.click();
  await expect(panel(page)).toBeHidden({ timeout: 60_000 });
}

/** The size of the loaded data as the data cell says it, "500 × 128": narrow spaces are written as blanks here. */
export async function expectFacts(page: Page, size: string): Promise<void> {
  await expect.poll(async () => plain(await cell(page, 'data').locator('.facts dd').first().textContent({ timeout: 5000 }).catch(() => '')), { timeout: 60_000 }).toBe(size);
}

export function plain(text: string | null): string {
  return (text ?? '').replace(/\s/g, ' ');
}

/** The mark of a quantizer's row: "done", "running", "interrupted", ... */
export function mark(page: Page, id: string): Locator {
  return cell(page, id).locator('.status-mark');
}

export async function expectStatus(page: Page, id: string, status: string, timeout = 60_000): Promise<void> {
  await expect(mark(page, id)).toHaveAttribute('aria-label', status, { timeout });
}

/** Every method of the notebook. */
export async function expectAllDone(page: Page, timeout = 200_000): Promise<void> {
  const marks = page.locator('.row .status-mark');
  await expect(marks.first()).toBeVisible({ timeout: 60_000 });
  await expect(marks.and(page.locator(':not([aria-label="done"])'))).toHaveCount(0, { timeout });
  await expectIdle(page);
}

/** A quantizer's form, unfolded. */
export async function form(page: Page, id: string): Promise<Locator> {
  const fold = cell(page, id).locator('.row-settings');
  if ((await fold.getAttribute('aria-expanded')) !== 'true') await fold.click();
  const fields = cell(page, id).getByRole('group', { name: /^Settings of/ });
  await expect(fields).toBeVisible();
  return fields;
}

/** Types values into a quantizer's form by the titles of its fields, and folds it again. */
export async function setParams(page: Page, id: string, values: Readonly<Record<string, string>>): Promise<void> {
  const fields = await form(page, id);
  for (const [title, value] of Object.entries(values)) {
    const field = fields.getByLabel(title, { exact: true });
    if (!(await field.isVisible())) await fields.locator('details.advanced > summary').first().click();
    await field.fill(value);
    await field.press('Enter');
    await expect(field).toHaveAttribute('aria-invalid', 'false');
  }
  await cell(page, id).locator('.row-settings').click();
}

/** Chooses a command of a quantizer's menu. */
export async function command(page: Page, id: string, title: string | RegExp): Promise<void> {
  await cell(page, id).getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menu').getByRole('menuitem', { name: title }).click();
}

/** ms. Chromium drops, without a word, what a page saves beyond ten files in a second. */
const BETWEEN_DOWNLOADS = 150;

/** The bytes that an action downloads, and the name they are saved under. */
export async function downloaded(page: Page, action: () => Promise<void>): Promise<Dropped> {
  await page.waitForTimeout(BETWEEN_DOWNLOADS);
  const waiting = page.waitForEvent('download');
  await action();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The comparison as its CSV has it, unrounded: by method, then by column. */
export async function comparison(page: Page): Promise<Record<string, Record<string, number>>> {
  const { name, bytes } = await downloaded(page, () => cell(page, 'compare').getByRole('button', { name: 'Download CSV' }).click());
  expect(name).toBe('compare.csv');
  // Names alone may hold a comma: "Even RQ, stored IDs".
  const [header, ...lines] = bytes.toString('utf8').trim().split(/\r?\n/).map((line) => line.replace(/^"([^"]*)"/, (_, name: string) => name.replace(',', ';')).split(','));
  return Object.fromEntries(lines.map((line) => [line[0]!, Object.fromEntries(line.slice(1).map((value, at) => [header![at + 1]!, Number(value)]))]));
}

/** What the table shows for a method and a metric, blanks made plain. */
export async function shown(page: Page, method: Method, metric: string): Promise<string> {
  const row = cell(page, 'compare').locator('tbody tr', { has: page.getByRole('rowheader', { name: METHODS[method], exact: true }) });
  return plain(await row.locator(`td[data-metric="${metric}"]`).textContent());
}

/** The status of a run as the browser's database has it, of whichever notebook has such a cell. */
export function storedStatus(page: Page, id: string): Promise<string | undefined> {
  return page.evaluate(
    (job) =>
      new Promise<string | undefined>((resolve, reject) => {
        const opening = indexedDB.open('residua');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const runs = opening.result.transaction('runs').objectStore('runs');
          const keys = runs.getAllKeys();
          keys.onsuccess = () => {
            const key = (keys.result as [string, string][]).find(([, id]) => id === job);
            const reading = runs.get(key ?? [job, '']);
            reading.onsuccess = () => {
              opening.result.close();
              resolve((reading.result as { status?: string } | undefined)?.status);
            };
          };
        };
      }),
    id,
  );
}
