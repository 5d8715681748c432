import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataUrl, exchange, safeName } from './exchange.mjs';

const folder = mkdtempSync(join(tmpdir(), 'residua-exchange-'));
const out = join(folder, 'out');
const file = join(folder, 'my items.npy');
const bytes = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) & 255));
let server;

beforeAll(async () => {
  writeFileSync(file, bytes);
  const answer = exchange({ data: { items: file, gone: join(folder, 'gone.npy') }, out });
  server = createServer((incoming, response) => answer(incoming, response, () => response.writeHead(418).end('passed on')));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

/** fetch would tidy "/../" away before it is sent. */
function send(method, path, body) {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.address().port, method, path }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('exchange', () => {
  it('sends a data file byte for byte, by name alone and with the file name behind it', async () => {
    expect(dataUrl('items', file)).toBe('/@data/items/my%20items.npy');
    for (const path of ['/@data/items', dataUrl('items', file), '/@data/items?x=1']) {
      const { status, body } = await send('GET', path);
      expect(status).toBe(200);
      expect(body.equals(bytes)).toBe(true);
    }
  });

  it('sends nothing but the named files', async () => {
    for (const path of ['/@data/other', '/@data/toString', '/@data/..%2Fmy%20items.npy', '/@data/../../etc/passwd', '/@data/']) {
      expect([path, (await send('GET', path)).status]).toEqual([path, 404]);
    }
    expect((await send('GET', '/@data/gone')).status).toBe(500);
    expect((await send('PUT', '/@data/items', 'x')).status).toBe(405);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('writes results into the folder', async () => {
    expect((await send('PUT', '/@out/kmeans.codes.npy', bytes)).status).toBe(204);
    expect(readFileSync(join(out, 'kmeans.codes.npy')).equals(bytes)).toBe(true);
    expect((await send('PUT', '/@out/kmeans.codes.npy', 'again')).status).toBe(204);
    expect(readFileSync(join(out, 'kmeans.codes.npy'), 'utf8')).toBe('again');
    expect(readdirSync(out)).toEqual(['kmeans.codes.npy']);
  });

  it('writes nowhere else', async () => {
    for (const name of ['../evil', '..%2Fevil', '%2e%2e%2fevil', '..%5Cevil', 'a/b', '', '..', '.hidden', 'a%00b', 'C%3Aevil', '%E0%A4%A']) {
      expect([name, (await send('PUT', `/@out/${name}`, 'x')).status]).toEqual([name, 403]);
    }
    expect(existsSync(join(folder, 'evil'))).toBe(false);
    expect((await send('GET', '/@out/kmeans.codes.npy')).status).toBe(405);
  });

  it('passes everything else on', async () => {
    for (const path of ['/', '/index.html', '/data/x', '/@outside']) expect((await send('GET', path)).status).toBe(418);
  });

  it('takes names as people write them', () => {
    expect(safeName('compare%20view.svg')).toBe('compare view.svg');
    expect(safeName('Vergleich-%C3%BC.csv')).toBe('Vergleich-ü.csv');
    expect(safeName('a'.repeat(201))).toBeUndefined();
  });
});
