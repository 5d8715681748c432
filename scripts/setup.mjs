// What npm start, npm test and npm run execute call first: installs what a fresh clone lacks. Uses nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

const oldestNode = [20, 19];

/**
 * Runs `npm ci` (`npm install` without a lock file) where the installed packages are not those of package-lock.json.
 * Must have returned before anything is imported that is not part of Node. Throws when npm fails.
 */
export function ensureDependencies(root = projectRoot) {
  const refusal = refuseNode(process.versions.node);
  if (refusal) throw new Error(refusal);
  const reason = whyInstall(root);
  if (!reason) return;
  const command = existsSync(join(root, 'package-lock.json')) ? 'ci' : 'install';
  console.log(`Installing dependencies (npm ${command}): ${reason}.`);
  const { status, error } = run('npm', [command, '--no-audit', '--no-fund'], { cwd: root });
  if (status !== 0) throw new Error(`npm ${command} failed${error ? ` (${error.message})` : ''}: see above. Check the network, then run it by hand.`);
}

/** Path of a browser; installs one where there is none: Playwright's own, else Debian's package. Throws with the remedy when neither works. */
export async function ensureBrowser() {
  const { findBrowser, needBrowser } = await import('./browser.mjs');
  const found = await findBrowser();
  if (found) return found;
  console.log('No Chromium-family browser found: trying npx playwright install chromium.');
  run(process.execPath, [join(projectRoot, 'node_modules/playwright/cli.js'), 'install', 'chromium'], { timeout: 300_000 });
  const downloaded = await findBrowser();
  if (downloaded && starts(downloaded)) return downloaded;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('That did not work: trying apt-get install chromium.');
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
  }
  const path = await needBrowser();
  if (starts(path)) return path;
  throw new Error(`${path} is there but does not start; system libraries may be missing. As root: npx playwright install-deps chromium; or set BROWSER_PATH.`);
}

/** Why packages must be installed, in words, or null. npm writes what it installed, as a lock file, into node_modules when it is done. */
export function whyInstall(root) {
  const installed = readJson(join(root, 'node_modules/.package-lock.json'));
  if (!installed) return existsSync(join(root, 'node_modules')) ? 'the last install did not finish' : 'there is no node_modules yet';
  const lock = readJson(join(root, 'package-lock.json'));
  if (!lock) return null;
  const changed = changedPackages(lock.packages ?? {}, installed.packages ?? {});
  if (changed.length === 0) return null;
  const names = changed.slice(0, 3).map((path) => path.replace(/^.*node_modules\//, ''));
  return `${changed.length} ${changed.length === 1 ? 'package is' : 'packages are'} not as in package-lock.json (${names.join(', ')}${changed.length > 3 ? ', ...' : ''})`;
}

/** Paths of packages whose version differs, and of required ones that are missing. Optional ones may be: they belong to other platforms. */
export function changedPackages(wanted, installed) {
  return Object.entries(wanted)
    .filter(([path, entry]) => {
      if (path === '' || entry.link) return false;
      const present = installed[path];
      return present ? present.version !== entry.version : !entry.optional && !entry.devOptional && !entry.peer;
    })
    .map(([path]) => path);
}

/** The message for a Node that is too old, or null. */
export function refuseNode(version) {
  const [major, minor] = version.split('.').map(Number);
  const isRecent = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return isRecent ? null : `This is Node ${version}; Residua needs ${oldestNode.join('.')} or newer. Install it from https://nodejs.org.`;
}

function run(command, args, options = {}) {
  // On Windows npm is a .cmd file, which only a shell can start.
  return spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' && command === 'npm', ...options });
}

function starts(path) {
  return process.platform === 'win32' || spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}
