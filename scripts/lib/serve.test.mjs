import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureBuilt, isStale, serve } from './serve.mjs';

let root;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'residua-serve-'))));
afterEach(() => rmSync(root, { recursive: true }));

describe('building and serving', () => {
  beforeEach(() => {
    mkdirSync(join(root, 'src'));
    writeFileSync(join(root, 'index.html'), '<!doctype html><title>here</title><script type="module" src="/src/main.js"></script>');
    writeFileSync(join(root, 'src/main.js'), 'document.title += " we are";');
  });

  it('builds only what is old', async () => {
    expect(isStale(root)).toBe(true);
    await ensureBuilt(root);
    expect(isStale(root)).toBe(false);
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(root, 'src/main.js'), later, later);
    expect(isStale(root)).toBe(true);
  });

  it('serves the page beside data and results, on the next port if one is taken', async () => {
    await ensureBuilt(root);
    writeFileSync(join(root, 'rows.csv'), 'a,b\n1,2\n');
    const first = await serve({ root, data: { rows: join(root, 'rows.csv') }, out: join(root, 'out') });
    const second = await serve({ root, port: Number(new URL(first.url).port) });
    try {
      expect(second.url).not.toBe(first.url);
      expect(await (await fetch(first.url)).text()).toContain('<title>here');
      expect(await (await fetch(`${first.url}/@data/rows`)).text()).toBe('a,b\n1,2\n');
      expect((await fetch(`${first.url}/@out/results.json`, { method: 'PUT', body: '{}' })).status).toBe(204);
      expect(await (await fetch(`${second.url}/@data/rows`)).text()).not.toContain('1,2');
    } finally {
      await first.close();
      await second.close();
    }
    await expect(fetch(first.url)).rejects.toThrow();
  });
});
