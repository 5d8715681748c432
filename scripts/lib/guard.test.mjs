import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from './serve.mjs';

let root, server;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'residua-guard-'));
  const dist = join(root, 'dist');
  mkdirSync(join(dist, 'assets/.git'), { recursive: true });
  mkdirSync(join(root, 'private'));
  for (const path of ['private/index.html', 'private/secret.txt', 'dist/.env', 'dist/assets/.git/config', 'dist/.hidden.html']) writeFileSync(join(root, path), 'secret');
  writeFileSync(join(dist, 'index.html'), '<!doctype html><title>the page</title>');
  writeFileSync(join(dist, 'assets/code.js'), 'code');
  symlinkSync(join(root, 'private/secret.txt'), join(dist, 'link.txt'));
  symlinkSync(join(root, 'private/secret.txt'), join(dist, 'page.html'));
  symlinkSync(join(root, 'private'), join(dist, 'folder'));
  symlinkSync('../../private/secret.txt', join(dist, 'assets/near.txt'));
  symlinkSync('code.js', join(dist, 'assets/alias.js'));
  server = await serve({ root });
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

/** As sent: `fetch` would tidy the path first. */
const get = (path) => new Promise((done, fail) => {
  const { port } = new URL(server.url);
  request({ host: '127.0.0.1', port, path, headers: { accept: 'text/html,*/*' } }, (response) => {
    let body = '';
    response.on('data', (part) => (body += part)).on('end', () => done({ status: response.statusCode, headers: response.headers, body }));
  }).on('error', fail).end();
});

describe('what is served', () => {
  it.each(['/', '/index.html', '/assets/code.js', '/assets/alias.js', '/assets/code.js?v=1', '/nowhere'])('%s, with nosniff', async (path) => {
    const { status, headers, body } = await get(path);
    expect([headers['x-content-type-options'], body.includes('secret')]).toEqual(['nosniff', false]);
    expect(status).toBe(200);
  });
  it.each([
    '/.env', '/%2eenv', '/%2Eenv', '/.env?x', '/./.env', '/assets/.git/config', '/assets/%2egit/config', '/assets%2F.git%2Fconfig', '/.hidden', '/.hidden.html', '/assets/..%2f.env', '/../private/secret.txt', '/..%2fprivate%2fsecret.txt', '/%2e%2e/private/secret.txt',
    '/link.txt', '/link%2etxt', '/page', '/page.html', '/folder', '/folder/', '/folder/secret.txt', '/folder/index.html', '/assets/near.txt', '/%', '/%00',
  ])('not %s', async (path) => {
    const { status, headers, body } = await get(path);
    expect(body).not.toContain('secret');
    expect([status, headers['x-content-type-options']]).toEqual([404, 'nosniff']);
  });
});
