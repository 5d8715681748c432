// A port nobody listens on: tests of several clones at once must not meet on a fixed one.
import { createServer } from 'node:net';

/** Asks the system for a free port of 127.0.0.1. Another program could take it before it is used; a fixed one is taken far more often. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
