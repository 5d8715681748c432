import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createServer, resolveConfig } from 'vite';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const html = readFileSync(resolve(root, 'index.html'), 'utf8');
const configFile = resolve(root, 'vite.config.ts');

describe('the content policy', () => {
  it('stands in index.html before anything is loaded, and as a header with what only a header can say', async () => {
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)" \/>/.exec(html)[1];
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.search(/<(script|link)/));
    for (const part of ["default-src 'self'", "connect-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "form-action 'none'"]) expect(policy).toContain(part);
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|frame-ancestors/);
    const { preview } = await resolveConfig({ root, configFile, logLevel: 'silent' }, 'serve', 'production', 'production', true);
    expect(preview.headers['Content-Security-Policy']).toBe(`${policy}; frame-ancestors 'none'`);
  });

  it('is left out by the dev server, whose reload needs inline scripts', async () => {
    const server = await createServer({ root, configFile, logLevel: 'silent', server: { middlewareMode: true, ws: false }, optimizeDeps: { noDiscovery: true } });
    try {
      const served = await server.transformIndexHtml('/', html);
      expect(served).not.toContain('Content-Security-Policy');
      expect(served).toContain('@vite/client');
    } finally {
      await server.close();
    }
  });
});
