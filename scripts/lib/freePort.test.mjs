import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from './freePort.mjs';

test('gives a port that can be listened on', async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  expect(server.address().port).toBe(port);
  await new Promise((resolve) => server.close(resolve));
});
