// Builds the bench page apart from the app, serves it, and opens fresh browser pages on it.
import { tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BASE_ARGS, REAL_GPU_ARGS, SOFTWARE_GPU_ARGS, needBrowser } from '../browser.mjs';

/** Collection on demand, so that what a page holds is not what it has not thrown away yet. */
const MEMORY_ARGS = ['--js-flags=--expose-gc'];

/** On a software adapter a single product of the composed forms may take longer than the browser lets a GPU process be silent. */
const PATIENT_ARGS = ['--disable-gpu-watchdog'];

/** Builds and serves; returns { openPage(backend), browserVersion(), adapters(), close() }. `hardware` keeps a real GPU, else WebGPU runs on the processor. */
export async function benchSession(root, { hardware = false } = {}) {
  const { build, preview } = await import('vite');
  const { chromium } = await import('playwright');
  const outDir = mkdtempSync(join(tmpdir(), 'residua-bench-'));
  const config = {
    configFile: false, root: join(root, 'bench'), publicDir: join(root, 'public'), logLevel: 'error',
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4000 },
    preview: {
      host: '127.0.0.1', port: 4311, strictPort: false,
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
  };
  await build(config);
  const server = await preview(config);
  const url = `http://127.0.0.1:${server.httpServer.address().port}/`;
  const executablePath = await needBrowser();
  let version = '';
  const adapters = new Map();
  return {
    browserVersion: () => version,
    /** "WebGPU: name" of every backend opened so far. */
    adapters: () => [...adapters].map(([backend, name]) => `${backend}: ${name}`),
    /** A browser of its own with the backend opened: { page, info, processes(), close() }. */
    async openPage(backend) {
      const args = [...BASE_ARGS, ...MEMORY_ARGS, ...PATIENT_ARGS, ...(hardware ? REAL_GPU_ARGS : SOFTWARE_GPU_ARGS)];
      const browser = await chromium.launch({ executablePath, headless: true, args });
      try {
        const page = await browser.newPage();
        page.setDefaultTimeout(0);
        await page.goto(url);
        await page.waitForFunction(() => 'residuaBench' in window, undefined, { timeout: 60_000 });
        const info = await page.evaluate((name) => window.residuaBench.open(name), backend);
        version = `Chromium ${browser.version()}`;
        adapters.set(backend, info.software ? `${info.adapter} (software)` : info.adapter);
        return { page, info, processes: () => processes(browser), close: () => browser.close() };
      } catch (error) {
        await browser.close();
        throw error;
      }
    },
    async close() {
      server.httpServer.closeAllConnections?.();
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

/** Process ids of the browser by kind: renderer, GPU, ... */
async function processes(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.map(({ type, id }) => ({ type, id }));
}
