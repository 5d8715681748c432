// How long the page takes from a click that selects until tables, figures, the map and the inspector show it.
import { BASE_ARGS, NO_GPU_ARGS, needBrowser } from '../browser.mjs';
import { ensureBuilt, serve } from './serve.mjs';

/** Rows and dimensions; clicks of each kind. */
const SIZES = { full: [100_000, 16, 8], quick: [5_000, 8, 3], smoke: [400, 4, 1] };
/** Milliseconds without a change after which the page has shown what it has to. */
const QUIET = 1500;

/** { rows, moves: { idle, training }, actions: [{ what, samples: [{ paint, last }] }] }: milliseconds from a key until the next picture, and until the last change in sight that follows. */
export async function selectionTimes({ root, scale, log }) {
  const { chromium } = await import('playwright');
  const [rows, dim, clicks] = SIZES[scale];
  await ensureBuilt(root);
  const server = await serve({ root });
  const browser = await chromium.launch({ executablePath: await needBrowser(), args: [...BASE_ARGS, ...NO_GPU_ARGS] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(watchChanges);
    await page.goto(`${server.url}/?backend=wasm&notebook=items`);
    await page.locator('#cell-data .facts').waitFor({ timeout: 60_000 });
    await page.setInputFiles('input[aria-label="Choose embedding files"]', { name: 'made.npy', mimeType: 'application/octet-stream', buffer: madeNpy(rows, dim) });
    await page.locator('dialog[open] .button.main').click();
    await page.waitForFunction((wanted) => document.querySelector('#cell-data .facts dd')?.textContent.replace(/\D/g, '').startsWith(wanted), String(rows), { timeout: 60_000 });
    await page.waitForFunction(() => document.querySelectorAll('.row.done').length >= 3, null, { timeout: 600_000 });
    await page.waitForTimeout(3000);
    const actions = [];
    for (const [what, act] of Object.entries(actionsOf(page))) {
      const samples = [];
      for (let i = 0; i < clicks; i++) {
        const sample = await timed(page, () => act(i));
        if (i > 0 || clicks === 1) samples.push(sample); // the first draws what was not there before
      }
      actions.push({ what, samples });
      log(`${what.padEnd(28)} ${samples.map((sample) => `${Math.round(sample.paint)}/${Math.round(sample.last)}`).join(' ')} ms`);
    }
    const moves = { idle: await page.evaluate(moveMap), training: [] };
    await page.locator('#cell-even').getByRole('button', { name: /^Run/ }).first().click();
    await page.waitForFunction(() => document.querySelector('.row.running'), null, { timeout: 60_000 });
    moves.training = await page.evaluate(moveMap);
    moves.trained = await page.evaluate(() => !document.querySelector('.row.running'));
    log(`map moved, idle ${moves.idle.map(Math.round).join(' ')} ms; while Even RQ trains ${moves.training.map(Math.round).join(' ')} ms`);
    return { rows, actions, moves };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Each selects other rows than the one before. */
function actionsOf(page) {
  const bar = page.getByRole('region', { name: 'Selection' });
  return {
    'a code, by its bar': async (i) => {
      const bars = page.locator('#cell-utilization svg [tabindex="0"]').first();
      await bars.focus();
      await page.keyboard.press('ArrowRight');
      return () => page.keyboard.press(i % 2 === 0 ? 'Enter' : 'Space');
    },
    'all others': async () => {
      const invert = bar.getByRole('button', { name: 'Invert' });
      await invert.focus();
      return () => page.keyboard.press('Enter');
    },
    'the selection before': async () => {
      const before = bar.getByRole('button', { name: 'The selection before' });
      await before.focus();
      return () => page.keyboard.press('Enter');
    },
  };
}

/** `prepare` gives what is timed. */
async function timed(page, prepare) {
  const act = await prepare();
  await page.waitForTimeout(QUIET);
  await page.evaluate(() => window.residuaChanges.arm());
  await act();
  return page.evaluate((quiet) => window.residuaChanges.ended(quiet), QUIET);
}

/** In the page: the map moved by a key again and again; milliseconds from each key until its picture. */
async function moveMap() {
  const surface = document.querySelector('#cell-map .hit');
  surface.scrollIntoView({ block: 'center' });
  await new Promise((done) => setTimeout(done, 1000));
  const times = [];
  for (let i = 0; i < 40; i++) {
    const began = performance.now();
    surface.dispatchEvent(new KeyboardEvent('keydown', { key: i % 2 === 0 ? 'ArrowLeft' : 'ArrowRight', bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - began);
  }
  return times;
}

/**
 * In the page: the time of the key that is armed, of the first picture after it, and of the last change in sight, canvases included. Text for screen readers and the names that React
 * writes into fields anew do not count; figures out of sight are drawn when they come near, by ViewHost.tsx.
 */
function watchChanges() {
  const PARTS = '.cell, .inspector, .selection-bar';
  let [armed, began, painted, last] = [false, 0, 0, 0];
  let inSight = new Set();
  const changed = (element) => {
    if (began > 0 && element && !element.closest('[role=status], [aria-live], .visually-hidden') && inSight.has(element.closest(PARTS))) last = performance.now();
  };
  const begin = () => {
    if (!armed) return;
    armed = false;
    began = performance.now();
    requestAnimationFrame(() => setTimeout(() => (painted = performance.now())));
  };
  window.addEventListener('keydown', begin, true);
  new MutationObserver((all) => {
    for (const { target, attributeName } of all) if (attributeName !== 'name' && attributeName !== 'type') changed(target instanceof Element ? target : target.parentElement);
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const plain = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...given) {
    plain.apply(this, given);
    changed(this.canvas);
  };
  window.residuaChanges = {
    arm: () => {
      // Looked up beforehand: to ask for a place while the page changes would lay it out once more.
      const seen = ({ top, bottom }) => bottom > 0 && top < innerHeight;
      inSight = new Set([...document.querySelectorAll(PARTS)].filter((part) => seen(part.getBoundingClientRect())));
      [armed, began, painted, last] = [true, 0, 0, 0];
    },
    ended: (quiet) =>
      new Promise((resolve) => {
        const since = (time) => Math.max(0, time - began);
        const look = () => {
          if (painted > 0 && performance.now() - Math.max(painted, last) > quiet) resolve({ paint: since(painted), last: since(last) });
          else setTimeout(look, 50);
        };
        look();
      }),
  };
}

/** Rows around 40 centres, as .npy. */
function madeNpy(rows, dim) {
  let state = 1;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const centres = Array.from({ length: 40 }, () => Array.from({ length: dim }, () => 6 * next() - 3));
  const data = new Float32Array(rows * dim);
  for (let row = 0; row < rows; row++) {
    const centre = centres[Math.floor(next() * centres.length)];
    for (let d = 0; d < dim; d++) data[row * dim + d] = centre[d] + next() + next() - 1;
  }
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${dim}), }`;
  const header = `${text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11)}\n`;
  const begin = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  begin.writeUInt16LE(header.length, 8);
  return Buffer.concat([begin, Buffer.from(header, 'latin1'), Buffer.from(data.buffer)]);
}
