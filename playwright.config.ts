import { defineConfig } from '@playwright/test';
import { BASE_ARGS, NO_GPU_ARGS, SOFTWARE_GPU_ARGS, findBrowser } from './scripts/browser.mjs';
import { freePort } from './scripts/lib/freePort.mjs';

// This file is read again in every worker, which must find the port that the server was given: the environment is what they share.
const port = Number((process.env.RESIDUA_E2E_PORT ??= String(await freePort())));
const executablePath = await findBrowser({ tests: true });
const launchOptions = (args: readonly string[]) => ({ ...(executablePath && { executablePath }), args: [...BASE_ARGS, ...args] });

/** Stories that ask for an adapter; all others choose the processor. */
const ON_GPU = /(webgpu|first-visit)\.spec\.ts$/;

export default defineConfig({
  testDir: 'e2e',
  // Each page trains in one thread: two fill two cores.
  workers: 2,
  timeout: 240_000,
  // A build machine that stalls for a moment must not fail a change; what passed only at the second try is named at the end of npm test.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  outputDir: 'test-results/e2e',
  reporter: [['line'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    headless: true,
  },
  projects: [
    { name: 'processor', testIgnore: ON_GPU, use: { launchOptions: launchOptions(NO_GPU_ARGS) } },
    { name: 'webgpu', testMatch: ON_GPU, use: { launchOptions: launchOptions(SOFTWARE_GPU_ARGS) } },
  ],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    url: `http://127.0.0.1:${port}`,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
