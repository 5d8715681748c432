// Finds a Chromium-family browser for the tests and the headless runner, and holds the flags it needs; finds Firefox for its own story.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Flags every headless start needs; the network flags keep the browser from calling its maker. */
export const BASE_ARGS = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** WebGPU on the software adapter, for machines without a GPU. */
export const SOFTWARE_GPU_ARGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** No GPU at all: what composes pages in software draws faster than a GPU in software, and leaves the cores to the page. */
export const NO_GPU_ARGS = ['--disable-gpu'];

/** WebGPU on whatever adapter the machine has. */
export const REAL_GPU_ARGS = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];

/** Chromium without its windows (Debian: chromium-headless-shell): the same page and the same WebGPU, with less work for each picture. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';

const SYSTEM_PATHS = process.platform === 'darwin'
  ? ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']
  : process.platform === 'win32'
    ? ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe']
    : ['/usr/bin/google-chrome-stable', '/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium', HEADLESS_SHELL];

/** Path of a usable browser: BROWSER_PATH, then the system's, then Playwright's own; undefined where there is none. `tests`: one without windows is preferred. */
export async function findBrowser({ tests = false } = {}) {
  const wanted = process.env.BROWSER_PATH;
  if (wanted) {
    if (!runs(wanted)) throw new Error(`BROWSER_PATH is ${wanted}, which is no program that can be run. Unset it or correct it.`);
    return wanted;
  }
  const system = (tests ? [HEADLESS_SHELL, ...SYSTEM_PATHS] : SYSTEM_PATHS).find(runs);
  if (system) return system;
  const { chromium } = await import('playwright');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

/** As findBrowser, but an error that names the remedy where there is none. */
export async function needBrowser() {
  const path = await findBrowser();
  if (path) return path;
  throw new Error('No Chromium-family browser found. Debian/Ubuntu: apt-get install -y chromium; elsewhere: npx playwright install chromium; or set BROWSER_PATH.');
}

const FIREFOX_PATHS = process.platform === 'darwin'
  ? ['/Applications/Firefox.app/Contents/MacOS/firefox']
  : process.platform === 'win32' ? ['C:\\Program Files\\Mozilla Firefox\\firefox.exe'] : [];

/** Path of an installed Firefox: FIREFOX_PATH, then the PATH's, then the usual place; undefined where there is none. Playwright's own is a changed Firefox and is not looked for. */
export function findFirefox() {
  const wanted = process.env.FIREFOX_PATH;
  if (wanted) {
    if (!runs(wanted)) throw new Error(`FIREFOX_PATH is ${wanted}, which is no program that can be run. Unset it or correct it.`);
    return wanted;
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...['firefox-esr', 'firefox'].flatMap((name) => folders.map((folder) => join(folder, name))), ...FIREFOX_PATHS].find((path) => runs(path) && saysVersion(path));
}

/** Ubuntu has a program of this name that only says where Firefox can be had. */
function saysVersion(path) {
  return process.platform === 'win32' || spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
