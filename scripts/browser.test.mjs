import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findFirefox } from './browser.mjs';

describe('the search for a Firefox', () => {
  const folder = mkdtempSync(join(tmpdir(), 'residua-firefox-'));
  const program = (name, exit = 0) => {
    writeFileSync(join(folder, name), `#!/bin/sh\nexit ${exit}\n`, { mode: 0o755 });
    return join(folder, name);
  };
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it.skipIf(process.platform === 'win32')('takes FIREFOX_PATH, then one of the PATH that runs, and refuses a wrong FIREFOX_PATH by its name', () => {
    program('firefox-esr', 1);
    const found = program('firefox');
    const chosen = program('another');
    vi.stubEnv('PATH', ['/nowhere', folder].join(delimiter));
    vi.stubEnv('FIREFOX_PATH', '');
    expect(findFirefox()).toBe(found);
    vi.stubEnv('FIREFOX_PATH', chosen);
    expect(findFirefox()).toBe(chosen);
    vi.stubEnv('FIREFOX_PATH', join(folder, 'missing'));
    expect(() => findFirefox()).toThrow(/FIREFOX_PATH is .*missing, which is no program/);
  });
});
